"""The bundle of a named campaign: written from its facts, and refused if it would tell other winners than were named."""

from datetime import datetime
from pathlib import Path

from yuanba.audit import actions as audit
from yuanba.awards import bundle
from yuanba.awards.models import Campaign
from yuanba.awards.queries.bundles import inputs, winners_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no


def export_bundle(*, campaign_id: int, target: Path, actor: Actor, now: datetime) -> str:
    """The bundle stands at `target` (a folder, or a .zip); returns its root hash. Anybody may have it.

    Raises Refused: bundle.not_named, bundle.other_winners (the facts changed since: look into the audit).
    """
    campaign = Campaign.objects.get(pk=campaign_id)
    if campaign.state not in ("NAMED", "CLOSED"):
        raise Refused(no("bundle.not_named", "a staged decision is invisible until published", state=campaign.state))
    facts = inputs(campaign, now)
    results = bundle.compute(facts)
    ranking = campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    assert ranking is not None, "a named campaign was ranked"
    computed = {category: {row.entry: row.tier for row in one.winners} for category, one in results.rankings.items()}
    if computed != winners_of(ranking.snapshot):
        different = next(key for key, won in computed.items() if won != winners_of(ranking.snapshot).get(key))
        raise Refused(no("bundle.other_winners", "two ways to compute must agree", category=different))
    root = bundle.write(facts, target, results)
    audit.record(
        verb="awards.bundle.export",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"root": root},
    )
    return root

"""From the last score to the proposed list: ranked, put on notice, amended when an objection is upheld."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions.leaving import left
from yuanba.awards.actions.locks import locked
from yuanba.awards.actions.notices import publish_list
from yuanba.awards.actions.snapshots import keep_ranking
from yuanba.awards.actions.steps import move_campaign, move_entries, move_entry, move_stage, tell
from yuanba.awards.actions.surveying import publish_survey
from yuanba.awards.actions.voting import publish_vote
from yuanba.awards.models import Campaign, Entry, NamingDecision, PlaceDecision, Ranking, StageRun, Title
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.listing import notices_over, unheeded
from yuanba.awards.queries.snapshots import standing_document
from yuanba.awards.queries.standings import by_code, standings
from yuanba.awards.ranking import SeedNeeded
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

UPHELD = "objection_upheld"  # why an entry left the list; pages have the words


@transaction.atomic
def record_places(
    *,
    campaign_id: int,
    category: str,
    places: Sequence[tuple[int, str]],
    actor: Actor,
    now: datetime,
    minutes_file_id: int | None = None,
) -> list[PlaceDecision]:
    """The places of a category that a body gave, in order: (entry id, reason). A later record replaces an earlier one.

    Only where the playbook ranks by decision, and before the list is proposed. Raises Refused: decision.by_score,
    decision.too_late, decision.no_such_entry, awards.no_reason.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    if playbook_of(campaign).ranking.method != "decision":
        raise Refused(no("decision.by_score", "playbook: ranking"))
    if campaign.state not in ("RUNNING", "RANKED"):
        raise Refused(no("decision.too_late", "light award: comment, then decide", state=campaign.state))
    allowed = set(campaign.entries.filter(category=category, state="QUALIFIED").values_list("pk", flat=True))
    ids = [entry_id for entry_id, _ in places]
    if len(set(ids)) != len(ids) or not set(ids) <= allowed:
        raise Refused(no("decision.no_such_entry", "light award: comment, then decide"))
    if any(not clean(reason) for _, reason in places):
        raise Refused(no("awards.no_reason"))
    PlaceDecision.objects.filter(campaign=campaign, category=category).delete()
    rows = PlaceDecision.objects.bulk_create(
        PlaceDecision(
            campaign=campaign,
            entry_id=entry_id,
            category=category,
            place=place,
            reason=clean(reason)[:400],
            minutes_file_id=minutes_file_id,
            recorded_by=actor.id,
            recorded_at=now,
        )
        for place, (entry_id, reason) in enumerate(places, start=1)
    )
    _note("record_places", campaign, actor, now, {"category": category, "places": len(rows)})
    return rows


def _note(verb: str, campaign: Campaign, actor: Actor, now: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        verb=f"awards.result.{verb}",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail=detail,
    )


@transaction.atomic
def make_ranking(*, campaign_id: int, version: int, actor: Actor, now: datetime) -> Ranking:
    """The final ranking stands as a snapshot with its hash; nobody outside sees it. It may be made anew until proposed.

    Raises Refused: ranking.stages_open, ranking.seed_needed, decision.not_recorded, awards.changed_meanwhile,
    campaign.no_such_move.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    waiting = campaign.stage_runs.exclude(kind="PUBLICITY").exclude(state="CLOSED").count()
    if waiting:
        raise Refused(no("ranking.stages_open", "announcement: stages in order", count=waiting))
    _decided(campaign)
    ranking = _snapshot(campaign, "", actor, now)
    move_campaign(campaign, "rank", actor=actor, now=now, cause=f"ranking:{ranking.number}")
    return ranking


def _decided(campaign: Campaign) -> None:
    if playbook_of(campaign).ranking.method != "decision":
        return
    recorded = set(PlaceDecision.objects.filter(campaign=campaign).values_list("category", flat=True))
    open_ones = set(campaign.entries.filter(state="QUALIFIED").values_list("category", flat=True)) - recorded
    if open_ones:
        raise Refused(no("decision.not_recorded", "light award: comment, then decide", category=min(open_ones)))


def _snapshot(campaign: Campaign, cause: str, actor: Actor, now: datetime) -> Ranking:
    seed = campaign.lot.get("seed") or None
    try:
        documents = [standing_document(one) for one in standings(campaign, seed)]
    except SeedNeeded as error:
        raise Refused(no("ranking.seed_needed", "playbook: tie_break", count=len(error.entries))) from None
    document = {
        "categories": documents,
        "lot": {"seed": seed or "", "source": campaign.lot.get("source", "")},
        "playbook_sha256": campaign.playbook_sha256,
    }
    return keep_ranking(campaign, Ranking.Purpose.FINAL, document, actor=actor, now=now, cause=cause)


@transaction.atomic
def propose(*, campaign_id: int, version: int, actor: Actor, now: datetime) -> Campaign:
    """The list of winners is on public notice, the notice stage runs, and everybody may see the own breakdown.

    Raises Refused: ranking.stale (somebody left since it was made), list.empty, stage.no_such_move,
    notice.calendar_unknown, notice.personal_numbers, awards.changed_meanwhile, campaign.no_such_move.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    require(states.CAMPAIGN.may(campaign.state, "propose"))
    ranking = last_ranking(campaign)
    entries = by_code(campaign)
    listed = [row["entry"] for document in ranking.snapshot["categories"] for row in document["rows"]]
    if any(entries[code].state != "QUALIFIED" for code in listed):
        raise Refused(no("ranking.stale", "announcement: stages in order"))
    titles = give_titles(campaign, ranking, entries, actor=actor, now=now)
    rest = [entry for entry in entries.values() if entry.state == "QUALIFIED"]
    move_entries(rest, "pass_over", actor=actor, now=now, cause=f"ranking:{ranking.number}")
    run = campaign.stage_runs.get(kind="PUBLICITY")
    run.opened_at = now
    move_stage(run, "open", actor=actor, now=now, cause=f"ranking:{ranking.number}")
    publish_list(campaign, ranking, titles, actor=actor, now=now)
    for stage_run in campaign.stage_runs.select_related("campaign"):
        publish_vote(stage_run, actor=actor, now=now)
        publish_survey(stage_run, actor=actor, now=now)
    return move_campaign(campaign, "propose", actor=actor, now=now, cause=f"ranking:{ranking.number}")


def last_ranking(campaign: Campaign) -> Ranking:
    """The newest final ranking. Raises Refused(ranking.not_made)."""
    ranking = campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    if ranking is None:
        raise Refused(no("ranking.not_made", "announcement: stages in order"))
    return ranking


def give_titles(
    campaign: Campaign, ranking: Ranking, entries: dict[str, Entry], *, actor: Actor, now: datetime
) -> list[Title]:
    """Every winner of the snapshot without a title has one now; a title whose tier rose has moved. Returns those changed."""
    playbook = playbook_of(campaign)
    held = {title.entry_id: title for title in campaign.titles.filter(state="PROPOSED")}
    changed: list[Title] = []
    wanted: list[tuple[Entry, str, int, int, int]] = []
    for document in ranking.snapshot["categories"]:
        category = playbook.category(document["category"])
        tiers = {tier.key: tier for tier in category.tiers}
        places = dict.fromkeys(tiers, 0)
        for row in document["rows"]:
            if row["tier"]:
                tier = tiers[row["tier"]]
                places[tier.key] += 1
                wanted.append((entries[row["entry"]], tier.key, tier.quota, places[tier.key], tier.prize_fen))
    _park(held, wanted)
    for entry, tier_key, quota, place, prize_fen in wanted:
        title = held.get(entry.pk)
        is_new = title is None
        before = None if title is None else title.tier
        title = title or Title(campaign=campaign, entry=entry, category=entry.category, proposed_at=now)
        title.tier, title.quota, title.place, title.prize_fen = tier_key, quota, place, prize_fen
        title.save()
        if is_new or before != tier_key:
            changed.append(title)
        if is_new:
            move_entry(entry, "propose", actor=actor, now=now, cause=f"ranking:{ranking.number}")
            tell(entry, "entry.proposed", now=now)
    return changed


def _park(held: dict[int, Title], wanted: Sequence[tuple[Entry, str, int, int, int]]) -> None:
    """Titles that change place let go of it first, so that no two hold one on the way."""
    target = {entry.pk: (tier, place) for entry, tier, _, place, _ in wanted}
    moving = [title for title in held.values() if target.get(title.entry_id) != (title.tier, title.place)]
    for title in moving:
        Title.objects.filter(pk=title.pk).update(tier=f"~{title.pk}", place=1)


@transaction.atomic
def amend(*, campaign_id: int, version: int, actor: Actor, now: datetime) -> Campaign:
    """Upheld objections and withdrawals are carried out: who is concerned is off the list, the next in line moved up.

    Successors stand on a notice of their own, as long as the first. The decision drafted before, if any, is set aside.
    Raises Refused: list.nothing_to_amend, awards.changed_meanwhile, campaign.no_such_move.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    require(states.CAMPAIGN.may(campaign.state, "amend"))
    removed = _remove_upheld(campaign, actor, now)
    ranking = _snapshot(campaign, f"removed:{removed}", actor, now)
    previous = campaign.rankings.filter(purpose="FINAL", number__lt=ranking.number).order_by("-number").first()
    if previous is not None and previous.sha256 == ranking.sha256:
        raise Refused(no("list.nothing_to_amend", "no naming before the notice"))
    for decision in NamingDecision.objects.filter(campaign=campaign, state__in=["DRAFTED", "APPROVED"]):
        decision.state = states.DECISION.step(decision.state, "set_aside")
        decision.save(update_fields=["state"])
    successors = give_titles(campaign, ranking, by_code(campaign), actor=actor, now=now)
    if successors:
        publish_list(campaign, ranking, successors, actor=actor, now=now)
    cause = f"ranking:{ranking.number} removed:{removed} moved up:{len(successors)}"
    return move_campaign(campaign, "amend", actor=actor, now=now, cause=cause)


def _remove_upheld(campaign: Campaign, actor: Actor, now: datetime) -> int:
    """Entries against which an objection was upheld are removed and told; how many."""
    found = unheeded(campaign)
    for entry in found:
        move_entry(entry, "remove", actor=actor, now=now, cause=UPHELD)
        left(entry, reason=UPHELD, actor=actor, now=now)
        tell(entry, "entry.removed", now=now)
    return len(found)


def publicity_run(campaign: Campaign) -> StageRun:
    return campaign.stage_runs.get(kind="PUBLICITY")


def may_name(campaign: Campaign, now: datetime) -> None:
    """Returns only if every notice has run without an open or unheeded objection. Raises Refused as publicity answers."""
    require(notices_over(campaign, now))
    waiting = unheeded(campaign)
    if waiting:
        raise Refused(no("list.amend_needed", "no naming before the notice", count=len(waiting)))

"""An entry leaves the campaign while stages run: nobody is asked about it, votes for it or reads it any more."""

from datetime import datetime

from yuanba.awards import rules, states
from yuanba.awards.models import Appeal, Entry, Recommendation, Screening, StageTarget, Title
from yuanba.ballots import actions as ballots
from yuanba.kernel.actor import Actor
from yuanba.rubrics import actions as rubrics

RUNS = frozenset({"WAITING", "OPEN", "REOPENED"})


def left(entry: Entry, *, reason: str, actor: Actor, now: datetime) -> None:
    """What hung on the entry is ended: looks, appeal, place of its body, options, readings, proposed title.

    The caller holds the entry's lock and has moved it.
    """
    for screening in Screening.objects.filter(entry=entry, state__in=["PENDING", "AWAITING_SECOND"]):
        screening.state = states.SCREENING.step(screening.state, "abandon")
        screening.save(update_fields=["state"])
    for appeal in Appeal.objects.filter(entry=entry, state="LODGED"):
        appeal.state = states.APPEAL.step(appeal.state, "abandon")
        appeal.save(update_fields=["state"])
    Recommendation.objects.filter(entry=entry, given_up_at__isnull=True).update(given_up_at=now)
    _leave_stages(entry, reason, actor, now)
    for title in Title.objects.filter(entry=entry, state="PROPOSED"):
        title.state = states.TITLE.step(title.state, "drop")
        title.ended_at, title.ended_reason = now, reason[:400]
        title.save()


def _leave_stages(entry: Entry, reason: str, actor: Actor, now: datetime) -> None:
    helper = rules.on_behalf(actor, entry.campaign, "ballots.organise", "rubrics.manage")
    targets = StageTarget.objects.filter(entry=entry, stage_run__state__in=RUNS)
    for target in targets.select_related("stage_run"):
        run = target.stage_run
        if run.ballot_id is not None:
            ballots.withdraw_option(
                ballot_id=run.ballot_id, option_key=target.key, reason=reason, actor=helper, now=now
            )
        for panel in run.panels.all():
            if entry.category in panel.categories:
                rubrics.withdraw_subject(panel_id=panel.panel_id, subject_ref=target.key, actor=helper, now=now)

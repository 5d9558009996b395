"""A comment stage: verified residents say what they think of the candidates. Nothing is counted."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.models import Entry, EntryComment, StageRun
from yuanba.awards.pinned import stage_of
from yuanba.awards.playbook import CommentSettings
from yuanba.awards.queries.candidates import stage_categories
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines, redact
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Residence
from yuanba.places import queries as places


@transaction.atomic
def comment(
    *, stage_run_id: int, entry_id: int, text: str, shows_name: bool, actor: Actor, now: datetime
) -> EntryComment:
    """The resident's comment on the candidate stands, phone and ID numbers masked; a later one replaces it.

    Raises Refused: comment.not_verified, comment.not_open, comment.elsewhere, comment.no_such_candidate,
    comment.empty, comment.too_long, comment.needs_name.
    """
    run = StageRun.objects.select_related("campaign").get(pk=stage_run_id)
    settings = stage_of(run.campaign, run.key).settings
    if not isinstance(settings, CommentSettings) or run.state not in states.STAGE_RUNNING or now >= run.closes_at:
        raise Refused(no("comment.not_open", "light award: comment, then decide"))
    person_id = _resident(run, actor, now)
    entry = Entry.objects.filter(
        pk=entry_id, campaign=run.campaign, state="QUALIFIED", category__in=stage_categories(run)
    ).first()
    if entry is None:
        raise Refused(no("comment.no_such_candidate", "light award: comment, then decide"))
    words = redact(clean_lines(text))
    if not words:
        raise Refused(no("comment.empty", "light award: comment, then decide"))
    if len(words) > settings.max_chars:
        raise Refused(no("comment.too_long", "playbook: max_chars", most=settings.max_chars, got=len(words)))
    if not shows_name and not settings.anonymous:
        raise Refused(no("comment.needs_name", "playbook: anonymous"))
    values = {"account_id": actor.account_id, "text": words, "shows_name": shows_name, "made_at": now}
    try:
        with transaction.atomic():
            row, _ = EntryComment.objects.update_or_create(
                stage_run=run, entry=entry, person_id=person_id, defaults=values
            )
    except IntegrityError:
        row = EntryComment.objects.get(stage_run=run, entry=entry, person_id=person_id)
    return row


def _resident(run: StageRun, actor: Actor, now: datetime) -> int:
    """The verified person behind the account, who lives in the campaign's territory."""
    if actor.person_id is None or actor.account_id is None:
        raise Refused(no("comment.not_verified", "verified residents"))
    on = local_date(now)
    inside = places.compound_ids(run.campaign.territory_id, on)
    lives = Residence.objects.filter(places.current(on), person_id=actor.person_id, premises__compound_id__in=inside)
    if not lives.exists():
        raise Refused(no("comment.elsewhere", "verified residents"))
    return actor.person_id


@transaction.atomic
def hide(*, comment_id: int, reason: str, actor: Actor, now: datetime) -> EntryComment:
    """The comment is no longer shown; it stays on record with the reason. Raises Refused: awards.no_reason."""
    row = EntryComment.objects.select_for_update(of=("self",)).select_related("stage_run__campaign").get(pk=comment_id)
    require(rules.may_organise(actor, row.stage_run.campaign, now))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    row.hidden_by, row.hidden_at, row.hidden_reason = actor.id, now, clean(reason)[:400]
    row.save()
    audit.record(
        verb="awards.comment.hide",
        subject=f"entry_comment:{row.pk}",
        actor=actor,
        now=now,
        detail={"entry": row.entry_id},
    )
    return row

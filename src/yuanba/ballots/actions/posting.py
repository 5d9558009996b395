"""The result is posted in the compound, with proof; whoever organises it hears when the term runs out."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules, states, texts
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import Ballot, ResultPosting
from yuanba.files.kinds import IMAGES
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging import actions as messaging
from yuanba.messaging import queries as messages
from yuanba.people import queries as people

SOURCE = "the result is posted in writing in the compound"
REMINDER = "ballot.post_result"


@transaction.atomic
def post_result(
    *, ballot_id: int, place: str, posted_date: date, photo_file_id: int, actor: Actor, now: datetime
) -> ResultPosting:
    """The result hangs at this place since that day; the photograph proves it and everybody sees it.

    The same place and day once more is the same posting.
    Raises Refused: ballots.not_permitted, .not_published, .posting_day (before the count or in the future),
    .posting_place_missing, .posting_photo_missing (no public picture of the actor's own).
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    if ballot.state != states.PUBLISHED:
        raise Refused(no("ballots.not_published", SOURCE, state=ballot.state))
    where = clean(place)[:120]
    if not where:
        raise Refused(no("ballots.posting_place_missing", SOURCE))
    if not local_date(ballot.result.counted_at) <= posted_date <= local_date(now):
        raise Refused(no("ballots.posting_day", SOURCE, day=posted_date))
    photo = chosen([photo_file_id]).get(photo_file_id)
    if photo is None or photo.erased_at is not None or photo.uploader != actor.id or photo.kind not in IMAGES:
        raise Refused(no("ballots.posting_photo_missing", SOURCE))
    values = {"photo_file_id": photo_file_id, "recorded_at": now, "recorded_by": actor.id}
    try:
        with transaction.atomic():
            posting = ResultPosting.objects.create(ballot=ballot, place=where, posted_date=posted_date, **values)
    except IntegrityError:
        return ResultPosting.objects.get(ballot=ballot, place=where, posted_date=posted_date)
    note(ballot, "post_result", actor=actor, now=now, detail={"posting": posting.pk, "photo": photo_file_id})
    return posting


def remind_posting_due(now: datetime) -> int:
    """Organisers hear once a day of a result that must be posted by tomorrow, today, or should have been; how many."""
    told = 0
    for ballot, duty in queries.postings_due(now):
        if duty.due_date - local_date(now) <= timedelta(days=1):
            told += _remind(ballot, duty.due_date, duty.days_late, now)
    return told


@transaction.atomic
def _remind(ballot: Ballot, due_date: date, days_late: int, now: datetime) -> int:
    organisers = {one.person_id for one in people.holders(rules.ORGANISE, ballot.territory_id, local_date(now))}
    text_zh, text_en = texts.posting_due(ballot.title, due_date, days_late)
    told = 0
    for account in people.staff_accounts(sorted(organisers)).values():
        address, kind = f"account:{account.pk}", f"{REMINDER}.{ballot.pk}"
        before = messages.latest(address=address, kind=kind)
        if before is not None and local_date(before.created_at) == local_date(now):
            continue
        messaging.enqueue(
            channel="inapp",
            address=address,
            person_ref=address,
            kind=kind,
            text_zh=text_zh,
            text_en=text_en,
            now=now,
            params={"ballot": ballot.pk},
        )
        told += 1
    return told

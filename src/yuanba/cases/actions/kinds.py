"""Kinds of cases as dated rows: a new one begins on a day, an old one ends on one; what was reported under it stays."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from yuanba.audit.actions import record
from yuanba.cases import rules, template
from yuanba.cases.actions.dating import may_set_for_all
from yuanba.cases.models import Category
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "kinds are dated rows"
OTHER = "other"  # where reports go that fit nowhere, and lists whose words nobody knows: it never ends
STEP = 10


@dataclass(frozen=True)
class NewKind:
    """A kind that holds for every compound from a day on. Urgent kinds come with an emergency number."""

    name: str
    name_en: str
    organ: str
    queue: str
    term_class: str
    from_date: date
    hint: str = ""
    emergency_number: str = ""
    confidential: bool = False
    livelihood: bool = False


@transaction.atomic
def add_kind(*, kind: NewKind, actor: Actor, now: datetime) -> Category:
    """Residents can choose it from its day on. By whoever supervises every compound.

    Raises Refused: cases.not_permitted, kind.name_missing, .name_taken, .unknown_part, .backwards, .urgent_number,
    routing.no_organ.
    """
    require(may_set_for_all(actor, now))
    name, english = clean(kind.name)[:40], clean(kind.name_en)[:60]
    if not name or not english:
        raise Refused(no("kind.name_missing", SOURCE))
    if kind.organ not in template.organs():
        raise Refused(no("routing.no_organ", SOURCE))
    if kind.queue not in Category.Queue.values or kind.term_class not in Category.TermClass.values:
        raise Refused(no("kind.unknown_part", SOURCE))
    is_urgent = kind.term_class == Category.TermClass.URGENT
    if is_urgent != bool(clean(kind.emergency_number)):
        raise Refused(no("kind.urgent_number", SOURCE))
    _not_past(kind.from_date, now)
    row = Category(
        key=f"own_{(Category.objects.aggregate(last=Max('pk'))['last'] or 0) + 1}",
        name=name, name_en=english, hint=clean(kind.hint)[:120], organ=kind.organ, queue=kind.queue,
        term_class=kind.term_class, urgent=is_urgent, emergency_number=clean(kind.emergency_number)[:20],
        confidential=kind.confidential, livelihood=kind.livelihood, from_date=kind.from_date,
        position=_before_other(),
    )  # fmt: skip
    if Category.objects.filter(name=name, to_date__isnull=True).exists():
        raise Refused(no("kind.name_taken", SOURCE, name=name))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody added another one in the same moment
        raise Refused(no("cases.try_again", rules.SOURCE)) from error
    record(verb="kind.add", subject=str(row), actor=actor, now=now,
           detail={"organ": row.organ, "from": row.from_date.isoformat()})  # fmt: skip
    return row


def _before_other() -> int:
    """Behind all others, but before what fits nowhere."""
    other = Category.objects.filter(key=OTHER).values_list("position", flat=True).first()
    last = Category.objects.exclude(key=OTHER).aggregate(last=Max("position"))["last"] or 0
    return min(last + STEP, other - 1) if other else last + STEP


@transaction.atomic
def end_kind(*, key: str, to_date: date, actor: Actor, now: datetime) -> Category:
    """Nobody can choose it from that day on; open cases of the kind go on. A form that was open says so, and keeps its text.

    Raises Refused: cases.not_permitted, kind.unknown, .needed, .ended, .backwards.
    """
    require(may_set_for_all(actor, now))
    row = Category.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise Refused(no("kind.unknown", SOURCE))
    if row.key == OTHER:
        raise Refused(no("kind.needed", SOURCE, name=row.name))
    if row.to_date is not None and row.to_date <= local_date(now):
        raise Refused(no("kind.ended", SOURCE, to_date=row.to_date.isoformat()))
    _not_past(to_date, now)
    if to_date <= row.from_date:
        raise Refused(no("kind.backwards", SOURCE, day=to_date.isoformat()))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    record(verb="kind.end", subject=str(row), actor=actor, now=now, detail={"to": to_date.isoformat()})
    return row


def _not_past(day: date, now: datetime) -> None:
    if day < local_date(now):
        raise Refused(no("kind.backwards", SOURCE, day=day.isoformat()))

"""The list of needs, what is offered, and joint consultations on a need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.cases.queries.deeds import by_number
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.programmes import rules, states
from yuanba.programmes.actions.steps import locked, move_on, next_number, note, reasoned, step
from yuanba.programmes.models import Consultation, ConsultationView, Need, NeedTrace, Resource


@dataclass(frozen=True)
class NewNeed:
    """What residents ask for; `mentions` households, cases or answers said it.

    `traces` like ("round:12",); `case_numbers` as people write them down ("261120-483920").
    """

    territory_id: int
    title: str
    source: str
    about: str = ""
    source_note: str = ""
    category_key: str = ""
    mentions: int = 1
    traces: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()


@transaction.atomic
def note_need(*, new: NewNeed, actor: Actor, now: datetime) -> Need:
    """The need stands on the public list of the place, under its number.

    Raises Refused: programmes.not_permitted, .text_missing, .too_long, .personal_numbers, .source_unknown,
    .count_wrong, .trace_unknown, .too_many_traces.
    """
    require(rules.holds(actor, rules.PLAN, new.territory_id, now))
    return written(new, actor, now)


def written(new: NewNeed, actor: Actor, now: datetime) -> Need:
    """The checked need; whoever calls this has asked whether the actor may."""
    title, about = clean(new.title)[: rules.TITLE_LENGTH], clean_lines(new.about)
    require(rules.said(title))
    require(rules.said(about or title))
    if new.source not in Need.Source.values:
        raise Refused(no("programmes.source_unknown", rules.SOURCE))
    require(rules.counted(new.mentions, 0, 0))
    traces = (*new.traces, *_cases(new))
    require(rules.traceable(traces))
    need = Need.objects.create(
        territory_id=new.territory_id,
        number=next_number(Need, new.territory_id),
        title=title,
        about=about,
        category_key=new.category_key,
        source=new.source,
        source_note=clean(new.source_note)[: rules.LINE_LENGTH],
        mentions=new.mentions,
        made_at=now,
        made_by=actor.id,
    )
    NeedTrace.objects.bulk_create(NeedTrace(need=need, ref=ref) for ref in dict.fromkeys(traces))
    step(str(need), "note_need", target="OPEN", actor=actor, now=now)
    note("note_need", subject=str(need), territory_id=need.territory_id, actor=actor, now=now)
    return need


def _cases(new: NewNeed) -> list[str]:
    """References to the numbered cases of the place. Raises Refused("programmes.trace_unknown")."""
    if len(new.case_numbers) > rules.MOST_TRACES:
        raise Refused(no("programmes.too_many_traces", rules.SOURCE, most=rules.MOST_TRACES))
    known = by_number(new.territory_id, new.case_numbers)
    unknown = [one for one in new.case_numbers if one not in known]
    if unknown:
        raise Refused(no("programmes.trace_unknown", rules.SOURCE, ref=unknown[0][:40]))
    return [f"case:{known[one]}" for one in new.case_numbers]


@transaction.atomic
def trace_need(*, need_id: int, refs: Sequence[str], mentions: int, actor: Actor, now: datetime) -> Need:
    """The need rests on these references too, and was said so often in all. Raises Refused as `note_need` does."""
    need = _own(need_id, actor, now)
    known = set(need.traces.values_list("ref", flat=True))
    fresh = [ref for ref in dict.fromkeys(refs) if ref not in known]
    require(rules.traceable([*known, *fresh][: len(fresh) + len(known)]))
    require(rules.counted(mentions, 0, 0))
    NeedTrace.objects.bulk_create(NeedTrace(need=need, ref=ref) for ref in fresh)
    need.mentions = mentions
    need.save(update_fields=["mentions"])
    note("trace_need", subject=str(need), territory_id=need.territory_id, actor=actor, now=now)
    return need


@transaction.atomic
def answer_need(*, need_id: int, answer: str, actor: Actor, now: datetime) -> Need:
    """The need has its public answer and is settled: done, or why it cannot be done. A later answer replaces the first.

    Raises Refused: programmes.missing, .not_permitted, .text_missing, .too_long, .personal_numbers.
    """
    need = _own(need_id, actor, now)
    text = clean_lines(answer)
    require(rules.said(text))
    need.answer, need.settled_at = text, now
    need.save(update_fields=["answer", "settled_at"])
    step(str(need), "answer_need", source="OPEN", target="SETTLED", actor=actor, now=now, reason=text)
    note("answer_need", subject=str(need), territory_id=need.territory_id, actor=actor, now=now)
    return need


@transaction.atomic
def reopen_need(*, need_id: int, reason: str, actor: Actor, now: datetime) -> Need:
    """The need is open again; the answer it had stays in the steps. Raises Refused: programmes.reason_missing, …"""
    need = _own(need_id, actor, now)
    said = reasoned(reason)
    need.answer, need.settled_at = "", None
    need.save(update_fields=["answer", "settled_at"])
    step(str(need), "reopen_need", source="SETTLED", target="OPEN", actor=actor, now=now, reason=said)
    note("reopen_need", subject=str(need), territory_id=need.territory_id, actor=actor, now=now)
    return need


@dataclass(frozen=True)
class NewResource:
    territory_id: int
    provider: str
    offer: str
    contact_line: str
    from_date: date
    to_date: date | None = None


@transaction.atomic
def offer_resource(*, new: NewResource, actor: Actor, now: datetime) -> Resource:
    """What somebody offers stands on the public list. Raises Refused: programmes.not_permitted, .text_missing, .dates."""
    require(rules.holds(actor, rules.PLAN, new.territory_id, now))
    provider, offer, line = clean(new.provider), clean(new.offer), clean(new.contact_line)
    require(rules.said(provider, offer, line))
    if new.to_date is not None and new.to_date <= new.from_date:
        raise Refused(no("programmes.dates", rules.SOURCE))
    resource = Resource.objects.create(
        territory_id=new.territory_id,
        provider=provider[:80],
        offer=offer[: rules.LINE_LENGTH],
        contact_line=line[: rules.LINE_LENGTH],
        from_date=new.from_date,
        to_date=new.to_date,
        made_at=now,
        made_by=actor.id,
    )
    note("offer_resource", subject=str(resource), territory_id=new.territory_id, actor=actor, now=now)
    return resource


@transaction.atomic
def open_consultation(*, need_id: int, held_date: date, actor: Actor, now: datetime) -> Consultation:
    """A sheet for a joint consultation on the need; only its keepers see it. Raises Refused: programmes.not_permitted."""
    need = _own(need_id, actor, now)
    sheet = Consultation.objects.create(need=need, held_date=held_date, made_at=now, made_by=actor.id)
    step(str(sheet), "open_sheet", target=states.DRAFT, actor=actor, now=now)
    note("open_sheet", subject=str(sheet), territory_id=need.territory_id, actor=actor, now=now)
    return sheet


@transaction.atomic
def hear(*, consultation_id: int, side: str, name: str, said: str, actor: Actor, now: datetime) -> ConsultationView:
    """What this side said stands on the sheet; said again it replaces what it said before.

    Raises Refused: programmes.missing, .not_permitted, .side_unknown, .text_missing, .personal_numbers,
    consultation.no_such_move.
    """
    sheet = _sheet(consultation_id, actor, now)
    if side not in ConsultationView.Side.values:
        raise Refused(no("programmes.side_unknown", rules.SOURCE))
    body, text = clean(name)[:80], clean_lines(said)
    require(rules.said(body, text))
    view, _ = ConsultationView.objects.update_or_create(
        consultation=sheet, side=side, defaults={"name": body, "said": text}
    )
    note("hear", subject=str(sheet), territory_id=sheet.need.territory_id, actor=actor, now=now)
    return view


@dataclass(frozen=True)
class Findings:
    """What a consultation comes to."""

    cause: str
    responsibility: str
    remedy: str


@transaction.atomic
def settle_consultation(*, consultation_id: int, found: Findings, actor: Actor, now: datetime) -> Consultation:
    """The sheet is public: cause, responsibility, remedy, and what each side said.

    Raises Refused: programmes.missing, .not_permitted, .text_missing, .one_sided, .not_held_yet, consultation.no_such_move.
    """
    sheet = _sheet(consultation_id, actor, now)
    texts = [clean_lines(one) for one in (found.cause, found.responsibility, found.remedy)]
    require(rules.said(*texts))
    require(rules.both_sides(list(sheet.views.all())))
    if sheet.held_date > local_date(now):
        raise Refused(no("programmes.not_held_yet", rules.SOURCE, day=sheet.held_date.isoformat()))
    sheet.cause, sheet.responsibility, sheet.remedy = texts
    sheet.settled_at = now
    move_on(sheet, "settle", territory_id=sheet.need.territory_id, actor=actor, now=now)
    return sheet


@transaction.atomic
def drop_consultation(*, consultation_id: int, reason: str, actor: Actor, now: datetime) -> Consultation:
    """The sheet is put away, with the reason. Raises Refused: programmes.reason_missing, consultation.no_such_move."""
    sheet = _sheet(consultation_id, actor, now, "drop_sheet")
    sheet.reason = reasoned(reason)
    move_on(sheet, "drop_sheet", territory_id=sheet.need.territory_id, actor=actor, now=now, reason=sheet.reason)
    return sheet


def _own(need_id: int, actor: Actor, now: datetime) -> Need:
    need = locked(Need, need_id)
    require(rules.holds(actor, rules.PLAN, need.territory_id, now))
    return need


def _sheet(consultation_id: int, actor: Actor, now: datetime, verb: str = "settle") -> Consultation:
    """The sheet, still a draft."""
    sheet = locked(Consultation, consultation_id)
    require(rules.holds(actor, rules.PLAN, sheet.need.territory_id, now))
    require(states.CONSULTATION.may(sheet.state, verb))
    return sheet

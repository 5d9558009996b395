"""A round from its draft to its end, and every knock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.cases import questionnaire, round_rules, rules, states
from yuanba.cases.actions.beats import reasoned
from yuanba.cases.actions.reporting import NewReport, report
from yuanba.cases.models import Case, Category, DoorRound, HouseholdVisit, RoundHousehold, TextCode, VisitDemand
from yuanba.cases.queries.round_lists import askable, waiting_doors
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.models import Premises, Territory
from yuanba.places.queries import name_at
from yuanba.surveys import actions as surveys
from yuanba.surveys import states as survey_states

CLOCK = system("tick")
KEY_LENGTH = 60  # of a visit; its demands add two signs
BATCH = 2000


@dataclass(frozen=True)
class NewRound:
    """Which dwellings, from when to when (the first day after), and what residents read before anybody knocks."""

    territory_id: int
    title: str
    purpose: str
    contact_line: str
    from_date: date
    to_date: date
    building_ids: tuple[int, ...] = ()  # none: all of them
    asks: bool = True


@transaction.atomic
def draft_round(*, new: NewRound, actor: Actor, now: datetime) -> DoorRound:
    """The round stands with its list of dwellings; nobody knocks yet.

    Raises Refused: cases.not_permitted, .no_place, .round_incomplete, .round_dates, .personal_numbers, .round_empty.
    """
    require(round_rules.holds(actor, round_rules.KEEP, new.territory_id, now))
    if not Territory.objects.filter(pk=new.territory_id, kind=Territory.Kind.COMPOUND).exists():
        raise Refused(no("cases.no_place", round_rules.SOURCE))
    words = [clean(one) for one in (new.title, new.purpose, new.contact_line)]
    if not all(words):
        raise Refused(no("cases.round_incomplete", round_rules.SOURCE))
    require(rules.impersonal("\n".join(words)))
    length = new.to_date - new.from_date
    if not 0 < length.days <= round_rules.LONGEST.days or new.to_date <= local_date(now):
        raise Refused(no("cases.round_dates", round_rules.SOURCE, most=round_rules.LONGEST.days))
    found = DoorRound.objects.create(
        territory_id=new.territory_id,
        title=words[0][:80],
        purpose=words[1][:300],
        contact_line=words[2][:120],
        from_date=new.from_date,
        to_date=new.to_date,
        asks=new.asks,
        made_at=now,
        made_by=actor.id,
    )
    homes = Premises.objects.filter(compound_id=new.territory_id, kind=Premises.Kind.DWELLING)
    if new.building_ids:
        homes = homes.filter(entrance__building_id__in=new.building_ids)
    rows = [RoundHousehold(round=found, premises_id=pk) for pk in homes.order_by("pk").values_list("pk", flat=True)]
    if not rows:
        raise Refused(no("cases.round_empty", round_rules.SOURCE))
    RoundHousehold.objects.bulk_create(rows, batch_size=BATCH)
    _note(found, "draft_round", actor, now, {"households": len(rows)})
    return found


@transaction.atomic
def start_round(*, round_id: int, actor: Actor, now: datetime) -> DoorRound:
    """Doors may be knocked at from its first day on; its questionnaire is open, on line and on paper too.

    Raises Refused: cases.round_missing, .not_permitted, .round_dates, door_round.no_such_move, surveys.roll_empty.
    """
    found = _kept(round_id, "start_round", actor, now)
    if found.to_date <= local_date(now):
        raise Refused(no("cases.round_dates", round_rules.SOURCE, most=round_rules.LONGEST.days))
    if found.asks:
        found.survey_id = _survey(found, actor, now)
    return _moved(found, "start_round", actor, now)


@transaction.atomic
def drop_round(*, round_id: int, reason: str, actor: Actor, now: datetime) -> DoorRound:
    """The draft is put away. Raises Refused: cases.reason_missing, door_round.no_such_move."""
    found = _kept(round_id, "drop_round", actor, now)
    reasoned(reason)
    return _moved(found, "drop_round", actor, now)


@transaction.atomic
def end_round(*, round_id: int, actor: Actor, now: datetime) -> DoorRound:
    """The round is over; its questionnaire is counted and published.

    Raises Refused: cases.round_missing, .not_permitted, .round_doors_left, door_round.no_such_move.
    """
    found = _kept(round_id, "end_round", actor, now)
    require(round_rules.may_end(found, waiting_doors(round_id), now))
    if found.survey_id is not None:
        _publish(found, actor, now)
    found.ended_at = now
    return _moved(found, "end_round", actor, now)


def end_rounds_due(now: datetime) -> int:
    """Rounds whose last day and days of grace are over have ended; how many. For the tick."""
    over = DoorRound.objects.filter(state=states.WALKING, to_date__lte=local_date(now - round_rules.GRACE))
    ids = list(over.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        end_round(round_id=pk, actor=CLOCK, now=now)
    return len(ids)


@dataclass(frozen=True)
class Told:
    """What somebody asks for at the door; `phone` only if they want to hear what comes of it."""

    category: str
    text: str
    phone: str = ""


@dataclass(frozen=True)
class NewVisit:
    """One knock. `client_key` is made by the page: sent again it is the same. `answers` as surveys.answer wants them."""

    household_id: int
    result: str
    client_key: str
    appointment_at: datetime | None = None
    told: tuple[Told, ...] = ()
    answers: Mapping[str, Any] | None = None
    told_at: datetime | None = None


def record_visit(*, new: NewVisit, actor: Actor, now: datetime) -> HouseholdVisit:
    """The knock is on the list; what was asked for is a case, what was answered waits without a name.

    Raises Refused: cases.round_missing, .not_permitted, .round_not_walking, .round_not_begun, .round_refused,
    .round_knocked_enough, .round_result_missing, .round_appointment_missing, .round_told_without_visit,
    .round_too_many_told, .key_missing, .key_taken, those of `report` and of surveys.questions.check_answer.
    """
    try:
        return _visited(new, actor, now)
    except IntegrityError:
        earlier = HouseholdVisit.objects.filter(client_key=clean(new.client_key)[:KEY_LENGTH]).first()
        if earlier is None:
            raise
        return _own(earlier, actor)


@transaction.atomic
def _visited(new: NewVisit, actor: Actor, now: datetime) -> HouseholdVisit:
    key = clean(new.client_key)[:KEY_LENGTH]
    if not key:
        raise Refused(no("cases.key_missing", round_rules.SOURCE))
    household = _household(new.household_id)
    found = household.round
    require(round_rules.holds(actor, round_rules.VISIT, found.territory_id, now))
    earlier = HouseholdVisit.objects.filter(client_key=key).first()
    if earlier is not None:
        return _own(earlier, actor)
    require(round_rules.is_walking(found, now))
    require(round_rules.may_knock(household))
    require(round_rules.is_whole(new.result, new.appointment_at, len(new.told), bool(new.answers), now))
    at = new.told_at if new.told_at is not None and now - round_rules.GRACE < new.told_at <= now else None
    visit = HouseholdVisit.objects.create(
        household=household,
        result=new.result,
        appointment_at=new.appointment_at if new.result == RoundHousehold.Result.APPOINTMENT else None,
        client_key=key,
        told_at=at,
        at=now,
        by=actor.id,
    )
    _take(household, visit, knocks=household.knocks + 1)
    _write_down(visit, household, new, key, actor, now)
    return visit


def _write_down(
    visit: HouseholdVisit, household: RoundHousehold, new: NewVisit, key: str, actor: Actor, now: datetime
) -> None:
    found = household.round
    behalf = round_rules.on_behalf(actor, found.territory_id)
    for place, told in enumerate(new.told, start=1):
        order = NewReport(
            category=told.category,
            territory_id=found.territory_id,
            text=told.text,
            client_key=f"{key}-{place}",
            premises_id=household.premises_id,
            source=Case.Source.ROUND,
            phone=told.phone,
            told_at=visit.told_at,
        )
        case = report(order=order, actor=behalf, now=now)
        VisitDemand.objects.create(visit=visit, case=case)
    if new.answers and found.survey_id is not None:
        surveys.answer_at_door(
            survey_id=found.survey_id,
            premises_id=household.premises_id,
            values=new.answers,
            actor=behalf,
            now=now,
        )


@transaction.atomic
def correct_visit(*, visit_id: int, result: str, actor: Actor, now: datetime) -> HouseholdVisit:
    """A wrong code is put right; both stay on the list.

    Raises Refused: cases.round_missing, .round_not_walking, .round_correction_over, .round_demand_stands,
    .round_result_missing.
    """
    wrong = HouseholdVisit.objects.filter(pk=visit_id, replaced_by__isnull=True).first()
    if wrong is None:
        raise Refused(no("cases.round_missing", round_rules.SOURCE))
    household = _household(wrong.household_id)
    require(round_rules.holds(actor, round_rules.VISIT, household.round.territory_id, now))
    require(round_rules.is_walking(household.round, now))
    require(round_rules.may_correct(wrong, actor, now))
    if result == RoundHousehold.Result.APPOINTMENT or result not in RoundHousehold.Result.values:
        raise Refused(no("cases.round_result_missing", round_rules.SOURCE))
    if household.visits.filter(pk__gt=wrong.pk).exists():
        raise Refused(no("cases.round_correction_over", round_rules.SOURCE))
    visit = HouseholdVisit.objects.create(
        household=household, result=result, client_key=f"right-{wrong.pk}", at=now, by=actor.id, replaces=wrong
    )
    _take(household, visit, knocks=household.knocks)
    _note(household.round, "correct_visit", actor, now, {"household": household.pk})
    return visit


@transaction.atomic
def code_texts(*, round_id: int, numbers: Mapping[str, int], actor: Actor, now: datetime) -> int:
    """So many of the questionnaire's texts speak of each category, after somebody read them; the last count stands.

    Raises Refused: cases.round_missing, .not_permitted, .no_category, .round_not_over.
    """
    found = DoorRound.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if found is None:
        raise Refused(no("cases.round_missing", round_rules.SOURCE))
    require(round_rules.holds(actor, round_rules.KEEP, found.territory_id, now))
    if found.state != states.OVER:
        raise Refused(no("cases.round_not_over", round_rules.SOURCE))
    known = {one.key: one for one in Category.objects.filter(key__in=numbers)}
    if set(numbers) - set(known) or min(numbers.values(), default=0) < 0:
        raise Refused(no("cases.no_category", rules.SOURCE))
    for key, number in numbers.items():
        TextCode.objects.update_or_create(
            round=found,
            category=known[key],
            defaults={"number": number, "coded_at": now, "coded_by": actor.id},
        )
    _note(found, "code_texts", actor, now, {"categories": len(numbers)})
    return len(numbers)


def _take(household: RoundHousehold, visit: HouseholdVisit, *, knocks: int) -> None:
    """The household's last result. Who was met once stays visited, whatever a later knock came to."""
    household.knocks = knocks
    met = household.result == RoundHousehold.Result.VISITED and visit.replaces_id is None
    if not met or visit.result == RoundHousehold.Result.REFUSED:
        household.result, household.appointment_at = visit.result, visit.appointment_at
    household.result_at, household.result_by = visit.at, visit.by
    household.save()


def _own(earlier: HouseholdVisit, actor: Actor) -> HouseholdVisit:
    if earlier.by != actor.id:
        raise Refused(no("cases.key_taken", round_rules.SOURCE))
    return earlier


def _household(pk: int) -> RoundHousehold:
    rows = RoundHousehold.objects.select_for_update(of=("self",)).select_related("round")
    household = rows.filter(pk=pk).first()
    if household is None:
        raise Refused(no("cases.round_missing", round_rules.SOURCE))
    return household


def _kept(round_id: int, verb: str, actor: Actor, now: datetime) -> DoorRound:
    found = DoorRound.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if found is None:
        raise Refused(no("cases.round_missing", round_rules.SOURCE))
    if actor.id != CLOCK.id:
        require(round_rules.holds(actor, round_rules.KEEP, found.territory_id, now))
    require(states.ROUND.may(found.state, verb))
    return found


def _moved(found: DoorRound, verb: str, actor: Actor, now: datetime) -> DoorRound:
    found.state = states.ROUND.step(found.state, verb)
    found.save()
    _note(found, verb, actor, now)
    return found


def _note(found: DoorRound, verb: str, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """The audit log tells of it; single knocks are on the list and not in the log: they would be a track."""
    record(
        verb=f"cases.{verb}", subject=str(found), actor=actor, now=now, detail=detail, territory_id=found.territory_id
    )


def _survey(found: DoorRound, actor: Actor, now: datetime) -> int:
    """The open questionnaire of the round, one answer for each household."""
    behalf = round_rules.on_behalf(actor, found.territory_id)
    kinds = [(one.key, one.name, one.name_en) for one in askable(local_date(now))]
    form = surveys.register_form(
        key=questionnaire.FORM_KEY,
        per="HOUSEHOLD",
        questions=questionnaire.questions(kinds),
        actor=behalf,
        now=now,
    )
    order = surveys.SurveyOrder(
        territory_id=found.territory_id,
        title=found.title,
        form_id=form.pk,
        targets=(surveys.NewTarget(str(found), name_at(found.territory_id, local_date(now)), (found.territory_id,)),),
        min_sample=questionnaire.LEAST_ANSWERS,
        opens_at=now,
        closes_at=day_start(found.to_date) + round_rules.GRACE,
        ordered_by=str(found),
    )
    drafted = surveys.draft(order=order, actor=behalf, now=now)
    return surveys.open_survey(survey_id=drafted.pk, actor=behalf, now=now).pk


def _publish(found: DoorRound, actor: Actor, now: datetime) -> None:
    """Closed, counted, public; before its announced end it stays open and the clock comes back."""
    assert found.survey is not None
    behalf = round_rules.on_behalf(actor, found.territory_id)
    by: dict[str, Any] = {"survey_id": found.survey.pk, "actor": behalf, "now": now}
    if found.survey.state == survey_states.OPEN:
        if now < found.survey.closes_at:
            raise Refused(no("cases.round_survey_open", round_rules.SOURCE, closes=found.survey.closes_at.isoformat()))
        surveys.close(**by)
        surveys.score_survey(**by)
        surveys.publish(**by)

"""Reading how owners choose their property company: what stands, what blocks the vote, what the law's days are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from yuanba.ballots import states as ballot_states
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Verdict
from yuanba.oversight import procedure_rules, registers, rules, states, terms
from yuanba.oversight.models import (
    Candidate,
    CompanyReply,
    ComplianceRecord,
    ExplainerSession,
    OpinionPoll,
    ProcedureStep,
    PropertyCompany,
    Selection,
    ServiceContract,
    TerminationNotice,
)
from yuanba.oversight.queries.bodies import records_of
from yuanba.people.models import Appointment
from yuanba.people.posts import POSTS
from yuanba.places.queries import current, descendants
from yuanba.publicity.queries import may_go_on
from yuanba.surveys import states as survey_states

RUNNING_POLLS = (ballot_states.DRAFT, ballot_states.ANNOUNCED, ballot_states.OPEN, ballot_states.CLOSED)
RUNNING_SURVEYS = (survey_states.DRAFT, survey_states.OPEN, survey_states.CLOSED)
DONE_POLLS = (ballot_states.COUNTED, ballot_states.PUBLISHED)


def notice_reference(selection: Selection) -> str:
    """What the public notice of this round's plan is about."""
    return f"{selection}/plan:{selection.round}"


def polls_running(selection: Selection) -> int:
    """How many opinion polls of it are not counted yet."""
    running = Q(ballot__state__in=RUNNING_POLLS) | Q(survey__state__in=RUNNING_SURVEYS)
    return OpinionPoll.objects.filter(running, selection=selection).count()


def blocking(selection: Selection, now: datetime) -> tuple[Verdict, ...]:
    """Everything that keeps the owners' vote from being called now, in the order in which it is done."""
    today = local_date(now)
    since = selection.published_at or now  # what was said about an earlier round's plan was said about another plan
    on_paper = Q(ballot__isnull=True, survey__isnull=True)
    done = on_paper | Q(ballot__state__in=DONE_POLLS) | Q(survey__state__in=survey_states.TALLIED)
    polls = selection.polls.filter(done, recorded_at__gte=since).count()
    sessions = selection.sessions.filter(minuted_at__gte=since, announced_at__gte=since).count()
    standing = selection.candidates.filter(state=states.BID, round=selection.round).count()
    verdicts = (
        may_go_on(notice_reference(selection), now),
        procedure_rules.explained(sessions),
        procedure_rules.asked(polls, polls_running(selection)),
        procedure_rules.opinions_published(selection.opinions.filter(published_at__isnull=True).count()),
        procedure_rules.offers_over(selection, today),
        procedure_rules.enough_candidates(selection, standing, today),
    )
    return tuple(verdict for verdict in verdicts if not verdict)


def excluding_lines(organisation_id: int, on: date) -> list[ComplianceRecord]:
    """The lines of excluding registers on which the company stands on that day."""
    rows = records_of(organisation_id).filter(kind__in=procedure_rules.EXCLUDING, happened_date__lte=on)
    return list(rows.filter(Q(ended_date__isnull=True) | Q(ended_date__gte=on)))


def register_lines(organisation_ids: set[int], on: date) -> dict[int, list[ComplianceRecord]]:
    """What the registers say of each company over the last 24 months, and the lists on which it still stands. One query."""
    since = registers.months_before(on, procedure_rules.LOOK_BACK_MONTHS)
    still_listed = Q(kind__in=registers.LISTS) & (Q(ended_date__isnull=True) | Q(ended_date__gte=since))
    rows = ComplianceRecord.objects.filter(
        Q(happened_date__gte=since) | still_listed,
        organisation_id__in=organisation_ids,
        superseded_by__isnull=True,
        is_cancellation=False,
        happened_date__lte=on,
    ).order_by("-happened_date", "-pk")
    found: dict[int, list[ComplianceRecord]] = {pk: [] for pk in organisation_ids}
    for row in rows:
        found[row.organisation_id].append(row)
    return found


def whole_selection(selection_id: int) -> Selection | None:
    """A selection with everything that its pages show. Ten queries, whatever its size."""
    sessions = ExplainerSession.objects.order_by("starts_at", "pk").prefetch_related("questions")
    candidates = Candidate.objects.select_related("company__organisation").order_by("pk").prefetch_related("documents")
    rows = Selection.objects.select_related(
        "present__company__organisation",
        "notice",
        "ballot",
        "winner__company__organisation",
        "contract__company__organisation",
    ).prefetch_related(
        Prefetch("sessions", sessions),
        Prefetch("candidates", candidates),
        Prefetch("polls", OpinionPoll.objects.select_related("ballot", "survey").order_by("held_date", "pk")),
        "opinions",
    )
    return rows.filter(pk=selection_id).first()


def public_selections(compound_id: int | None = None) -> QuerySet[Selection]:
    """What anybody may read, newest first; a cancelled one that was public stays."""
    was_public = Q(state__in=states.OPEN_TO_ALL) | Q(published_at__isnull=False)
    rows = Selection.objects.filter(was_public).select_related("contract__company__organisation", "notice")
    if compound_id is not None:
        rows = rows.filter(compound_id=compound_id)
    return rows.order_by("-published_at", "-pk")


def selections_of(actor: Actor, now: datetime) -> QuerySet[Selection]:
    """The selections of the compounds that the actor works in, drafts included."""
    rows = Selection.objects.filter(compound_id__in=places_of(actor, now)).select_related("notice", "ballot")
    return rows.order_by("-drafted_at", "-pk")


WORKING = ("oversight.select", "oversight.work", "oversight.advise")


def places_of(actor: Actor, now: datetime, permissions: tuple[str, ...] = WORKING) -> set[int]:
    """The territories in which the actor holds one of `permissions`, with everything below them."""
    granted = {one for permission in permissions for one in actor.territories(permission)}
    return {below for place in granted for below in descendants(place, local_date(now))} | granted


def may_work(actor: Actor, compound_id: int, now: datetime) -> bool:
    return any(rules.may(actor, permission, compound_id, now) for permission in WORKING)


def spoken_for(actor: Actor, now: datetime) -> list[tuple[PropertyCompany, int]]:
    """The companies for which the actor speaks, each with the place where."""
    posts = [post for post, permissions in POSTS.items() if "oversight.reply" in permissions]
    rows = Appointment.objects.filter(current(local_date(now)), person_id=actor.person_id or 0, post__in=posts)
    by_body = {row.organisation_id: row.territory_id for row in rows}
    found = PropertyCompany.objects.filter(organisation_id__in=by_body).select_related("organisation").order_by("pk")
    return [(company, by_body[company.organisation_id]) for company in found]


def replies(subjects: set[str]) -> dict[str, list[CompanyReply]]:
    """What companies said about each of these, oldest first. One query."""
    found: dict[str, list[CompanyReply]] = {}
    rows = CompanyReply.objects.filter(subject__in=subjects).select_related("company__organisation")
    for row in rows.order_by("said_at", "pk"):
        found.setdefault(row.subject, []).append(row)
    return found


def steps_of(subjects: set[str]) -> QuerySet[ProcedureStep]:
    return ProcedureStep.objects.filter(subject__in=subjects).order_by("at", "pk")


def contract_at(compound_id: int, on: date) -> ServiceContract | None:
    """The contract under which the compound is served on that day: the last one that began, unless it was ended."""
    return contracts_at([compound_id], on).get(compound_id)


def contracts_at(compound_ids: Collection[int], on: date) -> dict[int, ServiceContract]:
    """The contract of that day of each compound that has one, as `contract_at` finds it. Two queries."""
    rows = ServiceContract.objects.filter(compound_id__in=compound_ids, from_date__lte=on)
    rows = rows.select_related("company__organisation").prefetch_related("notices")
    last = {row.compound_id: row for row in rows.order_by("from_date", "pk")}
    return {
        compound_id: row
        for compound_id, row in last.items()
        if not any(on >= notice.ends_date for notice in row.notices.all())
    }


def contracts_of(compound_id: int) -> QuerySet[ServiceContract]:
    rows = ServiceContract.objects.filter(compound_id=compound_id).select_related("company__organisation")
    return rows.prefetch_related("notices").order_by("-from_date", "-pk")


def notice_of(contract: ServiceContract) -> TerminationNotice | None:
    return min(
        contract.notices.all(), key=lambda one: one.pk, default=None
    )  # all: what was prefetched is not asked again


def ends_on(contract: ServiceContract) -> date | None:
    """The first day without the contract: by a notice, else by its term; None for no fixed term."""
    found = notice_of(contract)
    return found.ends_date if found else contract.to_date


@dataclass(frozen=True)
class Day:
    """A day that the law or our practice sets for a contract: `key` says which, `source` why."""

    key: str
    day: date
    source: str
    is_over: bool


def days_of(contract: ServiceContract, on: date) -> tuple[Day, ...]:
    """What is due when under this contract: the last day to refuse a renewal, the end, the earliest end by a notice today."""
    return tuple(_days(contract, on))


def _days(contract: ServiceContract, on: date) -> Iterator[Day]:
    notice = notice_of(contract)
    if notice is not None:
        yield Day(
            "NOTICED", notice.ends_date, terms.term(notice.kind, notice.given_date).source, on >= notice.ends_date
        )
        return
    if terms.is_indefinite(contract.to_date, on):
        if contract.to_date is not None:
            yield Day("RAN_OUT", contract.to_date, terms.DUTIES["INDEFINITE"], True)
        source = terms.term(terms.END_INDEFINITE, on).source
        yield Day("EARLIEST_END", terms.earliest_end(terms.END_INDEFINITE, on), source, False)
        return
    assert contract.to_date is not None
    last = terms.last_day_to_tell(terms.NO_RENEWAL, contract.to_date, contract.notice_days)
    yield Day("LAST_TO_REFUSE", last, terms.term(terms.NO_RENEWAL, on).source, on > last)
    yield Day("ENDS", contract.to_date, terms.DUTIES["RENEW_IN_TIME"], False)
    dismissal = terms.earliest_end(terms.DISMISSAL, on, contract.notice_days)
    if dismissal < contract.to_date:
        yield Day("EARLIEST_DISMISSAL", dismissal, terms.term(terms.DISMISSAL, on).source, False)

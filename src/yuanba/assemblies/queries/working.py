"""A committee at work: what it may spend, what it is asked, what it asks the company, and who demands its recall."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from yuanba.assemblies import rules, states
from yuanba.assemblies.models import (
    HandOverItem,
    Mandate,
    OwnerQuestion,
    Recall,
    RecallSignature,
    Seat,
    SupervisionEntry,
)
from yuanba.assemblies.queries.bodies import InOffice, in_office, owners_committee
from yuanba.assemblies.terms import DEMAND, TERM_CHANGE, shifted, term
from yuanba.ballots.tally.outcome import needed
from yuanba.kernel.verdict import Verdict, no
from yuanba.people.models import Organisation, OrganisationTerm
from yuanba.people.queries import holders, roll_at
from yuanba.places.queries import current, descendants


def mandates(body_id: int) -> QuerySet[Mandate]:
    """All of a body, those in force first."""
    rows = Mandate.objects.filter(body_id=body_id).select_related("ballot")
    in_force = Count("pk", filter=Q(state=states.IN_FORCE))
    return rows.annotate(now=in_force).order_by("-now", "-proposed_at", "-pk")


def may_spend(*, territory_id: int, purpose: str, amount_fen: int, on: date, spent_fen: int = 0) -> Verdict:
    """May the committee of this compound spend so much on that day without asking the owners again?

    `purpose` is one of Mandate.Purpose, `spent_fen` what it spent for it this calendar year already. A yes names the
    mandate in its facts. Raises nothing; refusals: assemblies.courtyard_spends, .nobody_in_office, .no_mandate,
    .beyond_limit, .beyond_year. Three queries at most.
    """
    body = owners_committee(territory_id, on)
    if body is None:
        courtyards = Organisation.objects.filter(
            territory_id=territory_id, kind=Organisation.Kind.COURTYARD_COMMITTEE, ended_date__isnull=True
        )
        return no(
            "assemblies.courtyard_spends" if courtyards.exists() else "assemblies.nobody_in_office", "Civil Code 278"
        )
    begun = Q(from_date__lte=on) & (Q(to_date__isnull=True) | Q(to_date__gt=on))
    row = Mandate.objects.filter(begun, body=body, purpose=purpose).exclude(state=states.PROPOSED).first()
    if row is None:
        return no("assemblies.no_mandate", "Civil Code 278", purpose=purpose)
    if amount_fen > row.limit_fen:
        return no("assemblies.beyond_limit", str(row), amount_fen=amount_fen, limit_fen=row.limit_fen, mandate=row.pk)
    if spent_fen + amount_fen > row.year_limit_fen:
        return no(
            "assemblies.beyond_year",
            str(row),
            amount_fen=amount_fen,
            spent_fen=spent_fen,
            limit_fen=row.year_limit_fen,
            mandate=row.pk,
        )
    return Verdict(True, facts={"mandate": row.pk, "limit_fen": row.limit_fen, "year_limit_fen": row.year_limit_fen})


def supervision(body_id: int) -> QuerySet[SupervisionEntry]:
    """The log, newest first, with replies. Two queries."""
    rows = SupervisionEntry.objects.filter(body_id=body_id).select_related("company")
    return rows.prefetch_related("replies").order_by("-happened_date", "-pk")


def waiting_for_company(organisation_ids: set[int]) -> QuerySet[SupervisionEntry]:
    """What these companies are asked: open entries first, then what they answered."""
    rows = SupervisionEntry.objects.filter(company_id__in=organisation_ids).select_related("body")
    return rows.prefetch_related("replies").order_by(F("closed_at").asc(nulls_first=True), "due_date", "pk")


def companies_at(territory_id: int, on: date) -> list[Organisation]:
    """The companies that somebody answers for in this compound."""
    rows = holders(rules.COMPANY, territory_id, on)
    found = {row.organisation_id: row.organisation for row in rows}
    return sorted(found.values(), key=lambda one: one.name)


def questions(body_id: int) -> QuerySet[OwnerQuestion]:
    """Unanswered first by due day, then the newest answers."""
    rows = OwnerQuestion.objects.filter(body_id=body_id)
    return rows.order_by(F("answered_at").desc(nulls_first=True), "due_date", "pk")


def unanswered(territory_ids: Collection[int]) -> QuerySet[OwnerQuestion]:
    """What owners asked the bodies of these compounds and nobody has answered."""
    return OwnerQuestion.objects.filter(state=states.ASKED, body__territory__in=territory_ids)


def overdue_questions(on: date) -> QuerySet[OwnerQuestion]:
    """Asked, not answered, and the day is over."""
    return OwnerQuestion.objects.filter(state=states.ASKED, due_date__lt=on).select_related("body")


def hand_over(body_id: int) -> QuerySet[HandOverItem]:
    rows = HandOverItem.objects.filter(term__organisation_id=body_id)
    return rows.select_related("term", "seat__person").order_by("-term__number", "seat_id", "pk")


def ending_terms(on: date) -> QuerySet[OrganisationTerm]:
    """Running terms of owners' committees whose change must be prepared by now."""
    months = term(TERM_CHANGE, on).number
    rows = OrganisationTerm.objects.filter(current(on), due_date__lte=shifted(on, months))
    return rows.filter(organisation__kind=Organisation.Kind.OWNERS_COMMITTEE).select_related("organisation")


def open_seats() -> QuerySet[Seat]:
    """Everybody who sits or waits now."""
    return Seat.objects.filter(to_date__isnull=True).select_related("term__organisation")


@dataclass(frozen=True, slots=True)
class Signed:
    """How far a demand is: both measures must reach the share. `rows` is the number of signatures."""

    rows: int
    heads: int
    area_cm2: int
    of_heads: int
    of_area_cm2: int
    need_heads: int
    need_area_cm2: int

    @property
    def is_enough(self) -> bool:
        return self.heads >= self.need_heads and self.area_cm2 >= self.need_area_cm2


def recalls(territory_id: int) -> QuerySet[Recall]:
    rows = Recall.objects.filter(territory_id=territory_id).select_related("seat__person", "ballot", "term")
    return rows.order_by("-started_at", "-pk")


def signed(recall: Recall, on: date) -> Signed:
    """Signatures against the owners' roll of that day; whoever sold since counts no more."""
    roll = roll_at(on, "OWNERS", recall.territory_id)
    share = f"{term(DEMAND, on).number}/100"
    keys = set(RecallSignature.objects.filter(recall=recall).values_list("voter_key", flat=True))
    mine = [one for one in roll if one.key in keys]
    heads, area = sum(one.heads for one in roll), sum(one.area_cm2 for one in roll)
    return Signed(
        rows=len(mine),
        heads=sum(one.heads for one in mine),
        area_cm2=sum(one.area_cm2 for one in mine),
        of_heads=heads,
        of_area_cm2=area,
        need_heads=needed(share, heads),
        need_area_cm2=needed(share, area) if area else 0,
    )


def has_signed(recall_id: int, person_id: int | None) -> bool:
    return RecallSignature.objects.filter(recall_id=recall_id, person_id=person_id or 0).exists()


def short_of_members(office: InOffice, seats: int) -> bool:
    """Fewer than half of the seats are filled: a new election is due. Source: 指导规则 第46条."""
    return len(office.sitting) * 2 < seats


def office_at(territory_id: int, on: date) -> InOffice | None:
    """The committee in office of a compound, the owners' one before a courtyard's."""
    body = owners_committee(territory_id, on)
    if body is None:
        body = Organisation.objects.filter(
            territory_id=territory_id, kind=Organisation.Kind.COURTYARD_COMMITTEE, ended_date__isnull=True
        ).first()
    return in_office(body.pk, on) if body is not None else None


def within(territory_ids: frozenset[int], on: date) -> set[int]:
    return {below for place in territory_ids for below in descendants(place, on)}

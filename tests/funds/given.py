"""Prize lists made by their actions, and the people who handle them."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.factories import OrganisationFactory, PersonFactory, TerritoryFactory
from tests.officers import officer, somebody
from yuanba.funds import actions, queries
from yuanba.funds.models import PrizeLine, PrizeList
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Consent, ConsentText, Organisation, Person
from yuanba.places.models import Territory

NOW = datetime(2021, 12, 1, 9, 0, tzinfo=SHANGHAI)
TODAY = date(2021, 12, 1)
KEEP = date(2022, 3, 1)


@dataclass
class Office:
    """A street office with organiser, finance officer and leader; a winner and a winning company."""

    street: Territory
    organiser: Actor
    finance: Actor
    leader: Actor
    winner: Person
    company: Organisation
    applicant: Person

    def prizes(self) -> list[actions.Prize]:
        return [
            actions.Prize("entry:1", "PERSON", "先进个人", 300_000, person_id=self.winner.pk),
            actions.Prize(
                "entry:2",
                "ORGANISATION",
                "先进集体",
                1_000_000,
                organisation_id=self.company.pk,
                contact_person_id=self.applicant.pk,
            ),
        ]

    def draft(self, prizes: list[actions.Prize] | None = None, **heading: object) -> PrizeList:
        values = {
            "subject_ref": "campaign:1",
            "title": "小区治理先进评选奖金",
            "territory_id": self.street.pk,
            "budget_fen": 39_000_000,
            **heading,
        }
        return actions.draft_list(
            heading=actions.Heading(**values),
            prizes=self.prizes() if prizes is None else prizes,
            actor=self.organiser,
            now=NOW,
        )

    def approved(self, prize_list: PrizeList | None = None) -> PrizeList:
        drafted = prize_list or self.draft()
        actions.check_list(list_id=drafted.pk, actor=self.finance, now=NOW)
        return actions.approve_list(list_id=drafted.pk, actor=self.leader, now=NOW)

    def line(self, prize_list: PrizeList, number: int = 1) -> PrizeLine:
        return queries.lines(prize_list).get(number=number)

    def consent(self, person: Person, *, is_separate: bool = True) -> Consent:
        text, _ = ConsentText.objects.get_or_create(
            kind="PAYEE" if is_separate else "GENERAL",
            version=1,
            defaults={"text_zh": "同意", "text_en": "agreed", "is_separate": is_separate, "published_at": NOW},
        )
        consent, _ = Consent.objects.get_or_create(
            person=person,
            text=text,
            withdrawn_at=None,
            defaults={"channel": "ONLINE", "given_at": NOW, "recorded_by": "x"},
        )
        return consent

    def give(self, line: PrizeLine, details: actions.Details, person: Person | None = None) -> None:
        owner = person or self.winner
        actions.give_payee(
            line_id=line.pk,
            details=details,
            consent_id=self.consent(owner).pk,
            keep_until=KEEP,
            actor=somebody(owner, NOW),
            now=NOW,
        )

    def pay(self, line: PrizeLine, paid_date: date = TODAY) -> PrizeLine:
        return actions.pay_line(line_id=line.pk, paid_date=paid_date, proof_file_id=5, actor=self.finance, now=NOW)


def office() -> Office:
    street = TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    return Office(
        street=street,
        organiser=officer("STREET_ORGANISER", street, NOW),
        finance=officer("FINANCE_OFFICER", street, NOW),
        leader=officer("STREET_LEADER", street, NOW),
        winner=PersonFactory(name="王小一"),
        company=OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=street),
        applicant=PersonFactory(name="李小二"),
    )

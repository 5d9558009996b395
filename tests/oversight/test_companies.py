from datetime import date, datetime

import pytest

from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    EntranceFactory,
    OrganisationFactory,
    PersonFactory,
    PremisesFactory,
    TerritoryFactory,
)
from tests.officers import officer
from tests.refusals import refused
from yuanba.kernel.calendar import SHANGHAI
from yuanba.oversight import actions, queries
from yuanba.oversight.models import FeeStatus
from yuanba.people.models import Consent, ConsentText

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 10, 12, 9, 0, tzinfo=SHANGHAI)
YEAR = (date(2020, 10, 1), date(2021, 10, 1))


@pytest.fixture
def street():
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道")


@pytest.fixture
def clerk(street):
    return officer("HOUSING_OFFICER", street, NOW)


@pytest.fixture
def compound(street):
    return CompoundFactory(territory__name="花城小区", territory__parent=street)


@pytest.fixture
def organisation(street):
    return OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=street)


@pytest.fixture
def company(organisation, clerk):
    return actions.open_company_file(organisation_id=organisation.pk, actor=clerk, now=NOW)


@pytest.fixture
def premises(compound):
    return PremisesFactory(entrance=EntranceFactory(building=BuildingFactory(compound=compound)))


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def consent(person):
    text = ConsentText.objects.create(
        kind="FEE_STATUS", version=1, text_zh="同意", text_en="agreed", is_separate=True, published_at=NOW
    )
    return Consent.objects.create(person=person, text=text, channel="ONLINE", given_at=NOW, recorded_by="x")


def test_a_company_file_is_opened_once_and_for_companies_only(organisation, company, clerk, street) -> None:
    assert actions.open_company_file(organisation_id=organisation.pk, actor=clerk, now=NOW) == company
    office = OrganisationFactory(territory=street)
    refused("company.wrong_kind", actions.open_company_file, organisation_id=office.pk, actor=clerk, now=NOW)


def test_grades_and_projects_are_dated(company, organisation, compound, clerk) -> None:
    grade = {"company_id": company.pk, "issuer": "四川省物业管理协会", "actor": clerk, "now": NOW}
    actions.grade_company(grade="AA", from_date=date(2019, 1, 1), **grade)
    actions.grade_company(grade="AAA", from_date=date(2021, 1, 1), **grade)
    refused("company.grade_order", actions.grade_company, grade="A", from_date=date(2020, 1, 1), **grade)
    start = {"company_id": company.pk, "compound_id": compound.pk, "actor": clerk, "now": NOW}
    project = actions.start_project(from_date=date(2020, 1, 1), **start)
    refused("project.exists", actions.start_project, from_date=date(2021, 1, 1), **start)
    card = queries.company_card(organisation.pk, date(2021, 6, 1))
    assert [one.grade for one in card.grades] == ["AAA"]
    assert [one.grade for one in queries.company_card(organisation.pk, date(2020, 6, 1)).grades] == ["AA"]
    assert queries.compounds_of(organisation.pk, date(2021, 6, 1)) == (compound.pk,)
    assert list(queries.companies_of(compound.pk, date(2021, 6, 1))) == [company]
    end = {"project_id": project.pk, "actor": clerk, "now": NOW}
    refused("project.dates", actions.end_project, to_date=date(2020, 1, 1), **end)
    actions.end_project(to_date=date(2021, 9, 1), **end)
    refused("project.ended", actions.end_project, to_date=date(2021, 9, 2), **end)
    assert queries.compounds_of(organisation.pk, date(2021, 9, 1)) == ()


def asked(person, premises, consent, clerk, period=YEAR) -> FeeStatus:
    (row,) = actions.ask_fee_status(
        person_id=person.pk, premises_id=premises.pk, period=period, consent_id=consent.pk, actor=clerk, now=NOW
    )
    return row


def test_fee_status_is_yes_or_no_with_consent(
    company, organisation, compound, premises, person, consent, clerk
) -> None:
    ask = {"person_id": person.pk, "premises_id": premises.pk, "period": YEAR, "actor": clerk, "now": NOW}
    refused("fee_status.no_company", actions.ask_fee_status, consent_id=consent.pk, **ask)
    actions.start_project(
        company_id=company.pk, compound_id=compound.pk, from_date=date(2019, 1, 1), actor=clerk, now=NOW
    )
    refused(
        "fee_status.no_consent",
        actions.ask_fee_status,
        consent_id=consent.pk,
        **{**ask, "person_id": PersonFactory().pk},
    )
    refused("fee_status.period", actions.ask_fee_status, consent_id=consent.pk, **{**ask, "period": YEAR[::-1]})
    row = asked(person, premises, consent, clerk)
    assert asked(person, premises, consent, clerk) == row
    assert list(queries.fee_requests(company.pk)) == [row]
    since, until = date(2020, 10, 1), date(2021, 9, 30)
    assert queries.fee_paid(person.pk, since, until) == "UNKNOWN"
    manager = officer("PROPERTY_MANAGER", compound.territory, NOW, organisation=organisation)
    rival = officer("PROPERTY_MANAGER", compound.territory, NOW)
    answer = {"status_id": row.pk, "now": NOW}
    refused("oversight.not_yours", actions.confirm_fee_status, is_paid=True, actor=clerk, **answer)
    refused("fee_status.not_your_company", actions.confirm_fee_status, is_paid=True, actor=rival, **answer)
    refused("fee_status.unanswered", actions.correct_fee_status, is_paid=True, actor=manager, **answer)
    actions.confirm_fee_status(is_paid=False, actor=manager, **answer)
    assert queries.fee_paid(person.pk, since, until) == "UNMET"
    assert actions.confirm_fee_status(is_paid=False, actor=manager, **answer).pk == row.pk
    refused("fee_status.answered", actions.confirm_fee_status, is_paid=True, actor=manager, **answer)
    actions.correct_fee_status(is_paid=True, actor=manager, **answer)
    refused("record.superseded", actions.correct_fee_status, is_paid=True, actor=manager, **answer)
    assert queries.fee_paid(person.pk, since, until) == "MET"
    assert queries.fee_paid(person.pk, since, date(2021, 10, 1)) == "UNKNOWN"
    assert asked(person, premises, consent, clerk) == row


def test_a_withdrawn_consent_stops_the_answer(
    company, organisation, compound, premises, person, consent, clerk
) -> None:
    actions.start_project(
        company_id=company.pk, compound_id=compound.pk, from_date=date(2019, 1, 1), actor=clerk, now=NOW
    )
    row = asked(person, premises, consent, clerk)
    consent.withdrawn_at = NOW
    consent.save()
    manager = officer("PROPERTY_MANAGER", compound.territory, NOW, organisation=organisation)
    refused("fee_status.no_consent", actions.confirm_fee_status, status_id=row.pk, is_paid=True, actor=manager, now=NOW)

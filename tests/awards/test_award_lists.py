"""Lists cost the same at one and at three rows; residents are asked where a candidate is at home or at work."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.factories import OrganisationFactory

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry
from yuanba.awards.queries import public
from yuanba.awards.queries.board import board, checks_waiting, entries_of
from yuanba.awards.queries.candidates import survey_places
from yuanba.awards.queries.mine import my_entries
from yuanba.oversight import actions as oversight

pytestmark = pytest.mark.django_db
OPEN = at("2021-09-10", 0)


@pytest.fixture
def show():
    made = given_awards.announced(given_awards.world_of())
    made.tick(OPEN)
    return made


def send(show, number: int = 0, **changes: object) -> Entry:
    return awards.entries.submit(
        campaign_id=show.campaign.pk, sheet=show.sheet(**changes), request_key=show.key(),
        actor=show.world.resident(number, OPEN), now=OPEN,
    )  # fmt: skip


def test_my_entries_board_and_view_cost_the_same_at_one_and_three(show, django_assert_num_queries) -> None:
    actor, organiser, campaign = show.world.resident(0, OPEN), show.organiser(), show.campaign
    for number in (1, 3):
        while Entry.objects.count() < number:
            send(show)
        with django_assert_num_queries(5):
            assert len(my_entries(actor, OPEN)) == number
        with django_assert_num_queries(14):
            assert board(campaign, OPEN).by_state == {"SUBMITTED": number}
        with django_assert_num_queries(2):
            assert public.view(campaign, OPEN).is_open
        rows = entries_of(campaign, organiser, OPEN)
        with django_assert_num_queries(1):
            assert len(list(rows)) == number


def test_a_companys_residents_are_asked_in_all_its_compounds(show) -> None:
    world, officer = show.world, show.world.actor("HOUSING_OFFICER")
    company = OrganisationFactory(kind="PROPERTY_COMPANY", name="某某物业", territory=world.street)
    file = oversight.open_company_file(organisation_id=company.pk, actor=officer, now=OPEN)
    for compound in world.compounds[1:]:
        oversight.start_project(
            company_id=file.pk, compound_id=compound.pk, from_date=at("2021-01-01").date(), actor=officer, now=OPEN
        )
    kind = awards.entries.playbook_of(show.campaign).category("collective").kinds[0].key
    served = send(show, category="collective", kind=kind, nominee_organisation_id=company.pk)
    home = send(show)
    areas = (world.compounds[0].pk, world.compounds[2].pk)
    declared = send(
        show, category="collective", kind=kind, nominee_territory_id=world.communities[0].pk, service_area_ids=areas
    )
    nowhere = send(show, nominee_territory_id=world.communities[0].pk)
    places = survey_places([served, home, declared, nowhere], at("2021-11-03").date())
    assert places == {
        served.pk: tuple(compound.pk for compound in world.compounds[1:]),
        home.pk: (world.compounds[0].pk,),
        declared.pk: areas,
        nowhere.pk: (),
    }


def test_a_second_look_waits_for_somebody_else(show) -> None:
    worker, other = show.world.actor("COMMUNITY_WORKER"), show.organiser()
    scan = given_awards.upload(worker, OPEN, "签名表")
    entry = awards.intake.register_for(
        campaign_id=show.campaign.pk, sheet=show.sheet(), intake=awards.intake.Intake(scan_file_id=scan),
        request_key="p", actor=worker, now=OPEN,
    )  # fmt: skip
    assert list(checks_waiting(other, OPEN)) == [entry]
    assert not checks_waiting(worker, OPEN).exists()
    assert not checks_waiting(show.world.actor("COMMUNITY_WORKER", 1), OPEN).exists()

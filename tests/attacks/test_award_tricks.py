"""Tricks around an award: judging one's own under another hat, a quota spelled twice, files of others, erased vetoes."""

from datetime import date, timedelta

import pytest

from tests import given
from tests.awards.given_awards import LIGHT, announced, at, upload, world_of
from tests.refusals import refused
from yuanba.awards import actions as awards
from yuanba.awards import rules
from yuanba.awards.actions.intake import Body, Intake
from yuanba.awards.models import DuplicateHint, Entry, EntryDraft
from yuanba.kernel.actor import Actor, system
from yuanba.oversight import actions as oversight
from yuanba.oversight.models import ComplianceRecord
from yuanba.people import actions as people
from yuanba.people.models import Account, Person, Residence
from yuanba.people.queries import actor_for

pytestmark = pytest.mark.django_db
DAY = at("2021-09-15")


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def show():
    show = announced(world_of())
    show.tick(at("2021-09-10", 0, 1))
    return show


def may_screen(show, entry: Entry, screener: Actor) -> str:
    fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
    return rules.may_screen(screener, fresh, DAY).code


def test_entry_sent_before_the_account_was_verified_is_still_ones_own(show) -> None:
    screener = show.screener()
    phone = Account.objects.create(login="+8613800009999", phone="13800009999", created_at=DAY)
    entry = show.enter(actor_for(phone, DAY), DAY)
    assert entry.applicant_id is None
    people.verify_at_desk(phone=phone.phone, person_id=screener.person_id, actor=system("given"), now=DAY)
    assert may_screen(show, entry, screener) == "screening.own_entry"


def test_declared_relative_of_the_applicant_does_not_screen(show) -> None:
    screener, resident = show.screener(), show.world.resident(0)
    entry = show.enter(resident, DAY)
    assert may_screen(show, entry, screener) == ""
    people.declare_relation(person_id=resident.person_id, relative_id=screener.person_id, actor=resident, now=DAY)
    assert may_screen(show, entry, screener) == "screening.own_entry"


def test_likeness_is_not_settled_by_the_second_entrys_own_applicant(show) -> None:
    screener = show.screener()
    first = show.enter(show.world.resident(0), DAY)
    second = show.enter(show.world.resident(1), DAY, nominee_person_id=screener.person_id)
    hint = DuplicateHint.objects.create(
        first=first, second=second, kind="NEAR_TEXT", likeness_permille=900, found_at=DAY
    )
    facts = {"hint_id": hint.pk, "state": "DIFFERENT", "reason": "只是相似", "actor": screener, "now": DAY}
    refused("screening.own_entry", awards.screening.settle_hint, **facts)


def test_nominee_does_not_compare_the_own_entry_with_its_scan(show) -> None:
    keyed, nominee = show.world.actor("COMMUNITY_WORKER", 0), show.world.actor("COMMUNITY_WORKER", 2)
    person, home = Person.objects.get(pk=nominee.person_id), show.world.premises[0]
    Residence.objects.create(person=person, premises=home, from_date=DAY.date() - timedelta(days=400))
    sheet = show.sheet(nominee_person_id=person.pk, nominee_name=person.name, nominee_territory_id=home.compound_id)
    entry = awards.intake.register_for(
        campaign_id=show.campaign.pk,
        sheet=sheet,
        intake=Intake(scan_file_id=upload(keyed, DAY, "扫描")),
        request_key="scan",
        actor=keyed,
        now=DAY,
    )
    refused(
        "proxy.same_person", awards.intake.confirm, entry_id=entry.pk, agrees=True, reason="", actor=nominee, now=DAY
    )


def test_body_spelled_otherwise_has_no_second_quota() -> None:
    show = announced(world_of("2024-02-20"), LIGHT)
    now = at("2024-03-01", 0)
    show.tick(now)
    worker = show.world.actor("COMMUNITY_WORKER", 0, now)
    building = show.world.premises[0].entrance.building.pk
    body = people.found_organisation(
        kind="OTHER", name="居委会", territory_id=show.world.communities[0].pk, actor=system("given"), now=now
    )

    def put(ref: str, *, on_paper: bool = False) -> Entry:
        return awards.intake.recommend(
            campaign_id=show.campaign.pk,
            sheet=show.sheet("daughter_in_law"),
            body=Body(kind="building", ref=ref),
            intake=Intake(scan_file_id=upload(worker, now, ref)) if on_paper else None,
            request_key=show.key(),
            actor=worker,
            now=now,
        )

    assert put(f"building:{building}").recommendation.body_ref == f"building:{building}"
    for spelled in (f"building:0{building}", f"building:{'０' + str(building)}"):
        refused("recommendation.quota_full", put, ref=spelled)
        refused("recommendation.quota_full", put, ref=spelled, on_paper=True)
    refused("recommendation.not_your_body", put, ref=f"organisation:{body.pk}")
    refused("recommendation.not_your_body", put, ref="the old building", on_paper=True)


def test_drafts_of_one_account_are_bounded(show) -> None:
    resident = show.world.resident(0)
    facts = {"campaign_id": show.campaign.pk, "data": {"a": "1"}, "revision": 0, "actor": resident, "now": DAY}
    for number in range(20):
        awards.entries.save_draft(slot=f"slot-{number}", **facts)
    refused("draft.too_many", awards.entries.save_draft, slot="slot-20", **facts)
    awards.entries.save_draft(slot="slot-3", **facts)
    assert EntryDraft.objects.count() == 20


def test_veto_of_another_office_is_not_corrected_away(show) -> None:
    world, by = show.world, {"actor": system("given"), "now": DAY}
    bodies = [
        people.found_organisation(kind="PROPERTY_COMPANY", name=f"物业{number}", territory_id=place.pk, **by)
        for number, place in enumerate(world.communities)
    ]
    given.appointed(world, "HOUSING_OFFICER", world.communities[0], name="吴工", phone="13900007003")
    near, street = world.actor("HOUSING_OFFICER", 1), world.actor("HOUSING_OFFICER", 0)
    entry = oversight.Entry(
        kind="CRITICISM", organisation_id=bodies[1].pk, happened_date=date(2021, 8, 1), issuer="住建局"
    )
    row = oversight.register(entry=entry, actor=street, now=DAY)
    swapped = oversight.Entry(**{**vars(entry), "organisation_id": bodies[0].pk})
    facts = {"record_id": row.pk, "entry": swapped, "reason": "写错了单位", "now": DAY + timedelta(hours=1)}
    refused("oversight.not_yours", oversight.correct_record, actor=near, **facts)
    assert ComplianceRecord.objects.count() == 1

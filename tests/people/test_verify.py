"""Verification against the roll: letters that take two, the desk, one account per person, and undoing it."""

import re
from datetime import timedelta

import pytest

from tests import given
from tests.factories import AccountFactory, PersonFactory
from tests.given import NOW
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people import actions, queries
from yuanba.people.keys import LETTER_ALPHABET, LETTER_LENGTH
from yuanba.people.models import Account, LetterCode, Ownership, Person, Verification
from yuanba.people.queries import actor_for, persons, search_roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return given.subdistrict(per_compound=2)


def refusal(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts)
    return refused.value.verdict.code


def account_of(**facts):
    account = AccountFactory(**facts)
    return account, actor_for(account, NOW)


def newcomers(world, compound=0, number=2):
    """So many people of the roll of a compound that no account claims yet."""
    made = given.dwellings(world.compounds[compound], number)
    return [Person.objects.get(ownerships__premises=premises) for premises in made]


def letters(world, **facts):
    batch = actions.request_letters(
        territory_id=world.compounds[0].pk, actor=world.actor("ROLL_KEEPER"), now=NOW, **facts
    )
    return batch, actions.release_letters(batch_id=batch.pk, actor=world.actor("LETTER_CLERK"), now=NOW)


def test_letters_go_to_everybody_unverified_and_keep_only_hashes(world):
    people = newcomers(world)
    _, printed = letters(world)
    assert {letter.person_id for letter in printed} == {person.pk for person in people}
    code = printed[0].code
    assert len(code) == LETTER_LENGTH and set(code) <= set(LETTER_ALPHABET)
    assert code not in str(list(LetterCode.objects.values()))


def test_letters_take_two(world):
    newcomers(world)
    clerk = world.actor("LETTER_CLERK")
    batch = actions.request_letters(territory_id=world.compounds[0].pk, actor=clerk, now=NOW)
    assert refusal(actions.release_letters, batch_id=batch.pk, actor=clerk, now=NOW) == "people.letters_take_two"
    keeper = world.actor("ROLL_KEEPER")
    assert refusal(actions.release_letters, batch_id=batch.pk, actor=keeper, now=NOW) == "people.not_allowed"


def test_claim_makes_the_account_the_person_once(world):
    newcomers(world)
    _, printed = letters(world)
    account, actor = account_of()
    typed = f" {printed[0].code[:4].lower()}-{printed[0].code[4:]} "
    claim = {"code": typed, "now": NOW}
    row = actions.claim_by_letter(account_id=account.pk, actor=actor, **claim)
    account.refresh_from_db()
    assert (row.person_id, account.person_id) == (printed[0].person_id, printed[0].person_id)
    assert Message.objects.filter(kind="verified", person_ref=f"account:{account.pk}").exists()
    other, other_actor = account_of()
    assert refusal(actions.claim_by_letter, account_id=other.pk, actor=other_actor, **claim) == "people.letter_wrong"
    second = {"code": printed[1].code, "now": NOW}
    assert refusal(actions.claim_by_letter, account_id=account.pk, actor=actor, **second) == "people.account_taken"
    assert actions.claim_by_letter(account_id=other.pk, actor=other_actor, **second)


def test_wrong_codes_lock_the_account_for_an_hour(world):
    newcomers(world)
    _, printed = letters(world)
    account, actor = account_of()
    facts = {"account_id": account.pk, "actor": actor, "now": NOW}
    for _ in range(5):
        assert refusal(actions.claim_by_letter, code="WRONG", **facts) == "people.letter_wrong"
    assert refusal(actions.claim_by_letter, code=printed[0].code, **facts) == "people.locked_out"
    facts["now"] = NOW + timedelta(hours=2)
    assert actions.claim_by_letter(code=printed[0].code, **facts)


def test_letters_expire_are_voided_and_reprinted(world):
    (person, _) = newcomers(world)
    batch, printed = letters(world)
    account, actor = account_of()
    claim = {"account_id": account.pk, "actor": actor}
    code = next(letter.code for letter in printed if letter.person_id == person.pk)
    late = NOW + timedelta(days=61)
    assert refusal(actions.claim_by_letter, code=code, now=late, **claim) == "people.letter_wrong"
    _, again = letters(world, person_ids=(person.pk,))
    assert [letter.person_id for letter in again] == [person.pk]
    assert refusal(actions.claim_by_letter, code=code, now=NOW, **claim) == "people.letter_wrong"
    keeper = world.actor("ROLL_KEEPER")
    actions.void_letters(batch_id=batch.pk, reason="the bag was lost", actor=keeper, now=NOW)
    facts = {"batch_id": batch.pk, "reason": "the bag was lost", "actor": keeper, "now": NOW}
    assert refusal(actions.void_letters, **facts) == "letters.no_such_move"
    assert actions.claim_by_letter(code=again[0].code, now=NOW, **claim)


def test_desk_sees_masked_rows_of_its_own_place_only(world):
    (person, _) = newcomers(world)
    worker = world.actor("COMMUNITY_WORKER", 0)
    facts = {"actor": worker, "now": NOW}
    found = search_roll(territory_id=world.communities[0].pk, name=person.name, **facts)
    assert {row.person.name for row in found} == {"王**"}
    assert person.phone not in str(found) and person.name not in str(found)
    label = found[0].premises
    by_door = search_roll(territory_id=world.communities[0].pk, premises=label, **facts)
    assert person.pk in {row.person.id for row in by_door}
    for written in (f"{label}室", "-".join(re.findall("[0-9]+", label)), label.replace("栋", "号楼")):
        again = search_roll(territory_id=world.communities[0].pk, premises=written, **facts)
        assert [row.premises_id for row in again] == [row.premises_id for row in by_door], written
    assert search_roll(territory_id=world.communities[0].pk, **facts) == ()
    assert refusal(search_roll, territory_id=world.communities[1].pk, name="x", **facts) == "people.not_allowed"


def test_desk_verifies_people_of_its_own_place(world):
    (near, near_too), (far, _) = newcomers(world, 0), newcomers(world, 2)
    worker = world.actor("COMMUNITY_WORKER", 0)
    row = actions.verify_at_desk(phone=near.phone, person_id=near.pk, actor=worker, now=NOW)
    assert (row.method, row.verified_by) == ("DESK", worker.id)
    facts = {"actor": worker, "now": NOW}
    assert refusal(actions.verify_at_desk, phone="13900000778", person_id=far.pk, **facts) == "people.not_allowed"
    assert refusal(actions.verify_at_desk, phone="13900000778", person_id=near.pk, **facts) == "people.person_taken"
    assert refusal(actions.verify_at_desk, phone=near.phone, person_id=near_too.pk, **facts) == "people.account_taken"


def test_unverify_frees_person_and_account(world):
    resident = world.residents[0]
    worker = world.actor("COMMUNITY_WORKER", 0)
    row = queries.verification_of(resident.pk)
    facts = {"verification_id": row.pk, "actor": worker, "now": NOW}
    assert refusal(actions.unverify, reason="", **facts) == "people.reason_missing"
    actions.unverify(reason="wrong person", **facts)
    resident.refresh_from_db()
    assert (resident.person_id, queries.is_verified(resident)) == (None, False)
    assert refusal(actions.unverify, reason="wrong person", **facts) == "people.verification_ended"
    assert actions.verify_at_desk(phone=row.person.phone, person_id=row.person_id, actor=worker, now=NOW)


def test_staff_account_is_nobodys_resident(world):
    newcomers(world)
    _, printed = letters(world)
    staff = world.staff["SCREENER"][0]
    actor = Actor(f"account:{staff.pk}", staff.pk)
    facts = {"account_id": staff.pk, "code": printed[0].code, "actor": actor, "now": NOW}
    assert refusal(actions.claim_by_letter, **facts) == "people.account_taken"
    assert LetterCode.objects.filter(used_at__isnull=False).count() == 0


def test_closed_account_says_nothing_and_keeps_the_roll(world):
    resident = world.residents[0]
    actor, person_id = actor_for(resident, NOW), resident.person_id
    actions.close_account(account_id=resident.pk, actor=actor, now=NOW)
    closed = Account.objects.get(pk=resident.pk)
    assert (closed.login, closed.phone, closed.person, closed.is_active) == (f"closed:{closed.pk}", None, None, False)
    assert Ownership.objects.filter(person=person_id, to_date__isnull=True).exists()
    assert Verification.objects.get(account=closed).ended_at == NOW
    assert actions.open_account(resident.phone, NOW).pk != closed.pk
    assert refusal(actions.close_account, account_id=closed.pk, actor=actor, now=NOW) == "people.account_closed"


def test_erasure_waits_until_the_roll_lets_go(world):
    worker = world.actor("COMMUNITY_WORKER", 0)
    person = PersonFactory(name="张三丰")
    facts = {"reason": "moved away", "actor": worker, "now": NOW}
    owner = world.residents[0].person_id
    assert refusal(actions.erase_person, person_id=owner, **facts) == "people.still_on_roll"
    officer = world.staff["COMMUNITY_WORKER"][0].person_id
    assert refusal(actions.erase_person, person_id=officer, **facts) == "people.still_appointed"
    erased = actions.erase_person(person_id=person.pk, **facts)
    assert (erased.name, erased.phone, erased.erased_at) == ("", "", NOW)


@pytest.mark.parametrize(
    ("written", "label", "is_meant"),
    [
        ("1栋1单元101", "1栋1单元101", True),
        ("1栋1单元101", "21栋1单元101", False),
        ("1-1-101", "1栋1单元101", True),
        ("1-1-101", "11栋1单元101", False),
        ("21座1单元101号", "21栋1单元101", True),
        ("101", "21栋1单元101", True),
        ("1", "21栋1单元101", False),
        ("12", "商铺12号", True),
    ],
)
def test_homes_are_found_as_people_write_them(written: str, label: str, is_meant: bool):
    assert persons._is_meant(written, label) is is_meant

"""Children under 14 do not consent alone; a grown-up of their household consents for them. Texts that change, and when."""

from datetime import date, datetime, timedelta

import pytest

from tests import given
from tests.factories import AccountFactory, PersonFactory, ResidenceFactory
from tests.given import NOW
from tests.refusals import refused
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.messaging.models import Message
from yuanba.people import actions, queries, rules
from yuanba.people.models import Account, Consent, ConsentText, Person
from yuanba.people.queries import actor_for, guardians

pytestmark = pytest.mark.django_db
DAY = NOW.date()
BY = {"actor": system("test"), "now": NOW}


@pytest.fixture
def world():
    return given.subdistrict(per_compound=2)


@pytest.fixture
def guardian(world) -> Account:
    return Account.objects.get(pk=world.residents[0].pk)


@pytest.fixture
def child(world) -> Person:
    """A child of 2014 in the first resident's home."""
    person = PersonFactory(name="王小宝", phone="", birth_month="2014-05")
    ResidenceFactory(premises=world.premises[0], person=person, relation="FAMILY")
    return person


@pytest.fixture
def text() -> ConsentText:
    return actions.publish_consent_text(kind="privacy", text_zh="同意。", text_en="I agree.", **BY)


def for_child(child: Person, account: Account, **facts) -> Consent:
    about = {"kind": "privacy", "version": 1, "child_id": child.pk, "actor": actor_for(account, NOW), "now": NOW}
    return actions.consent_for_child(**(about | facts))


def test_day_of_fourteen_is_sure_only_after_the_month_of_birth():
    assert rules.comes_of("2012-11", 14) == date(2026, 12, 1)
    assert rules.comes_of("2012-12", 14) == date(2027, 1, 1)
    until = rules.under_14_until("2012-11", date(2020, 1, 1))
    assert [rules.may_consent_alone(until, day).code for day in (date(2026, 11, 30), date(2026, 12, 1))] == [
        "people.under_14",
        "",
    ]
    assert rules.may_consent_alone(rules.under_14_until("", None), DAY)


def test_child_does_not_consent_alone_on_any_channel(child, text):
    account = AccountFactory(person=child)
    own = {"kind": "privacy", "version": 1, "now": NOW}
    me = actor_for(account, NOW)
    refused("people.under_14", actions.give_consent, account_id=account.pk, actor=me, **own)
    paper = {"channel": "PAPER", "actor": system("test")}
    refused("people.under_14", actions.give_consent, person_id=child.pk, **paper, **own)
    assert not Consent.objects.exists()


def test_guardian_of_the_household_consents_and_takes_it_back(child, guardian, text):
    account = AccountFactory(person=child)
    row = for_child(child, guardian)
    assert (row.person_id, row.guardian_id, row.account_id) == (child.pk, guardian.person_id, account.pk)
    assert for_child(child, guardian) == row
    assert queries.consent_state("privacy", account_id=account.pk).holds
    assert queries.kept_about(guardian)["consents_for_children"][0]["kind"] == "privacy"
    (found,) = queries.children_of_household(guardian.person_id, DAY)
    assert (found.id, found.name, found.consents) == (child.pk, "王**", (row,))
    stranger = actor_for(AccountFactory(), NOW)
    refused("people.consent_of_other", actions.withdraw_consent, consent_id=row.pk, actor=stranger, now=NOW)
    actions.withdraw_consent(consent_id=row.pk, actor=actor_for(guardian, NOW), now=NOW)
    assert not queries.consent_state("privacy", account_id=account.pk).holds


def test_only_a_grown_up_who_lives_with_the_child(world, child, guardian, text):
    neighbour = Account.objects.get(pk=world.residents[1].pk)
    refused("people.not_same_household", lambda: for_child(child, neighbour))
    refused("people.not_same_household", lambda: for_child(Person(pk=10**6), guardian))
    refused("people.guardian_unverified", lambda: for_child(child, AccountFactory(person=None)))
    Person.objects.filter(pk=guardian.person_id).update(birth_month="2010-01")
    refused("people.guardian_minor", lambda: for_child(child, guardian))
    grown = PersonFactory(birth_month="2000-01")
    ResidenceFactory(premises=world.premises[0], person=grown)
    refused("people.not_a_child", lambda: for_child(grown, guardian))
    refused("people.consent_outdated", lambda: for_child(child, guardian, version=2))
    refused("people.text_missing", lambda: for_child(child, guardian, kind="TERMS"))


def test_resident_who_moved_out_consents_no_more(child, guardian, text):
    guardian.person.residences.update(to_date=DAY)
    refused("people.not_same_household", lambda: for_child(child, guardian))


def outgrow(child: Person, guardian: Account) -> tuple[Consent, datetime]:
    """A consent of the guardian, and the instant at which the child of May 2014 is surely 14."""
    return for_child(child, guardian), datetime(2028, 6, 1, tzinfo=SHANGHAI)


def test_consent_of_the_guardian_ends_on_the_day_the_child_is_14(child, guardian, text):
    account = AccountFactory(person=child)
    row, day = outgrow(child, guardian)
    assert actions.end_outgrown_consents(day - timedelta(seconds=1)) == 0
    assert queries.consent_state("privacy", account_id=account.pk).holds
    assert actions.end_outgrown_consents(day + timedelta(hours=9)) == 1
    row.refresh_from_db()
    assert row.withdrawn_at == day
    assert not queries.consent_state("privacy", account_id=account.pk).holds
    assert actions.end_outgrown_consents(day + timedelta(days=1)) == 0


def test_child_and_guardian_are_told_once_and_the_child_says_itself(child, guardian, text):
    account = AccountFactory(person=child)
    _row, day = outgrow(child, guardian)
    for_child(child, guardian, subject="entry:1")
    assert actions.end_outgrown_consents(day) == 2
    told = {
        line.person_ref: line.text_zh for line in Message.objects.filter(kind__in=["consent_outgrown", "child_is_14"])
    }
    assert told.keys() == {f"account:{account.pk}", f"account:{guardian.pk}"}
    assert "由您自己决定" in told[f"account:{account.pk}"]
    assert queries.ended_with_childhood(child) == {"privacy": day.date()}
    me = {"account_id": account.pk, "actor": actor_for(account, day), "now": day}
    own = actions.give_consent(kind="privacy", version=1, **me)
    assert (own.guardian_id, own.given_at) == (None, day)


def test_own_consent_never_answers_with_the_guardians_even_before_the_clock_came_round(child, guardian, text):
    account = AccountFactory(person=child)
    row, day = outgrow(child, guardian)
    me = {"account_id": account.pk, "actor": actor_for(account, day), "now": day}
    assert actions.give_consent(kind="privacy", version=1, **me) != row


def test_age_that_a_desk_corrects_ends_the_consent_no_earlier_than_it_was_given(world, guardian, text):
    child = PersonFactory(name="王小宝", phone="")
    ResidenceFactory(premises=world.premises[0], person=child, relation="FAMILY")
    desk = {"person_id": child.pk, "actor": world.actor("COMMUNITY_WORKER"), "now": NOW}
    actions.say_age(turns_14=date(2028, 3, 2), **desk)
    row = for_child(child, guardian)
    assert actions.end_outgrown_consents(NOW) == 0
    actions.say_age(turns_14=None, **desk)
    assert actions.end_outgrown_consents(NOW) == 1
    row.refresh_from_db()
    assert row.withdrawn_at == row.given_at


@pytest.mark.parametrize("month", ["2012-10", "2012-11", "2012-12"])
def test_the_search_for_outgrown_consents_agrees_with_the_rule(month, child, guardian, text):
    for_child(child, guardian)
    Person.objects.filter(pk=child.pk).update(birth_month=month)
    for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1)):
        is_older = rules.comes_of(month, 14) <= day
        assert guardians.outgrown(day).exists() is is_older, (month, day)


def test_age_is_said_once_and_only_the_day_is_kept(guardian, text):
    person, me = guardian.person, actor_for(guardian, NOW)
    facts = {"person_id": person.pk, "actor": me, "now": NOW}
    for day in (DAY, date(2041, 1, 1)):
        refused("people.age_impossible", actions.say_age, turns_14=day, **facts)
    actions.say_age(turns_14=date(2028, 3, 2), **facts)
    own = {"kind": "privacy", "version": 1, "account_id": guardian.pk, "actor": me}
    refused("people.under_14", actions.give_consent, now=NOW, **own)
    refused("people.age_known", actions.say_age, turns_14=None, **facts)
    assert actions.give_consent(now=NOW.replace(year=2028, month=3, day=2), **own)


def test_whoever_is_older_says_so_once(guardian):
    facts = {"person_id": guardian.person_id, "turns_14": None, "now": NOW}
    assert actions.say_age(actor=actor_for(guardian, NOW), **facts).under_14_until == DAY
    refused("people.age_known", actions.say_age, actor=actor_for(guardian, NOW), **facts)


def test_desk_corrects_an_age_and_a_neighbour_does_not(world, guardian, child):
    worker = world.actor("COMMUNITY_WORKER")
    facts = {"person_id": guardian.person_id, "now": NOW}
    actions.say_age(turns_14=date(2028, 3, 2), actor=worker, **facts)
    assert actions.say_age(turns_14=None, actor=worker, **facts).under_14_until == DAY
    refused("people.not_allowed", actions.say_age, turns_14=None, actor=world.resident(1), **facts)
    refused("people.age_known", actions.say_age, person_id=child.pk, turns_14=None, actor=worker, now=NOW)


def new_text(words: str, **facts) -> ConsentText:
    return actions.publish_consent_text(kind="privacy", text_zh=words, text_en=words, **{**BY, **facts})


def test_change_of_words_asks_nobody_anew(text, guardian):
    me = {"account_id": guardian.pk, "actor": actor_for(guardian, NOW), "now": NOW}
    actions.give_consent(kind="privacy", version=1, **me)
    new_text("同意！", asks_anew=False)
    state = queries.consent_state("privacy", account_id=guardian.pk)
    assert (state.holds, state.text.version, state.asked_anew) == (True, 2, False)
    assert queries.outdated_consents(guardian.pk) == []
    new_text("同意更多")
    assert queries.consent_state("privacy", account_id=guardian.pk).asked_anew
    assert [row.text.version for row in queries.outdated_consents(guardian.pk)] == [1]


def test_first_version_is_always_asked():
    assert new_text("一", asks_anew=False).asks_anew


def test_text_for_later_waits_for_its_day(text, guardian):
    later = NOW + timedelta(days=3)
    row = new_text("以后", from_at=later)
    assert (row.is_in_force, row.published_by) == (False, "system:test")
    assert queries.current_text("privacy") == text
    refused("people.text_waits", lambda: new_text("更晚"))
    facts = {"kind": "privacy", "version": 2, "account_id": guardian.pk, "actor": actor_for(guardian, NOW)}
    refused("people.consent_outdated", actions.give_consent, now=NOW, **facts)
    assert actions.consent_texts_due(NOW) == 0
    assert actions.consent_texts_due(later) == 1
    assert queries.current_text("privacy") == row
    assert actions.give_consent(now=later, **facts)


def test_text_that_waits_is_taken_back_and_one_in_force_is_not(text):
    row = new_text("以后", from_at=NOW + timedelta(days=3))
    refused("people.text_in_force", actions.take_back_consent_text, text_id=text.pk, **BY)
    nobody = {"actor": Actor("account:1", 1), "now": NOW}
    refused("people.not_allowed", actions.take_back_consent_text, text_id=row.pk, **nobody)
    actions.take_back_consent_text(text_id=row.pk, **BY)
    assert [one.version for one in queries.versions_of("privacy")] == [1]
    assert new_text("再来").version == 2


def test_versions_count_who_agrees_and_who_took_it_back(text, world):
    for place, account in enumerate(world.residents[:3]):
        me = {"actor": actor_for(Account.objects.get(pk=account.pk), NOW), "now": NOW}
        row = actions.give_consent(kind="privacy", version=1, account_id=account.pk, **me)
        if place == 0:
            actions.withdraw_consent(consent_id=row.pk, **me)
    (version,) = queries.versions_of("privacy")
    assert (version.open, version.withdrawn) == (2, 1)

"""Signatures: one tap, on paper, an organisation; names only with consent; taken back."""

from datetime import timedelta

import pytest

from tests import given
from tests.agreements.given import adopted, commented
from tests.refusals import refused
from tests.web.publicity.given import picture
from yuanba.agreements import actions, queries
from yuanba.agreements.models import Signature
from yuanba.files.actions import store
from yuanba.kernel.calendar import local_date
from yuanba.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2)


def scanned(actor, now) -> int:
    return store(
        content=picture(),
        name="签名页.jpg",
        kinds={"jpeg"},
        limit_bytes=10**7,
        visibility="STAFF",
        actor=actor,
        now=now,
    ).pk


def test_one_tap_twice_is_one_signature_and_names_are_shown_only_with_consent(world) -> None:
    now = world.now
    version = adopted(world, now)
    tap = {"version_id": version.pk, "text_hash": version.text_hash, "now": now}
    first = actions.sign(shows_name=False, actor=world.resident(0), **tap)
    assert actions.sign(shows_name=False, actor=world.resident(0), **tap).pk == first.pk
    actions.sign(shows_name=True, actor=world.resident(1), **tap)
    named = Person.objects.get(pk=world.residents[1].person_id).name
    assert (queries.signed_count(version.pk), queries.shown_names(version.pk)) == (2, [named])
    refused(
        "agreements.text_changed", actions.sign, shows_name=True, actor=world.resident(0), **tap | {"text_hash": "0"}
    )
    refused("agreements.not_of_here", actions.sign, shows_name=True, actor=world.resident(5), **tap)

    second = queries.signature_of(version.pk, world.residents[1].person_id)
    refused(
        "agreements.not_yours", actions.withdraw_signature, signature_id=second.pk, actor=world.resident(0), now=now
    )
    actions.withdraw_signature(signature_id=second.pk, actor=world.resident(1), now=now)
    assert (queries.signed_count(version.pk), queries.shown_names(version.pk)) == (1, [])
    refused("agreement_signature.no_such_move", actions.withdraw_signature, signature_id=second.pk,
            actor=world.resident(1), now=now)  # fmt: skip
    again = actions.sign(shows_name=True, actor=world.resident(1), **tap)
    assert again.pk != second.pk and queries.signed_count(version.pk) == 2
    assert Signature.objects.count() == 3, "that it stood once is kept"


def test_whoever_may_not_sign_is_told_why(world) -> None:
    now = world.now
    draft = commented(world, now)
    tap = {"shows_name": False, "actor": world.resident(0), "now": now}
    refused("agreements.not_to_sign", actions.sign, version_id=draft.pk, text_hash=draft.text_hash, **tap)
    version = adopted(world, now, title="只有业主", signers="OWNERS")
    Person.objects.filter(pk=world.residents[0].person_id).update(birth_month="2012-05")
    refused("agreements.not_adult", actions.sign, version_id=version.pk, text_hash=version.text_hash, **tap)
    Person.objects.filter(pk=world.residents[0].person_id).update(birth_month="1950-05")
    actions.sign(version_id=version.pk, text_hash=version.text_hash, **tap)


def test_paper_has_its_scan_and_counts_once_beside_the_phone(world) -> None:
    now = world.now
    version = adopted(world, now)
    clerk = world.actor("COMMUNITY_WORKER", now=now)
    person = world.residents[0].person_id
    paper = {
        "version_id": version.pk,
        "person_id": person,
        "signed_date": local_date(now),
        "shows_name": True,
        "now": now,
    }
    refused("agreements.scan_missing", actions.sign_on_paper, scan_file_id=0, actor=clerk, **paper)
    refused("agreements.not_permitted", actions.sign_on_paper, scan_file_id=0, actor=world.resident(1), **paper)
    scan = scanned(clerk, now)
    early = paper | {"signed_date": local_date(now - timedelta(days=1))}
    refused("agreements.signed_when", actions.sign_on_paper, scan_file_id=scan, actor=clerk, **early)
    row = actions.sign_on_paper(scan_file_id=scan, actor=clerk, **paper)
    tapped = actions.sign(
        version_id=version.pk, text_hash=version.text_hash, shows_name=False, actor=world.resident(0), now=now
    )
    assert tapped.pk == row.pk and queries.signed_count(version.pk) == 1 and queries.shown_names(version.pk) == []
    actions.withdraw_signature(signature_id=row.pk, actor=clerk, now=now)
    assert queries.signed_count(version.pk) == 0


def test_organisations_sign_a_co_building_agreement_with_their_seal(world) -> None:
    now = world.now
    version = adopted(world, now, kind="COBUILDING", title="共建协议", signers="PARTIES")
    clerk = world.actor("COMMUNITY_WORKER", now=now)
    seal = {"version_id": version.pk, "scan_file_id": scanned(clerk, now), "signed_date": local_date(now), "now": now}
    refused("agreements.party_missing", actions.sign_for_party, party_name=" ", actor=clerk, **seal)
    actions.sign_for_party(party_name="花城小学", actor=clerk, **seal)
    actions.sign_for_party(party_name="花城小学", actor=clerk, **seal)
    assert [one.party_name for one in queries.parties(version.pk)] == ["花城小学"]
    refused("agreements.not_for_persons", actions.sign, version_id=version.pk, text_hash=version.text_hash,
            shows_name=True, actor=world.resident(0), now=now)  # fmt: skip

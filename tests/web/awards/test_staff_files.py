"""Files of many entries accepted at once, entry by entry; and the way through the queue without a mouse."""

import pytest
from django.urls import reverse

from tests.awards.given_awards import at
from tests.refusals import refused
from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, EntryMaterial

pytestmark = pytest.mark.django_db


def test_chosen_files_are_looked_over_and_accepted_entry_by_entry(desk) -> None:
    entries = desk.screening(3)
    own = EntryMaterial.objects.filter(entry=entries[0])
    client, path = desk.open("SCREENER"), reverse("awards:accept_files", args=[desk.show.campaign.pk])
    page = client.get(path).content.decode()
    assert page.count('name="file"') == EntryMaterial.objects.count() == 3
    assert client.post(path, {"do": "preview"}).status_code == 422
    chosen = [str(one.pk) for one in EntryMaterial.objects.filter(entry__in=entries[:2])] + ["²", "999999"]
    preview = client.post(path, {"do": "preview", "file": chosen}).content.decode()
    assert preview.count('type="hidden" name="file"') == len(chosen) - 2
    assert not EntryMaterial.objects.filter(state="ACCEPTED").exists(), "a preview changes nothing"
    Entry.objects.filter(pk=entries[1].pk).update(
        registered_by=f"account:{desk.account('SCREENER').pk}", channel="COMMUNITY"
    )
    done = client.post(path, {"do": "accept", "file": chosen}).content.decode()
    assert done.count("没有办成") == 1, "one entry was keyed by the screener, the other goes through"
    assert set(own.values_list("state", flat=True)) == {"ACCEPTED"}
    assert not EntryMaterial.objects.filter(entry=entries[1], state="ACCEPTED").exists()
    again = client.post(path, {"do": "accept", "file": chosen}).content.decode()
    assert entries[0].serial not in again, "what was accepted waits no more"


def test_files_of_others_and_of_settled_entries_stay(desk) -> None:
    entries = desk.screening(2)
    other = EntryMaterial.objects.filter(entry=entries[1]).first()
    by = {"entry_id": entries[0].pk, "actor": desk.show.screener(), "now": at("2021-10-20")}
    refused("material.unknown", awards.attaching.accept_some, material_ids=[other.pk], **by)
    first = EntryMaterial.objects.filter(entry=entries[0]).first()
    assert awards.attaching.accept_some(material_ids=[first.pk], **by) == 1
    assert awards.attaching.accept_some(material_ids=[first.pk], **by) == 0
    Entry.objects.filter(pk=entries[0].pk).update(state="QUALIFIED")
    refused("screening.not_open", awards.attaching.accept_some, material_ids=[first.pk], **by)


def test_residents_and_organisers_accept_nothing(desk, client) -> None:
    desk.screening(1)
    path = reverse("awards:accept_files", args=[desk.show.campaign.pk])
    assert desk.open("STREET_ORGANISER").get(path).status_code == 403
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions(desk, number, django_assert_num_queries) -> None:
    desk.screening(number)
    client, path = desk.open("SCREENER"), reverse("awards:accept_files", args=[desk.show.campaign.pk])
    client.get(path)
    with django_assert_num_queries(13):
        client.get(path)


def test_after_one_look_comes_the_next(desk) -> None:
    entries = desk.screening(3)
    client = desk.open("SCREENER")
    look = lambda entry: reverse("awards:entry_look", args=[entry.pk])  # noqa: E731
    page = client.get(look(entries[0])).content.decode()
    assert f'rel="next" accesskey="n" href="{look(entries[1])}"' in page
    sent = {"verb": "REJECT", "reason": "不符合条件", "request_key": "0" * 32}
    assert client.post(look(entries[0]), sent)["Location"] == look(entries[1])
    assert client.post(look(entries[2]), sent)["Location"] == look(entries[1]), "what was passed over comes round"
    assert client.post(look(entries[1]), sent)["Location"].endswith("?heap=mine")

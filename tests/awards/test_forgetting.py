"""The terms of drafts, of entries that were refused or withdrawn, and of attachments, as the clock enforces them."""

from datetime import timedelta

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import Show, at

from yuanba.awards import actions as awards
from yuanba.awards.actions.forgetting import AFTER_CAMPAIGN, AFTER_REGISTRATION, AFTER_WITHDRAWAL, ERASED
from yuanba.awards.models import Campaign, CampaignStep, CriterionAnswer, Entry, EntryDraft, EntryMaterial
from yuanba.awards.queries.paths import flows
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import system

pytestmark = pytest.mark.django_db
CLOCK = system("tick")


@pytest.fixture
def show() -> Show:
    made = given_awards.announced(given_awards.world_of())
    made.tick(at("2021-09-10", 0))
    return made


def forget(now):
    return awards.forgetting.forget_due(actor=CLOCK, now=now)


def over(show: Show, now) -> None:
    """The campaign was closed at `now`."""
    Campaign.objects.filter(pk=show.campaign.pk).update(state="CLOSED")
    CampaignStep.objects.create(
        campaign=show.campaign, verb="close", from_state="NAMED", to_state="CLOSED", actor="account:1", at=now
    )  # fmt: skip


def left(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def test_withdrawn_entry_is_forgotten_after_a_month(show) -> None:
    now = at("2021-09-11")
    actor = show.world.resident(0, now)
    entry, other = show.enter(actor, now), show.enter(show.world.resident(1, now), now)
    awards.entries.withdraw(entry_id=entry.pk, reason="不参加了", actor=actor, now=now)
    assert forget(now + AFTER_WITHDRAWAL - timedelta(seconds=1)).entries == 0
    assert forget(now + AFTER_WITHDRAWAL).entries == 1
    found = left(entry)
    assert (found.nominee_name, found.deeds, found.contact_phone, found.account_id) == (ERASED, "", "", None)
    assert (found.serial, found.code, found.state) == (entry.serial, left(entry).code, "WITHDRAWN")
    assert not CriterionAnswer.objects.filter(entry=entry).exists()
    erased = StoredFile.objects.filter(pk__in=entry.materials.values("stored_file_id"))
    assert all(one.erased_at for one in erased) and erased.exists()
    assert left(other).nominee_name != ERASED
    assert forget(now + AFTER_WITHDRAWAL).entries == 0, "once is enough"


def test_refused_entry_is_kept_until_nobody_can_sue(show) -> None:
    now = at("2021-09-11")
    refused, unplaced, honoured = (show.enter(show.world.resident(n, now), now) for n in range(3))
    for entry, state in ((refused, "DISMISSED"), (unplaced, "UNPLACED"), (honoured, "NAMED")):
        Entry.objects.filter(pk=entry.pk).update(state=state)
    assert forget(at("2023-01-01")).entries == 0, "as long as the campaign is not over"
    end = at("2021-12-20")
    over(show, end)
    assert forget(end + AFTER_CAMPAIGN - timedelta(seconds=1)).attachments == 0
    done = forget(end + AFTER_CAMPAIGN)
    assert (done.entries, done.attachments) == (1, EntryMaterial.objects.filter(entry=unplaced).count())
    assert left(refused).nominee_name == ERASED
    assert left(unplaced).nominee_name != ERASED
    kept = EntryMaterial.objects.filter(erased_at__isnull=True)
    assert set(kept.values_list("entry_id", flat=True)) == {honoured.pk}
    assert flows(show.fresh())[0].came == 3, "they are still counted"


def test_drafts_go_a_month_after_registration(show) -> None:
    now = at("2021-09-12")
    actor = show.world.resident(0, now)
    stored = given_awards.upload(actor, now, "草稿")
    EntryDraft.objects.create(
        campaign=show.campaign, account_id=actor.account_id, slot="s1", saved_at=now,
        data={"values": {"deeds": "没写完"}, "files": {"deeds": [{"id": stored, "name": "材料"}]}},
    )  # fmt: skip
    show.tick(at("2021-10-20", 0))
    end = show.run("registration").closes_at
    assert forget(end + AFTER_REGISTRATION - timedelta(seconds=1)).drafts == 0
    assert forget(end + AFTER_REGISTRATION).drafts == 1
    assert not EntryDraft.objects.exists()
    assert StoredFile.objects.get(pk=stored).erased_at is not None

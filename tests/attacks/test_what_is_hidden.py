"""What is not out yet stays in: staged counts, files of others on public pages, the detector's signals."""

from datetime import timedelta

import pytest
from django.core import signing

from tests import given
from tests.files.made import photo
from tests.refusals import refused
from tests.signing import enter
from tests.web.ballots.given import TICK, cast, opened
from tests.web.ballots.test_voter import fields_of
from yuanba.ballots import actions
from yuanba.ballots.models import VoteSignal
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor
from yuanba.places.actions import load_calendar
from yuanba.publicity import actions as publicity
from yuanba.publicity.models import Posting
from yuanba.surveys import queries as surveys
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def test_organiser_below_does_not_see_the_staged_count_above(client, world, monkeypatch) -> None:
    given.appointed(world, "STREET_ORGANISER", world.communities[0], name="冯工", phone="13900007004")
    ballot = opened(world)
    cast(world, ballot)
    end = ballot.closes_at
    actions.close(ballot_id=ballot.pk, actor=TICK, now=end)
    actions.count(ballot_id=ballot.pk, actor=TICK, now=end)
    above, below = world.staff["STREET_ORGANISER"]
    enter(client, below)
    for page in ("", "/count"):
        assert client.get(f"/desk/ballots/{ballot.pk}{page}").status_code == 404
    assert client.get(f"/desk/reviews/{ballot.pk}").status_code == 404
    assert not surveys.looked_after_by(world.actor("STREET_ORGANISER", 1), end, "surveys.organise").exists()
    enter(client, above)
    assert client.get(f"/desk/ballots/{ballot.pk}/count").status_code == 200


def test_age_of_an_older_account_is_not_carried_over_to_a_new_ones_vote(client, world) -> None:
    ballot = opened(world)
    enter(client, world.residents[0])
    page = client.post(f"/ballots/{ballot.pk}/sheet/review", {"item.persons": "entry:A1"}).content.decode()
    fields = fields_of(page) | {"seen": [signing.dumps(4000, salt="ballots.seen")]}
    client.post("/cast", fields)
    assert VoteSignal.objects.get().account_age_days == 0


def test_file_of_somebody_else_is_no_proof_of_posting(world) -> None:
    """A proof of posting is shown to everybody: naming another's file would publish it."""
    now = clock.now()
    load_calendar(actor=given.system("given"), now=now)
    organiser = world.actor("STREET_ORGANISER", now=now)
    notice = publicity.draft_notice(
        content=publicity.Content("AWARD_RESULT", "拟表扬名单公示", [{"type": "paragraph", "text": "现予公示。"}]),
        subject_ref="campaign:1",
        territory_id=world.street.pk,
        actor=organiser,
        now=now,
    )
    publicity.open_notice(notice_id=notice.pk, actor=organiser, now=now)

    def stored(actor: Actor, content: bytes, name: str) -> int:
        facts = {"kinds": None, "limit_bytes": 10**6, "visibility": "PRIVATE", "actor": actor, "now": now}
        return files.store(content=content, name=name, **facts).pk

    facts = {"notice_id": notice.pk, "place": "公示栏", "posted_date": now.astimezone(given.NOW.tzinfo).date()}
    facts |= {"actor": organiser, "now": now + timedelta(seconds=1)}
    foreign = stored(world.resident(0, now=now), photo(), "手机.jpg")
    refused("notice.photo_missing", publicity.record_posting, photo_file_id=foreign, **facts)
    refused("notice.photo_missing", publicity.record_posting, photo_file_id=999_999, **facts)
    letter = stored(organiser, "名单".encode(), "名单.txt")
    refused("notice.photo_missing", publicity.record_posting, photo_file_id=letter, **facts)
    publicity.record_posting(photo_file_id=stored(organiser, photo(), "公示栏.jpg"), **facts)
    assert Posting.objects.filter(channel="BOARD").count() == 1

"""The Atom feed, the first page, and what other subjects bring to a notice."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests import given
from tests.web.publicity.given import opened
from yuanba.publicity import actions
from yuanba.web import clock

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


def test_the_feed_is_atom_and_holds_what_atom_asks(client, world, settings, django_assert_num_queries) -> None:
    settings.PUBLIC_URL = "https://yuanba.example"
    odd = opened(world, title="公示 <一> & “二”", body=[{"type": "paragraph", "text": "甲\x0b乙"}])
    gone = opened(world)
    actions.withdraw_notice(notice_id=gone.pk, reason="有误", actor=world.actor("STREET_ORGANISER"), now=clock.now())
    with django_assert_num_queries(1):
        answer = client.get("/notices.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    assert [root.find(f"{ATOM}{name}").text for name in ("id", "title")] == [
        "https://yuanba.example/notices.atom",
        "公示栏",
    ]
    assert root.find(f"{ATOM}author/{ATOM}name").text
    entries = root.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["（已撤回）拟表扬名单公示", odd.title]
    for entry in entries:
        assert entry.find(f"{ATOM}id").text == entry.find(f"{ATOM}link").get("href")
        assert datetime.fromisoformat(entry.find(f"{ATOM}updated").text).tzinfo is not None
    assert entries[1].find(f"{ATOM}summary").text == "甲乙"


def test_an_empty_feed_is_atom_too(client) -> None:
    root = ElementTree.fromstring(client.get("/notices.atom").content)
    assert root.find(f"{ATOM}updated").text.endswith("Z")


def test_running_notices_stand_on_the_first_page(client, world) -> None:
    notice = opened(world)
    page = client.get("/").content.decode()
    assert notice.title in page
    assert f"/notices/{notice.pk}" in page

"""The pages of a text: written, commented on, answered, adopted, signed, printed; and who is kept out."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.agreements.given import CHANGED, KEY, TEXT, adopted, commented, remark
from tests.signing import enter
from tests.web.publicity.given import picture
from yuanba.agreements import actions, queries
from yuanba.agreements.models import AgreementVersion, Signature
from yuanba.kernel.calendar import local_date
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def worker(world: given.World, place: int = 0) -> Client:
    client = Client()
    enter(client, world.staff["COMMUNITY_WORKER"][place])
    return client


def resident(world: given.World, number: int = 0) -> Client:
    client = Client()
    enter(client, world.residents[number])
    return client


def test_from_the_draft_to_the_signature_through_the_pages(world, client) -> None:
    desk, home, key = worker(world), resident(world), {"request_key": KEY}
    sent = desk.post(
        "/desk/agreements/new",
        {
            "place": world.compounds[0].pk,
            "kind": "COVENANT",
            "title": "花城小区邻里公约",
            "signers": "RESIDENTS",
            "text": TEXT,
            "purpose": "第一次约定",
        }
        | key,
    )
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    version = AgreementVersion.objects.get()
    board, page = f"/desk/agreements/{version.agreement_id}", f"/agreements/{version.agreement_id}"
    assert client.get(page).status_code == 404, "a draft is nobody's"
    short = desk.post(f"{board}/comments", {"days": 3} | key)
    assert short.status_code == 422 and "至少征求意见 7 天" in short.content.decode()
    assert desk.post(f"{board}/comments", {"days": 7} | key).status_code == 302
    assert "可以提意见" in desk.get(board).content.decode()
    said = {"about": "第三条", "text": "建议九点半"} | key
    assert home.post(f"{page}/v1/comment", said).status_code == 302
    assert home.get("/").content.decode().count("花城小区邻里公约") >= 1
    AgreementVersion.objects.update(comments_close_at=clock.now() - timedelta(minutes=1))
    assert desk.post(f"{board}/close").status_code == 302
    row = version.comments.get()
    answered = desk.post(f"/desk/agreements/comments/{row.pk}", {"finding": "accept", "answer": "改为九点半"} | key)
    assert answered.status_code == 302
    assert desk.post(f"{board}/write", {"text": CHANGED, "purpose": "听取了意见"} | key).status_code == 302
    today = local_date(clock.now()).isoformat()
    decided = {"by": "meeting", "on": today, "words": "居民会议 79 人赞成，通过。", "from_date": today}
    assert desk.post(f"{board}/adopt", decided | key).status_code == 302
    shown = client.get(page).content.decode()
    assert "晚上九点半以后轻声" in shown and "改为九点半" in shown and "<del>" in shown and "已通过" in shown
    assert "一位居民" in shown
    version.refresh_from_db()
    signed = home.post(f"{page}/v1/sign", {"text_hash": version.text_hash} | key)
    assert signed.status_code == 302 and "您已在" in home.get(f"{page}/v1/sign").content.decode()
    mine = Signature.objects.get()
    assert resident(world, 1).post(f"/agreements/signatures/{mine.pk}/take-back").status_code == 404
    assert home.post(f"/agreements/signatures/{mine.pk}/take-back").status_code == 302
    assert queries.signed_count(version.pk) == 0
    assert desk.get(board).status_code == 200


def test_text_sheet_and_word_file_are_the_same_text(world, client) -> None:
    version = adopted(world, clock.now())
    base = f"/agreements/{version.agreement_id}/v1"
    plain = client.get(f"{base}/text.txt").content
    assert hashlib.sha256(plain).hexdigest() == version.text_hash
    assert client.get(f"{base}/sheet.pdf?paper=a4").content.startswith(b"%PDF")
    assert client.get(f"{base}/text.docx").content.startswith(b"PK")
    assert version.text_hash in client.get(base).content.decode()
    assert client.get("/agreements").content.decode().count("花城小区邻里公约") == 1


def test_paper_at_the_desk_and_bad_files(world) -> None:
    version = adopted(world, clock.now())
    desk, page = worker(world), f"/desk/signatures/{version.agreement_id}"
    person = given.Person.objects.get(pk=world.residents[0].person_id)
    assert person.name[0] in desk.get(page, {"name": person.name}).content.decode()
    sent = {"person": person.pk, "signed_date": local_date(clock.now()).isoformat(), "request_key": KEY}
    address = f"{page}?name={person.name}"
    bad = desk.post(address, sent | {"scan": _file(b"<svg onload=alert(1)>", "a.jpg")})
    assert bad.status_code in (409, 415, 422) and Signature.objects.count() == 0
    assert desk.post(address, sent | {"scan": picture()}).status_code == 302
    row = Signature.objects.get()
    assert row.scan_file_id and desk.post(f"/desk/signatures/{row.pk}/take-back").status_code == 302
    assert queries.signed_count(version.pk) == 0


def _file(content: bytes, name: str):
    data = picture()
    data.seek(0)
    data.truncate()
    data.write(content)
    data.seek(0)
    data.name = name
    return data


def test_who_may_not_is_kept_out(world, client) -> None:
    version = commented(world, clock.now())
    board, page = f"/desk/agreements/{version.agreement_id}", f"/agreements/{version.agreement_id}/v1"
    assert client.get(board).status_code == 302
    assert resident(world).get(board).status_code in (302, 403)
    assert worker(world, 1).get(board).status_code == 404, "another community's"
    far = resident(world, len(world.residents) - 1).post(f"{page}/comment", {"text": "好", "request_key": KEY})
    assert far.status_code == 403 and "别处的文本" in far.content.decode()
    row = remark(world, version, clock.now())
    assert resident(world, 1).post(f"/agreements/comments/{row.pk}/take-back").status_code == 403
    actions.answer_comment(
        comment_id=row.pk, is_accepted=False, answer="原文涉及邻居，不公开。", is_hidden=True,
        actor=world.actor("COMMUNITY_WORKER", now=clock.now()), now=clock.now(),
    )  # fmt: skip
    shown = client.get(page).content.decode()
    assert row.text not in shown and "原文涉及邻居" in shown

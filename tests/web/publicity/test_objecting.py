"""Objecting on line: with a name, without one, for an organisation; what is refused, and the answer by code."""

import re

import pytest
from django.test import Client

from tests import given
from tests.signing import enter
from tests.web.publicity.given import LONG, decided, drafted, objected, opened, picture, said, upload
from yuanba.audit.models import AuditEvent
from yuanba.files.models import StoredFile
from yuanba.publicity import actions
from yuanba.publicity.models import Objection
from yuanba.web import clock

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


def code_on(text: str) -> str:
    found = re.search(r'short-code">([0-9a-f ]{19})<', text)
    assert found is not None
    return found[1]


def test_an_objection_with_a_name_arrives_and_the_receipt_shows_the_code(client, world) -> None:
    notice = opened(world)
    page = client.get(f"/notices/{notice.pk}/object")
    assert "可以提出异议" in page.content.decode()
    receipt = client.post(f"/notices/{notice.pk}/object", said())
    text = receipt.content.decode()
    row = Objection.objects.get()
    assert (receipt.status_code, row.name, row.filed_by) == (200, "赵某某", "")
    assert actions.code_hash(code_on(text).replace(" ", "")) == row.code_hash
    assert "接下来" in text
    assert "no-store" in receipt.headers["Cache-Control"]


def test_sent_twice_is_one_objection_with_the_same_code(client, world) -> None:
    notice = opened(world)
    first = client.post(f"/notices/{notice.pk}/object", said()).content.decode()
    again = client.post(f"/notices/{notice.pk}/object", said()).content.decode()
    assert code_on(first) == code_on(again)
    assert Objection.objects.count() == 1
    client.post(f"/notices/{notice.pk}/object", said(text="还有一件事要反映"))
    assert Objection.objects.count() == 2


def test_an_anonymous_objection_leaves_no_trace_of_a_signed_in_resident(client, world) -> None:
    notice = opened(world)
    enter(client, world.residents[0])
    answer = client.post(
        f"/notices/{notice.pk}/object",
        said(kind="ANONYMOUS", name="", contact="", file=picture("王小一家的照片.jpg")),
    )
    assert answer.status_code == 200
    row, stored = Objection.objects.get(), StoredFile.objects.get()
    own = world.resident(0).id
    assert (row.filed_by, row.name, row.contact) == ("", "", "")
    assert (stored.uploader, stored.visibility) == ("anonymous", "PRIVATE")
    assert "王小一" not in stored.name
    assert not AuditEvent.objects.filter(actor=own, verb="objection.file").exists()
    assert "objection" not in str(dict(client.session))


def test_anonymous_with_a_name_is_refused_and_keeps_the_text(client, world) -> None:
    notice = opened(world)
    answer = client.post(f"/notices/{notice.pk}/object", said(kind="ANONYMOUS"))
    assert "请把这一项清空" in answer.content.decode()
    assert Objection.objects.count() == 0
    assert "花城小区的材料与事实不符" in answer.content.decode()


def test_an_organisation_needs_its_sealed_letter(client, world) -> None:
    notice = opened(world)
    address = f"/notices/{notice.pk}/object"
    assert "盖章的公函" in client.post(address, said(kind="ORGANISATION")).content.decode()
    assert Objection.objects.count() == 0
    client.post(address, said(kind="ORGANISATION", name="长堤物业", file=picture("公函.jpg")))
    assert Objection.objects.get().file_id == StoredFile.objects.get().pk


def test_a_letter_that_is_an_svg_is_refused(client, world) -> None:
    notice = opened(world)
    answer = client.post(f"/notices/{notice.pk}/object", said(kind="ORGANISATION", file=upload(SVG, "公函.png")))
    assert answer.status_code >= 400
    assert (Objection.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_numbers_in_the_text_are_asked_about_once(client, world) -> None:
    notice = opened(world)
    text = "请打 13800001234 找他核实"
    warned = client.post(f"/notices/{notice.pk}/object", said(text=text)).content.decode()
    assert "手机号" in warned
    assert Objection.objects.count() == 0
    client.post(f"/notices/{notice.pk}/object", said(text=text, keep_numbers="on"))
    assert Objection.objects.count() == 1


def test_a_huge_text_is_refused_and_html_is_only_text(client, world) -> None:
    notice = opened(world)
    huge = client.post(f"/notices/{notice.pk}/object", said(text="字" * 5001))
    assert Objection.objects.count() == 0
    assert "5000" in huge.content.decode()
    client.post(f"/notices/{notice.pk}/object", said(text="<script>alert(1)</script><b>假</b>", name="<i>赵</i>"))
    officer = Client()
    enter(officer, world.staff["APPEAL_OFFICER"][0])
    page = officer.get(f"/desk/objections/{Objection.objects.get().pk}").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_after_the_term_it_is_refused_with_the_day(client, world, later) -> None:
    notice = opened(world)
    later(LONG)
    for answer in (client.get(f"/notices/{notice.pk}/object"), client.post(f"/notices/{notice.pk}/object", said())):
        assert answer.status_code == 409
        assert "24:00 已经截止" in answer.content.decode()
    assert Objection.objects.count() == 0


def test_a_draft_cannot_be_objected_to_by_guessing_its_number(client, world) -> None:
    notice = drafted(world)
    for address in ("", "/object", "/outcome", "/photos/1"):
        assert client.get(f"/notices/{notice.pk}{address}").status_code == 404
    assert client.post(f"/notices/{notice.pk}/object", said()).status_code == 404


def test_the_answer_is_read_with_the_code_and_no_account(client, world) -> None:
    notice = opened(world)
    filed = objected(notice, world)
    spaced = f" {filed.code[:4].upper()} {filed.code[4:]} "
    waiting = client.post("/notices/answer", {"code": spaced}).content.decode()
    assert "正在核查" in waiting
    decided(world, filed)
    text = client.post("/notices/answer", {"code": filed.code}).content.decode()
    assert "查了原始记录，名单无误。" in text
    assert "赵某某" not in text
    assert "撤回我的异议" not in text
    wrong = client.post("/notices/answer", {"code": "0" * 16})
    assert wrong.status_code == 404
    assert "没有查到这个凭据码" in wrong.content.decode()


def test_an_objection_is_taken_back_with_its_code_and_only_once(client, world) -> None:
    notice = opened(world)
    filed = objected(notice, world)
    back = client.post("/notices/answer", {"code": filed.code, "take_back": "1"})
    assert back.status_code == 302
    assert Objection.objects.get().state == "WITHDRAWN"
    assert client.post("/notices/answer", {"code": filed.code, "take_back": "1"}).status_code == 409


def test_the_desk_writes_down_a_call_and_cannot_decide_on_it(client, world) -> None:
    notice = opened(world)
    enter(client, world.staff["SCREENER"][0])
    answer = client.post(f"/desk/notices/{notice.pk}/receive", said(channel="PHONE"))
    row = Objection.objects.get()
    assert answer.status_code == 200
    assert (row.channel, row.received_by) == ("PHONE", world.actor("SCREENER").id)


def test_a_clerk_of_one_community_takes_nothing_in_for_the_street(client, world) -> None:
    notice = opened(world)
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    assert client.post(f"/desk/notices/{notice.pk}/receive", said(channel="PHONE")).status_code == 404
    enter(client, world.residents[0])
    assert client.get(f"/desk/notices/{notice.pk}/receive").status_code in (302, 403)


def test_the_fourth_without_a_name_is_told_the_other_ways_and_stores_no_file(client, world) -> None:
    notice = opened(world)
    for number in range(3):
        client.post(f"/notices/{notice.pk}/object", said(kind="ANONYMOUS", name="", contact="", text=f"第{number}件事"))
    stored = StoredFile.objects.count()
    fourth = said(kind="ANONYMOUS", name="", contact="", text="第四件事", file=picture("照片.jpg"))
    answer = client.post(f"/notices/{notice.pk}/object", fourth)
    assert answer.status_code == 429
    assert "打电话" in answer.content.decode()
    assert (Objection.objects.count(), StoredFile.objects.count()) == (3, stored)
    assert client.post(f"/notices/{notice.pk}/object", said()).status_code == 200

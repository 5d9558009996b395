"""A call through its pages: handed in on the phone and at the desk, screened, commented on, voted on, adopted."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.proposals.given import COVENANT, announced, counted, handed_in, shortlisted, vote, voting
from tests.signing import enter
from tests.web.publicity.given import picture, years
from yuanba.agreements.models import AgreementVersion
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.proposals import actions, queries
from yuanba.proposals.models import Call, Proposal
from yuanba.publicity.models import Notice
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "k" * 32}


@pytest.fixture
def world() -> given.World:
    years()
    return given.subdistrict(per_compound=3, now=clock.now())


def at(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def is_picture(client: Client, address: str) -> bool:
    answer = client.get(address)
    is_whole = answer["Content-Type"] == "image/jpeg" and b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    answer.close()
    return is_whole


def minutes(moment) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def test_from_the_call_to_the_signed_covenant_through_the_pages(world, client) -> None:
    desk, now = at(world.staff["COMMUNITY_WORKER"][0]), clock.now()
    sent = desk.post(
        "/desk/calls/new",
        {
            "place": world.compounds[0].pk, "title": "花城小区邻里公约征集", "kinds": ["COVENANT", "LOGO"], "least": 1,
            "about": "大家的公约大家定。", "terms": "原创。", "opens_at": minutes(now - timedelta(hours=1)),
            "closes_at": minutes(now + timedelta(days=3)), "comment_days": 5, "rule": "APPROVAL",
            "contact_line": "社区服务台 028-85550000",
        }
        | KEY,
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()[-2000:]
    call = Call.objects.get()
    board, page = f"/desk/calls/{call.pk}", f"/calls/{call.pk}"
    assert client.get(page).status_code == 404, "a draft is nobody's"
    assert desk.post(f"{board}/announce").status_code == 302
    assert "邻里公约" in client.get(page).content.decode()
    home = at(world.residents[0])
    text = {"title": "我们的公约", "text": COVENANT, "author": "SELF", "agrees": "on", "credit_name": "三栋老周"} | KEY
    assert home.post(f"{page}/hand-in/covenant", text).status_code == 302
    drawing = {"title": "院坝里的树", "author": "CHILD", "agrees": "on", "pictures": [picture(), picture()]} | KEY
    assert at(world.residents[1]).post(f"{page}/hand-in/logo", drawing).status_code == 302
    mine, tree = Proposal.objects.order_by("number")
    assert tree.files.count() == 2
    assert (
        client.get(f"/proposals/{mine.pk}").status_code == 404 and home.get(f"/proposals/{mine.pk}").status_code == 200
    )
    assert at(world.residents[2]).get(f"/proposals/{tree.pk}/pictures/0").status_code == 404
    Call.objects.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(minutes=1))
    assert desk.post(f"{board}/close").status_code == 302
    for one in (mine, tree):
        assert "入围" in desk.get(f"/desk/proposals/{one.pk}").content.decode()
        assert desk.post(f"/desk/proposals/{one.pk}/shortlist").status_code == 302
    assert desk.post(f"{board}/shortlist").status_code == 302
    assert is_picture(client, f"/proposals/{tree.pk}/pictures/0")
    assert "1 号" in client.get(page).content.decode() and "/object" in client.get(page).content.decode()
    assert desk.get(board).status_code == 200
    Notice.objects.update(closes_at=now - timedelta(seconds=1), opens_at=now - timedelta(days=9))
    later = {"opens_at": minutes(now - timedelta(minutes=2)), "closes_at": minutes(now + timedelta(days=2))}
    assert desk.post(f"{board}/vote", later | KEY).status_code == 302
    actions.close_due(clock.now())
    ballot = Ballot.objects.get()
    sheet = home.get(f"/ballots/{ballot.pk}").content.decode()
    assert "是否采用" in sheet and "我们的公约" in sheet
    call.refresh_from_db()
    call.ballot.refresh_from_db()
    vote(call, world.residents[0], COVENANT=["agree"], LOGO=["against"])
    Ballot.objects.update(closes_at=clock.now() - timedelta(seconds=1))
    actions.close_due(clock.now())
    assert desk.post(f"{board}/result").status_code == 302
    item = next(one for one in queries.items(call.pk) if one.kind == "COVENANT")
    assert desk.post(f"/desk/calls/items/{item.pk}/covenant").status_code == 302
    version = AgreementVersion.objects.get()
    AgreementVersion.objects.update(comments_close_at=clock.now() - timedelta(seconds=1))
    text_board, today = f"/desk/agreements/{version.agreement_id}", local_date(clock.now()).isoformat()
    assert desk.post(f"{text_board}/close").status_code == 302
    decided = {"by": str(ballot), "on": today, "words": "投票通过", "from_date": today}
    assert desk.post(f"{text_board}/adopt", decided | KEY).status_code == 302
    actions.follow_covenants(clock.now())
    signed = home.post(f"/agreements/{version.agreement_id}/v1/sign", {"text_hash": version.text_hash} | KEY)
    assert signed.status_code == 302
    shown = client.get(page).content.decode()
    assert "三栋老周" in shown and "没有超过半数" in shown
    place = client.get(f"/places/{world.compounds[0].pk}").content.decode()
    assert "花城小区邻里公约" in place


def test_the_logo_shows_on_the_card_of_the_compound(world, client) -> None:
    now = clock.now() - timedelta(days=60)
    call = announced(world, now)
    works = [handed_in(world, call, now, one, "LOGO", f"标识{one}", colour=("red", "blue")[one]) for one in (0, 1)]
    some = [handed_in(world, call, now, one, "MOTTO", f"守望相助第{one}句") for one in (0, 1)]
    shortlisted(world, call, now)
    call = voting(world, call)
    for number in (0, 1):
        vote(call, world.residents[number], LOGO=[works[1]], MOTTO=[some[0]])
    call = counted(world, call)
    desk = at(world.staff["COMMUNITY_WORKER"][0])
    for item in queries.items(call.pk):
        day = local_date(clock.now()).isoformat()
        assert desk.post(f"/desk/calls/items/{item.pk}/adopt", {"from_date": day} | KEY).status_code == 302
    logo = queries.identity_of(world.compounds[0].pk, local_date(clock.now())).logo
    card = client.get(f"/places/{world.compounds[0].pk}").content.decode()
    assert f"/logos/{logo.pk}" in card and "守望相助第0句" in card
    assert is_picture(client, f"/logos/{logo.pk}")


def test_bad_files_strangers_and_the_wrong_desk(world, client) -> None:
    call = announced(world, clock.now())
    address, form = f"/calls/{call.pk}/hand-in/logo", {"title": "标识", "author": "SELF", "agrees": "on"} | KEY
    home = at(world.residents[0])
    for content, code in ((b"<svg onload='alert(1)'>", "SVG"), (b"MZ\x90", ""), (b"", "")):
        bad = picture()
        bad.truncate(0)
        bad.seek(0)
        bad.write(content)
        bad.seek(0)
        bad.name = "标识.jpg"
        answer = home.post(address, form | {"pictures": bad})
        assert answer.status_code in (200, 409, 413, 415, 422), code
    assert Proposal.objects.count() == 0
    many = home.post(address, form | {"pictures": [picture() for _ in range(6)]})
    assert many.status_code == 422 and Proposal.objects.count() == 0
    assert client.get(address).status_code == 302
    far = at(world.residents[8]).get(address)
    assert far.status_code == 403 and "别处" in far.content.decode()
    assert home.get(f"/calls/{call.pk}/hand-in/theme").status_code == 404
    board = f"/desk/calls/{call.pk}"
    assert at(world.staff["COMMUNITY_WORKER"][1]).get(board).status_code == 404, "another community's"
    assert home.get(board).status_code in (302, 403)
    one = handed_in(world, call, clock.now(), 0)
    assert at(world.residents[1]).post(f"/proposals/{one.pk}/withdraw").status_code == 404
    assert home.post(f"/proposals/{one.pk}/withdraw").status_code == 302


def test_refused_appealed_and_allowed_through_the_pages(world) -> None:
    call = announced(world, clock.now())
    one = handed_in(world, call, clock.now(), 0)
    desk, home = at(world.staff["COMMUNITY_WORKER"][0]), at(world.residents[0])
    said = {"rule": "DUPLICATE", "reason": "和去年的一样"} | KEY
    assert desk.post(f"/desk/proposals/{one.pk}/refuse", said).status_code == 302
    page = home.get(f"/proposals/{one.pk}").content.decode()
    assert "和去年的一样" in page and "申诉" in page
    assert home.post(f"/proposals/{one.pk}/appeal", {"reason": "去年的是另一句"} | KEY).status_code == 302
    judge = at(world.staff["APPEAL_OFFICER"][0])
    assert one.title in judge.get("/desk/appeals-proposals").content.decode()
    decided = judge.post(f"/desk/appeals-proposals/{one.pk}", {"finding": "allow", "answer": "确实不同"} | KEY)
    assert decided.status_code == 302
    one.refresh_from_db()
    assert one.state == "SHORTLISTED"


def test_paper_comes_in_over_the_desk(world) -> None:
    call = announced(world, clock.now())
    desk = at(world.staff["COMMUNITY_WORKER"][0])
    person = given.Person.objects.get(pk=world.residents[0].person_id)
    assert "花城小区" in desk.get("/desk/paper-proposals").content.decode()
    sent = {
        "person": person.pk, "title": "院里的银杏", "author": "SELF", "agrees": "on", "pictures": picture(),
        "scan": picture("签字页.jpg", colour="white"),
    }  # fmt: skip
    answer = desk.post(f"/desk/paper-proposals/{call.pk}/logo?name={person.name}", sent | KEY)
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    assert Proposal.objects.get().channel == "PAPER"

"""The desk as a handler, a colleague and a leader walk it: one next step, ledgers, hotline, rules tried first."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import given
from tests.cases.given import reported, rules_installed
from tests.cases.test_hotline_file import GOOD, book, changed
from tests.factories import OrganisationFactory
from tests.signing import enter
from yuanba.cases import actions, desk_tasks
from yuanba.cases.models import Case, Category, HotlineOrder, Rectification, RecurringIssue, RoutingRule, SpecialMatter
from yuanba.people.models import Organisation
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32


@pytest.fixture
def world() -> given.World:
    rules_installed()
    world = given.subdistrict(per_compound=2, now=clock.now())
    OrganisationFactory(territory=world.compounds[0], kind="PROPERTY_COMPANY", name="示范物业")
    return world


def signed_in(world: given.World, post: str, place: int = 0) -> Client:
    client = Client()
    enter(client, world.staff[post][place])
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[-500:]
    return str(answer.content.decode())


def send(client: Client, address: str, expected: int = 302, **values: Any) -> str:
    answer = client.post(address, {"request_key": KEY, **values})
    assert answer.status_code == expected, answer.content.decode()[-3000:]
    return str(answer.content.decode())


def test_a_case_goes_from_the_list_to_a_call_back_by_its_one_next_step(world: given.World) -> None:
    case = reported(world, clock.now(), text="厨房漏水，电话13800000001")
    desk, leader = signed_in(world, "COMMUNITY_WORKER"), signed_in(world, "STREET_ORGANISER")
    at = f"/casework/case/{case.number}"
    listed = page(desk, "/casework?tab=new")
    assert case.number in listed
    assert f'href="{at}/dispatch"' in page(desk, at)
    handler = world.actor("COMMUNITY_WORKER").id
    assert "社区工作者" in page(desk, f"{at}/dispatch")  # two people of one office are told apart
    send(desk, f"{at}/dispatch", handler=handler, reason="", revision=0)
    refused = send(desk, f"{at}/dispatch", 409, handler=world.actor("STREET_ORGANISER").id, reason="", revision=0)
    assert "同事" in refused  # somebody was quicker
    assert case.number in page(desk, "/casework?tab=mine")
    send(desk, f"{at}/now/start", revision=1)
    tomorrow = (clock.now() + timedelta(days=3)).date().isoformat()
    send(desk, f"{at}/wait", until=tomorrow, reason="等配件", revision=2)
    assert "等配件" in page(desk, at)
    assert case.number in page(desk, "/casework?tab=waiting")
    send(desk, f"{at}/now/resume", revision=3)
    send(desk, f"{at}/answer", outcome="FIXED", text="水管已换", handed_to="", revision=4)
    assert "call-back" in page(leader, at)
    assert "call-back" not in page(desk, at) and "同事" in page(desk, at)  # whoever answered does not call
    report = case.reports.get()
    number = leader.post(f"{at}/reporter/{report.pk}").content.decode()
    assert "tel:138" in number or "tel:199" in number
    send(desk, f"{at}/call-back", 409, report=report.pk, result="CONTENT", note_text="", revision=5)
    send(leader, f"{at}/call-back", report=report.pk, result="CONTENT", note_text="", revision=5)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("CLOSED", "FIXED")
    assert signed_in(world, "COMMUNITY_WORKER", 1).get(at).status_code == 404  # another community
    assert Client().get(at).status_code == 302


def test_everything_beside_the_next_step(world: given.World) -> None:
    one, two = reported(world, clock.now()), reported(world, clock.now(), by=world.resident(1))
    desk = signed_in(world, "COMMUNITY_WORKER")
    at = f"/casework/case/{one.number}"
    for verb in ("reroute", "hand-over", "ask", "merge", "split", "note"):
        page(desk, f"{at}/{verb}")
    assert f'href="{at}/merge?into={two.number}"' in page(desk, at)
    assert f'value="{two.number}"' in page(desk, f"{at}/merge?into={two.number}")
    send(desk, f"{at}/reroute", category="facility", organ="", reason="不是漏水", revision=0)
    send(desk, f"{at}/hand-over", level="COMMITTEE", reason="要动用维修资金", revision=1)
    company = OrganisationFactory(territory=world.compounds[0], kind="SOCIAL_ORGANISATION", name="邻里社")
    send(desk, f"{at}/ask", organisation=company.pk, what="请帮忙联系", revision=2)
    send(desk, f"{at}/note", text="业主白天在家", revision=3)
    send(desk, f"{at}/board", verb="publish", on="0")
    send(desk, f"{at}/board", verb="deed", on="1")
    shown = page(desk, at)
    for words in ("邻里社", "业主白天在家", "要动用维修资金"):
        assert words in shown
    assert "没有这个编号" in send(desk, f"{at}/merge", 200, into="nothing", reason="同一处", revision=6)
    one.refresh_from_db()
    assert (one.is_public, one.is_deed, one.level) == (False, True, "COMMITTEE")
    send(desk, f"{at}/merge", into=two.number, reason="同一处", revision=one.revision)
    assert two.number in page(desk, at)
    assert desk.get("/casework", {"number": one.number}).status_code == 302


def test_a_page_of_the_list_costs_the_same_whatever_its_length(world: given.World) -> None:
    desk = signed_in(world, "COMMUNITY_WORKER")
    counts = []
    for _ in range(2):
        reported(world, clock.now())
        page(desk, "/casework?tab=all")
        with CaptureQueriesContext(connection) as caught:
            page(desk, "/casework?tab=all&level=GRID&queue=SERVICE&urgent=")
        counts.append(len(caught))
        for _ in range(3):
            reported(world, clock.now(), by=world.resident(1))
    assert counts[0] == counts[1]
    assert "/casework?tab=all" in page(desk, "/casework?tab=all&after=xx~y")


def test_a_line_of_the_ledger_is_signed_off_by_another_colleague(world: given.World) -> None:
    case = reported(world, clock.now())
    desk, street = signed_in(world, "COMMUNITY_WORKER"), signed_in(world, "STREET_ORGANISER")
    place = world.compounds[0].pk
    company = OrganisationFactory(territory=world.compounds[0], kind="DEVELOPER", name="示范开发")
    due = (clock.now() + timedelta(days=7)).date().isoformat()
    new = f"/casework/ledger/new?place={place}&case={case.number}"
    page(desk, new)
    send(
        desk,
        new,
        problem="排水沟堵塞",
        responsible=company.pk,
        handler=world.actor("COMMUNITY_WORKER").id,
        due_date=due,
    )
    line = Rectification.objects.get()
    at = f"/casework/ledger/{line.pk}"
    assert f"{at}/prove" in page(desk, at)
    send(desk, f"{at}/prove", text="已清掏")
    assert f"{at}/sign_off" not in page(desk, at)
    assert "排水沟堵塞" in page(street, "/casework/ledger")
    send(street, f"{at}/sign_off", revision=1)
    assert "已销号" in page(street, at)
    assert "已销号" in page(desk, f"/casework/case/{case.number}")
    sheet = street.get("/casework/ledger?format=xlsx")
    assert sheet.getvalue().startswith(b"PK")
    assert "在哪个地方" in page(street, "/casework/ledger/new")


def test_a_special_matter_is_advised_before_it_is_ordered(world: given.World) -> None:
    case = reported(world, clock.now(), category="ebikes")
    desk, street = signed_in(world, "COMMUNITY_WORKER"), signed_in(world, "STREET_ORGANISER")
    company = OrganisationFactory(territory=world.compounds[0], kind="DEVELOPER", name="示范开发")
    new = f"/casework/special/new?place={world.compounds[0].pk}&case={case.number}"
    page(desk, new)
    send(desk, new, kind="EBIKES", what="推车进电梯", building="", who="3栋住户", responsible=company.pk,
         handler=world.actor("COMMUNITY_WORKER").id)  # fmt: skip
    matter = SpecialMatter.objects.get()
    at = f"/casework/special/{matter.pk}"
    shown = page(desk, at)
    assert f"{at}/advise" in shown
    assert f"{at}/order" not in shown
    send(desk, f"{at}/advise", text="已劝导")
    due = (clock.now() + timedelta(days=3)).date().isoformat()
    send(desk, f"{at}/order", text="改到车棚", due_date=due)
    send(desk, f"{at}/recheck", 403, result="settled", text="好了", revision=2)
    send(desk, f"{at}/recheck", result="again", text="又有", revision=2)
    assert "消防救援机构" in page(street, f"{at}/hand_over")
    send(street, f"{at}/hand_over", authority="消防救援大队", document="", reason="屡劝不改")
    send(street, f"{at}/hear_back", text="已处理")
    assert "主管部门已回复" in page(street, "/casework/special")


def test_a_hotline_list_is_pointed_out_looked_at_and_taken(world: given.World) -> None:
    street = signed_in(world, "STREET_ORGANISER")
    content = book(
        GOOD, changed(number="CD-0004", at="昨天"), head=["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
    )
    upload = SimpleUploadedFile("台账.xlsx", content)
    answer = street.post("/casework/hotline/lists", {"request_key": KEY, "place": world.street.pk, "file": upload})
    assert answer.status_code == 302
    at = answer.headers["Location"]
    assert "是哪几列" in page(street, at)
    send(street, at, verb="columns", number=1, called_at=2, name=3, phone=4, category=5, place=6, text=7, due=8)
    shown = page(street, at)
    assert "CD2026050700123" in shown
    assert "13800000001" not in shown
    assert "来电时间看不懂" in shown
    send(street, at, verb="accept")
    if not HotlineOrder.objects.exists():  # a worker of its own would take it
        account = world.staff["STREET_ORGANISER"][0]
        desk_tasks.take_list.func(int(at.rsplit("/", 1)[1]), account.pk, clock.now().isoformat())
    assert "来电时间看不懂" in page(street, at)
    order = HotlineOrder.objects.get()
    assert order.number in page(street, "/casework/hotline")
    assert order.number in page(street, f"/casework/case/{order.case.number}")
    send(street, f"/casework/hotline/{order.pk}/told")
    new = f"/casework/hotline/new?place={world.compounds[0].pk}"
    page(street, new)
    send(street, new, number="CD-0009", called_at="2026-05-07T09:30", category="leak", text="楼道漏水", where="3栋", name="",
         phone="", due_at="")  # fmt: skip
    assert Case.objects.filter(source="HOTLINE").count() == 2
    assert street.get("/casework", {"number": "CD-0009"}).status_code == 302


def test_a_rule_is_tried_before_it_holds_and_before_it_ends(world: given.World) -> None:
    case = reported(world, clock.now())
    leader, desk = signed_in(world, "STREET_LEADER"), signed_in(world, "COMMUNITY_WORKER")
    new = f"/casework/routing/new?place={world.compounds[0].pk}"
    today = clock.now().astimezone().date().isoformat()
    page(leader, new)
    sent = {
        "category": "leak",
        "organ": "RIGHTS",
        "handler": "",
        "from_date": today,
        "to_date": "",
        "reason": "维修资金",
    }
    tried = send(leader, new, 200, **sent)
    assert case.number in tried
    assert not RoutingRule.objects.exists()
    send(leader, new, **sent, confirmed="1")
    rule = RoutingRule.objects.get()
    assert "维修资金" in page(desk, "/casework/routing")
    assert desk.get(new).status_code == 404  # none is theirs to rule
    later = (clock.now() + timedelta(days=2)).date().isoformat()
    assert case.number in send(leader, f"/casework/routing/{rule.pk}/end", 200, to_date=later)
    send(leader, f"/casework/routing/{rule.pk}/end", to_date=later, confirmed="1")


def test_what_comes_again_is_explained_by_a_supervisor(world: given.World) -> None:
    for _ in range(5):
        reported(world, clock.now())
    desk_tasks._RAISED.clear()
    assert desk_tasks.raise_due(clock.now()) == 1
    issue = RecurringIssue.objects.get()
    leader = signed_in(world, "STREET_LEADER")
    assert f"/casework/recurring/{issue.pk}/explain" in page(leader, "/casework/recurring")
    assert f"/casework/recurring/{issue.pk}/explain" not in page(
        signed_in(world, "COMMUNITY_WORKER"), "/casework/recurring"
    )
    send(leader, f"/casework/recurring/{issue.pk}/explain", reason="总管已换新")
    assert "总管已换新" in page(leader, "/casework/recurring")


def test_confidential_cases_are_the_supervisors_and_the_named_handlers(world: given.World) -> None:
    case = reported(world, clock.now(), category="mediation", text="和楼上的纠纷")
    at = f"/casework/case/{case.number}"
    desk, street = signed_in(world, "COMMUNITY_WORKER"), signed_in(world, "STREET_ORGANISER")
    assert desk.get(at).status_code == 404
    assert case.number not in page(desk, "/casework?tab=all")
    assert "和楼上的纠纷" in page(street, at)
    actions.dispatch(
        case_id=case.pk, handler_ref=world.actor("COMMUNITY_WORKER").id, actor=world.actor("STREET_ORGANISER"),
        now=clock.now(),
    )  # fmt: skip
    assert "和楼上的纠纷" in page(desk, at)


def test_whoever_was_asked_to_help_reads_the_case_and_says_what_was_done(world: given.World) -> None:
    case = reported(world, clock.now(), text="电梯厅渗水", keep_private=True)
    company = Organisation.objects.get(name="示范物业")
    account = given.appointed(
        world, "PROPERTY_MANAGER", world.compounds[0], name="李经理", phone="13900008001", organisation=company
    )
    helper = Client()
    enter(helper, account)
    at = f"/casework/case/{case.number}"
    assert helper.get(at).status_code == 404
    actions.ask_to_help(
        case_id=case.pk,
        organisation_id=company.pk,
        what="请关总阀",
        actor=world.actor("COMMUNITY_WORKER"),
        now=clock.now(),
    )
    assert at in page(helper, "/")
    shown = page(helper, at)
    assert "请关总阀" in shown
    assert "谁反映的" not in shown
    assert f"{at}/answer" not in shown
    assert shown.count("王**") == 1  # their own label, nobody else
    send(helper, f"{at}/answer", 403, outcome="FIXED", text="好了", handed_to="", revision=1)
    send(helper, f"{at}/helped", text="已关阀", revision=1)
    assert "已关阀" in page(signed_in(world, "COMMUNITY_WORKER"), at)
    assert at not in page(helper, "/")


def test_a_kind_is_added_and_ended_by_whoever_supervises_everything(world: given.World) -> None:
    leader, desk = signed_in(world, "STREET_LEADER"), signed_in(world, "COMMUNITY_WORKER")
    today = clock.now().astimezone().date().isoformat()
    sent = {"name": "充电桩", "name_en": "Charging", "hint": "", "organ": "SERVICES", "queue": "SERVICE", "term_class": "HELP",
            "emergency_number": "", "from_date": today}  # fmt: skip
    page(leader, "/casework/kinds/new")
    send(desk, "/casework/kinds/new", 403, **sent)
    send(leader, "/casework/kinds/new", **sent)
    assert "充电桩" in page(desk, "/casework/routing")
    key = Category.objects.get(name="充电桩").key
    later = (clock.now() + timedelta(days=2)).date().isoformat()
    page(leader, f"/casework/kinds/{key}/end")
    send(leader, f"/casework/kinds/{key}/end", to_date=later)


def test_made_up_addresses_and_days_are_answered_in_words(world: given.World) -> None:
    street, far = signed_in(world, "STREET_ORGANISER"), "9" * 30
    for address in (
        f"/casework?place={far}&category=-1&level=X&tab=z&after=~", f"/casework?tab=open&after=2026-01-01~{far}",
        "/casework?number=%00", "/casework/ledger?place=abc", f"/casework/special/{far}", "/casework/case/%00",
        f"/casework/routing/new?place={far}", f"/casework/hotline/lists/{far}",
    ):  # fmt: skip
        assert street.get(address).status_code in (200, 404), address
    new = f"/casework/hotline/new?place={world.compounds[0].pk}"
    for day in ("0001-01-01T00:00", "9999-12-31T23:59"):
        send(street, new, 200, number="CD-0001", called_at=day, category="leak", text="漏水", due_at=day)
    assert not HotlineOrder.objects.exists()

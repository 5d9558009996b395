"""The pages of an owners' ballot: bad input in clear words, nothing of choices before the close, few queries."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests import given
from tests.signing import enter
from tests.web.ballots import owners
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, RollObjection, RollRow
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Ownership, Person
from yuanba.web import clock
from yuanba.web.ballots import prints
from yuanba.web.ballots.labels import ANSWERS

pytestmark = pytest.mark.django_db
MINUTES = "%Y-%m-%dT%H:%M"
KEY = "0" * 32


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=6, now=clock.now())


@pytest.fixture
def organiser(client, world):
    enter(client, world.staff["STREET_ORGANISER"][0])
    return client


def values(world: given.World, **changes: object) -> dict[str, object]:
    now = clock.now().astimezone(SHANGHAI)
    filled = {
        "place": world.compounds[0].pk,
        "title": "要不要续聘现在的物业公司",
        "electorate": "OWNERS",
        "matter": "property-company",
        "kind": "OPINION",
        "q1_text": "是否续聘",
        "q1_kind": "YES_NO",
        "opens_at": (now + timedelta(days=16)).strftime(MINUTES),
        "closes_at": (now + timedelta(days=30)).strftime(MINUTES),
        "paper": "on",
        "request_key": KEY,
    }
    return filled | changes


def test_draft_has_the_rule_of_the_law(organiser, world) -> None:
    options = {"q2_text": "多久公布一次", "q2_kind": "CHOOSE", "q2_options": "每季度\n每年\n", "q2_choose": "1"}
    assert organiser.post("/desk/ballots/new", values(world, **options)).status_code == 302
    ballot = Ballot.objects.get()
    assert ballot.rule["threshold"]["row"] == "prc-civil-code-278-ordinary"
    assert [(item.key, item.rule.get("id")) for item in ballot.items.order_by("position")] == [
        ("q1", None),
        ("q2", "approval"),
    ]
    page = organiser.get(f"/desk/ballots/{ballot.pk}/edit").content.decode()
    assert "每季度\n每年" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"q1_kind": "CHOOSE", "q1_options": "只有一个"}, "至少要有两个选项"),
        ({"q1_kind": "CHOOSE", "q1_options": "甲公司\n甲公司"}, "“甲公司”写了两遍"),
        ({"q1_kind": "CHOOSE", "q1_options": "甲\n乙", "q1_choose": "3"}, "没有这么多选项"),
        ({"q2_options": "甲\n乙"}, "还没有写问题"),
        ({"kind": "STATUTORY"}, "要有主管部门的书面同意"),
        ({"kind": "STATUTORY", "consent_reference": "街函〔2026〕8号", "matter": ""}, "要说明属于哪类事项"),
        ({"electorate": "RESIDENTS"}, "只能由业主决定"),
        ({"closes_at": "2026-01-01T09:00"}, "截止时间早于开始时间"),
        ({"place": "999999"}, ""),
    ],
)
def test_bad_input_is_answered_in_clear_words_and_kept(organiser, world, changes: dict, words: str) -> None:
    answer = organiser.post("/desk/ballots/new", values(world, **changes))
    page = answer.content.decode()
    assert answer.status_code in (200, 409)
    assert words in page
    assert "要不要续聘现在的物业公司" in page
    assert not Ballot.objects.exists()


def test_short_notice_blocks_and_is_refused_with_the_day_to_choose(organiser, world) -> None:
    soon = (clock.now().astimezone(SHANGHAI) + timedelta(days=3)).strftime(MINUTES)
    organiser.post("/desk/ballots/new", values(world, opens_at=soon))
    ballot = Ballot.objects.get()
    assert "至少 15 天告知全体投票人" in organiser.get(f"/desk/ballots/{ballot.pk}").content.decode()
    answer = organiser.post(f"/desk/ballots/{ballot.pk}/move", {"verb": "announce"})
    assert answer.status_code == 409
    assert "请把开始时间改到" in answer.content.decode()


def test_gaps_of_the_roll_are_named_to_the_organiser_only(organiser, world, client) -> None:
    home = Ownership.objects.filter(premises__compound_id=world.compounds[0].pk).order_by("pk").first()
    Person.objects.filter(pk=home.person_id).update(name="")
    ballot = owners.announced(world)
    number = home.premises.number
    board = organiser.get(f"/desk/ballots/{ballot.pk}").content.decode()
    assert "业主没有姓名" in board
    assert number in board
    public = organiser.get(f"/ballots/{ballot.pk}").content.decode()
    assert "业主没有姓名" not in public


def test_objection_is_raised_answered_and_read(client, world) -> None:
    ballot = owners.announced(world)
    enter(client, world.residents[0])
    client.post(f"/ballots/{ballot.pk}/roll", {"text": "漏了我的商铺", "request_key": KEY})
    row = RollObjection.objects.get()
    client.logout()
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert "漏了我的商铺" in client.get(f"/desk/ballots/{ballot.pk}").content.decode()
    client.post(f"/desk/ballots/objections/{row.pk}", {"answer": "已经补上", "request_key": KEY})
    client.logout()
    enter(client, world.residents[0])
    assert "已经补上" in client.get(f"/ballots/{ballot.pk}/roll").content.decode()
    client.logout()
    enter(client, world.residents[1])
    assert "已经补上" not in client.get(f"/ballots/{ballot.pk}/roll").content.decode()


def test_open_page_tells_participation_and_no_choice(client, world) -> None:
    ballot = owners.opened(world)
    for number in range(3):
        owners.vote(world, ballot, number, "agree")
    page = client.get(f"/ballots/{ballot.pk}").content.decode()
    assert "还差 1 人" in page
    assert "270.00 ㎡" in page
    assert "3</b> / 6" in page
    assert client.get(f"/ballots/{ballot.pk}/result").status_code == 403


@pytest.mark.parametrize("voters", [1, 3])
def test_open_page_asks_the_same_however_many_vote(client, world, django_assert_num_queries, voters: int) -> None:
    ballot = owners.opened(world)
    for number in range(voters):
        owners.vote(world, ballot, number, "agree")
    client.get(f"/ballots/{ballot.pk}")
    with django_assert_num_queries(7):
        client.get(f"/ballots/{ballot.pk}")


@pytest.mark.parametrize(("agree", "words"), [(5, "通过，因为"), (2, "未通过，因为")])
def test_result_says_passed_or_not_and_why(client, world, agree: int, words: str) -> None:
    ballot = owners.opened(world)
    for number in range(5):
        owners.vote(world, ballot, number, "agree" if number < agree else "against")
    owners.published(world, ballot)
    page = client.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert words in page
    assert "第278条" in page
    assert "还不是业主大会的决定" in page
    answer = client.get(f"/ballots/{ballot.pk}/bundle.zip")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    answer.close()


def test_place_and_first_page_lead_to_what_owners_were_asked(client, world) -> None:
    ballot = owners.opened(world)
    assert f"/ballots/{ballot.pk}" in client.get(f"/places/{world.compounds[0].pk}").content.decode()
    assert f"/ballots/{ballot.pk}" in client.get("/").content.decode()
    enter(client, world.residents[0])
    assert f'href="/places/{world.compounds[0].pk}"' in client.get("/").content.decode()


def test_paper_sheet_is_in_chinese_and_its_reading_takes_no_radio(client, world) -> None:
    ballot = owners.opened(world)
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    row = RollRow.objects.get(ballot=ballot, person_id=world.residents[0].person_id)
    clerk = world.actor("COMMUNITY_WORKER", now=clock.now())
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=clerk, now=clock.now())
    with translation.override("zh-hans"):
        assert {key: str(word) for key, word in ANSWERS.items()} == prints.ANSWERS
    assert prints.paper(sheet).startswith(b"%PDF")
    with pytest.MonkeyPatch.context() as patch:
        seen = []
        patch.setattr(prints, "paper_ballot", lambda paper: seen.append(paper) or b"")
        prints.paper(sheet)
    assert [option.label for option in seen[0].items[0].options] == ["同意", "反对", "弃权"]
    assert "合用这一张票" in seen[0].instructions[1]

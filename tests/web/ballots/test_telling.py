"""The result page of every rule: what was chosen, round by round and step by step, in words and tables."""

import pytest
from django.utils import translation

from tests import given
from tests.web.ballots import owners
from tests.web.ballots.test_rules_on_sheets import BENCH, BIN, ITEMS, LAMP, TERMS
from yuanba.ballots import actions
from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally
from yuanba.web import clock
from yuanba.web.ballots import telling

NAMES = {"a": "白鹭", "b": "石桥", "c": "香樟"}


def told(rule: dict, *sheets: tuple[str, ...]) -> tuple[dict, telling.Told, str]:
    item = CountItem("q", 3, ("a", "b", "c"))
    papers = [CountPaper(str(number), 0, {"q": sheet}) for number, sheet in enumerate(sheets)]
    document = tally(TERMS | rule, [item], papers, Roll(20, 20, 0))["items"][0]
    with translation.override("zh-hans"):
        return document, telling.told(document, rule, NAMES)[0], telling.chosen_words(document, NAMES)


def test_rounds_name_who_goes_out_and_who_has_more_than_half() -> None:
    sheets = [("a",)] * 4 + [("b", "c")] * 3 + [("c", "b")] * 2 + [("c",)]
    _, said, words = told({"id": "ranked-irv", "truncated": "allowed", "tie": {"steps": ["first-round"]}}, *sheets)
    assert "分不出先后" in said.lines[0]
    assert words == "没有选出。"
    _, said, words = told({"id": "ranked-irv", "truncated": "allowed"}, *sheets[:-1])
    assert said.lines == (
        "第 1 轮：一共 9 人，没有一项过半。香樟 最少，去掉，这些票改算给下一位。",
        "第 2 轮：一共 9 人，石桥 有 5 人，过半。",
    )
    assert said.table.rows[0] == ("石桥", "3", "5")
    assert said.table.rows[2] == ("香樟", "2", "–")
    assert words == "选出：石桥。"


def test_pairs_say_who_wins_against_whom_and_a_circle_is_said() -> None:
    ranked = {"id": "ranked-schulze", "truncated": "allowed"}
    _, said, _ = told(ranked, ("b", "a", "c"), ("b", "c", "a"), ("a", "b", "c"))
    assert said.lines[1] == "石桥 和每一项单独比都赢。"
    assert said.table.rows[1] == ("石桥", "2 ✓", "–", "3 ✓")
    circle = [("a", "b", "c")] * 4 + [("b", "c", "a")] * 3 + [("c", "a", "b")] * 2
    _, said, _ = told(ranked, *circle)
    assert said.lines[1] == "没有哪一项赢过所有的项。按最强的一连串比较，没有谁排在 白鹭 前面。"


def test_greedy_budget_shows_what_no_longer_fits() -> None:
    rule = {"id": "budget-greedy", "budget_fen": 1000, "cost_fen": {"a": 800, "b": 500, "c": 200}}
    _, said, _ = told(rule, ("a", "b"), ("a",), ("a", "b", "c"))
    assert [row[-1] for row in said.table.rows] == ["✓ 安排", "放不下了", "✓ 安排"]
    assert said.lines[0] == "安排了 2 项：用 10 元，预算 10 元，剩 0 元。"


@pytest.mark.django_db
def test_result_page_of_owners_tells_both_measures(client) -> None:
    world = given.subdistrict(per_compound=4, now=clock.now())
    ballot = owners.opened(world, items=ITEMS, rule=TERMS | {"id": "choose-k"}, matter="")
    now = clock.now()
    for number, (ranks, wants) in enumerate(((["o1", "o3"], [BIN]), (["o3"], [LAMP, BENCH]), (["o2", "o3"], [LAMP]))):
        ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(number), now=now)
        actions.cast(ticket=ticket, choices={"q1": ranks, "q2": wants}, channel="PHONE", now=now)
    owners.published(world, ballot)
    page = client.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert "按面积算" in page
    assert "分不出先后" in page
    assert "按人数、按面积都选出：路灯、座椅" in page
    assert "3 人平分 20,000 元" in page
    assert page.index("先看结果") < page.index("大家怎么选的")
    assert "没有规定要多少人参加" in page


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_history_of_a_place_has_a_sentence_for_each_result(client, django_assert_num_queries, number: int) -> None:
    world = given.subdistrict(per_compound=3, now=clock.now())
    for one in range(number):
        ballot = owners.opened(world, title=f"第 {one} 次")
        for voter in range(3):
            owners.vote(world, ballot, voter, "agree")
        owners.published(world, ballot)
    owners.announced(world, title="下一次")
    address = f"/places/{world.compounds[0].pk}/ballots"
    assert address in client.get(f"/places/{world.compounds[0].pk}").content.decode()
    with django_assert_num_queries(4):
        page = client.get(address).content.decode()
    assert page.count("通过，因为") == number
    assert page.count("第278条") == number
    assert "3 人中有 3 人参加" in page
    assert "下一次" in page

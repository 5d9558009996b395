"""Playbooks: the shipped ones are valid and say what the announcement says; every mistake is named with its line."""

from datetime import date
from pathlib import Path

import pytest

from yuanba.awards.playbook import (
    JurySettings,
    PlaybookError,
    applies,
    check,
    from_public_json,
    kept,
    read,
    reference,
    shifted,
    to_public_json,
)
from yuanba.awards.playbook.stages import SETTINGS

ROOT = Path(__file__).parents[2]
HUAYANG = (ROOT / "playbooks/awards/huayang-2021.toml").read_text(encoding="utf-8")
LIGHT = (ROOT / "playbooks/awards/light.toml").read_text(encoding="utf-8")
ROUNDS = (ROOT / "tests/awards/playbooks/rounds.toml").read_text(encoding="utf-8")


def codes(text: str | bytes) -> list[tuple[int, str]]:
    """Line and code of every mistake."""
    with pytest.raises(PlaybookError) as caught:
        read(text)
    return [(item.line, item.code.removeprefix("playbook.")) for item in caught.value.mistakes]


def test_rule_that_came_later_does_not_reach_back() -> None:
    old = changed(HUAYANG, "closes = 2021-12-13", "closes = 2021-12-12")
    assert [code for _, code in codes(old)] == ["notice_window"]
    assert kept(old).stages[-1].closes == date(2021, 12, 12)
    with pytest.raises(PlaybookError):
        kept(old.replace("[notice]", "[notice"))


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_huayang_has_the_announced_places_and_prizes() -> None:
    playbook = read(HUAYANG)
    assert [(c.key, c.quota, c.tiers[0].prize_fen) for c in playbook.categories] == [
        ("person", 30, 300_000),
        ("collective", 25, 1_000_000),
        ("case", 8, 500_000),
        ("communication", 2, 500_000),
    ]
    assert sum(category.quota for category in playbook.categories) == 65
    assert playbook.amount_fen == 39_000_000


def test_huayang_has_five_sub_kinds_sharing_25_places() -> None:
    collective = read(HUAYANG).category("collective")
    assert [kind.name for kind in collective.kinds] == [
        "物业企业",
        "小区党组织",
        "自治组织（业委会、院委会）",
        "社会组织",
        "自组织",
    ]
    assert {kind.quota for kind in collective.kinds} == {None}
    assert [len(collective.criteria_for(kind.key)) for kind in collective.kinds] == [4, 5, 4, 4, 4]


def test_huayang_registers_are_not_applicable_to_a_self_organised_group() -> None:
    collective = read(HUAYANG).category("collective")
    criterion = next(item for item in collective.criteria_for("self_organised") if item.check)
    assert criterion.veto
    assert not applies(criterion, "self_organised")
    assert applies(criterion, "social_organisation")


def test_huayang_party_branch_must_hand_in_its_contact_system() -> None:
    collective = read(HUAYANG).category("collective")
    required = [item.key for item in collective.materials_for("party_branch") if item.required]
    assert required == ["summary", "contact_system"]


def test_huayang_has_six_stages_and_the_notice() -> None:
    playbook = read(HUAYANG)
    assert [stage.kind for stage in playbook.stages] == [
        "REGISTRATION", "MATERIALS", "SCREENING", "SURVEY", "VOTE", "JURY", "PUBLICITY",
    ]  # fmt: skip
    assert (playbook.stages[0].opens, playbook.stages[0].closes) == (date(2021, 9, 10), date(2021, 10, 9))
    assert playbook.notice.workdays == 5
    assert playbook.weights_for("person") == {"survey": 30, "vote": 10, "jury": 60}
    assert playbook.weights_for("communication") == {"jury": 100}
    assert playbook.category("communication").criteria == ()


def test_light_is_nominated_commented_and_published() -> None:
    playbook = read(LIGHT)
    assert [stage.kind for stage in playbook.stages] == ["REGISTRATION", "COMMENT", "PUBLICITY"]
    assert playbook.ranking.method == "decision"
    assert not playbook.categories[0].routes.own_application


def test_rounds_have_repeated_juries_tiers_and_divided_places() -> None:
    playbook = read(ROUNDS)
    juries = [stage for stage in playbook.stages if isinstance(stage.settings, JurySettings)]
    assert [dict(stage.keep) for stage in juries] == [{"compound": 50}, {"compound": 20}, {}]
    assert [tier.quota for tier in playbook.category("compound").tiers] == [1, 3, 6]
    assert playbook.amount_fen == (50_000 + 3 * 20_000 + 6 * 5_000) * 100
    final = playbook.stage("final").settings
    assert isinstance(final, JurySettings)
    assert final.on_the_spot


@pytest.mark.parametrize("text", [HUAYANG, LIGHT, ROUNDS])
def test_public_json_comes_back_the_same(text: str) -> None:
    playbook = read(text)
    document = to_public_json(playbook)
    again = from_public_json(document)
    assert to_public_json(again) == document
    assert again.categories == playbook.categories
    assert again.stages == playbook.stages
    assert again.ranking == playbook.ranking


@pytest.mark.parametrize("text", [HUAYANG, LIGHT, ROUNDS])
def test_public_json_holds_only_strings_and_whole_numbers(text: str) -> None:
    stack: list[object] = [to_public_json(read(text))]
    while stack:
        value = stack.pop()
        assert type(value) in (str, int, list, dict)
        stack.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())


def test_shifted_moves_every_window_and_keeps_text_and_hash_true() -> None:
    playbook = read(HUAYANG)
    later = shifted(playbook, 30)
    assert [(b.opens - a.opens).days for a, b in zip(playbook.stages, later.stages, strict=True)] == [30] * 7
    assert [(b.closes - a.closes).days for a, b in zip(playbook.stages, later.stages, strict=True)] == [30] * 7
    assert read(later.source_text) == later
    assert later.sha256 != playbook.sha256


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        (HUAYANG, "quota = 30\n", "quota = 0\n", "range"),
        (HUAYANG, "quota = 30\n", 'quota = "30"\n', "type"),
        (HUAYANG, "quota = 30\n", "quota = true\n", "type"),
        (HUAYANG, "prize_yuan = 3000", "prize_yuan = -3000", "range"),
        (HUAYANG, "prize_yuan = 3000", "prize_yuan = 3000.5", "float"),
        (HUAYANG, "prize_yuan = 3000", "price_yuan = 3000", "unknown_key"),
        (HUAYANG, "opens = 2021-10-10", "opens = 2021-10-09", "overlap"),
        (HUAYANG, "closes = 2021-10-19", "closes = 2021-10-09", "backward"),
        (HUAYANG, "opens = 2021-09-10", "opens = 2021-02-30", "bad_date"),
        (HUAYANG, "opens = 2021-09-10", 'opens = "2021-02-30"', "bad_date"),
        (HUAYANG, "opens = 2021-09-10", "opens = 2021-09-10T08:00:00", "type"),
        (HUAYANG, 'kind = "SURVEY"', 'kind = "SURVEI"', "choice"),
        (HUAYANG, '"PENALTY"', '"PENALTIES"', "choice"),
        (HUAYANG, 'key = "case"', 'key = "person"', "duplicate"),
        (HUAYANG, 'phone = "028-00000001"', 'phone = "13800000001"', "private_mobile"),
        (HUAYANG, 'mailbox = "pingxuan@', 'mailbox = "13800000001@', "private_mobile"),
        (HUAYANG, "jurors = 9", "jurors = 4", "few_jurors"),
        (HUAYANG, "workdays = 5\n\n[appeals]", "workdays = 0\n\n[appeals]", "range"),
        (HUAYANG, "workdays = 5\n\n[appeals]", "workdays = 8\n\n[appeals]", "notice_window"),
        # Posted on a Monday: Tuesday to Friday are four working days, the next Monday is the fifth.
        (HUAYANG, "closes = 2021-12-13", "closes = 2021-12-12", "notice_window"),
        (HUAYANG, 'tie_break = ["stage:jury"', 'tie_break = ["stage:jurie"', "no_stage"),
        (HUAYANG, '"earlier_submission", "lot"]', '"earlier_submission"]', "tie_open"),
        (HUAYANG, 'category = "communication"', 'category = "comunication"', "no_category"),
        (HUAYANG, 'same_as = "social_organisation"', 'same_as = "social"', "no_kind"),
        (HUAYANG, "pool_least = 20", "pool_least = 3", "pool"),
        (HUAYANG, "rate_percent = 20", "rate_percent = 0", "tax_rate"),
        (HUAYANG, "lookback_months = 24 } #", "lookback_months = 24, term = true } #", "look_back"),
        (HUAYANG, "choose = { person = 10,", "choose = { people = 10,", "no_category"),
        (HUAYANG, "本街道落实办法", "联系 13800000001", "personal"),
        (HUAYANG, "theme = ", 'title = "x"\ntheme = ', "slip_twice"),
        (HUAYANG, "jurors = 9", "jurors = 9\nshared_percent = 10", "severity_only"),
        (ROUNDS, "quota = 6\nprize_yuan", "quota = 5\nprize_yuan", "tiers_sum"),
        (ROUNDS, "quota = 4\n\n[[stages]]", "quota = 5\n\n[[stages]]", "kinds_over"),
        (ROUNDS, "quota = 4\n\n[[stages]]", "quota = 3\n\n[[stages]]", "kinds_short"),
        (ROUNDS, 'name = "商品房小区"\nquota = 6', 'name = "商品房小区"\nquota = 10', "kinds_over"),
        (ROUNDS, "shared_percent = 10", "shared_percent = 9", "shared"),
        (ROUNDS, "shared_percent = 10\n", "", "severity_needs"),
        (ROUNDS, "jurors_per_entry = 3", "jurors_per_entry = 13", "per_entry"),
        (ROUNDS, "keep = { compound = 20 }", "keep = { compound = 51 }", "keep_grows"),
        (ROUNDS, "keep = { compound = 20 }", "keep = { compound = 9 }", "keep_quota"),
        (ROUNDS, "weight = 70", "weight = 60", "rubric"),
        (ROUNDS, 'closes = 2023-04-10', 'closes = 2023-04-10\nkeep = { compound = 60 }', "keep_unscored"),
        (ROUNDS, 'closes = 2023-04-10', "closes = 2023-04-10\nweight = 10", "unscored_weight"),
        (LIGHT, 'decided_by = "社区居民代表会议"', 'decided_by = ""', "decided_by"),
        (LIGHT, "own_application = false\n\n[[categories.routes.recommendation]]\nbody = \"building\"",
         "own_application = 0\n\n[[categories.routes.recommendation]]\nbody = \"building\"", "type"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text: str, old: str, new: str, expected: str) -> None:
    bad = changed(text, old, new)
    found = codes(bad)
    assert expected in [code for _, code in found]
    first = line_of(text, old)
    if expected not in {
        "tiers_sum",
        "kinds_over",
        "kinds_short",
        "notice_window",
        "rubric",
        "severity_needs",
        "look_back",
    }:
        line = next(line for line, code in found if code == expected)
        assert first <= line <= first + new.count("\n") + 1


def test_only_one_mistake_for_one_fault() -> None:
    assert codes(changed(HUAYANG, "quota = 30\n", "quota = 0\n")) == [(line_of(HUAYANG, "quota = 30\n"), "range")]


def test_all_mistakes_come_at_once_in_file_order() -> None:
    text = changed(HUAYANG, "quota = 30\n", "quota = 0\n")
    text = changed(text, "opens = 2021-09-10", "opens = 2021-02-30")
    text = changed(text, "closes = 2021-11-14", "closes = 2021-11-31")
    text = changed(text, "jurors = 9", "jurors = 3\nnonsense = 1")
    found = codes(text)
    assert [code for _, code in found] == ["range", "bad_date", "bad_date", "few_jurors", "unknown_key"]
    assert [line for line, _ in found] == sorted(line for line, _ in found)


def test_vote_weight_over_20_is_refused_with_its_source() -> None:
    text = changed(HUAYANG, "weight = 10 ", "weight = 25 ")
    with pytest.raises(PlaybookError) as caught:
        read(text)
    found = {item.code: item for item in caught.value.mistakes}
    assert set(found) == {"playbook.vote_weight", "playbook.weights"}
    assert "国办函〔2026〕12号" in found["playbook.vote_weight"].hint
    assert "25%" in found["playbook.vote_weight"].message_zh


def test_two_votes_of_15_are_over_the_limit_together() -> None:
    start = HUAYANG.index('[[stages]]\nkey = "vote"')
    end = HUAYANG.index('[[stages]]\nkey = "jury"')
    vote = HUAYANG[start:end].replace("weight = 10", "weight = 15")
    second = vote.replace('key = "vote"', 'key = "vote2"').replace("opens = 2021-11-15", "opens = 2021-11-20")
    text = HUAYANG[:start] + vote.replace("closes = 2021-11-21", "closes = 2021-11-19") + second + HUAYANG[end:]
    text = changed(text, "weight = 60", "weight = 40")
    assert [code for _, code in codes(text)] == ["vote_weight"]


def test_weights_that_do_not_add_up_name_every_category() -> None:
    text = changed(HUAYANG, "weight = 60", "weight = 50")
    assert [code for _, code in codes(text)] == ["weights"] * 3


def test_no_basis_is_refused() -> None:
    text = HUAYANG[: HUAYANG.index("[[basis]]")] + HUAYANG[HUAYANG.index("[[contacts]]") :]
    assert [code for _, code in codes(text)] == ["no_basis"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"\xff\xfe\x00", "not_text"),
        ("title = \"华阳\"".encode("gb18030"), "not_text"),
        (b"PK\x03\x04\xff", "not_text"),
        (b"x" * 300_000, "too_big"),
        ("a = " + "[" * 5000, "syntax"),
        ("a = " + "9" * 5000, "syntax"),
        ('title = “华阳”', "slip_quotes"),
        ("[[stages]\n", "syntax"),
        ("a = 1\x00", "syntax"),
        ("\ud800", "not_text"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_playbook_at_all(source: str | bytes, code: str) -> None:
    assert [found for _, found in codes(source)] == [code]


def test_a_file_without_anything_is_told_everything_that_is_missing() -> None:
    assert {code for _, code in codes("# nothing yet")} == {"missing", "no_basis", "no_contact"}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    playbook = read(b"\xef\xbb\xbf" + HUAYANG.replace("\n", "\r\n").encode())
    assert playbook.categories == read(HUAYANG).categories


def test_did_you_mean() -> None:
    with pytest.raises(PlaybookError) as caught:
        read(changed(HUAYANG, "prize_yuan = 3000", "prise_yuan = 3000"))
    assert "是不是“prize_yuan”" in caught.value.mistakes[0].hint
    assert "Did you mean “prize_yuan”" in caught.value.mistakes[0].hint_en


def test_check_explains_in_lines(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(changed(HUAYANG, "quota = 30\n", "quota = 0\n"), encoding="utf-8")
    line = line_of(HUAYANG, "quota = 30\n")
    assert check(file)[0] == f"mine.toml:{line}:1 [categories[1].quota] “quota”为 0，应在 1 到 10000 之间。"
    assert check(file, "en")[1] == "    → Give a whole number in that range."
    assert check(ROOT / "playbooks/awards/light.toml") == []
    assert check(tmp_path / "none.toml")[0].startswith("none.toml 打不开文件")


def test_the_reference_is_generated() -> None:
    assert (ROOT / "docs/reference/playbook.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("name", ["write-an-award-playbook.md", "write-an-award-playbook.zh-CN.md"])
def test_the_guide_names_every_kind_of_stage(name: str) -> None:
    text = (ROOT / "docs/how-to" / name).read_text(encoding="utf-8")
    assert [kind for kind in SETTINGS if f"`{kind}`" not in text] == []

"""From what the asking form says to a ballot's order and its rules, and back from a draft to the form."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from yuanba.ballots import queries
from yuanba.ballots.actions import BallotOrder, NewItem, NewOption, SecretTerms
from yuanba.ballots.likeness import folded
from yuanba.ballots.models import Ballot, Meeting
from yuanba.ballots.queries import SheetItem
from yuanba.ballots.tally import law
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.kernel.fen import BadAmount, parse_yuan, yuan_text
from yuanba.people.models import Organisation
from yuanba.web.ballots.labels import ANSWERS
from yuanba.web.dates import day

OPTION_LENGTH = 120
MOST_OPTIONS = 30
ONLY_OPINIONS = "意见征询：统计各项意见，不作是否通过的结论"  # the source of a rule without a threshold
YES_NO, CHOOSE, APPROVAL, SEATS = "YES_NO", "CHOOSE", "APPROVAL", "SEATS"
IRV, SCHULZE, GREEDY, SHARES = "IRV", "SCHULZE", "GREEDY", "SHARES"
RANKED = frozenset({IRV, SCHULZE})
BUDGET = frozenset({GREEDY, SHARES})
RULE_IDS = {
    YES_NO: "yes-no-abstain",
    APPROVAL: "approval",
    SEATS: "committee",
    IRV: "ranked-irv",
    SCHULZE: "ranked-schulze",
    GREEDY: "budget-greedy",
    SHARES: "budget-equal-shares",
}
# How many runs of Add1 a computed step leads to at most; each takes milliseconds.
RUNS = 1000
YUAN = 100
Words = Mapping[tuple[str, str], tuple[str, int | None]]
COST = re.compile(r"(?P<name>.*\S)\s*[|｜\t]\s*(?P<cost>[^|｜\t]+)")

# "长椅 5000", "长椅：5,000 元": as people type it. A comma parts nothing: it stands inside amounts.
SPACED = re.compile(r"(?P<name>.*[^\s:：,，])[,，]?(?:\s*[:：]\s*|\s+)(?P<cost>[^\s:：]*[0-9０-９万][^\s:：]*(\s*元)?)")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def priced(line: str) -> tuple[str, int | None]:
    """ "分类亭｜15000" or "分类亭 15000" is ("分类亭", 1500000); without a readable amount above nothing the cost is None."""
    found = COST.fullmatch(line) or SPACED.fullmatch(line)
    if found is None:
        return line, None
    try:
        cost = parse_yuan(found["cost"])
    except BadAmount:
        return line, None
    return found["name"], cost if cost > 0 else None


def wrong_options(lines: Sequence[str]) -> str:
    """Why these are no options to choose from; "" if they are."""
    same = [folded(line) for line in lines]
    alike = [line for place, line in enumerate(lines) if same[place] in same[:place]]
    if len(lines) < 2:
        return gettext("At least two options are needed, one on each line.")
    if alike:
        return gettext("“%(option)s” stands twice.") % {"option": alike[0]}
    if len(lines) > MOST_OPTIONS:
        return gettext("At most %(n)s options fit on a sheet.") % {"n": MOST_OPTIONS}
    if any(len(line) > OPTION_LENGTH for line in lines):
        return gettext("An option has at most %(n)s characters.") % {"n": OPTION_LENGTH}
    return ""


def wrong_costs(lines: Sequence[str], budget_fen: int) -> str:
    """Why these projects cannot be weighed against the budget; "" if they can."""
    for line in lines:
        name, cost = priced(line)
        if cost is None:
            return gettext("“%(option)s” has no cost. Write: name｜cost in yuan.") % {"option": line[:40]}
        if cost > budget_fen:
            words = {"option": name, "cost": yuan_text(cost), "budget": yuan_text(budget_fen)}
            return gettext("“%(option)s” costs %(cost)s yuan, more than the whole budget of %(budget)s.") % words
    return ""


def order_of(data: Mapping[str, Any], asked: Sequence[int], words: Words) -> BallotOrder:
    """What the form says. `words` are text and picture of options in the draft that is changed, by question and label."""
    threshold = _threshold(data)
    rules = [_rule(data, f"q{number}", threshold) for number in asked]
    whole = next((rule for rule in rules if "threshold" in rule), rules[0])
    return BallotOrder(
        territory_id=data["place"],
        title=data["title"],
        about=data["about"],
        kind=data["kind"],
        electorate=data["electorate"],
        body_id=data.get("body") if data["electorate"] == "COMMITTEE" else None,
        meeting_id=data.get("meeting") if data["electorate"] == "MEETING" else None,
        matter=data["matter"],
        consent_reference=data["consent_reference"],
        rule=_with_silence(data, whole),
        items=tuple(
            _item(data, f"q{number}", {} if rule == whole else rule, words)
            for number, rule in zip(asked, rules, strict=True)
        ),
        opens_at=data["opens_at"],
        closes_at=data["closes_at"],
        paper_rule=Ballot.PaperRule.FIRST_STANDS if data["paper"] else Ballot.PaperRule.NONE,
        level=data.get("level") or "N",
        secret=SecretTerms(casts_from=data.get("casts_from")) if data.get("level") == "S" else None,
    )


def _with_silence(data: Mapping[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    """The ballot's rule, by which the silent count only where an article is named."""
    if not data.get("silence"):
        return rule
    return rule | {"silence": {"reference": data["silence"], "counts_as": data.get("silence_as") or "present"}}


def bodies_in(territory_ids: Collection[int]) -> list[tuple[int, str]]:
    """The committees of these places that exist, by name."""
    rows = Organisation.objects.filter(
        territory_id__in=territory_ids, kind__endswith="COMMITTEE", ended_date__isnull=True
    )
    return list(rows.order_by("name", "pk").values_list("pk", "name"))


def meetings_in(territory_ids: Collection[int]) -> list[tuple[int, str]]:
    """The latest meetings of these places, as people call them."""
    rows = Meeting.objects.filter(territory_id__in=territory_ids).order_by("-held_date", "-pk")[:50]
    return [(row.pk, f"{row.title} · {day(row.held_date)}") for row in rows]


def values_of(ballot: Ballot, most: int) -> dict[str, Any]:
    """The form's values for a draft that is changed."""
    values: dict[str, Any] = {
        name: getattr(ballot, name) for name in ("title", "about", "electorate", "matter", "kind", "consent_reference")
    }
    values |= {"place": ballot.territory_id, "paper": ballot.paper_rule != Ballot.PaperRule.NONE}
    values |= {name: getattr(ballot, name).astimezone(SHANGHAI) for name in ("opens_at", "closes_at")}
    values["level"] = ballot.level
    if ballot.level == "S" and ballot.sealed.is_strict:
        values["casts_from"] = ballot.sealed.casts_from.astimezone(SHANGHAI)
    silence = ballot.rule.get("silence", {})
    values |= {"body": ballot.body_id, "meeting": ballot.meeting_id}
    values |= {"silence": silence.get("reference", ""), "silence_as": silence.get("counts_as", "present")}
    items = queries.sheet(ballot.pk).items[:most]
    draws = [item.rule["tie"]["draw"] for item in items if item.rule.get("tie", {}).get("draw")]
    values |= {"tie": "DRAW" if draws else "STEPS", "draw": draws[0] if draws else ""}
    for number, item in enumerate(items, 1):
        values |= {f"q{number}_{name}": value for name, value in _question(item).items()}
    return values


def words_of(ballot: Ballot) -> dict[tuple[str, str], tuple[str, int | None]]:
    """Text and picture of the draft's options, by question and label, so that changing the draft keeps them."""
    return {
        (item.key, folded(option.label)): (option.about, option.file_id)
        for item in queries.sheet(ballot.pk).items
        for option in item.options
    }


def kind_of(item: SheetItem) -> str:
    """Which way of answering in the form made this question."""
    name, rule = item.rule.get("id"), item.rule
    if name == "approval" and not (rule.get("seats", 1) == 1 and item.choose == len(item.options)):
        return CHOOSE
    return next((kind for kind, known in RULE_IDS.items() if known == name), CHOOSE)


def _question(item: SheetItem) -> dict[str, Any]:
    kind = kind_of(item)
    values: dict[str, Any] = {"text": item.label, "kind": kind}
    if kind == YES_NO:
        return values
    costs = item.rule.get("cost_fen", {})
    lines = [
        f"{option.label}｜{_plain(costs[option.key])}" if option.key in costs else option.label
        for option in item.options
    ]
    values |= {"options": "\n".join(lines), "choose": item.choose, "seats": item.rule.get("seats")}
    values |= {"all": item.wants_all}
    if kind in BUDGET:
        step = item.rule.get("step_fen")
        values |= {"budget": _plain(item.rule["budget_fen"]), "step": _plain(step) if step else ""}
    return values


def _plain(fen: int) -> str:
    return yuan_text(fen).replace(",", "").removesuffix(".00")


def _threshold(data: Mapping[str, Any]) -> dict[str, str]:
    if data["electorate"] != "OWNERS" or not data["matter"]:
        return {}
    row = law.row_for(law.OWNERS, data["matter"], local_date(data["opens_at"]))
    return row.threshold() if row is not None else {}


def _rule(data: Mapping[str, Any], key: str, threshold: dict[str, str]) -> dict[str, Any]:
    kind = data[f"{key}_kind"] or YES_NO
    name, seats = RULE_IDS.get(kind, "choose-k"), 1
    if kind == CHOOSE and threshold:
        name = "committee" if data["matter"] == law.COMMITTEE_MEMBERS else "approval"
        seats = data[f"{key}_choose"] or 1
    if kind == SEATS:
        seats = data[f"{key}_seats"] or data[f"{key}_choose"] or 1
    terms: dict[str, Any] = {"id": name, "version": 1, "source": threshold.get("source", ONLY_OPINIONS)}
    if kind in RANKED | BUDGET:
        terms["source"] = ONLY_OPINIONS
    elif threshold:
        terms["threshold"] = threshold
    if name in ("approval", "committee"):
        terms["seats"] = seats
    if kind in RANKED:
        terms["truncated"] = "refused" if data[f"{key}_all"] else "allowed"
    if kind in BUDGET:
        terms |= _money(data, key, kind)
    tie = _tie(data, name)
    return terms | ({"tie": tie} if tie else {})


def _money(data: Mapping[str, Any], key: str, kind: str) -> dict[str, Any]:
    costs = [priced(line)[1] or 0 for line in lines_of(data[f"{key}_options"])]
    money: dict[str, Any] = {
        "budget_fen": data[f"{key}_budget"],
        "cost_fen": {f"o{place}": cost for place, cost in enumerate(costs, 1)},
    }
    if kind == SHARES:
        money["version"] = 2  # the step is for each 100 m² where area counts
        money["step_fen"] = data[f"{key}_step"] or YUAN * -(-max(costs) // (RUNS * YUAN))
    return money


def _tie(data: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """The steps that a tie goes through: what the rule itself offers, then the draw if one is named."""
    by_area = ["area_cm2"] if data["electorate"] == "OWNERS" else []
    steps = {
        "approval": by_area,
        "committee": by_area,
        "ranked-irv": ["first-round"],
        "ranked-schulze": [],
        "budget-greedy": ["more-votes", "lower-cost"],
        "budget-equal-shares": ["more-votes", "lower-cost"],
    }.get(rule)
    if steps is None:
        return {}
    if data.get("tie") == "DRAW":
        return {"steps": [*steps, "draw"], "draw": data["draw"]}
    return {"steps": steps} if steps else {}


def _item(data: Mapping[str, Any], key: str, rule: dict[str, Any], words: Words) -> NewItem:
    kind, label = data[f"{key}_kind"] or YES_NO, data[f"{key}_text"]
    if kind == YES_NO:
        return NewItem(key, 1, tuple(NewOption(one) for one in ANSWERS), label=label, rule=rule)
    names = [priced(line)[0] if kind in BUDGET else line for line in lines_of(data[f"{key}_options"])]
    options = []
    for place, name in enumerate(names, 1):
        about, file_id = words.get((key, folded(name)), ("", None))
        options.append(NewOption(f"o{place}", name, about, file_id))
    choose = data[f"{key}_choose"] or (1 if kind == CHOOSE else len(names))
    if kind in RANKED or kind == APPROVAL:
        choose = len(names)
    if kind == SEATS:
        choose = data[f"{key}_choose"] or data[f"{key}_seats"] or 1
    return NewItem(key, choose, tuple(options), label=label, rule=rule)

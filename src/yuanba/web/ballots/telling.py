"""How a ranking or a budget came to its result, step by step in plain words, with the tables that anybody can follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanba.ballots.tally.model import AREA, HEADS
from yuanba.web.filters import CM2_PER_M2, number, yuan

STEPS = {
    "heads": gettext_lazy("the number of heads"),
    "area_cm2": gettext_lazy("the area"),
    "first-round": gettext_lazy("the first places"),
    "more-votes": gettext_lazy("the number of votes"),
    "lower-cost": gettext_lazy("the lower cost"),
    "draw": gettext_lazy("the public draw"),
}
Names = Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table of texts; `amounts` are the columns that hold numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """One count, by heads or by area: its steps in sentences, and the table."""

    heading: str
    lines: tuple[str, ...]
    table: Table


def exact(measure: str, value: int) -> str:
    """1142 heads as they are; 585725001 cm² as "58,572.5001 ㎡"."""
    return number(value) if measure == HEADS else exact_area(value)


def exact_area(area_cm2: int) -> str:
    """Thresholds are held to the square centimetre, so its digits are shown where there are some."""
    whole, rest = divmod(area_cm2, CM2_PER_M2)
    digits = f"{rest:04d}"
    return f"{whole:,}.{digits[:2] if digits.endswith('00') else digits} ㎡"


def said(measure: str, value: int) -> str:
    """The same with its unit, for a sentence."""
    text = exact(measure, value)
    return _("%(n)s heads") % {"n": text} if measure == HEADS else text


def told(item: Mapping[str, Any], rule: Mapping[str, Any], names: Names) -> tuple[Told, ...]:
    """The steps of this item by every measure that was counted; nothing for rules that only add crosses."""
    tell = {
        "ranked-irv": _rounds,
        "ranked-schulze": _duels,
        "budget-greedy": _greedy,
        "budget-equal-shares": _shares,
    }.get(str(rule.get("id", "")))
    if tell is None:
        return ()
    parts = [(HEADS, item)] + ([(AREA, item[AREA])] if AREA in item else [])
    several = len(parts) > 1
    return tuple(tell(part, rule, names, measure, _heading(measure) if several else "") for measure, part in parts)


def chosen_words(item: Mapping[str, Any], names: Names) -> str:
    """Who or what is chosen, and whether both measures say so; "" of a count that chooses nothing."""
    by_heads = _joined(item["chosen"], names)
    if AREA not in item:
        return _("Chosen: %(names)s.") % {"names": by_heads} if by_heads else _("Nobody and nothing is chosen.")
    if item.get("agree"):
        if not by_heads:
            return _("Nobody and nothing is chosen.")
        return _("Chosen by heads and by area alike: %(names)s.") % {"names": by_heads}
    none = _("nothing")
    words = {"heads": by_heads or none, "area": _joined(item[AREA]["chosen"], names) or none}
    return _("By heads: %(heads)s; by area: %(area)s. The two counts disagree, so nothing is settled.") % words


def tie_words(tie: Mapping[str, Any], names: Names) -> str:
    """How equals were told apart, or that they were not; "" where there were none."""
    if not tie:
        return ""
    among = _joined(tie["among"], names)
    if tie["decided_by"]:
        step = STEPS.get(tie["decided_by"], tie["decided_by"])
        return _("%(names)s were equal; %(step)s decided.") % {"names": among, "step": step}
    return _("%(names)s were equal, and no rule that was announced decides between them.") % {"names": among}


def _heading(measure: str) -> str:
    return _("Counted by heads") if measure == HEADS else _("Counted by area")


def _joined(keys: Any, names: Names) -> str:
    return _(", ").join(names[key] for key in keys)


def _rounds(part: Mapping[str, Any], rule: Mapping[str, Any], names: Names, measure: str, heading: str) -> Told:
    rounds = part["rounds"]
    lines: list[str] = []
    left: dict[str, Any] = {}
    for place, row in enumerate(rounds, 1):
        lines.append(_round(place, row, part, names, measure))
        left |= dict.fromkeys(row["votes"], place)
    order = sorted(left, key=lambda key: (-left[key], -rounds[left[key] - 1]["votes"][key]))
    rows = [
        (names[key], *(exact(measure, row["votes"][key]) if key in row["votes"] else "–" for row in rounds))
        for key in order
    ]
    rows.append((_("Sheets that name nobody more"), *(exact(measure, row["exhausted"]) for row in rounds)))
    heads = ("", *(_("Round %(n)s") % {"n": place} for place in range(1, len(rounds) + 1)))
    return Told(heading, tuple(lines), Table(_("Votes in each round"), heads, tuple(rows), tuple(range(1, len(heads)))))


def _round(place: int, row: Mapping[str, Any], part: Mapping[str, Any], names: Names, measure: str) -> str:
    total = sum(row["votes"].values())
    words = {"n": place, "total": said(measure, total)}
    if row["out"]:
        text = _("Round %(n)s: nobody has more than half of %(total)s. %(out)s has fewest and goes out.") % (
            words | {"out": _joined(row["out"], names)}
        )
    elif part["chosen"]:
        key = part["chosen"][0]
        text = _("Round %(n)s: %(name)s has %(votes)s of %(total)s, more than half.") % (
            words | {"name": names[key], "votes": said(measure, row["votes"][key])}
        )
    elif total:
        text = _("Round %(n)s: nobody has more than half of %(total)s.") % words
    else:
        text = _("Nobody put anything in order.")
    return f"{text} {tie_words(row['tie'], names)}".strip()


def _duels(part: Mapping[str, Any], rule: Mapping[str, Any], names: Names, measure: str, heading: str) -> Told:
    duels, keys = part["duels"], list(part["duels"])
    rows = []
    for key in keys:
        cells = []
        for other in keys:
            wins = key != other and duels[key][other] > duels[other][key]
            cells.append("–" if key == other else exact(measure, duels[key][other]) + (" ✓" if wins else ""))
        rows.append((names[key], *cells))
    lines = [_("Each line says how many put it before the one above the column; ✓ where that is the greater part.")]
    for winner in part["chosen"]:
        if all(duels[winner][other] > duels[other][winner] for other in keys if other != winner):
            lines.append(_("%(name)s wins against every other one.") % {"name": names[winner]})
        else:
            lines.append(
                _(
                    "Nobody wins against every other one. By the strongest chain of comparisons none stands before %(name)s."
                )
                % {"name": names[winner]}
            )
    tie = tie_words(part["tie"], names)
    heads = ("", *(names[key] for key in keys))
    table = Table(_("Each compared with each"), heads, tuple(rows), tuple(range(1, len(heads))))
    return Told(heading, (*lines, tie) if tie else tuple(lines), table)


def _greedy(part: Mapping[str, Any], rule: Mapping[str, Any], names: Names, measure: str, heading: str) -> Told:
    costs, votes, chosen = rule["cost_fen"], part["votes"], part["chosen"]
    order = sorted(votes, key=lambda key: (-votes[key], chosen.index(key) if key in chosen else len(votes)))
    spent, rows = 0, []
    for key in order:
        spent += costs[key] if key in chosen else 0
        state = _("✓ paid for") if key in chosen else _("no vote") if not votes[key] else _("does not fit any more")
        rows.append((names[key], exact(measure, votes[key]), yuan(costs[key]), yuan(spent), state))
    return Told(heading, _spent(part, names), Table(_("Projects by votes"), _project_heads(), tuple(rows), (1, 2, 3)))


def _shares(part: Mapping[str, Any], rule: Mapping[str, Any], names: Names, measure: str, heading: str) -> Told:
    costs, votes = rule["cost_fen"], part["votes"]
    pays = {row["option"]: row["pays"] for row in part["rounds"]}
    unit = 1 if measure == HEADS else CM2_PER_M2
    grows = Fraction(1, 100) if rule["version"] == 2 and measure != HEADS else unit  # version 2: for each 100 m²
    rows = []
    order = [row["option"] for row in part["rounds"]] + list(part["completed"])
    order += sorted((key for key in votes if key not in order), key=lambda key: -votes[key])
    spent = 0
    for key in order:
        spent += costs[key] if key in part["chosen"] else 0
        if key in pays and key in part["chosen"]:
            text = (
                _("✓ each who wants it pays at most %(sum)s")
                if measure == HEADS
                else _("✓ each ㎡ of those who want it pays at most %(sum)s")
            )
            state = text % {"sum": _about(Fraction(pays[key]) * unit)}
        elif key in part["completed"]:
            state = _("✓ by votes, out of what was left")
        else:
            state = _("no vote") if not votes[key] else _("its voters cannot pay for it")
        rows.append((names[key], exact(measure, votes[key]), yuan(costs[key]), yuan(spent), state))
    lines = []
    if part["voters"]:
        words = {"voters": said(measure, part["voters"]), "budget": yuan(part["budget_fen"])}
        words |= {"share": _about(Fraction(part["share"]) * unit), "step": _about(Fraction(rule["step_fen"]) * grows)}
        text = (
            _("%(voters)s share %(budget)s equally. In the share-out that stands each has %(share)s to spend.")
            if measure == HEADS
            else _("%(voters)s share %(budget)s equally. In the share-out that stands each ㎡ has %(share)s to spend.")
        )
        lines.append(text % words)
        if part["runs"] > 1:
            again = (
                _("Money was left, so it was shared out again %(n)s times, each time with %(step)s more each.")
                if measure == HEADS
                else _(
                    "Money was left, so it was shared out again %(n)s times, each time with %(step)s more for each ㎡."
                )
            )
            lines.append(again % (words | {"n": part["runs"] - 1}))
    table = Table(_("Projects in the order in which they were bought"), _project_heads(), tuple(rows), (1, 2, 3))
    return Told(heading, (*lines, *_spent(part, names)), table)


def _project_heads() -> tuple[str, ...]:
    return (_("Project"), _("How many want it"), _("Cost"), _("Together so far"), _("Result"))


def _spent(part: Mapping[str, Any], names: Names) -> tuple[str, ...]:
    rest = part["budget_fen"] - part["spent_fen"]
    text = ngettext(
        "%(n)s project is paid for: %(spent)s of %(budget)s, %(rest)s is left.",
        "%(n)s projects are paid for: %(spent)s of %(budget)s, %(rest)s is left.",
        len(part["chosen"]),
    ) % {
        "n": len(part["chosen"]),
        "spent": yuan(part["spent_fen"]),
        "budget": yuan(part["budget_fen"]),
        "rest": yuan(rest),
    }
    tie = tie_words(part["tie"], names)
    return (text, tie) if tie else (text,)


def _about(fen: Fraction) -> str:
    """An amount to the fen; "about" where it is not whole."""
    whole = int(fen + Fraction(1, 2))
    return yuan(whole) if fen == whole else _("about %(sum)s") % {"sum": yuan(whole)}

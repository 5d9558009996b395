"""The sheet as a page shows it and as a browser sends it back: fields named item.<key>, one value per chosen option.

A ranked question is sent from the sheet as numbers, one field rank.<item>.<option> for each option; from the review on
it travels as item.<key> like the others, in the order of the ranking.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanba.ballots import ranking
from yuanba.ballots.models import Ballot
from yuanba.ballots.queries import Sheet, SheetItem
from yuanba.files.queries import chosen as stored
from yuanba.kernel.verdict import Verdict
from yuanba.web import candidates, downloads
from yuanba.web.ballots.labels import ANSWERS, HOW
from yuanba.web.filters import yuan
from yuanba.web.refusals import Explained, explain

FIELD = "item."
RANK = "rank."
Choices = dict[str, list[str]]
Numbers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Filled:
    """What a sent sheet says: `numbers` as they were written in ranked questions, `why` if they say no order."""

    choices: Choices = field(default_factory=dict)
    numbers: Numbers = field(default_factory=dict)
    why: Verdict | None = None


@dataclass(frozen=True)
class ShownOption:
    key: str
    name: str
    summary: str
    url: str
    withdrawn: bool
    checked: bool
    number: int
    rank: str = ""  # the place given to it, as written
    cost_fen: int = 0
    file_url: str = ""  # the picture or plan beside it
    is_picture: bool = False


@dataclass(frozen=True)
class ShownItem:
    """A question as the page shows it: `left` says in words how many more may be chosen, or what they cost together;
    `wrong` why not as it stands; `patterns` the same sentences for the script that counts while people tap."""

    key: str
    name: str
    label: str
    choose: int
    options: tuple[ShownOption, ...]
    left: str
    wrong: str
    kind: str = "candidates"  # or "options", "yes-no", "ranked", "budget"
    wants_all: bool = False
    how: str = ""  # how it is counted, in a sentence
    seats: int = 0
    budget_fen: int = 0
    patterns: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> tuple[ShownOption, ...]:
        """What is chosen; of a ranked question in the order of the ranking."""
        found = [option for option in self.options if option.checked]
        if self.kind == "ranked":
            found.sort(key=lambda option: int(option.rank))
        return tuple(found)

    @property
    def spent_fen(self) -> int:
        return sum(option.cost_fen for option in self.chosen)


def sent(values: QueryDict) -> Choices:
    """The choices in a sent form; an empty radio ("none of these") is no choice."""
    return {
        name.removeprefix(FIELD): [value for value in values.getlist(name) if value]
        for name in values
        if name.startswith(FIELD)
    }


def read(values: QueryDict, sheet: Sheet, *, on_paper: bool = False) -> Filled:
    """As `sent`, and ranked questions by their numbers. A doubled number is asked about, but on paper it stands as it
    is: then the order holds as far as it is clear."""
    choices, numbers = sent(values), dict[str, Mapping[str, str]]()
    why: Verdict | None = None
    for item in sheet.items:
        names = {option.key: f"{RANK}{item.key}.{option.key}" for option in item.options}
        if not item.is_ranked or not any(name in values for name in names.values()):
            continue
        written = {option: values.get(name, "") for option, name in names.items()}
        found = ranking.read(written)
        numbers[item.key], choices[item.key] = written, list(found.order)
        verdict = ranking.clear(item.key, found)
        if not verdict and not on_paper:
            why = why or verdict
    return Filled(choices, numbers, why)


def hidden(choices: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The fields that carry the choices on to the next page."""
    return [(f"{FIELD}{item}", option) for item, options in choices.items() for option in options]


def shown(
    sheet: Sheet, choices: Mapping[str, Sequence[str]], why: Verdict | None = None, numbers: Numbers | None = None
) -> tuple[ShownItem, ...]:
    """Every question with the candidates' cards; `why` marks the question that a refusal is about."""
    cards = candidates.cards(option.key for item in sheet.items for option in item.options)
    files = _files(sheet)
    wrong = {str(why.facts["item"]): explain(why).rule} if why is not None and "item" in why.facts else {}
    other = "candidates" if sheet.ballot.kind == Ballot.Kind.AWARD else "options"
    return tuple(
        _item(
            item,
            cards,
            files,
            choices.get(item.key, ()),
            written=(numbers or {}).get(item.key),
            wrong=wrong.get(item.key, ""),
            kind=_kind(item) or other,
        )
        for item in sheet.items
    )


def _files(sheet: Sheet) -> dict[tuple[str, str], tuple[str, bool]]:
    """The address of each option's picture or plan, and whether it is a picture; no query where there are none."""
    kept = {
        (item.key, option.key): option.file_id
        for item in sheet.items
        for option in item.options
        if option.file_id is not None
    }
    known = stored(list(kept.values())) if kept else {}
    return {
        (item, option): (
            reverse("ballots:option_file", args=[sheet.ballot.pk, item, option]),
            known[file_id].kind in downloads.PICTURES,
        )
        for (item, option), file_id in kept.items()
        if file_id in known
    }


def _kind(item: SheetItem) -> str:
    if item.is_ranked:
        return "ranked"
    if item.is_budget:
        return "budget"
    return "yes-no" if item.is_yes_no else ""


def _item(
    item: SheetItem,
    cards: Mapping[str, candidates.Card],
    files: Mapping[tuple[str, str], tuple[str, bool]],
    chosen: Sequence[str],
    *,
    written: Mapping[str, str] | None,
    wrong: str,
    kind: str,
) -> ShownItem:
    place = {key: str(number) for number, key in enumerate(chosen, 1)}
    costs = item.rule.get("cost_fen", {}) if item.is_budget else {}
    options = []
    for number, option in enumerate(item.options, 1):
        card = cards.get(option.key)
        url, is_picture = files.get((item.key, option.key), ("", False))
        options.append(
            ShownOption(
                option.key,
                option.label or (card.name if card else str(ANSWERS.get(option.key, option.key))),
                option.about or (card.summary if card else ""),
                card.url if card else "",
                option.withdrawn,
                option.key in place and not option.withdrawn,
                number,
                rank=(place if written is None else written).get(option.key, ""),
                cost_fen=costs.get(option.key, 0),
                file_url=url,
                is_picture=is_picture,
            )
        )
    picked = [option for option in options if option.checked]
    budget = item.rule.get("budget_fen", 0) if item.is_budget else 0
    spent = sum(option.cost_fen for option in picked)
    return ShownItem(
        item.key,
        f"{FIELD}{item.key}",
        item.label or item.key,
        item.choose,
        tuple(options),
        said(budget, len(picked), spent) if budget else left(item.choose - len(picked)),
        wrong,
        kind,
        item.wants_all,
        str(HOW.get(item.rule.get("id", ""), "")),
        item.rule.get("seats", 0),
        budget,
        money_patterns(budget) if budget else patterns(),
    )


def left(number: int) -> str:
    """ "2 more may be chosen", "that is all", "1 too many"."""
    if number > 0:
        return ngettext("%(n)s more may be chosen", "%(n)s more may be chosen", number) % {"n": number}
    if number == 0:
        return _("All chosen")
    return ngettext("%(n)s too many", "%(n)s too many", -number) % {"n": -number}


def patterns() -> dict[str, str]:
    """The same sentences for the script that counts while people tap; "#" stands for the number."""
    return {
        "more": (ngettext("%(n)s more may be chosen", "%(n)s more may be chosen", 2) % {"n": "#"}),
        "all": _("All chosen"),
        "over": (ngettext("%(n)s too many", "%(n)s too many", 2) % {"n": "#"}),
    }


def said(budget_fen: int, number: int, spent_fen: int) -> str:
    """What the chosen projects cost together, beside the budget."""
    words = money_patterns(budget_fen)
    text = words["within"] if spent_fen <= budget_fen else words["beyond"]
    rest = yuan(abs(budget_fen - spent_fen))
    return text.replace("{n}", str(number)).replace("{sum}", yuan(spent_fen)).replace("{rest}", rest)


def money_patterns(budget_fen: int) -> dict[str, str]:
    """The sentences about money for the script; {n}, {sum} and {rest} stand for what changes, {yuan} for an amount."""
    words = {"n": "{n}", "sum": "{sum}", "rest": "{rest}", "budget": yuan(budget_fen)}
    return {
        "within": _("%(n)s chosen, %(sum)s together; %(rest)s of the budget of %(budget)s is left") % words,
        "beyond": _(
            "%(n)s chosen, %(sum)s together: %(rest)s more than the budget of %(budget)s. You may send it so;"
            " in the end only what fits the budget is paid for."
        )
        % words,
        "yuan": yuan(0).replace("0", "{yuan}"),
    }


def rows(items: Iterable[ShownItem]) -> list[tuple[str, str]]:
    """What the review page repeats: each question and the names chosen."""
    return [(item.label, _repeated(item)) for item in items]


def _repeated(item: ShownItem) -> str:
    if not item.chosen:
        return _("nobody chosen") if item.kind == "candidates" else _("left empty")
    if item.kind == "ranked":
        return _("; ").join(
            _("%(n)s. %(name)s") % {"n": number, "name": option.name} for number, option in enumerate(item.chosen, 1)
        )
    names = _(", ").join(option.name for option in item.chosen)
    return f"{names} · {item.left}" if item.kind == "budget" else names


def summary(why: Verdict | None) -> Explained | None:
    return explain(why) if why is not None else None


def short_code(leaf_hash: str) -> str:
    """The first 60 bits of the paper's hash, in groups that can be read over the phone."""
    head = leaf_hash[:15].upper()
    return " ".join(head[start : start + 5] for start in range(0, len(head), 5))

"""The sheet as a page shows it and as a browser sends it back: fields named item.<key>, one value per chosen option."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanba.ballots.models import Ballot
from yuanba.ballots.queries import Sheet, SheetItem
from yuanba.kernel.verdict import Verdict
from yuanba.web import candidates
from yuanba.web.ballots.labels import ANSWERS
from yuanba.web.refusals import Explained, explain

FIELD = "item."
Choices = dict[str, list[str]]


@dataclass(frozen=True)
class ShownOption:
    key: str
    name: str
    summary: str
    url: str
    withdrawn: bool
    checked: bool
    number: int


@dataclass(frozen=True)
class ShownItem:
    """A question as the page shows it: `left` says in words how many more may be chosen; `wrong` why not as it stands."""

    key: str
    name: str
    label: str
    choose: int
    options: tuple[ShownOption, ...]
    left: str
    wrong: str
    kind: str = "candidates"  # or "options", "yes-no": what the page calls them, and whether one is picked like a radio

    @property
    def chosen(self) -> tuple[ShownOption, ...]:
        return tuple(option for option in self.options if option.checked)


def sent(values: QueryDict) -> Choices:
    """The choices in a sent form; an empty radio ("none of these") is no choice."""
    return {
        name.removeprefix(FIELD): [value for value in values.getlist(name) if value]
        for name in values
        if name.startswith(FIELD)
    }


def hidden(choices: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The fields that carry the choices on to the next page."""
    return [(f"{FIELD}{item}", option) for item, options in choices.items() for option in options]


def shown(sheet: Sheet, choices: Mapping[str, Sequence[str]], why: Verdict | None = None) -> tuple[ShownItem, ...]:
    """Every question with the candidates' cards; `why` marks the question that a refusal is about."""
    cards = candidates.cards(option.key for item in sheet.items for option in item.options)
    wrong = {str(why.facts["item"]): explain(why).rule} if why is not None and "item" in why.facts else {}
    other = "candidates" if sheet.ballot.kind == Ballot.Kind.AWARD else "options"
    return tuple(
        _item(
            item,
            cards,
            choices.get(item.key, ()),
            wrong=wrong.get(item.key, ""),
            kind="yes-no" if item.is_yes_no else other,
        )
        for item in sheet.items
    )


def _item(
    item: SheetItem, cards: Mapping[str, candidates.Card], chosen: Iterable[str], *, wrong: str, kind: str
) -> ShownItem:
    picked = set(chosen)
    options = []
    for number, option in enumerate(item.options, 1):
        card = cards.get(option.key)
        options.append(
            ShownOption(
                option.key,
                option.label or (card.name if card else str(ANSWERS.get(option.key, option.key))),
                card.summary if card else "",
                card.url if card else "",
                option.withdrawn,
                option.key in picked and not option.withdrawn,
                number,
            )
        )
    return ShownItem(
        item.key,
        f"{FIELD}{item.key}",
        item.label or item.key,
        item.choose,
        tuple(options),
        left(item.choose - sum(option.checked for option in options)),
        wrong,
        kind,
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


def rows(items: Iterable[ShownItem]) -> list[tuple[str, str]]:
    """What the review page repeats: each question and the names chosen."""
    return [(item.label, _(", ").join(option.name for option in item.chosen) or _nothing(item)) for item in items]


def _nothing(item: ShownItem) -> str:
    return _("nobody chosen") if item.kind == "candidates" else _("left empty")


def summary(why: Verdict | None) -> Explained | None:
    return explain(why) if why is not None else None


def short_code(leaf_hash: str) -> str:
    """The first 60 bits of the paper's hash, in groups that can be read over the phone."""
    head = leaf_hash[:15].upper()
    return " ".join(head[start : start + 5] for start in range(0, len(head), 5))

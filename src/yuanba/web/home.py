"""What the first page offers: each subject's home.py says what is open now and what a visitor can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from yuanba.web import subjects

Text = str | Promise
OPEN, GOING_ON = 20, 30  # from these orders on: open to whoever looks, going on elsewhere


@dataclass(frozen=True)
class Card:
    """One thing that goes on, from web/<subject>/home.py `cards(request) -> Sequence[Card]`.

    `when` is a deadline in words ("before 24:00 on …"), `what` what is due by then; `chip` one word of state (kind leaf,
    amber, brick, sky, plain). `url` and `action` (a verb) are the one thing to do, `more` a second link (label, address).
    `order` sorts all cards: 10 waits for me, 20 open to me now, 28 my compound, 30 going on, 40 to read, 60 over.
    From 20 on a card is one line to tap, so `more` shows only on a first card; of those from 30 on a few are in sight.
    """

    title: Text
    text: Text = ""
    when: Text = ""
    what: Text = ""
    chip: Text = ""
    chip_kind: str = "sky"
    url: str = ""
    action: Text = ""
    more: tuple[Text, str] | None = None
    order: int = 30

    @property
    def is_line(self) -> bool:
        """Nothing waits for the reader here: one line that leads there is enough."""
        return self.order >= OPEN and bool(self.url)


def cards(request: HttpRequest) -> list[Card]:
    """Every subject's cards for this visitor, in order."""
    found: list[Card] = []
    for module in subjects.modules("home"):
        made: Sequence[Card] = module.cards(request)
        found.extend(made)
    return sorted(found, key=lambda card: card.order)

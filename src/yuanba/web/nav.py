"""The way through the rooms: each subject's nav.py names its doors, and people see those that open for them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from yuanba.web import sessions, subjects


@dataclass(frozen=True)
class Item:
    """An entry of web/<subject>/nav.py NAV.

    `needs`: "" for anyone, "signed_in", "resident", or a permission ("award.organise"). `order` sorts the whole list
    (10 today's work, 20 awards, 30 ballots and surveys, 40 notices, 50 funds, 60 oversight, 80 people, 90 own data).
    `count` gives the number of things waiting, or 0; it runs at every page, so it must be cheap.
    """

    key: str
    label: str | Promise
    url_name: str
    needs: str = ""
    order: int = 50
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Link:
    key: str
    label: str
    url: str
    count: int
    is_work: bool = False  # it opens by an appointment, not for everybody


def links(request: HttpRequest) -> list[Link]:
    """The entries that open for this visitor, in order; of several with one key the first, so a desk hides its shop window."""
    items = sorted((item for module in subjects.modules("nav") for item in module.NAV), key=lambda item: item.order)
    open_ones: dict[str, Item] = {}
    for item in items:
        if item.key not in open_ones and opens(request, item):
            open_ones[item.key] = item
    return [
        Link(
            item.key,
            str(item.label),
            reverse(item.url_name),
            item.count(request) if item.count else 0,
            is_work=item.needs not in ("", "signed_in", "resident"),
        )
        for item in open_ones.values()
    ]


def opens(request: HttpRequest, item: Item) -> bool:
    """True if the door behind the entry would let this visitor in."""
    if not item.needs:
        return True
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    if item.needs == "signed_in":
        return True
    if user.is_staff_account and not sessions.has_second_factor(request):
        return False
    actor = request.actor  # type: ignore[attr-defined]
    if item.needs == "resident":
        return actor.person_id is not None
    return actor.holds_anywhere(item.needs)

"""The way through the rooms: each subject's nav.py names its doors, and people see those that open for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.web import sessions, subjects


@dataclass(frozen=True)
class Item:
    """An entry of web/<subject>/nav.py NAV.

    `needs`: "" for anyone, "signed_in", "resident", or a permission ("award.organise"). `order` sorts the whole list
    and says under which heading of GROUPS an entry of somebody's work stands.
    `count` gives the number of things waiting, or 0; it runs at every page, so it must be cheap.
    """

    key: str
    label: str | Promise
    url_name: str
    needs: str = ""
    order: int = 50
    count: Callable[[HttpRequest], int] | None = None


GROUPS: tuple[tuple[int, str | Promise], ...] = (
    (0, _("In my charge")),
    (20, _("Awards")),
    (30, _("Votes, calls, surveys")),
    (35, _("Owners and property companies")),
    (40, _("Notices and registers")),
    (70, _("Places and bodies")),
    (80, _("People and rolls")),
)
"""From which `order` on entries of work stand under which heading."""
OWN = 90  # from here on one's own page and data, which stay in sight
FEW = 6  # so many entries of work need no headings


@dataclass(frozen=True)
class Link:
    key: str
    label: str
    url: str
    count: int
    is_work: bool = False  # it opens by an appointment, not for everybody
    order: int = 0


@dataclass(frozen=True)
class Group:
    """Entries under one heading; `is_folded` what everybody sees too, behind the work of whoever has some."""

    label: str
    links: list[Link]
    is_folded: bool = False


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
            order=item.order,
        )
        for item in open_ones.values()
    ]


def grouped(found: Sequence[Link]) -> list[Group]:
    """The entries by subject, for whoever has work here; all in one group for a neighbour."""
    work = [link for link in found if link.is_work]
    if not work:
        return [Group("", list(found))]
    groups = [Group("", work)] if len(work) <= FEW else _by_subject(work)
    own = [link for link in found if not link.is_work and link.order >= OWN]
    others = [link for link in found if not link.is_work and link.order < OWN]
    behind = [Group(gettext("Pages for everybody"), others, is_folded=True)] if others else []
    return [*groups, *behind, *([Group("", own)] if own else [])]


def _by_subject(work: Sequence[Link]) -> list[Group]:
    ends = [start for start, _label in GROUPS[1:]] + [1000]
    groups = [
        Group(str(label), [link for link in work if start <= link.order < end])
        for (start, label), end in zip(GROUPS, ends, strict=True)
    ]
    return [group for group in groups if group.links]


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

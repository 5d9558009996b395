"""What the desk puts on the first page: what is the visitor's to do, and what their organisation was asked to help with."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.cases.models import Case
from yuanba.cases.queries.waiting import asked_to_help, own_open
from yuanba.web import clock
from yuanba.web.cases.labels import category_name
from yuanba.web.casework.frame import WORK
from yuanba.web.dates import by
from yuanba.web.home import Card

SHOWN = 3


def cards(request: HttpRequest) -> Sequence[Card]:
    """The next of one's own cases, with how many there are; then each case that one's organisation was asked about."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.account_id is None or not actor.grants:
        return []
    own = own_open(actor) if any(actor.holds_anywhere(one) for one in WORK) else []
    helping = asked_to_help(actor, clock.now())[:SHOWN]
    return [*([_own(own)] if own else []), *(_asked(case) for case in helping)]


def _own(rows: list[Case]) -> Card:
    first = rows[0]
    late = first.due_at is not None and first.due_at <= clock.now()
    return Card(
        title=_("%(n)s cases are yours to handle") % {"n": len(rows)},
        when=by(first.due_at) if first.due_at else "",
        what=_("the first one: %(name)s") % {"name": category_name(first.category)},
        chip=_("overdue") if late else _("Mine"),
        chip_kind="brick" if late else "amber",
        url=reverse("casework:desk"),
        action=_("Open my cases"),
        order=10,
    )


def _asked(case: Case) -> Card:
    return Card(
        title=category_name(case.category),
        when=by(case.due_at) if case.due_at else "",
        what=_("your organisation was asked to help"),
        chip=_("Help asked"),
        chip_kind="amber",
        url=reverse("casework:case", args=[case.number]),
        action=_("Look at it"),
        order=10,
    )

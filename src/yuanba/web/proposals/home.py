"""Calls that are open to this resident."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.proposals import queries
from yuanba.web import clock
from yuanba.web.agreements.scope import around
from yuanba.web.dates import by
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """Calls to which one may hand in, and shortlists that are up for comments; the vote has its own card."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or request.user.is_staff_account:  # type: ignore[union-attr]
        return []
    places = around(actor.person_id)
    found = [
        Card(
            title=one.title,
            when=by(one.closes_at),
            what=_("you can hand in a proposal"),
            chip=_("Call for proposals"),
            url=reverse("proposals:call", args=[one.pk]),
            action=_("See what is asked for"),
            order=20,
        )
        for one in queries.collecting(places, clock.now())
    ]
    return found + [
        Card(
            title=one.title,
            when=by(one.notice.closes_at) if one.notice and one.notice.closes_at else "",
            what=_("you can comment"),
            chip=_("Shortlist"),
            chip_kind="amber",
            url=reverse("proposals:call", args=[one.pk]),
            action=_("See the shortlist"),
            order=20,
        )
        for one in queries.discussing(places)
    ]

"""Open votes on the first page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.ballots import queries
from yuanba.web import clock
from yuanba.web.dates import by
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """The votes that wait for this resident."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return []
    mine = list(queries.open_for(person_id, clock.now()))
    cast = queries.cast_among(person_id, [one.pk for one in mine]) if mine else set()
    return [
        Card(
            title=one.title,
            when=by(one.closes_at),
            what=_("you can vote"),
            chip=_("Vote"),
            url=reverse("ballots:sheet", args=[one.pk]),
            action=_("Fill in my sheet"),
            more=(_("What it is about"), reverse("ballots:about", args=[one.pk])),
            order=10,
        )
        for one in mine
        if one.pk not in cast
    ]

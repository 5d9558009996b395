"""Open surveys on the first page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.surveys import queries
from yuanba.web import clock
from yuanba.web.dates import by
from yuanba.web.home import Card
from yuanba.web.surveys.labels import what


def cards(request: HttpRequest) -> Sequence[Card]:
    """The surveys that wait for this resident."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return []
    return [
        Card(
            title=one.title,
            when=by(one.closes_at),
            what=_("you can answer"),
            chip=what(one),
            url=reverse("surveys:form", args=[one.pk]),
            action=_("Say what you think"),
            order=10,
        )
        for one in queries.open_for(person_id, clock.now())
    ]

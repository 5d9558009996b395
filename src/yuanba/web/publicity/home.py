"""Running notices on the first page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.publicity import queries
from yuanba.web import clock
from yuanba.web.dates import by
from yuanba.web.home import Card

SHOWN = 3


def cards(request: HttpRequest) -> Sequence[Card]:
    """The notices against which anybody may object now, those that end first."""
    return [
        Card(
            title=one.title,
            when=by(one.closes_at),
            what=_("you can object"),
            chip=_("Public notice"),
            chip_kind="amber",
            url=reverse("publicity:notice", args=[one.pk]),
            action=_("Read the notice"),
            order=20,
        )
        for one in queries.running(clock.now()).only("pk", "title", "closes_at")[:SHOWN]
    ]

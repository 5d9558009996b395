"""The way from the first page to the plans of one's own compound."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.programmes import queries
from yuanba.web.home import Card
from yuanba.web.programmes.frame import homes


def cards(request: HttpRequest) -> Sequence[Card]:
    """One line: the plans of my own compound, if it keeps any."""
    mine = homes(request)
    kept = queries.places_with_plans(mine) if mine else set()
    if not kept:
        return []
    place = min(kept)
    return [
        Card(
            title=_("Plans and ideas of my compound"),
            url=reverse("programmes:board", args=[place]),
            action=_("See what is planned"),
            order=28,
        )
    ]

"""A round that comes to the visitor's own door."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.cases.queries import round_lists
from yuanba.web.dates import last_day
from yuanba.web.home import Card
from yuanba.web.programmes.frame import homes


def cards(request: HttpRequest) -> Sequence[Card]:
    """One line for each round under way in one's own compound."""
    mine = homes(request)
    if not mine:
        return []
    return [
        Card(
            title=one.title,
            text=_("Neighbours and grid workers come by until %(day)s. You may say no.")
            % {"day": last_day(one.last_date)},
            url=reverse("rounds:about", args=[one.pk]),
            action=_("See why they come"),
            order=30,
        )
        for one in round_lists.walking_in(mine)[:3]
    ]

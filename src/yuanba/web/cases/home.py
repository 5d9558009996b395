"""What cases put on the first page: what waits for the reporter's word, and the way to report."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.cases import queries
from yuanba.cases.rules import silence_end
from yuanba.web.cases.labels import category_name
from yuanba.web.dates import by
from yuanba.web.home import Card

MOST = 3


def cards(request: HttpRequest) -> Sequence[Card]:
    """At most three answers to confirm, then one line that leads to reporting."""
    found = [
        Card(
            title=category_name(case.category),
            when=by(silence_end(case.answered_at)),
            what=_("please say whether it is solved"),
            chip=_("Waits for your word"),
            chip_kind="amber",
            url=reverse("cases:thread", args=[case.number]),
            action=_("Read the answer"),
            order=10,
        )
        for case in queries.waiting_for_word(request.actor)[:MOST]
    ]
    return [
        *found,
        Card(
            title=_("Report something"),
            text=_("A photo and a sentence are enough."),
            url=reverse("cases:choose"),
            order=28,
        ),
    ]

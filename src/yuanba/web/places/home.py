"""The resident's own compounds on the first page: everything about them is one tap away."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.calendar import local_date
from yuanba.people.queries import compounds_of
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """One card for each compound where this resident owns or lives, after what can be done now. Three queries."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    if person_id is None or request.user.is_staff_account:  # type: ignore[union-attr]
        return []
    on = local_date(clock.now())
    names = names_at(compounds_of(person_id, on), on)
    return [
        Card(
            title=name,
            chip=_("My compound"),
            chip_kind="leaf",
            url=reverse("places:place", args=[pk]),
            action=_("See what goes on in the compound"),
            order=28,
        )
        for pk, name in sorted(names.items(), key=lambda one: one[1])
    ]

"""Texts that wait for this resident's comment or signature."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanba.agreements import queries
from yuanba.web import clock
from yuanba.web.agreements.labels import KINDS
from yuanba.web.agreements.scope import around
from yuanba.web.dates import by, day
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """Drafts on which this resident may comment, and texts that wait for a signature."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or request.user.is_staff_account:  # type: ignore[union-attr]
        return []
    places = around(actor.person_id)
    found = [
        Card(
            title=one.agreement.title,
            when=by(one.comments_close_at) if one.comments_close_at else "",
            what=_("you can comment"),
            chip=KINDS[one.agreement.kind],
            chip_kind="amber",
            url=reverse("agreements:comment", args=[one.agreement_id, one.number]),
            action=_("Say what you think of it"),
            more=(_("Read the draft"), reverse("agreements:version", args=[one.agreement_id, one.number])),
            order=20,
        )
        for one in queries.open_to(places, clock.now())
    ]
    return found + [
        Card(
            title=one.agreement.title,
            text=_("Holds since %(when)s.") % {"when": day(one.from_date)} if one.from_date else "",
            chip=KINDS[one.agreement.kind],
            url=reverse("agreements:sign", args=[one.agreement_id, one.number]),
            action=_("Read it and sign"),
            order=25,
        )
        for one in queries.to_sign(places, actor.person_id)[:3]
    ]

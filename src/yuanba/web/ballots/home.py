"""Open votes on the first page, and what owners were asked and answered."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanba.ballots import queries, states
from yuanba.ballots.models import Authorisation, Ballot
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.ballots import turns
from yuanba.web.ballots.labels import KINDS
from yuanba.web.dates import after, by
from yuanba.web.home import Card

DECIDED = {"OWNERS": _("The owners have decided; every number is there.")}
DECIDED_ELSE = _("The result is there, with every number.")
ASKED = {"OWNERS": _("owners can vote")}
ASKED_ELSE = _("those on the roll can vote")


def cards(request: HttpRequest) -> Sequence[Card]:
    """The votes that wait for this resident."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return _for_all(frozenset())
    found = turns.mine(person_id, clock.now())
    return [
        *(_asks(one) for one in queries.waiting_for(person_id)),
        *_for_all(found.ids),
        *(_card(one, "ballots:sheet", _("you can vote"), _("Fill in my sheet")) for one in found.waiting),
        *(_card(one, "secret:vote", _("you can vote with your ticket"), _("Open my ticket")) for one in found.due),
    ]


def _card(ballot: Ballot, address: str, what: Promise, action: Promise) -> Card:
    return Card(
        title=ballot.title,
        when=by(ballot.closes_at),
        what=what,
        chip=_("Vote"),
        url=reverse(address, args=[ballot.pk]),
        action=action,
        more=(_("What it is about"), reverse("ballots:about", args=[ballot.pk])),
        order=10,
    )


def _asks(one: Authorisation) -> Card:
    assert one.ballot is not None, "asked for one ballot"
    return Card(
        title=_("%(name)s asks you to vote for them") % {"name": one.principal_name},
        text=one.ballot.title,
        chip=_("Your turn"),
        chip_kind="amber",
        url=reverse("ballots:proxies", args=[one.ballot.pk]),
        action=_("Say yes or no"),
        order=9,
    )


def _for_all(mine: frozenset[int]) -> list[Card]:
    """What owners are being asked, and what they have answered lately: anybody may read it."""
    found, asked = [], list(queries.asked_lately(clock.now()))
    places = names_at({one.territory_id for one in asked}, local_date(clock.now()))
    for one in asked:
        is_over = one.state == states.PUBLISHED
        if one.pk not in mine:
            found.append(
                Card(
                    title=one.title,
                    text=DECIDED.get(one.electorate, DECIDED_ELSE) if is_over else "",
                    when="" if is_over else by(one.closes_at) if one.state == states.OPEN else after(one.opens_at),
                    what="" if is_over else ASKED.get(one.electorate, ASKED_ELSE),
                    chip=places.get(one.territory_id) or KINDS[one.kind],
                    url=reverse("ballots:result" if is_over else "ballots:about", args=[one.pk]),
                    action=_("See the result") if is_over else _("See how many took part"),
                    order=40 if is_over else 30,
                )
            )
    return found

"""A call as its pages show it: its track, what became of each item, who made what."""

from typing import Any

from django.utils.translation import gettext as _

from yuanba.kernel.calendar import local_date
from yuanba.places.queries import full_name_at
from yuanba.proposals import queries, states
from yuanba.proposals.models import Call, CallItem, Proposal
from yuanba.web import clock
from yuanba.web.dates import by, day, moment
from yuanba.web.proposals.labels import (
    CHIPS,
    FAILED,
    ITEM_CHIPS,
    ITEM_STATES,
    KINDS,
    PROPOSAL_CHIPS,
    PROPOSAL_STATES,
    RULES,
    STATES,
)

TRACK = (states.COLLECTING, states.SCREENING, states.DISCUSSING, states.VOTING, states.DECIDED)


def track(call: Call) -> list[dict[str, Any]]:
    """The way of the call as steps; where it was called off it stops."""
    order = [*TRACK, states.FINISHED]
    here = order.index(call.state) if call.state in order else -1
    details = {
        states.COLLECTING: by(call.closes_at),
        states.DISCUSSING: by(call.notice.closes_at) if call.notice and call.notice.closes_at else "",
        states.VOTING: by(call.ballot.closes_at) if call.ballot else "",
    }
    names = {
        states.COLLECTING: _("Hand in proposals"),
        states.SCREENING: _("Looked through, with a reason for each refusal"),
        states.DISCUSSING: _("Shortlist on notice, everybody can comment"),
        states.VOTING: _("Residents vote, one person one vote"),
        states.DECIDED: _("Taken into use"),
    }
    return [
        {
            "state": "done" if place < here else "now" if place == here else "next",
            "title": names[state],
            "detail": details.get(state, ""),
        }
        for place, state in enumerate(TRACK)
    ]


def item_rows(call: Call) -> list[dict[str, Any]]:
    """Each item with its state in words, and what came of it."""
    return [
        {
            "item": item,
            "kind": KINDS[item.kind],
            "state": ITEM_STATES[item.state],
            "chip": ITEM_CHIPS[item.state],
            "why": FAILED[item.failed] if item.failed else item.reason,
            "thanks": item.chosen.credit_name if item.chosen and item.state == states.ADOPTED else "",
        }
        for item in queries.items(call.pk)
    ]


def page(call: Call) -> dict[str, Any]:
    """What anybody may read of the call."""
    now = clock.now()
    listed = queries.shortlist(call.pk)
    rows = item_rows(call)
    for row in rows:
        row["listed"] = [one for one in listed if one.item_id == row["item"].pk]
    collecting = call.state == states.COLLECTING
    return {
        "call": call,
        "place_name": full_name_at(call.territory_id, local_date(now)),
        "state": STATES[call.state],
        "chip_of": CHIPS[call.state],
        "track": track(call),
        "rows": rows,
        "rule": RULES[call.rule],
        "is_open": collecting and call.opens_at <= now < call.closes_at,
        "is_ahead": collecting and now < call.opens_at,
        "terms": [line for line in call.terms.splitlines() if line.strip()],
        "about": [line for line in call.about.splitlines() if line.strip()],
        "is_secret": call.ballot is not None and call.ballot.level == "S",
        "proposal_states": PROPOSAL_STATES,
        "proposal_chips": PROPOSAL_CHIPS,
        "LOGO": CallItem.Kind.LOGO,
    }


def when(call: Call) -> str:
    """What is due next, in a few words."""
    if call.state == states.COLLECTING:
        return str(_("hand in %(when)s") % {"when": by(call.closes_at)})
    if call.state == states.DISCUSSING and call.notice and call.notice.closes_at:
        return str(_("comments %(when)s") % {"when": by(call.notice.closes_at)})
    if call.state == states.VOTING and call.ballot:
        return str(_("vote %(when)s") % {"when": by(call.ballot.closes_at)})
    return day(call.announced_at) if call.announced_at else moment(call.made_at)


def named(proposal: Proposal) -> str:
    return str(_("No. %(n)s “%(title)s”") % {"n": proposal.number, "title": proposal.title})

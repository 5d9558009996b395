"""What the owners and residents of a place were asked, ballot by ballot, and what came of it in a sentence each."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.ballots import queries, states
from yuanba.ballots.models import Ballot, Option
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.ballots import deciding
from yuanba.web.ballots.labels import KINDS, STATE_KINDS, STATES
from yuanba.web.ballots.telling import said
from yuanba.web.doors import anyone


@anyone
@require_safe
def of_place(request: HttpRequest, territory: int) -> HttpResponse:
    """The history of a place, newest first. The hash of each result is that in the public register."""
    name = name_at(territory, local_date(clock.now()))
    if not name:
        raise Http404
    ballots = queries.history(territory)
    options: dict[int, list[Option]] = {}
    for option in queries.options_of([one.pk for one in ballots if one.state == states.PUBLISHED]):
        options.setdefault(option.item.ballot_id, []).append(option)
    context = {
        "place_name": name,
        "territory": territory,
        "rows": [_row(one, options.get(one.pk, [])) for one in ballots],
    }
    return render(request, "ballots/history.html", context)


def _row(ballot: Ballot, options: list[Option]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ballot": ballot,
        "state": STATES[ballot.state],
        "kind": STATE_KINDS[ballot.state],
        "ask_kind": KINDS[ballot.kind],
        "questions": [],
        "came": [],
        "hash": "",
        "annulled": next((step.reason for step in ballot.steps.all() if step.verb == "annul"), ""),
    }
    if ballot.state == states.PUBLISHED:
        document = json.loads(ballot.result.document)
        shown["questions"] = deciding.questions(ballot, document, options)
        shown["hash"] = ballot.result.document_hash
        shown["came"] = _came(ballot, document)
    return shown


def _came(ballot: Ballot, document: dict[str, Any]) -> list[tuple[str, str]]:
    """(took part, of) by heads, and by area where owners were asked."""
    measures = ["heads", "area_cm2"] if ballot.electorate == Ballot.Electorate.OWNERS else ["heads"]
    return [(said(one, document["participation"][one]), said(one, document["roll"][one])) for one in measures]

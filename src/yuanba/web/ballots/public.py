"""What anybody may see: which votes there are, what is asked, and after the count the result with all its inputs."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.audit import witnesses
from yuanba.ballots import proxying, queries, states
from yuanba.ballots.models import Ballot
from yuanba.ballots.sealing import log_name
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import name_at, names_at
from yuanba.web import clock
from yuanba.web.ballots import choosing, deciding, officials, posted, turns
from yuanba.web.ballots.labels import ELECTORATES, KINDS, MATTERS, SIGNALS, STATE_KINDS, STATES
from yuanba.web.doors import anyone

UNDER_WAY = frozenset({states.ANNOUNCED, states.OPEN})
ENDED = frozenset({states.CLOSED, states.COUNTED})
SHOWN = 100  # ballots on the list page; older ones are found by their address


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """First what I may vote on, then what runs, then results."""
    now = clock.now()
    ballots = list(queries.visible(now).exclude(state=states.ANNULLED).exclude(kind=Ballot.Kind.SURVEY)[:SHOWN])
    mine = turns.mine(request.actor.person_id, now)  # type: ignore[attr-defined]
    own = mine.ids
    context = {
        "mine": mine,
        "running": [one for one in ballots if one.state in UNDER_WAY and one.pk not in own],
        "waiting": [one for one in ballots if one.state in ENDED and one.pk not in own],
        "published": [one for one in ballots if one.state == states.PUBLISHED],
        "places": names_at({one.territory_id for one in [*mine.waiting, *ballots]}, local_date(now)),
        "states": STATES,
        "kinds": STATE_KINDS,
    }
    return render(request, "ballots/index.html", context)


@anyone
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """What is voted on, by whom, until when and by which rule; before the close nothing about choices."""
    ballot = _visible(pk)
    if ballot.kind == Ballot.Kind.SURVEY:
        return _to_survey(ballot)
    sheet = queries.sheet(pk)
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    context = {
        "ballot": ballot,
        "items": choosing.shown(sheet, {}),
        "state": STATES[ballot.state],
        "kind": STATE_KINDS[ballot.state],
        "electorate": ELECTORATES[ballot.electorate],
        **_asked(ballot),
        "has_cast": person_id is not None and ballot.pk in queries.cast_among(person_id, [ballot.pk]),
        "turn": _turn(ballot, person_id),
    }
    page = "ballots/about.html" if ballot.kind == Ballot.Kind.AWARD else "ballots/asked.html"
    return render(request, page, context)


def _to_survey(ballot: Ballot) -> HttpResponse:
    """What a place said in a secret survey is told by the survey, with all its places."""
    number = ballot.ordered_by.partition(":")[2]
    page = "surveys:result" if ballot.state == states.PUBLISHED else "surveys:form"
    return redirect(page, number)


def _turn(ballot: Ballot, person_id: int | None) -> str:
    """TOKEN or PAPER, where this person takes part in a secret vote already."""
    if ballot.level != "S" or person_id is None or ballot.state != states.OPEN:
        return ""
    return queries.turns_among(person_id, [ballot.pk]).get(ballot.pk, "")


def _asked(ballot: Ballot) -> dict[str, Any]:
    """What the page of an opinion ballot or a decision by law shows besides."""
    if ballot.kind == Ballot.Kind.AWARD:
        return {}
    return {
        "ask_kind": KINDS[ballot.kind],
        "has_proxies": proxying.term_of(ballot) is not None,
        "matter": MATTERS.get(ballot.matter, ""),
        "needs": deciding.needs(ballot),
        "source": ballot.rule.get("threshold", {}).get("source", ""),
        "place_name": name_at(ballot.territory_id, ballot.roll_date or local_date(ballot.opens_at)),
        "meters": queries.meters(ballot) if ballot.roll_rows else (),
        "to_visit": queries.to_visit(ballot.pk) if ballot.state == states.OPEN else None,
        "has_draws": ballot.state in (*ENDED, states.PUBLISHED) and bool(queries.draws(ballot.pk)),
    }


@anyone
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Exact counts per question, what was voided and why, and how anybody recounts."""
    ballot = _visible(pk)
    if ballot.kind == Ballot.Kind.SURVEY:
        return _to_survey(ballot)
    return result_page(request, ballot, queries.public_result(pk))


def result_page(request: HttpRequest, ballot: Ballot, document: dict[str, Any]) -> HttpResponse:
    """An award's candidates by votes, or what owners decided with every number that decided it."""
    if ballot.kind == Ballot.Kind.AWARD:
        return render(request, "ballots/result.html", counted(ballot, document))
    on = ballot.roll_date or local_date(ballot.opens_at)
    context = {
        **package(ballot),
        "ballot": ballot,
        "is_public": ballot.state == states.PUBLISHED,
        "result": document,
        "questions": deciding.questions(ballot, document, list(queries.options(ballot.pk))),
        **posted.shown(ballot, clock.now()),
        "beside": officials.beside(ballot, document),
        "has_draws": bool(queries.draws(ballot.pk)),
        "needs": deciding.needs(ballot),
        "ask_kind": KINDS[ballot.kind],
        "place_name": name_at(ballot.territory_id, on),
        "voided": [(SIGNALS.get(kind, kind), number) for kind, number in document["voided"].items()],
        "roll_area": deciding.exact("area_cm2", document["roll"]["area_cm2"]),
        "area_came": deciding.exact("area_cm2", document["participation"]["area_cm2"]),
    }
    return render(request, "ballots/outcome.html", context)


def package(ballot: Ballot) -> dict[str, Any]:
    """What anybody takes to count again: which edition is public, the root, and who counted the full one already."""
    head = queries.head(ballot.pk)
    return {
        "opens": queries.opens_to_everybody(ballot),
        "root": "" if head is None else head.root_hash,
        "counted_again": witnesses.statements(log_name(ballot.pk)),
    }


def counted(ballot: Ballot, document: dict[str, Any]) -> dict[str, Any]:
    """What the result page shows."""
    options = list(queries.options(ballot.pk))
    labels = {(option.item.key, option.key): option.label or option.key for option in options}
    return {
        **package(ballot),
        "ballot": ballot,
        "is_public": ballot.state == states.PUBLISHED,
        "result": document,
        "items": [_counted(item, labels) for item in document["items"]],
        "item_labels": {option.item.key: option.item.label or option.item.key for option in options},
        "voided": [(SIGNALS.get(kind, kind), number) for kind, number in document["voided"].items()],
    }


@anyone
@require_safe
def result_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The result as a file."""
    _visible(pk)
    return _download(JsonResponse(queries.public_result(pk), json_dumps_params=PLAIN), f"ballot-{pk}-result.json")


@anyone
@require_safe
def manifest_json(request: HttpRequest, pk: int) -> HttpResponse:
    """What was fixed at the opening: questions, rule, roll root, times."""
    _visible(pk)
    return _download(JsonResponse(queries.public_manifest(pk), json_dumps_params=PLAIN), f"ballot-{pk}-manifest.json")


@anyone
@require_safe
def papers_jsonl(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every paper by its code, one a line: the public edition of the inputs."""
    _visible(pk)
    papers = queries.public_inputs(pk)
    first = next(papers, None)  # a refusal must come before the first byte
    response = StreamingHttpResponse(_lines(first, papers), content_type="application/jsonl; charset=utf-8")
    return _download(response, f"ballot-{pk}-papers.jsonl")


PLAIN = {"ensure_ascii": False, "sort_keys": True}


def _lines(first: dict[str, Any] | None, rest: Iterator[dict[str, Any]]) -> Iterator[str]:
    if first is not None:
        yield json.dumps(first, **PLAIN) + "\n"  # type: ignore[arg-type]
    for row in rest:
        yield json.dumps(row, **PLAIN) + "\n"  # type: ignore[arg-type]


def _download(response: Any, name: str) -> Any:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _visible(pk: int) -> Ballot:
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot


def _counted(item: dict[str, Any], labels: dict[tuple[str, str], str]) -> dict[str, Any]:
    """The item's counts, most votes first, with names; ties keep the order of the sheet."""
    rows = [(labels[item["key"], key], votes) for key, votes in item["votes"].items()]
    rows.sort(key=lambda row: -row[1])
    gone = [(labels[item["key"], key], votes) for key, votes in item["withdrawn"].items()]
    return {"key": item["key"], "rows": rows, "withdrawn": gone, "blank": item["blank"], "head": _("Votes")}

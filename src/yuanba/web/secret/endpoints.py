"""What phones, issuers, urn and trustees ask of the platform, in JSON: docs/reference/secret-ballots.md."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yuanba.ballots import actions, queries, secret_places
from yuanba.ballots.models import Ballot
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.doors import anyone, resident
from yuanba.web.sent import whole

MOST_BYTES = 4_096  # two blinded messages, or a share
STATUS = {
    "ballots.no_such_ballot": 404,
    "ballots.not_secret": 404,
    "ballots.not_yet_open": 403,
    "ballots.closed": 403,
    "ballots.annulled": 403,
    "ballots.tokens_over": 403,
    "ballots.not_verified": 403,
    "ballots.not_on_roll": 403,
    "ballots.blinded_unreadable": 400,
    "ballots.share_unreadable": 400,
    "ballots.share_wrong": 400,
    "ballots.issuer_silent": 503,
    "ballots.issuer_refuses": 503,
}
View = Callable[..., HttpResponse]


def in_json(view: View) -> View:
    """A refusal becomes {"error": code, …facts} with its status; nothing is kept by any cache."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Refused as refused:
            verdict = refused.verdict
            facts = {name: value if isinstance(value, int) else str(value) for name, value in verdict.facts.items()}
            answer = JsonResponse({**facts, "error": verdict.code}, status=STATUS.get(verdict.code, 409))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answered


@anyone
@require_safe
@in_json
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """The manifest with its proof in the register: where every key comes from."""
    return JsonResponse(queries.published_manifest(pk))


@anyone
@require_safe
@in_json
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen roll by codes, for issuers, which check its root."""
    queries.secret_terms(pk)
    lines = b"".join(queries.roll_lines(Ballot.objects.get(pk=pk)))
    return HttpResponse(lines, content_type="application/jsonl; charset=utf-8")


@anyone
@require_safe
@in_json
def revoked(request: HttpRequest, pk: int) -> HttpResponse:
    """The hashes of keys whose tokens were given back."""
    queries.secret_terms(pk)
    return JsonResponse(queries.revoked_keys(pk), safe=False)


@resident
@require_POST
@in_json
def tokens(request: HttpRequest, pk: int) -> HttpResponse:
    """Both issuers' blind signatures for this voter."""
    sent = _sent(request)
    blinded = sent.get("blinded")
    found = actions.ask_token(
        ballot_id=pk,
        blinded=blinded if isinstance(blinded, list) else [],
        actor=request.actor,
        issuers=secret_places.issuers(),
        now=clock.now(),
    )
    return JsonResponse({"signatures": found})


@resident
@require_safe
@in_json
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether this voter took a token or paper, and what it is time for."""
    on, now = queries.secret_terms(pk), clock.now()
    row = queries.roll_row_of(pk, request.actor.person_id)
    is_open = Ballot.objects.filter(pk=pk, state="OPEN").exists() and now < on.closes_at
    return JsonResponse(
        {
            "state": queries.turn_of(row),
            "tokens": int(is_open and on.opens_at <= now < on.tokens_until),
            "casts": int(is_open and on.casts_from <= now),
        }
    )


@csrf_exempt  # the share is the proof, and no cookie is looked at
@anyone
@require_POST
@in_json
def shares(request: HttpRequest, pk: int) -> HttpResponse:
    """A trustee hands a share in."""
    text = _sent(request).get("share")
    actions.hand_in_share(ballot_id=pk, share=str(text or ""), actor=request.actor, now=clock.now())
    state = queries.secret_state(Ballot.objects.get(pk=pk))
    return JsonResponse({"have": state.have, "need": state.needed, "opened": int(state.is_opened)})


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The object in the body; an empty one for whatever else was sent."""
    if whole(request.headers.get("Content-Length"), most=MOST_BYTES) is None:
        return {}
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # the last: a form, read as one before us
        return {}
    return found if isinstance(found, dict) else {}

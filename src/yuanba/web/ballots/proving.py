"""What proves that a sheet stands in the log: the signed receipt, the proof of a leaf, heads and tiles of every log.

Heads, tiles and proofs are for anybody and name nobody; addresses and bytes are those of c2sp.org/tlog-tiles.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yuanba.audit import logs, witnesses
from yuanba.ballots import actions, queries, receipts
from yuanba.ballots.models import Paper
from yuanba.documents import qr
from yuanba.documents.witness_posters import Signed, WitnessPoster, witness_poster
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Verdict
from yuanba.web import clock
from yuanba.web.ballots import rows as acting
from yuanba.web.dates import day, moment
from yuanba.web.doors import anyone, holding, resident

LEAF = re.compile(r"[0-9a-f]{64}")
PARTIAL = re.compile(r"(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?")
HASH_BYTES = 32
LEVELS = 64  # Source: https://c2sp.org/tlog-tiles
LIMIT_COSIGNATURE = 2000
LATE = timedelta(days=2)  # a witness that looks every hour and is silent so long has stopped; its page says so
TEXT = "text/plain; charset=utf-8"


@resident
@require_safe
def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Receipt 1 of the voter's own sheet, as a file."""
    answer = HttpResponse(_receipt(request, pk) + "\n", content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="ballot-{pk}-receipt.json"'
    return answer


@resident
@require_safe
def receipt_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """Receipt 1 as a picture for another phone."""
    return HttpResponse(qr.svg(_receipt(request, pk)), content_type="image/svg+xml")


@anyone
@require_safe
def proof(request: HttpRequest, pk: int, leaf: str) -> HttpResponse:
    """Receipt 2: the C2SP proof of a leaf; 404 while it has no place."""
    found = queries.logged(pk, leaf) if LEAF.fullmatch(leaf) else None
    if found is None:
        raise Http404
    answer = HttpResponse(found.proof.text(), content_type=TEXT)
    answer.headers["Content-Disposition"] = f'inline; filename="ballot-{pk}-{leaf[:12]}.tlog-proof"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@anyone
@require_safe
def checkpoint(request: HttpRequest, log: str) -> HttpResponse:
    """The newest signed head of a log, with the lines of all who cosigned it."""
    found = logs.latest(log)
    if found is None:
        raise Http404
    answer = HttpResponse(witnesses.with_cosignatures(found), content_type=TEXT)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@anyone
@csrf_exempt  # the signature is proof enough: a program sends it, without a session
@require_POST
def cosign(request: HttpRequest, log: str) -> HttpResponse:
    """A witness's cosignature is taken in if it holds; what is wrong is one code in plain text."""
    return _taken_in(request, lambda text: witnesses.collect(log=log, text=text, now=clock.now()))


@anyone
@csrf_exempt  # as above
@require_POST
def state(request: HttpRequest, log: str) -> HttpResponse:
    """A witness's statement that a published result recounts is taken in if it holds."""
    return _taken_in(request, lambda text: actions.hear_statement(log=log, text=text, now=clock.now()))


def _taken_in(request: HttpRequest, hear: Callable[[str], Verdict]) -> HttpResponse:
    if request.content_type != "text/plain":
        return HttpResponse("text/plain is asked for\n", content_type=TEXT, status=415)
    verdict = hear(request.body[:LIMIT_COSIGNATURE].decode("utf-8", "replace"))
    return HttpResponse(f"{verdict.code or 'taken in'}\n", content_type=TEXT, status=200 if verdict else 403)


@anyone
@require_safe
def witnessed(request: HttpRequest) -> HttpResponse:
    """Who watches the logs from elsewhere, and which root each cosigned last."""
    rows = witnesses.cosigned(logs.REGISTER)
    context = {
        "rows": rows,
        "key": logs.verifier_key(logs.REGISTER),
        "may_print": any(one.checkpoint for one in rows) and request.actor.holds_anywhere("ballots.organise"),  # type: ignore[attr-defined]
        "late": LATE,
        "now": clock.now(),
    }
    return render(request, "ballots/witnesses.html", context)


@holding("ballots.organise")
@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """The same for the notice board, in Chinese whatever language the organiser reads. 404 while nobody signed."""
    signed = [one for one in witnesses.cosigned(logs.REGISTER) if one.checkpoint is not None and one.at is not None]
    if not signed:
        raise Http404
    with translation.override("zh-hans"):
        rows = tuple(
            Signed(one.witness.name, moment(one.at), one.checkpoint.size, one.checkpoint.root_hash) for one in signed
        )
        printed = day(local_date(clock.now()), year=True)
    url = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ballots:witnesses')}"
    content = WitnessPoster(
        organiser=logs.origin(logs.REGISTER).partition("/")[0], signed=rows, url=url, printed=printed
    )
    response = HttpResponse(witness_poster(content), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="witnesses.pdf"'
    return response


@anyone
@require_safe
def tile(request: HttpRequest, log: str, level: int, number: str) -> HttpResponse:
    """A tile of a log's tree, whole or as wide as asked for."""
    asked = PARTIAL.fullmatch(number) if level < LEVELS else None
    stored = logs.tile(log, level, int(asked["number"].replace("x", "").replace("/", ""))) if asked else None
    width = int(asked["width"] or 256) if asked else 0
    if stored is None or len(stored) < width * HASH_BYTES:
        raise Http404
    answer = HttpResponse(stored[: width * HASH_BYTES], content_type="application/octet-stream")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _receipt(request: HttpRequest, pk: int) -> str:
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    row, person_id = acting.asked_for(request), request.actor.person_id  # type: ignore[attr-defined]
    voter = queries.latest_state(pk, person_id) if row is None else queries.voter_state(pk, person_id, row)
    if ballot is None or voter is None or voter.cast_at is None or voter.channel != Paper.Channel.PHONE:
        raise Http404
    return receipts.issue(ballot_id=pk, leaf_hash=voter.leaf_hash, cast_at=voter.cast_at)

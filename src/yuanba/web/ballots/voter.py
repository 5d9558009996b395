"""A voter's way: the sheet, once more before it is sent, sent, the receipt.

The sheet and the review belong to a ballot, casting is a POST to CAST and to nothing else. What casting needs to know is
in the form (ticket, choices, `seen`), so that it asks for no session: six statements, none of them about who sits there.
Most votes never come as far as the view `cast`: the cast lane (lane.py) answers them before Django does.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yuanba.ballots import actions, queries
from yuanba.ballots.casting import Signals, complete_choices
from yuanba.ballots.models import Paper
from yuanba.ballots.sealing import ticket_ballot, ticket_row
from yuanba.kernel.verdict import Refused, Verdict
from yuanba.web import clock, drafts
from yuanba.web.ballots import choosing, deciding, rows
from yuanba.web.ballots.labels import WHO_SEES
from yuanba.web.doors import anyone, resident
from yuanba.web.people import visitor
from yuanba.web.refusals import explain

CAST = "cast"  # the one path of casting, at the root of the site
DEVICE_COOKIE = "vote-device"
DEVICE_SECONDS = 180 * 24 * 3600
SEEN_SALT = "ballots.seen"
BACK_TO_SHEET = frozenset(
    {
        "ballots.item_unknown",
        "ballots.option_unknown",
        "ballots.option_twice",
        "ballots.option_withdrawn",
        "ballots.too_many",
        "ballots.too_few",
        "ballots.nothing_chosen",
        "ballots.rank_twice",
        "ballots.ranking_incomplete",
        "ballots.ticket_expired",
        "ballots.ticket_invalid",
        "ballots.ticket_revoked",
        "ballots.try_again",
    }
)


@resident
@require_safe
def fill_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet, empty or as it waited while somebody signed in; whoever has several says for which row."""
    row = rows.asked_for(request)
    found = queries.sheet_for(pk, request.actor, clock.now(), row)
    if found.sheet.ballot.level == "S":
        return redirect("secret:vote", pk)
    if row is None and queries.acts_for_several(pk, request.actor.person_id):
        context = {"ballot": found.sheet.ballot, "choices": rows.choices(pk, request.actor.person_id)}
        return render(request, "ballots/which.html", context)
    if found.voter.has_cast and not found.sheet.ballot.revotes_allowed:
        return _to_receipt(pk, row)
    waiting = drafts.take(request)
    return _sheet(request, found, choosing.read(waiting, found.sheet) if waiting is not None else choosing.Filled())


@resident
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet again, with what was chosen: the way back from the review."""
    found = queries.sheet_for(pk, request.actor, clock.now(), rows.asked_for(request))
    if found.sheet.ballot.level == "S":
        return redirect("secret:vote", pk)
    return _sheet(request, found, choosing.read(request.POST, found.sheet))


@resident
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything once more, with the ticket that lets it be sent; or the sheet again with what is wrong."""
    now, row = clock.now(), rows.asked_for(request)
    found = queries.sheet_for(pk, request.actor, now, row)
    if found.sheet.ballot.level == "S":
        return redirect("secret:vote", pk)
    filled = choosing.read(request.POST, found.sheet)
    choices = filled.choices
    try:
        if filled.why is not None:
            raise Refused(filled.why)
        complete_choices(queries.desk(pk), choices, at=now)
    except Refused as refused:
        return _sheet(request, found, filled, refused.verdict)
    try:
        ticket = actions.issue_ticket(ballot_id=pk, actor=request.actor, now=now, roll_row_id=row)
    except Refused as refused:
        if refused.verdict.code == "ballots.already_cast":
            return _to_receipt(pk, row)
        raise
    items = choosing.shown(found.sheet, choices)
    response = render(
        request,
        "ballots/review.html",
        {
            "ballot": found.sheet.ballot,
            "items": items,
            "rows": choosing.rows(items),
            "fields": choosing.hidden(choices) + _row_field(row),
            "whose": rows.named(pk, request.actor.person_id, row) if row is not None else None,
            "ticket": ticket,
            "seen": signing.dumps(_age_days(request, now), salt=SEEN_SALT + ticket),
            "voter": found.voter,
            "who_sees": WHO_SEES[found.sheet.ballot.electorate],
            "left_empty": sum(not item.chosen for item in items),
        },
    )
    if DEVICE_COOKIE not in request.COOKIES:
        response.set_cookie(
            DEVICE_COOKIE,
            token_urlsafe(16),
            max_age=DEVICE_SECONDS,
            path=f"/{CAST}",
            httponly=True,
            samesite="Strict",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@anyone
@csrf_exempt  # the ticket is proof enough: only the voter's own review page holds it
@require_POST
def cast(request: HttpRequest) -> HttpResponse:
    """The vote is cast once, however often it is sent; then the receipt. A refusal keeps what was chosen."""
    ticket, choices = request.POST.get("ticket", ""), choosing.sent(request.POST)
    came_in = signals(request.META, request.COOKIES, ticket=ticket, seen=request.POST.get("seen", ""))
    try:
        actions.cast(ticket=ticket, choices=choices, channel="PHONE", now=clock.now(), signals=came_in)
        response = redirect("ballots:receipt", ticket_ballot(ticket))
    except Refused as refused:
        response = _not_cast(request, ticket, choices, refused.verdict)
    response.headers["Cache-Control"] = "no-store"
    return response


@resident
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The check mark and the short code of the paper that stands, and its place in the log; never what it says."""
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    voter = _of_receipt(request, pk)
    if ballot is None or voter is None or not voter.has_cast:
        return redirect("ballots:sheet", pk)
    several = rows.choices(pk, request.actor.person_id)
    context = {
        "ballot": ballot,
        "voter": voter,
        "code": choosing.short_code(voter.leaf_hash),
        "logged": queries.logged(pk, voter.leaf_hash),
        "has_receipt": voter.channel == Paper.Channel.PHONE,
        "who_sees": WHO_SEES[ballot.electorate],
        "whose": next((one for one in several if one.roll_row_id == voter.roll_row_id), None),
        "others": [one for one in several if one.roll_row_id != voter.roll_row_id],
    }
    return render(request, "ballots/receipt.html", context)


def _of_receipt(request: HttpRequest, pk: int) -> queries.VoterState | None:
    """The row asked for; else the one for which this person's side cast last."""
    row = rows.asked_for(request)
    if row is not None:
        return queries.voter_state(pk, request.actor.person_id, row)
    return queries.latest_state(pk, request.actor.person_id)


def _to_receipt(pk: int, row: int | None) -> HttpResponse:
    address = reverse("ballots:receipt", args=[pk])
    return redirect(address if row is None else f"{address}?row={row}")


def _row_field(row: int | None) -> list[tuple[str, str]]:
    return [] if row is None else [("row", str(row))]


def _sheet(
    request: HttpRequest, found: queries.VoterSheet, filled: choosing.Filled, why: Verdict | None = None
) -> HttpResponse:
    context = {
        "ballot": found.sheet.ballot,
        "items": choosing.shown(found.sheet, filled.choices, why, filled.numbers),
        "voter": found.voter,
        "weighs": deciding.exact("area_cm2", found.area_cm2) if found.area_cm2 else "",
        "is_shared": found.is_shared,
        "why": choosing.summary(why),
        "row": (row := rows.asked_for(request)),
        "whose": None if row is None else rows.named(found.sheet.ballot.pk, request.actor.person_id, row),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if why is not None else HTTPStatus.OK
    return render(request, "ballots/sheet.html", context, status=status)


def _not_cast(request: HttpRequest, ticket: str, choices: choosing.Choices, verdict: Verdict) -> HttpResponse:
    why = explain(verdict)
    try:
        ballot_id, row = ticket_ballot(ticket), ticket_row(ticket)
    except Refused:
        ballot_id, row = 0, None
    if ballot_id and verdict.code == "ballots.already_cast":
        why = replace(why, link_label=_("See the receipt"), link_url=reverse("ballots:receipt", args=[ballot_id]))
    context = {
        "why": why,
        "ballot_id": ballot_id,
        "fields": choosing.hidden(choices) + _row_field(row),
        "may_change": ballot_id and verdict.code in BACK_TO_SHEET,
    }
    return render(request, "ballots/not_cast.html", context, status=why.status)


def _age_days(request: HttpRequest, now: datetime) -> int:
    return (now - request.user.created_at).days


def signals(environ: Mapping[str, str], cookies: Mapping[str, str], *, ticket: str, seen: str) -> Signals:
    """How the vote came in. A missing `seen`, or that of another ticket, says that the account is as young as can be."""
    try:
        age = int(signing.loads(seen, salt=SEEN_SALT + ticket))
    except signing.BadSignature:
        age = 0
    return Signals(address=visitor.address_in(environ), device=cookies.get(DEVICE_COOKIE, ""), account_age_days=age)

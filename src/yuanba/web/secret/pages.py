"""The pages of a secret vote: the voter's, the trustees', the ceremony of the keys, and what all this cannot do."""

import io
from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from yuanba.audit import logs
from yuanba.ballots import actions, queries, rules, secret_places, states
from yuanba.ballots.models import Ballot, TrusteeShare
from yuanba.ballots.secret import codes
from yuanba.kernel.verdict import Refused, no
from yuanba.web import clock
from yuanba.web.ballots import choosing
from yuanba.web.doors import anyone, holding, resident
from yuanba.web.secret.forms import ShareForm

QUICK = 3000  # milliseconds between the first looks into the urn
NOT_OPEN = frozenset({states.DRAFT, states.ANNOUNCED})


@resident
@require_safe
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The secret sheet and all that comes before and after it; what is chosen never comes here."""
    ballot = _secret(pk)
    require_on_roll(ballot, request.actor.person_id)
    return sheet_page(request, ballot)


def require_on_roll(ballot: Ballot, person_id: int) -> None:
    """Raises Refused("ballots.not_on_roll"): whoever has no vote here is told before making a code."""
    if queries.roll_row_of(ballot.pk, person_id) is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))


def sheet_page(request: HttpRequest, ballot: Ballot, page: str = "secret/vote.html", **more: object) -> HttpResponse:
    """The page with every stage of a secret vote; a survey shows its questions in a page of its own."""
    pk = ballot.pk
    on = queries.secret_terms(pk)
    context = {
        "ballot": ballot,
        "items": choosing.shown(queries.sheet(pk), {}),
        "onward": reverse("ballots:about", args=[pk]),
        "onward_label": _("To the page of the vote"),
        "trail": _("Votes"),
        "register_key": logs.verifier_key(logs.REGISTER),
        "casts_from": on.casts_from,
        "tokens_until": on.tokens_until,
        "quick": getattr(settings, "SECRET_QUICK", QUICK),
        **more,
    }
    answer = render(request, page, context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@anyone
@require_safe
def limits(request: HttpRequest, pk: int) -> HttpResponse:
    """What a secret vote protects from, and what it cannot do, in plain words."""
    ballot = _secret(pk)
    state = queries.secret_state(ballot)
    return render(request, "secret/limits.html", {"ballot": ballot, "state": state, "voters": ballot.roll_rows})


@dataclass(frozen=True)
class Seat:
    """A trustee's place: its number, and whether the share is in."""

    number: int
    is_in: bool


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def trustees(request: HttpRequest, pk: int) -> HttpResponse:
    """Where trustees hand their shares in after the close; who is in, and whose is still missing."""
    ballot = _secret(pk)
    form = ShareForm(request.POST) if request.method == "POST" else ShareForm()
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["share"]
            actions.hand_in_share(ballot_id=pk, share=text, actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The share is right and has been taken in."))
            return redirect("secret:trustees", pk)
    state = queries.secret_state(ballot)
    there = set(TrusteeShare.objects.filter(ballot=ballot).values_list("number", flat=True))
    context = {
        "ballot": ballot,
        "state": state,
        "form": form,
        "may_hand_in": ballot.state == states.CLOSED and state.is_complete and not state.is_opened,
        "seats": [Seat(number, number in there) for number in range(1, state.trustees + 1)],
    }
    return render(request, "secret/trustees.html", context, status=409 if form.why else 200)


@dataclass(frozen=True)
class PrintedShare:
    """One trustee's sheet: number, lines to read out, picture to scan."""

    number: int
    lines: list[str]
    picture: Markup


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def ceremony(request: HttpRequest, pk: int) -> HttpResponse:
    """The dealer's page: ask the services for their keys, make the ballot's key, print the shares, once."""
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk, level="S").first()  # type: ignore[attr-defined]
    if ballot is None:
        raise Http404
    shares: list[PrintedShare] = []
    verb = request.POST.get("verb", "")
    if request.method == "POST" and verb == "services":
        _ask_services(request, pk)
        messages.success(request, _("Both issuers and the urn have told their keys."))
        return redirect("secret:ceremony", pk)
    if request.method == "POST" and verb in ("hold", "again"):
        made = actions.hold_ceremony(ballot_id=pk, actor=request.actor, now=clock.now(), again=verb == "again")  # type: ignore[attr-defined]
        shares = [printed(pk, number, text) for number, text in enumerate(made, start=1)]
    state = queries.secret_state(ballot)
    context = {
        "ballot": ballot,
        "heading": ballot.title,
        "state": state,
        "shares": shares,
        "may_hold": ballot.state in NOT_OPEN,
        "own": reverse("secret:ceremony", args=[pk]),
        "back": reverse("ballots:board", args=[pk]),
    }
    answer = render(request, "secret/ceremony.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ask_services(request: HttpRequest, pk: int) -> None:
    actions.ask_services(
        ballot_id=pk,
        issuers=secret_places.issuers(),
        urn=secret_places.urn(),
        urn_address=secret_places.urn_address(),
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )


def printed(pk: int, number: int, text: str) -> PrintedShare:
    """A trustee's sheet: the share in lines, and as a picture with the ballot's number."""
    stream = io.BytesIO()
    segno.make(f"{codes.SHARE_QR}{pk}:{text}", error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, nl=False
    )
    drawn = Markup(stream.getvalue().decode())  # noqa: S704 - segno draws squares; the text is not in it
    return PrintedShare(number, codes.shown(text), drawn)


def _secret(pk: int) -> Ballot:
    ballot = queries.visible(clock.now()).filter(pk=pk, level="S").first()
    if ballot is None:
        raise Http404
    return ballot

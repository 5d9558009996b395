"""Conspicuous votes: signals become cases, two different people decide each; nobody sees what was chosen."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, queries, rules, states
from yuanba.ballots.models import Ballot, ReviewCase
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.ballots.forms import FindingForm
from yuanba.web.ballots.labels import REVIEW_KINDS, REVIEWS, SIGNALS
from yuanba.web.ballots.rows import names_of
from yuanba.web.dates import moment
from yuanba.web.doors import holding
from yuanba.web.refusals import explain

SIGNALS_SHOWN = 200
SHORT = 8  # characters of a hash that tell two of them apart on a page


@holding("ballots.review")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The ballots whose votes may be looked at now."""
    rows = queries.looked_after_by(request.actor, clock.now(), [rules.REVIEW])
    live = rows.filter(state__in=[states.OPEN, states.CLOSED])
    return render(request, "ballots/review_index.html", {"ballots": list(live), "names": names_of(live)})


@holding("ballots.review")
@require_safe
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases of one ballot, those that wait first."""
    ballot = _mine(request, pk)
    cases = [
        {
            "case": one,
            "kind": SIGNALS.get(one.kind, one.kind),
            "state": REVIEWS[one.state],
            "state_kind": REVIEW_KINDS[one.state],
            "waits": one.state in (states.OPEN, states.PROPOSED),
        }
        for one in queries.reviews(pk)
    ]
    cases.sort(key=lambda row: not row["waits"])
    return render(request, "ballots/reviews.html", {"ballot": ballot, "cases": cases})


@holding("ballots.review")
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The signals are gone through; every suspicion has a case."""
    found = actions.open_reviews(ballot_id=pk, actor=request.actor, now=clock.now())
    text = ngettext("%(n)s new case.", "%(n)s new cases.", len(found)) % {"n": len(found)}
    messages.info(request, text if found else _("Nothing new is conspicuous."))
    return redirect("ballots:reviews", pk)


@holding("ballots.review")
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case: int) -> HttpResponse:
    """One case: how the votes came in, a finding with its reason, the second reviewer's decision."""
    found = ReviewCase.objects.filter(pk=case).first()
    if found is None:
        raise Http404
    ballot = _mine(request, found.ballot_id)
    agree = request.POST.get("agree") == "1"
    form = FindingForm(request.POST) if request.method == "POST" and not agree else FindingForm()
    why = None
    if request.method == "POST" and (agree or form.is_valid()):
        try:
            _decide(request, case, form, agree)
        except Refused as refused:
            why = explain(refused.verdict)
        else:
            messages.success(request, _("Your finding is kept."))
            return redirect("ballots:reviews", ballot.pk)
    context = {
        "ballot": ballot,
        "case": found,
        "kind": SIGNALS.get(found.kind, found.kind),
        "state": REVIEWS[found.state],
        "state_kind": REVIEW_KINDS[found.state],
        "signals": _signals(found),
        "is_open": found.state == states.OPEN,
        "is_proposed": found.state == states.PROPOSED,
        "may_void": bool(rules.may_void(request.actor, found)),
        "form": form,
        "why": why,
    }
    return render(request, "ballots/case.html", context, status=409 if why else 200)


def _decide(request: HttpRequest, case_id: int, form: FindingForm, agree: bool) -> None:
    if agree:
        actions.void(case_id=case_id, actor=request.actor, now=clock.now())
        return
    actions.review_signal(
        case_id=case_id,
        finding=form.cleaned_data["finding"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=clock.now(),
    )


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.REVIEW]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot


def _signals(found: ReviewCase) -> list[tuple[str, str, str, str, int]]:
    """When, which voter code, device and address (both only as short hashes), and how old the account was."""
    return [
        (
            moment(datetime.fromtimestamp(row.minute * 60, UTC)),
            row.code[:SHORT],
            row.device_hash[:SHORT] or "–",
            row.address_hash[:SHORT] or "–",
            row.account_age_days,
        )
        for row in queries.case_signals(found)[:SIGNALS_SHOWN]
    ]

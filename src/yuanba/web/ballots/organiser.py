"""The organiser's view of a ballot: how many took part and what blocks the next step, never who is ahead."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, proxying, queries, rules, states
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import names_behind
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.ballots import choosing, deciding, drawing, posted, public
from yuanba.web.ballots.forms import WithdrawForm
from yuanba.web.ballots.labels import ELECTORATES, GAPS, KINDS, MATTERS, MOVES, STATE_KINDS, STATES
from yuanba.web.ballots.rows import names_of
from yuanba.web.dates import by
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.refusals import explain
from yuanba.web.tables import Chip, Column, Link, Table

DONE = {
    "announce": _("The vote is announced. Question, rule and dates no longer change."),
    "open": _("The vote is open. The roll of today is frozen."),
    "close": _("The vote is closed."),
    "count": _("The votes are counted. The public sees the result once it is published."),
    "publish": _("The result is public, with everything that is needed to recount it."),
}
QUESTIONS = {
    "announce": _("Question, candidates, rule and dates can then no longer be changed. Announce it?"),
    "open": _("The roll of today is frozen and votes are accepted. Open it?"),
    "close": _("No more votes are accepted. Close it?"),
    "count": _("Every sheet is counted; you see the result, the public does not yet. Count?"),
    "publish": _("Everybody sees the result and can recount it. Publish?"),
}


def _table(names: dict[int, str]) -> Table:
    """The list of ballots; two compounds ask the same question, so each line says where."""
    return Table(
        "ballots",
        _("Ballots of your place"),
        [
            Column("title", _("Ballot"), lambda row: Link(row.title, f"/desk/ballots/{row.pk}"), head=True),
            Column("place", _("Place"), lambda row: names.get(row.territory_id, "")),
            Column("state", _("State"), lambda row: Chip(STATES[row.state], STATE_KINDS[row.state]), sort="state"),
            Column("closes", _("Closes"), lambda row: by(row.closes_at), sort="closes_at"),
            Column("roll", _("On the roll"), lambda row: row.roll_rows, sort="roll_rows", amount=True),
        ],
        sort="-opens_at",
        empty_title=_("No ballot yet"),
        empty_text=_("Ask the owners of a compound, or wait for an award campaign that brings its own."),
    )


@holding("ballots.organise")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The ballots of the organiser's places."""
    rows = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).exclude(kind=Ballot.Kind.SURVEY)
    table = _table(names_of(rows))
    if table.wants_sheet(request):
        return table.sheet(request, rows)
    return render(request, "ballots/desk.html", {"table": table.view(request, rows)})


@holding("ballots.organise")
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Participation, what blocks the next step, and the step itself."""
    return _board(request, _mine(request, pk))


@holding("ballots.organise")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot takes its next step; which one is named in the form, so that a stale page cannot take another."""
    verbs = {
        "announce": actions.announce,
        "open": actions.open_ballot,
        "close": actions.close,
        "count": actions.count,
        "publish": actions.publish,
    }
    verb = request.POST.get("verb", "")
    if verb not in verbs:
        raise Http404
    verbs[verb](ballot_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, DONE[verb])
    return redirect("ballots:board", pk)


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot counts for nothing, for a reason that everybody reads."""
    ballot = _mine(request, pk)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.annul(ballot_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The ballot is annulled."))
            return redirect("ballots:board", pk)
    context = {"ballot": ballot, "form": form}
    return render(request, "ballots/annul.html", context, status=409 if form.why else 200)


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate can no longer be chosen; votes already cast for it are counted apart."""
    ballot = _mine(request, pk)
    options = [
        (one.key, f"{one.item.label or one.item.key} · {one.label or one.key}")
        for one in queries.options(pk)
        if one.withdrawn_at is None
    ]
    form = WithdrawForm(request.POST, options=options) if request.method == "POST" else WithdrawForm(options=options)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_option(
                ballot_id=pk,
                option_key=form.cleaned_data["option"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The candidate is withdrawn and can no longer be chosen."))
            return redirect("ballots:board", pk)
    context = {"ballot": ballot, "form": form}
    return render(request, "ballots/withdraw.html", context, status=409 if form.why else 200)


@holding("ballots.organise")
@require_safe
def staged(request: HttpRequest, pk: int) -> HttpResponse:
    """The count before it is published, for whoever publishes it."""
    ballot = _mine(request, pk)
    return public.result_page(request, ballot, queries.result(pk))


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot


def _board(request: HttpRequest, ballot: Ballot) -> HttpResponse:
    verb = next((one for one in MOVES if states.BALLOT.may(ballot.state, one)), "")
    context = {
        "ballot": ballot,
        "state": STATES[ballot.state],
        "kind": STATE_KINDS[ballot.state],
        "participation": queries.participation(ballot.pk),
        "blocking": [_blocker(why, ballot) for why in queries.blocking(ballot.pk, clock.now())],
        "verb": verb,
        "verb_label": MOVES.get(verb, ""),
        "question": QUESTIONS.get(verb, ""),
        "steps": list(ballot.steps.order_by("at", "pk")),
        "states": STATES,
        **_asked(ballot),
        "may_annul": states.BALLOT.may(ballot.state, "annul"),
        "may_edit": ballot.state == states.DRAFT and not ballot.ordered_by,
        "may_withdraw": ballot.kind == Ballot.Kind.AWARD
        and ballot.state in (states.DRAFT, states.ANNOUNCED, states.OPEN, states.CLOSED),
    }
    return render(request, "ballots/board.html", context)


def _asked(ballot: Ballot) -> dict[str, object]:
    """What the board of an opinion ballot or a decision by law shows besides."""
    if ballot.kind == Ballot.Kind.AWARD:
        return {"is_asked": False, "has_proxies": False}
    is_ahead = ballot.state in (states.DRAFT, states.ANNOUNCED)
    preview = queries.roll_preview(ballot, clock.now()) if is_ahead else None
    return {
        "is_asked": True,
        **posted.shown(ballot, clock.now()),
        "may_draw": bool(queries.draws(ballot.pk)) or bool(drawing.possible(ballot)),
        "may_enter_official": ballot.state in states.TALLIED and bool(queries.official_items(ballot)),
        "has_proxies": proxying.term_of(ballot) is not None,
        "ask_kind": KINDS[ballot.kind],
        "electorate": ELECTORATES[ballot.electorate],
        "matter": MATTERS.get(ballot.matter, ""),
        "needs": deciding.needs(ballot),
        "source": ballot.rule.get("threshold", {}).get("source", ""),
        "place_name": name_at(ballot.territory_id, local_date(clock.now())),
        "items": choosing.shown(queries.sheet(ballot.pk), {}) if is_ahead else (),
        "preview": preview,
        "keepers": names_behind(pair.answer.answered_by for pair in preview.compared if pair.answer) if preview else {},
        "gaps": GAPS,
        "meters": queries.meters(ballot) if ballot.roll_rows else (),
        "to_visit": queries.to_visit(ballot.pk) if ballot.state == states.OPEN else None,
        "objections": list(queries.objections(ballot.pk)),
    }


def _blocker(why, ballot: Ballot) -> dict[str, str]:
    told = explain(why)
    pages = {
        "ballots.notice_too_short": "/desk/ballots/{}/edit",
        "ballots.sheets_open": "/desk/paper-ballots/{}",
        "ballots.reviews_open": "/desk/reviews/{}",
        "ballots.secret_keys_missing": "/desk/secret/{}/ceremony",
        "ballots.still_sealed": "/secret/{}/trustees",
    }
    return {"text": told.rule, "who": told.contact, "url": pages.get(why.code, "").format(ballot.pk), "action": ""}

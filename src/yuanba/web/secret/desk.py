"""The paper desk of a secret vote: sheets without numbers, unused tickets given back, and the count of the paper urn."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.ballots import actions, queries, rules, secret_places, states
from yuanba.ballots.models import Ballot
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.ballots import choosing, prints
from yuanba.web.ballots.forms import FindVoterForm
from yuanba.web.ballots.paper import voters_found
from yuanba.web.doors import holding
from yuanba.web.secret.forms import ReadingForm, SeedForm
from yuanba.web.sent import whole

MOST_NUMBERS = 1000  # of options on a sheet


@holding("ballots.paper")
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand sheets out while the vote runs; count them after the close."""
    return _desk(request, pk)


@holding("ballots.paper")
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet as PDF: all are alike, so it is printed as often as needed."""
    response = HttpResponse(prints.secret(_mine(request, pk)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="secret-{pk}.pdf"'
    return response


@holding("ballots.paper")
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """A voter has a sheet; nobody will know which."""
    row = whole(request.POST.get("roll_row"))
    if row is None:
        raise Http404
    actions.give_paper(ballot_id=pk, roll_row_id=row, actor=request.actor, now=clock.now())
    messages.success(request, _("Written down. Hand out one sheet; it has no number."))
    return redirect("secret:desk", pk)


@holding("ballots.paper")
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """An unused ticket is void, and its voter may take another or paper."""
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            actions.give_back_token(
                ballot_id=pk,
                seed=form.cleaned_data["seed"],
                actor=request.actor,
                issuers=secret_places.issuers(),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The ticket is void. The person can take another one, or a sheet of paper."))
            return redirect("secret:desk", pk)
    return _desk(request, pk, back=form)


@holding("ballots.paper")
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One clerk's reading of the whole urn is kept; two that are alike are counted."""
    ballot, form = _mine(request, pk), ReadingForm(request.POST)
    if form.is_valid():
        try:
            sheets = parsed(form.cleaned_data["sheets"], queries.sheet(pk).items)
            secret = actions.read_urn(ballot_id=pk, sheets=sheets, actor=request.actor, now=clock.now())
        except BadLine as bad:
            form.add_error("sheets", _("Line %(line)s cannot be read.") % {"line": bad.args[0]})
        except Refused as refused:
            form.refuse(refused)
        else:
            done, waits = (
                _("Two readings agree: the sheets are counted."),
                _("Kept. Now another clerk reads the sheets."),
            )
            messages.success(request, done if secret.sheets_read else waits)
            return redirect("secret:desk", ballot.pk)
    return _desk(request, pk, reading=form)


class BadLine(ValueError):
    """A line that says nothing, or names an option that is not there; its number."""


def parsed(text: str, items: Sequence[queries.SheetItem]) -> list[dict[str, list[str]]]:
    """The sheets that these lines say. Raises BadLine."""
    sheets = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = line.replace("，", ",").replace("／", "/").split("/")
        if len(parts) != len(items):
            raise BadLine(number)
        sheets.append({item.key: _chosen(part, item, number) for item, part in zip(items, parts, strict=True)})
    return sheets


def _chosen(part: str, item: queries.SheetItem, number: int) -> list[str]:
    """The options of one question; a question with too many crosses is an empty one."""
    places = [whole(one, most=MOST_NUMBERS) for one in part.split(",")]
    if places == [0]:
        return []
    if any(place is None or not 1 <= place <= len(item.options) for place in places):
        raise BadLine(number)
    keys = [item.options[(place or 1) - 1].key for place in places]
    return keys if len(set(keys)) == len(keys) <= item.choose else []


def _mine(request: HttpRequest, pk: int) -> Ballot:
    found = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER]).filter(pk=pk, level="S").first()
    if found is None:
        raise Http404
    return found


def _desk(request: HttpRequest, pk: int, **forms: object) -> HttpResponse:
    ballot, now = _mine(request, pk), clock.now()
    state = queries.secret_state(ballot)
    form = FindVoterForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    voters = voters_found(request.actor, pk, form) if form.is_bound and form.is_valid() else None
    taken = queries.turns_of(pk, [one["row"].roll_row_id for one in voters or []])
    is_open = bool(rules.may_vote_now(ballot, now)) and ballot.paper_rule != Ballot.PaperRule.NONE
    context = {
        "ballot": ballot,
        "state": state,
        "form": form,
        "voters": None if voters is None else [{**one, "turn": taken.get(one["row"].roll_row_id)} for one in voters],
        "items": choosing.shown(queries.sheet(pk), {}),
        "may_give": is_open,
        "may_void": bool(rules.may_vote_now(ballot, now)) and state.is_strict and now < state.casts_from,
        "may_read": ballot.state == states.CLOSED and state.is_emptied and not state.sheets_read and state.papers_given,
        "back": SeedForm(),
        "reading": ReadingForm(),
        **forms,
    }
    failed = any(getattr(one, "errors", None) or getattr(one, "why", None) for one in forms.values())
    return render(request, "secret/desk.html", context, status=409 if failed else 200)

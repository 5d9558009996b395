"""Proposals that come on paper: find who brings it, write it down, keep the signed sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files import actions as files
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import RollRow, search_roll
from yuanba.proposals import actions, queries, rules, states
from yuanba.proposals.models import Call, Proposal
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.agreements.forms import FindForm
from yuanba.web.doors import holding
from yuanba.web.proposals import shown
from yuanba.web.proposals.desk import mine
from yuanba.web.proposals.forms import PaperWorkForm
from yuanba.web.proposals.labels import KINDS
from yuanba.web.proposals.taking_part import asked, work_of

SCANS = {"pdf", "jpeg", "png", "webp"}
MOST_BYTES = 20 * 1024 * 1024


@holding(rules.DESK)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calls of the clerk's places to which something may be handed in."""
    calls = queries.desk(request.actor, clock.now(), [rules.DESK]).filter(state=states.COLLECTING)
    rows = [
        {
            "call": one,
            "when": shown.when(one),
            "items": [(item.kind, KINDS[item.kind]) for item in queries.items(one.pk)],
        }
        for one in calls
    ]
    return render(request, "proposals/paper_index.html", {"rows": rows})


@holding(rules.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A proposal on paper."""
    mine(request, pk, rules.DESK)
    call = asked(pk, kind)
    find = FindForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    found = _found(request, call, find) if find.is_bound and find.is_valid() else None
    people = [(row.person.id, f"{row.person.name} · {row.premises}") for row in (found or {}).values()]
    form = filled(PaperWorkForm, request, kind=kind, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = _keep(request, pk, kind, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Handed in as no. %(n)s.") % {"n": made.number})
            return redirect("proposals:paper_index")
    context = {"call": call, "find": find, "found": found, "form": form, "kind": KINDS[kind]}  # type: ignore[index]
    return render(request, "proposals/paper.html", context, status=form.why[0].status if form.why else 200)


def _found(request: HttpRequest, call: Call, find: FindForm) -> dict[int, RollRow]:
    rows: dict[int, RollRow] = {}
    for row in search_roll(
        actor=request.actor,  # type: ignore[attr-defined]
        territory_id=call.territory_id,
        now=clock.now(),
        **find.cleaned_data,
    ):
        rows.setdefault(row.person.id, row)
    return rows


def _keep(request: HttpRequest, pk: int, kind: str, data: dict[str, Any]) -> Proposal:
    scan = files.store(
        content=data["scan"],
        name=data["scan"].name,
        kinds=SCANS,
        limit_bytes=MOST_BYTES,
        visibility="STAFF",
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    return actions.hand_in_on_paper(
        call_id=pk,
        work=work_of(request, kind, data),
        person_id=data["person"],
        scan_file_id=scan.pk,
        request_key=data["request_key"],
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )

"""Judged live: the screen in the hall, the juror's phone, and the chair who calls up and shows."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.awards import judged
from yuanba.awards.actions.jury import settings_of
from yuanba.awards.models import StageRun
from yuanba.kernel.verdict import require
from yuanba.rubrics import actions, queries, rules, states
from yuanba.rubrics.models import Panel, PanelSubject
from yuanba.web import candidates, clock
from yuanba.web.doors import signed_in
from yuanba.web.rubrics import frames, reading
from yuanba.web.rubrics.chair import points

VERBS = {"call": (actions.call_up, _("The candidate is up.")), "show": (actions.show, _("The hall sees the result."))}


@signed_in
@require_safe
def hall(request: HttpRequest, pk: int) -> HttpResponse:
    """For the projector: who is up, who has handed in, and, once the chair shows it, the panel's result. No mark."""
    found = _live(pk)
    if queries.member_of(found, request.actor) is None:
        require(rules.may_manage(request.actor, found.territory_id, clock.now()))
    context = {"panel": found, "campaign": frames.campaign(found), **on_stage(found)}
    return render(request, "rubrics/hall.html", context)


@signed_in
@require_safe
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """The juror's phone: the candidate who is up, to be scored; else what the juror waits for."""
    found = _live(pk)
    member = queries.member_of(found, request.actor)
    require(rules.may_read(member))
    assert member is not None, "may_read says so"
    mine = None
    if found.up is not None:
        mine = queries.my_sheets(found, request.actor).filter(assignment__subject=found.up).first()
    context = {"panel": found, "campaign": frames.campaign(found), "member": member, "sheet": mine, **on_stage(found)}
    if mine is not None:
        context |= {
            "criteria": reading.criteria(mine, found.rubric),
            "anchors": reading.anchors(found.rubric),
            "rubric": found.rubric,
            "may_mark": mine.state != states.SUBMITTED
            and found.up.shown_at is None
            and bool(rules.is_running(found, clock.now())),
        }
    return render(request, "rubrics/now.html", context)


@signed_in
@require_safe
def direct(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair's list: call one up, show its result once all sheets are in."""
    found = _live(pk)
    require(rules.may_chair(queries.member_of(found, request.actor)))
    return render(
        request, "rubrics/direct.html", {"panel": found, "campaign": frames.campaign(found), **on_stage(found)}
    )


@signed_in
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate is called up, or its result shown. The action asks who may."""
    verb = request.POST.get("do", "")
    if verb not in VERBS:
        raise Http404
    action, done = VERBS[verb]
    action(panel_id=pk, subject_ref=request.POST.get("subject", ""), actor=request.actor, now=clock.now())
    messages.success(request, done)
    return redirect("rubrics:direct", pk)


def on_stage(panel: Panel) -> dict[str, Any]:
    """Every candidate with what the hall may know of it, and the one who is up with the hands that are in."""
    subjects = list(queries.live_subjects(panel))
    cards = candidates.cards(one.subject_ref for one in subjects)
    scores = judged.on_the_spot(_method(panel), queries.shown_totals(panel))
    rows = [_row(one, cards, scores) for one in subjects]
    up = next((row for row in rows if row["subject"].pk == panel.up_id), None)
    sheets = list(queries.live_sheets(panel, up["subject"])) if up else []
    hands = [(one.assignment.member.code, one.state == states.SUBMITTED) for one in sheets]
    shown = sorted((row for row in rows if row["exact"] is not None), key=lambda row: -row["exact"])
    return {
        "rows": rows,
        "up": up,
        "hands": hands,
        "all_in": bool(hands) and all(done for _code, done in hands),
        "missing": sum(not done for _code, done in hands),
        "shown": shown,
        "trims": _method(panel) != "severity",
    }


def _row(subject: PanelSubject, cards: dict[str, candidates.Card], scores: dict[str, Any]) -> dict[str, Any]:
    card, exact = cards.get(subject.subject_ref), scores.get(subject.subject_ref)
    return {
        "subject": subject,
        "name": card.name if card else subject.code,
        "summary": card.summary if card else "",
        "exact": exact,
        "score": points(exact) if exact is not None else "",
    }


def _method(panel: Panel) -> str:
    """The rule of the playbook; a panel of no stage takes the trimmed mean."""
    run_id = frames.run_id(panel)
    run = StageRun.objects.select_related("campaign").filter(pk=run_id).first() if run_id else None
    return settings_of(run).method if run is not None else "trimmed_mean"


def _live(pk: int) -> Panel:
    rows = Panel.objects.select_related("rubric", "up").filter(pk=pk, is_on_the_spot=True)
    found = rows.exclude(state=states.DISSOLVED).first()
    if found is None:
        raise Http404
    return found

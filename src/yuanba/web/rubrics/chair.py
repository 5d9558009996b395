"""The chair's view: who is missing, how strict each juror was once all are in, returning a sheet, the minutes."""

from fractions import Fraction

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.verdict import Refused, require
from yuanba.rubrics import actions, queries, rules, states
from yuanba.rubrics.models import Panel, ScoreSheet
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import signed_in
from yuanba.web.forms import ReasonForm
from yuanba.web.rubrics import frames
from yuanba.web.rubrics.forms import DissentForm, MinutesForm
from yuanba.web.rubrics.labels import PANEL_KINDS, PANELS, SHEETS


@signed_in
@require_safe
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress without any mark; after the close the severity of each juror, and who has not signed."""
    found = _panel(pk)
    require(rules.may_chair(queries.member_of(found, request.actor)))
    context = overview(found) | {
        "campaign": frames.campaign(found),
        "to_settle": list(queries.to_settle(found)) if found.state == states.OPEN else [],
    }
    return render(request, "rubrics/chair.html", context)


def overview(found: Panel) -> dict[str, object]:
    """What the chair and the organiser see of a panel."""
    closed = bool(rules.may_see_results(found))
    sheets = queries.sheets(found).filter(state=states.SUBMITTED)
    return {
        "panel": found,
        "state": PANELS[found.state],
        "kind": PANEL_KINDS[found.state],
        "progress": queries.progress(found),
        "waiting": queries.waiting(found) if found.state == states.OPEN else 0,
        "severity": [
            (
                one.code,
                one.sheets,
                points(one.mean),
                points(one.lowest),
                points(one.highest),
                lean(one.lean),
                one.co_read,
            )
            for one in queries.severity(found)
        ]
        if closed
        else [],
        "sheets": [
            (one.pk, one.assignment.member.code, one.assignment.subject.code, SHEETS[one.state]) for one in sheets
        ],
        "may_close": found.state == states.OPEN and bool(rules.may_close(found, queries.waiting(found), clock.now())),
        "summary": queries.latest_summary(found),
        "unsigned": queries.unsigned(found) if found.state == states.CLOSED else [],
        "is_closed": found.state == states.CLOSED,
        "is_open": found.state == states.OPEN,
    }


def points(value: Fraction) -> str:
    """An exact figure to two places, half up."""
    cents = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{cents // 100}.{cents % 100:02d}"


def lean(value: Fraction | None) -> str:
    """How far a juror leans against those who read the same: with its sign, or a dash."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{points(abs(value))}"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, sheet: int) -> HttpResponse:
    """A sheet goes back to its juror, with the reason."""
    row = ScoreSheet.objects.select_related("assignment__member", "assignment__subject__panel").filter(pk=sheet).first()
    if row is None:
        raise Http404
    require(rules.may_chair(queries.member_of(row.assignment.subject.panel, request.actor)))
    return act(
        request,
        filled(ReasonForm, request),
        lambda given: actions.return_sheet(
            sheet_id=sheet, reason=given["reason"], actor=request.actor, now=clock.now()
        ),
        heading=_("Return the sheet"),
        button=_("Return the sheet"),
        back=reverse("rubrics:chair", args=[row.assignment.subject.panel_id]),
        done=_("The sheet is back with its juror."),
        lead=f"{row.assignment.member.code} · {row.assignment.subject.code}",
        active="jury",
    )


@signed_in
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """No mark changes any more. By the chair or the organiser; the action asks."""
    actions.close_panel(panel_id=pk, actor=request.actor, now=clock.now())
    return redirect("rubrics:board" if request.POST.get("back") == "board" else "rubrics:chair", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version of the minutes; earlier signatures do not count for it."""
    found = _panel(pk)
    chairs = bool(rules.may_chair(queries.member_of(found, request.actor)))
    if not chairs:
        require(rules.may_manage(request.actor, found.territory_id, clock.now()))
    last = queries.latest_summary(found)
    return act(
        request,
        filled(MinutesForm, request, initial={"text": last.text if last else ""}),
        lambda given: actions.draft_summary(panel_id=pk, text=given["text"], actor=request.actor, now=clock.now()),
        heading=_("Minutes of the panel"),
        button=_("Put the minutes before the members"),
        back=reverse("rubrics:chair" if chairs else "rubrics:board", args=[pk]),
        done=_("The members are asked to confirm."),
        lead=found.name,
        active="jury",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A member confirms the minutes, or dissents in writing."""
    found = _panel(pk)
    require(rules.may_read(queries.member_of(found, request.actor)))
    summary = queries.latest_summary(found)
    if summary is None:
        raise Http404
    form = filled(DissentForm, request, initial={"text_hash": summary.text_hash})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_summary(
                panel_id=pk,
                text_hash=form.cleaned_data["text_hash"],
                dissent=form.cleaned_data["dissent"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your answer to the minutes is kept."))
            return redirect("rubrics:panel", pk)
    context = {"panel": found, "summary": summary, "form": form}
    return render(request, "rubrics/sign.html", context, status=409 if form.why else 200)


@signed_in
@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody has signed: the panel's work is done."""
    actions.conclude(panel_id=pk, actor=request.actor, now=clock.now())
    return redirect("rubrics:board" if request.POST.get("back") == "board" else "rubrics:chair", pk)


def _panel(pk: int) -> Panel:
    found = Panel.objects.select_related("rubric").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found

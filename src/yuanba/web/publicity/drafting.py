"""Writing a notice at the desk, and looking over what the redaction gate finds before anybody else reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places import queries as places
from yuanba.publicity import actions, redaction
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.doors import holding
from yuanba.web.publicity.blocks import blocks, lines_of
from yuanba.web.publicity.desk import mine
from yuanba.web.publicity.forms import NewNoticeForm, NoticeForm
from yuanba.web.refusals import Explained, explain

KIND = "GENERAL"


@holding("publicity.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A notice about something that the house does not keep itself."""
    form = filled(NewNoticeForm, request, places=_places(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            drafted = actions.draft_general(
                content=actions.Content(KIND, data["title"], blocks(data["text"])),
                request_key=data["request_key"],
                territory_id=data["territory"],
                terms=actions.Terms(
                    working_days=data["working_days"],
                    decision_days=data["decision_days"],
                    needs_board=data["needs_board"],
                    contact_line=data["contact_line"],
                ),
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is kept. Nobody but the desk sees it until it is opened."))
            return redirect("publicity:desk_notice", drafted.pk)
    context = {"form": form, "notice": None}
    return render(request, "publicity/text.html", context, status=form.why[0].status if form.why else 200)


@holding("publicity.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft says something else."""
    found = mine(request, pk)
    form = filled(NoticeForm, request, initial={"title": found.title, "text": lines_of(found.body)})
    if request.method == "POST" and form.is_valid():
        content = actions.Content(found.kind, form.cleaned_data["title"], blocks(form.cleaned_data["text"]))
        try:
            actions.revise_notice(notice_id=pk, content=content, actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("publicity:desk_notice", pk)
    context = {"form": form, "notice": found}
    return render(request, "publicity/text.html", context, status=form.why[0].status if form.why else 200)


@holding("publicity.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Each text with a personal number, as it is and as it would be; masked once somebody agrees."""
    found = mine(request, pk)
    why: Explained | None = None
    if request.method == "POST":
        try:
            actions.redact_notice(notice_id=pk, actor=request.actor, now=clock.now())
        except Refused as refused:
            why = explain(refused.verdict)
        else:
            messages.success(request, _("The numbers are masked."))
            return redirect("publicity:desk_notice", pk)
    changes = redaction.preview(found.title, found.body)
    in_contact = redaction.findings(found.contact_line, [])
    context = {"notice": found, "changes": changes, "in_contact": bool(in_contact), "why": why}
    return render(request, "publicity/numbers.html", context, status=why.status if why else 200)


def _places(request: HttpRequest) -> list[tuple[int, str]]:
    """The places for which the officer drafts, and what lies directly below them."""
    on = local_date(clock.now())
    own = request.actor.territories("publicity.draft")  # type: ignore[attr-defined]
    below = [node.id for territory_id in sorted(own) for node in places.children_at(territory_id, on)]
    names = places.names_at([*own, *below], on)
    return [(one, names[one]) for one in dict.fromkeys([*sorted(own), *below]) if one in names]

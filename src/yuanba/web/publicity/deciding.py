"""The queue of objections and the decision on each, by somebody who is not involved."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, require
from yuanba.publicity import actions, queries, rules, states
from yuanba.publicity.models import Objection
from yuanba.web import clock, downloads
from yuanba.web.acting import filled
from yuanba.web.dates import by, day
from yuanba.web.doors import holding
from yuanba.web.publicity import noticed
from yuanba.web.publicity.forms import DecisionForm, UnmaskForm
from yuanba.web.publicity.labels import (
    KIND_WORDS,
    OBJECTION_CHANNELS,
    OBJECTION_CHIPS,
    OBJECTION_STATES,
)
from yuanba.web.sent import whole
from yuanba.web.tables import Chip, Column, Filter, Link, Table


def _due(row: Objection) -> Chip | str:
    if row.state != states.FILED:
        return ""
    late = row.decide_by_date < local_date(clock.now())
    return (
        Chip(_("Overdue since %(when)s") % {"when": day(row.decide_by_date)}, "brick")
        if late
        else by(row.decide_by_date)
    )


OBJECTIONS = Table(
    "objections",
    _("Objections of your place"),
    [
        Column(
            "number",
            _("Objection"),
            lambda row: Link(_("No. %(n)s") % {"n": row.pk}, reverse("publicity:objection", args=[row.pk])),
            head=True,
        ),
        Column("notice", _("Notice"), lambda row: row.notice.title),
        Column("kind", _("Kind"), lambda row: KIND_WORDS[row.kind]),
        Column("filed", _("Came in"), lambda row: day(row.filed_at), sort="filed_at"),
        Column("due", _("To be decided"), _due, sort="decide_by_date"),
        Column("state", _("State"), lambda row: Chip(OBJECTION_STATES[row.state], OBJECTION_CHIPS[row.state])),
    ],
    [
        Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(OBJECTION_STATES.items())),
    ],
    sort="decide_by_date",
    exportable=False,
    empty_title=_("No objection"),
    empty_text=_("As soon as somebody objects to a notice of your place it stands here, the most urgent first."),
)


@holding("publicity.decide")
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All objections of the officer's places, the most urgent first. Neither text nor names stand here."""
    rows = queries.to_decide(request.actor, clock.now()).defer("text", "name", "contact", "notice__body")
    if (notice := whole(request.GET.get("notice"))) is not None:
        rows = rows.filter(notice_id=notice)
    return render(request, "publicity/objections.html", {"table": OBJECTIONS.view(request, rows)})


@holding("publicity.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection with its text, and the decision. Whoever is involved sees neither."""
    found = mine(request, pk)
    form = filled(DecisionForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_objection(
                objection_id=pk,
                is_upheld=form.cleaned_data["finding"] == "uphold",
                reason=form.cleaned_data["reason"],
                involved=noticed.parties(found),
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Decided. Whoever objected can read it with the code of the receipt."))
            return redirect("publicity:objections")
    return render(
        request, "publicity/objection.html", _shown(found, form), status=form.why[0].status if form.why else 200
    )


@holding("publicity.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who objected, for a reason that is kept: shown in the answer, kept nowhere. The letter says who, so it is here too."""
    found = mine(request, pk)
    if found.kind == Objection.Kind.ANONYMOUS:
        raise Http404
    form, known = filled(UnmaskForm, request), None
    if request.method == "POST" and form.is_valid():
        try:
            known = actions.unmask_author(
                objection_id=pk,
                reason=form.cleaned_data["reason"],
                involved=noticed.parties(found),
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if request.POST.get("letter") == "1":
                return _file(found)
    context = {"objection": found, "form": form, "author": known, "has_file": found.file_id is not None}
    return render(request, "publicity/author.html", context, status=form.why[0].status if form.why else 200)


@holding("publicity.decide")
@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """What came with an anonymous objection, as a download; other files say who objected and need a reason."""
    found = mine(request, pk)
    if found.kind != Objection.Kind.ANONYMOUS:
        raise Http404
    return _file(found)


def _file(found: Objection) -> FileResponse:
    stored = chosen([found.file_id]) if found.file_id else {}
    if not stored:
        raise Http404
    return downloads.attachment(next(iter(stored.values())))


def mine(request: HttpRequest, pk: int) -> Objection:
    """The objection, if it is this officer's to decide: of the place, else it is not there; not involved, else refused."""
    now = clock.now()
    found = queries.to_decide(request.actor, now).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    require(rules.may_decide(request.actor, found, noticed.parties(found), now))  # type: ignore[attr-defined]
    return found


def _shown(found: Objection, form: DecisionForm) -> dict[str, object]:
    return {
        "objection": found,
        "notice": found.notice,
        "about": noticed.about(found, noticed.lines(found.notice)) if found.about_ref else "",
        "kind": KIND_WORDS[found.kind],
        "channel": OBJECTION_CHANNELS[found.channel],
        "state": OBJECTION_STATES[found.state],
        "chip": OBJECTION_CHIPS[found.state],
        "waits": found.state == states.FILED,
        "is_named": found.kind != Objection.Kind.ANONYMOUS,
        "has_file": found.file_id is not None,
        "is_late": found.state == states.FILED and found.decide_by_date < local_date(clock.now()),
        "form": form,
    }

"""Surveys on paper: a numbered envelope per voter, a form inside that knows nothing of the envelope, two readings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import RollRow, search_roll
from yuanba.surveys import actions, queries, rules, states
from yuanba.surveys.models import Survey
from yuanba.web import clock
from yuanba.web.dates import moment
from yuanba.web.doors import holding
from yuanba.web.refusals import explain
from yuanba.web.sent import whole
from yuanba.web.surveys import asking, prints, secretly
from yuanba.web.surveys.forms import EnvelopeForm, FindForm, FormCodeForm
from yuanba.web.surveys.labels import ENVELOPE_KINDS, ENVELOPE_REASONS, ENVELOPES, FORMS
from yuanba.web.tables import Chip, Column, Filter, Table

AFTER_KEYING = {
    states.READ: _("Kept. Another clerk reads the form once more."),
    states.DISPUTED: _("The two readings differ. A third clerk decides."),
    states.ENTERED: _("Two readings agree: the answer counts."),
    states.UNREADABLE: _("Three readings differ: the form is not counted."),
}
ENVELOPE_TABLE = Table(
    "envelopes",
    _("Envelopes"),
    [
        Column("serial", _("Number of the envelope"), lambda row: row.serial, sort="serial", head=True),
        Column("state", _("State"), lambda row: Chip(ENVELOPES[row.state], ENVELOPE_KINDS[row.state]), sort="state"),
        Column("issued", _("Handed out"), lambda row: moment(row.issued_at), sort="issued_at"),
    ],
    [Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(ENVELOPES.items()))],
    sort="-pk",
    empty_title=_("No envelope handed out yet"),
    empty_text=_("Look for the resident above and print form and envelope."),
)


@holding("surveys.paper")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The surveys that take paper in the clerk's places."""
    rows = queries.looked_after_by(request.actor, clock.now(), rules.PAPER)
    live = rows.filter(state__in=[states.OPEN, states.CLOSED])
    return render(request, "surveys/paper_index.html", {"surveys": list(live)})


@holding("surveys.paper")
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out, take back, key."""
    survey = _mine(request, pk)
    if survey.level == "S":
        return render(request, "surveys/secret_paper.html", {"survey": survey, "places": secretly.places_of(survey)})
    rows = queries.envelopes(pk)
    if ENVELOPE_TABLE.wants_sheet(request):
        return ENVELOPE_TABLE.sheet(request, rows)
    find = FindForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    context = {
        "survey": survey,
        "find": find,
        "found": _found(request.actor, pk, find) if find.is_bound and find.is_valid() else None,
        "code": FormCodeForm(),
        "envelope": EnvelopeForm(),
        "table": ENVELOPE_TABLE.view(request, rows),
        "forms": [(FORMS[one.state], len(one.readings.all())) for one in queries.paper_forms(pk)[:50]],
        "is_open": survey.state == states.OPEN,
    }
    return render(request, "surveys/paper.html", context)


@holding("surveys.paper")
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Envelope slip and form in one PDF. The code on the form is kept nowhere, so this is the only copy."""
    row = whole(request.POST.get("roll"))
    if row is None:
        raise Http404
    made = actions.issue_envelope(survey_id=pk, roll_id=row, actor=request.actor, now=clock.now())
    response = HttpResponse(prints.envelope_and_form(made), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{made.envelope.serial}.pdf"'
    return response


@holding("surveys.paper")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The envelope came back and may be opened; or it is out of use, with the reason."""
    form = EnvelopeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type the number on the envelope."))
        return redirect("surveys:paper", pk)
    serial, reason, now = form.cleaned_data["serial"], form.cleaned_data["reason"], clock.now()
    if reason:
        actions.refuse_envelope(serial=serial, reason=reason, actor=request.actor, now=now)
        messages.success(request, _("The envelope is out of use. You can hand out another."))
        return redirect("surveys:paper", pk)
    envelope = actions.return_envelope(serial=serial, actor=request.actor, now=now)
    if envelope.state == states.RETURNED:
        messages.success(request, _("Open the envelope, put it away, and lay the form on the pile to be keyed."))
    else:
        messages.warning(request, ENVELOPE_REASONS.get(envelope.reason, envelope.reason))
    return redirect("surveys:paper", pk)


@holding("surveys.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """One clerk's reading of the form with this code."""
    survey = _mine(request, pk)
    code = (request.POST if request.method == "POST" else request.GET).get("code", "")
    sheet, why = queries.sheet_of_code(pk, code), None
    answer = asking.sent(request.POST, sheet) if request.method == "POST" else {}
    if request.method == "POST":
        try:
            done = actions.key_paper_form(survey_id=pk, code=code, values=answer, actor=request.actor, now=clock.now())
        except Refused as refused:
            why = refused.verdict
        else:
            messages.success(request, AFTER_KEYING[done.state])
            return redirect("surveys:paper", pk)
    context = {
        "survey": survey,
        "code": code,
        "blocks": asking.shown(sheet, answer, why),
        "why": explain(why) if why is not None else None,
    }
    return render(request, "surveys/key.html", context, status=409 if why is not None else 200)


def _mine(request: HttpRequest, pk: int) -> Survey:
    survey = queries.looked_after_by(request.actor, clock.now(), rules.PAPER).filter(pk=pk).first()
    if survey is None:
        raise Http404
    return survey


def _found(actor: Actor, survey_id: int, form: FindForm) -> list[dict[str, object]]:
    now, found = clock.now(), dict[int, RollRow]()
    for territory_id in sorted(actor.territories("people.verify")):
        for row in search_roll(actor=actor, territory_id=territory_id, now=now, **form.cleaned_data):
            found.setdefault(row.person.id, row)
    rows = queries.rows_at_desk(survey_id, list(found))
    return [
        {"row": row, "name": found[row.person_id].person.name, "home": found[row.person_id].premises}
        for row in rows
        if row.person_id in found
    ]

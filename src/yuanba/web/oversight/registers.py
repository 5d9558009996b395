"""The registers: bodies, what stands about each, new lines, corrections that keep the old line, look-ups, coverage."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.oversight import actions, queries
from yuanba.oversight.actions import Entry
from yuanba.oversight.models import ComplianceRecord, RegisterCheck, RegisterCoverage
from yuanba.people.models import Organisation
from yuanba.people.queries import names_behind
from yuanba.places import queries as places
from yuanba.web import clock, downloads
from yuanba.web.doors import holding, staff
from yuanba.web.oversight.forms import CorrectionForm, CoverageForm, ListingEndForm, LookUpForm, RecordForm, WhyForm
from yuanba.web.oversight.frame import body_of, inside, may_register, shown, stored
from yuanba.web.oversight.labels import KINDS, SEVERITIES
from yuanba.web.people.forms import status
from yuanba.web.people.labels import ORGANISATION_KINDS
from yuanba.web.tables import Column, Filter, Link, Table

BODIES = Table(
    "bodies",
    gettext_lazy("Bodies"),
    [
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: Link(row.name, reverse("oversight:body", args=[row.pk])),
            sort="name",
            head=True,
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: str(ORGANISATION_KINDS.get(row.kind, row.kind)), sort="kind"),
        Column("uscc", gettext_lazy("Social credit code"), lambda row: row.uscc),
        Column("records", gettext_lazy("Lines on record"), lambda row: row.records or "", amount=True),
    ],
    [
        Filter("q", gettext_lazy("Name or code"), lambda rows, value: rows.filter(name__icontains=value)),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda rows, value: rows.filter(kind=value),
            list(ORGANISATION_KINDS.items()),
        ),
    ],
    sort="name",
    empty_title=gettext_lazy("No body in your places yet"),
)


@staff
@require_safe
def bodies(request: HttpRequest) -> HttpResponseBase:
    """The bodies of the visitor's places."""
    rows = queries.bodies(inside(request, "oversight.register", "oversight.check"))
    if BODIES.wants_sheet(request):
        return BODIES.sheet(request, rows)
    return shown(request, "oversight/bodies.html", {"table": BODIES.view(request, rows)})


@staff
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: its file, what stands about it, corrected lines included, and look-ups."""
    found = body_of(request, pk)
    on = local_date(clock.now())
    rows = list(ComplianceRecord.objects.filter(organisation=found).order_by("-happened_date", "-pk"))
    live = set(queries.records_of(pk).values_list("pk", flat=True))
    names = names_behind({row.recorded_by for row in rows})
    card = queries.company_card(pk, on)
    projects = card.projects if card else ()
    compounds = places.names_at({one.compound_id for one in projects}, on)
    context = {
        "body": found,
        "kind": ORGANISATION_KINDS.get(found.kind, found.kind),
        "card": card,
        "projects": [(one.pk, compounds.get(one.compound_id, ""), one.from_date) for one in projects],
        "records": [record_row(row, row.pk in live, names) for row in rows],
        "checks": [
            {"kind": KINDS[one.kind], "first": one.first_date, "last": one.last_date, "source": one.source,
             "url": reverse("oversight:look_up_file", args=[one.pk])}
            for one in RegisterCheck.objects.filter(organisation=found).order_by("-pk")[:50]
        ],
        "may_register": may_register(request, found),
        "is_company": found.kind == Organisation.Kind.PROPERTY_COMPANY,
    }  # fmt: skip
    return shown(request, "oversight/body.html", context)


def record_row(row: ComplianceRecord, is_live: bool, names: dict[str, str]) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "kind": KINDS[row.kind],
        "severity": SEVERITIES.get(row.severity, ""),
        "happened": row.happened_date,
        "ended": row.ended_date,
        "line": " · ".join(part for part in (row.issuer, row.document_no) if part),
        "is_live": is_live,
        "can_end": is_live and row.ended_date is None and row.kind in ("ABNORMAL_LIST", "DISHONESTY_LIST"),
        "is_cancellation": row.is_cancellation,
        "reason": row.reason,
        "who": names.get(row.recorded_by, ""),
        "at": row.recorded_at,
        "url": reverse("oversight:evidence", args=[row.pk]) if row.evidence_file_id else "",
    }


def _with_terms(form: RecordForm, found: Organisation) -> RecordForm:
    terms = found.terms.order_by("-number")
    choices = [(str(one.pk), _("Term %(n)s") % {"n": one.number}) for one in terms]
    form.fields["term"].choices = [("", "–"), *choices]
    return form


def _entry(request: HttpRequest, form: RecordForm, found: Organisation, evidence: int | None) -> Entry:
    data = form.cleaned_data
    return Entry(
        kind=data["kind"],
        organisation_id=found.pk,
        happened_date=data["happened_date"],
        issuer=data["issuer"],
        document_no=data["document_no"],
        severity=data["severity"],
        ended_date=data["ended_date"],
        term_id=int(data["term"]) if data["term"] else None,
        evidence_file_id=stored(request, data["evidence"]) or evidence,
    )


def _tried(request: HttpRequest, form: Any, act: Callable[[], object], done: str) -> bool:
    """True if the action took it; else the form says why not."""
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, done)
    return True


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A line about a body, with its evidence."""
    found = body_of(request, pk)
    form = RecordForm(request.POST, request.FILES) if request.method == "POST" else RecordForm()
    form = _with_terms(form, found)
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
        done = _("It stands in the register.")
        if _tried(request, form, lambda: actions.register(entry=_entry(request, form, found, None), **by), done):
            return redirect("oversight:body", pk)
    context = {"form": form, "heading": _("Add to a register"), "lead": found.name, "back": pk}
    return shown(request, "oversight/form.html", context, code=status(form))


def _record(request: HttpRequest, pk: int) -> ComplianceRecord:
    record = get_object_or_404(ComplianceRecord.objects.select_related("organisation"), pk=pk)
    body_of(request, record.organisation_id)
    return record


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def record_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another line holds in this one's place; both stay readable."""
    old = _record(request, pk)
    initial = {
        "kind": old.kind, "severity": old.severity, "happened_date": old.happened_date, "ended_date": old.ended_date,
        "issuer": old.issuer, "document_no": old.document_no, "term": str(old.term_id or ""),
    }  # fmt: skip
    form = CorrectionForm(request.POST, request.FILES) if request.method == "POST" else CorrectionForm(initial=initial)
    form = _with_terms(form, old.organisation)
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "reason": form.cleaned_data["reason"]}

        def act() -> object:
            entry = _entry(request, form, old.organisation, old.evidence_file_id)
            return actions.correct_record(record_id=pk, entry=entry, **by)

        if _tried(request, form, act, _("The corrected line holds now; the old one stays readable.")):
            return redirect("oversight:body", old.organisation_id)
    context = {
        "form": form,
        "heading": _("Correct the line"),
        "lead": old.organisation.name,
        "back": old.organisation_id,
    }
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def record_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The line does not hold: set aside, or entered by mistake."""
    old = _record(request, pk)
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm()
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "reason": form.cleaned_data["reason"]}
        if _tried(
            request, form, lambda: actions.cancel_record(record_id=pk, **by), _("The line does not hold any more.")
        ):
            return redirect("oversight:body", old.organisation_id)
    context = {
        "form": form,
        "heading": _("Cancel the line"),
        "lead": old.organisation.name,
        "back": old.organisation_id,
    }
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def listing_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The body was taken off a list."""
    old = _record(request, pk)
    form = ListingEndForm(request.POST) if request.method == "POST" else ListingEndForm()
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "ended_date": form.cleaned_data["ended_date"]}
        if _tried(request, form, lambda: actions.end_listing(record_id=pk, **by), _("It is off the list.")):
            return redirect("oversight:body", old.organisation_id)
    context = {
        "form": form,
        "heading": _("Taken off the list"),
        "lead": f"{old.organisation.name} · {KINDS[old.kind]}",
        "back": old.organisation_id,
    }
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.check")
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked the body up and found nothing; the screenshot is kept."""
    found = body_of(request, pk)
    form = LookUpForm(request.POST, request.FILES) if request.method == "POST" else LookUpForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> object:
            evidence = stored(request, data["evidence"])
            return actions.record_check(
                kind=data["kind"], organisation_id=pk, days=(data["first_date"], data["last_date"]),
                source=data["source"], evidence_file_id=evidence or 0, actor=request.actor, now=clock.now(),
            )  # fmt: skip

        if _tried(request, form, act, _("Kept: nothing was found.")):
            return redirect("oversight:body", pk)
    context = {"form": form, "heading": _("Looked up, nothing found"), "lead": found.name, "back": pk}
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest) -> HttpResponse:
    """The office states for which days a register is complete: without it an empty register proves nothing."""
    form = CoverageForm(request.POST) if request.method == "POST" else CoverageForm()
    on = local_date(clock.now())
    where = places.names_at(request.actor.territories("oversight.register"), on)
    form.fields["territory"].choices = [(str(pk), name) for pk, name in where.items()]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> object:
            return actions.confirm_coverage(
                kind=data["kind"], territory_id=int(data["territory"]), first_date=data["first_date"],
                last_date=data["last_date"], source=data["source"], actor=request.actor, now=clock.now(),
            )  # fmt: skip

        if _tried(request, form, act, _("Stated. Look-backs over these days can answer now.")):
            return redirect("oversight:coverage")
    rows = RegisterCoverage.objects.filter(territory_id__in=inside(request, "oversight.register")).order_by("-pk")[:100]
    context = {
        "form": form,
        "rows": [(KINDS[one.kind], one.first_date, one.last_date, one.source) for one in rows],
    }
    return shown(request, "oversight/coverage.html", context, code=status(form))


def _file(file_id: int | None) -> HttpResponseBase:
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise Http404
    return downloads.attachment(found)


@staff
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The evidence of a line."""
    return _file(_record(request, pk).evidence_file_id)


@staff
@require_safe
def look_up_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The screenshot of a look-up."""
    check = get_object_or_404(RegisterCheck, pk=pk)
    body_of(request, check.organisation_id)
    return _file(check.evidence_file_id)

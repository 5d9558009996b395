"""Company files: opened, graded, which compounds they serve; and the yes or no of a property company about fees."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.oversight import actions, queries
from yuanba.oversight.models import FeeStatus, PropertyCompany, ServiceProject
from yuanba.places import queries as places
from yuanba.web import clock
from yuanba.web.doors import holding
from yuanba.web.oversight.forms import EndForm, GradeForm, ProjectForm
from yuanba.web.oversight.frame import body_of, shown
from yuanba.web.oversight.labels import ANSWERS
from yuanba.web.oversight.registers import _tried
from yuanba.web.people.forms import status


@holding("oversight.register")
@require_POST
def open_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The company has a file."""
    found = body_of(request, pk)
    actions.open_company_file(organisation_id=found.pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The company has a file now."))
    return redirect("oversight:body", pk)


def _company(request: HttpRequest, pk: int) -> PropertyCompany:
    found = body_of(request, pk)
    return get_object_or_404(PropertyCompany, organisation=found)


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The company serves a compound."""
    company = _company(request, pk)
    on = local_date(clock.now())
    form = ProjectForm(request.POST) if request.method == "POST" else ProjectForm()
    compounds = [
        node
        for place in request.actor.territories("oversight.register")
        for node in places.territories_of_kind(["COMPOUND"], place, on)
    ]
    form.fields["compound"].choices = [(str(node.id), node.name) for node in compounds]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> object:
            return actions.start_project(
                company_id=company.pk, compound_id=int(data["compound"]), from_date=data["from_date"],
                actor=request.actor, now=clock.now(),
            )  # fmt: skip

        if _tried(request, form, act, _("The company serves the compound.")):
            return redirect("oversight:body", pk)
    context = {"form": form, "heading": _("Serves a compound"), "lead": "", "back": pk}
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def project_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The company no longer serves the compound."""
    project = get_object_or_404(ServiceProject.objects.select_related("company"), pk=pk)
    body_of(request, project.company.organisation_id)
    form = EndForm(request.POST) if request.method == "POST" else EndForm()
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"to_date": form.cleaned_data["to_date"], "actor": request.actor, "now": clock.now()}
        if _tried(request, form, lambda: actions.end_project(project_id=pk, **by), _("Its service there has ended.")):
            return redirect("oversight:body", project.company.organisation_id)
    back = project.company.organisation_id
    context = {"form": form, "heading": _("End its service"), "lead": "", "back": back}
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.register")
@require_http_methods(["GET", "HEAD", "POST"])
def grade_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's credit grade."""
    company = _company(request, pk)
    form = GradeForm(request.POST) if request.method == "POST" else GradeForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> object:
            return actions.grade_company(
                company_id=company.pk, grade=data["grade"], issuer=data["issuer"], from_date=data["from_date"],
                actor=request.actor, now=clock.now(),
            )  # fmt: skip

        if _tried(request, form, act, _("The grade is kept.")):
            return redirect("oversight:body", pk)
    context = {"form": form, "heading": _("Credit grade"), "lead": "", "back": pk}
    return shown(request, "oversight/form.html", context, code=status(form))


@holding("oversight.fee_status")
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """What the visitor's company is asked: yes or no for a period, never an amount."""
    companies = queries.companies_for(request.actor, local_date(clock.now()))
    rows = list(
        queries.fee_statuses()
        .filter(company__in=companies)
        .select_related("person")
        .order_by("answer", "-asked_at")[:200]
    )
    labels = places.premises_label({row.premises_id for row in rows})
    context = {
        "active": "fees",
        "waiting": [fee_row(row, labels) for row in rows if not row.answer],
        "answered": [fee_row(row, labels) for row in rows if row.answer],
    }
    return shown(request, "oversight/fees.html", context)


def fee_row(row: FeeStatus, labels: dict[int, str]) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "who": mask_name(row.person.name),
        "where": labels.get(row.premises_id, ""),
        "since": row.period_from_date,
        "until": row.period_to_date,
        "code": row.answer,
        "answer": ANSWERS.get(row.answer, ""),
        "at": row.answered_at,
    }


@holding("oversight.fee_status")
@require_POST
def fee_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no; another answer later is a correction that keeps the first."""
    status_row = get_object_or_404(FeeStatus, pk=pk)
    is_paid = request.POST.get("answer") == "YES"
    act = actions.correct_fee_status if status_row.answer else actions.confirm_fee_status
    act(status_id=pk, is_paid=is_paid, actor=request.actor, now=clock.now())
    messages.success(request, _("Thank you. The answer is kept."))
    return redirect("oversight:fees")

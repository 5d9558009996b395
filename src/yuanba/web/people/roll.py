"""Importing a roll on a page: upload, preview, the list of what is wrong, accept, history."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.people import actions, roll_progress, tasks
from yuanba.people.models import RollJob
from yuanba.people.queries import keeps_rolls_of, roll_jobs
from yuanba.places.queries import name_at, names_at
from yuanba.web import clock, sheets
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm
from yuanba.web.people.forms import status
from yuanba.web.people.labels import CHANGE_WORDS, JOB_KINDS, JOB_STATES, ROLL_STEPS
from yuanba.web.refusals import explain

SHOWN_PROBLEMS = 100
DOOR = "people.import_roll"


class UploadForm(PageForm):
    compound = forms.TypedChoiceField(label=gettext_lazy("Compound"), coerce=int)
    as_of_date = forms.DateField(
        label=gettext_lazy("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on which the list was right. Changed rows begin on it."),
    )
    file = forms.FileField(
        label=gettext_lazy("The property office's list"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy(
            "An .xlsx as it is: merged cells, two-line heads, full-width digits and dates as text are understood."
        ),
    )


class AcceptForm(PageForm):
    accept_good_rows = forms.BooleanField(label=gettext_lazy("Import the good rows, leave the others"), required=False)
    end_vanished = forms.BooleanField(
        label=gettext_lazy("End the people of premises that the list no longer names"),
        required=False,
        help_text=gettext_lazy("Leave this out if the list covers only part of the compound."),
    )


@holding(DOOR)
@require_safe
def jobs(request: HttpRequest) -> HttpResponseBase:
    """The history of imports."""
    today = local_date(clock.now())
    rows = roll_jobs(request.actor, today)
    page = list(rows[:20])
    names = names_at([row.compound_id for row in page], today)
    context = {
        "rows": [(row, names.get(row.compound_id, ""), JOB_STATES[row.state], JOB_KINDS[row.state]) for row in page],
    }
    return render(request, "people/roll.html", context)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes the Excel; reading it is long work."""
    today = local_date(clock.now())
    names = names_at(keeps_rolls_of(request.actor, today), today)
    form = (
        UploadForm(request.POST, request.FILES)
        if request.method == "POST"
        else UploadForm(initial={"as_of_date": today})
    )
    form.fields["compound"].choices = sorted(names.items(), key=lambda item: item[1])
    if request.method == "POST" and form.is_valid():
        try:
            job = tasks.start_roll(
                compound_id=form.cleaned_data["compound"],
                upload=form.cleaned_data["file"].read(),
                name=form.cleaned_data["file"].name,
                as_of_date=form.cleaned_data["as_of_date"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("people:roll_job", job.pk)
    return render(request, "people/roll_upload.html", {"form": form}, status=status(form))


# What long work does while a roll is in this state, in order.
UNDER_WAY = {
    "QUEUED": (roll_progress.READING, roll_progress.CHECKING),
    "IMPORTING": (roll_progress.READING, roll_progress.CHECKING, roll_progress.WRITING),
}


def under_way(row: RollJob) -> tuple[str, int, int]:
    """What is being done to the roll, how far all of it is, and of how much (0: it still waits for its turn)."""
    steps = UNDER_WAY.get(row.state, ())
    known = roll_progress.read(row.pk)
    if known is None or known[0] not in steps:
        return _("Waiting for its turn"), 0, 0
    place = steps.index(known[0])
    words = {"what": ROLL_STEPS[known[0]], "n": place + 1, "of": len(steps)}
    return _("%(what)s (step %(n)s of %(of)s)") % words, (place * 100 + known[1]) // len(steps), 100


def found(request: HttpRequest, pk: int) -> RollJob:
    return get_object_or_404(roll_jobs(request.actor, local_date(clock.now())), pk=pk)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: being read, shown, being written, or done."""
    row = found(request, pk)
    form = AcceptForm(request.POST) if request.method == "POST" else AcceptForm()
    if not row.errors:
        del form.fields["accept_good_rows"]
    if not row.report.get("vanished") or row.errors:
        del form.fields["end_vanished"]
    if request.method == "POST" and form.is_valid():
        try:
            tasks.accept_roll(
                job_id=pk,
                accept_good_rows=form.cleaned_data.get("accept_good_rows", False),
                end_vanished=form.cleaned_data.get("end_vanished", False),
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("people:roll_job", pk)
    context = {
        "job": row,
        "form": form,
        "compound": name_at(row.compound_id, row.as_of_date),
        "state": JOB_STATES[row.state],
        "kind": JOB_KINDS[row.state],
        "problems": row.report.get("problems", [])[:SHOWN_PROBLEMS],
        "problem_count": sum(row.report.get("problem_counts", {}).values()),
        "changes": row.report.get("changes", []),
        "words": CHANGE_WORDS,
        "under_way": under_way(row),
        "why": explain(no(row.refused_code)) if row.refused_code else None,
    }
    if request.headers.get("HX-Request"):
        if row.state in {"QUEUED", "IMPORTING"}:
            return render(request, "people/roll_progress.html", context)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "people/roll_job.html", context, status=status(form))


@holding(DOOR)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is imported."""
    actions.drop_roll_job(job_id=found(request, pk).pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Dropped. Nothing was changed, and the file is gone."))
    return redirect("people:roll")


@holding(DOOR)
@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What is wrong with the list, by sheet, row and column, to take to the property office."""
    row = found(request, pk)
    column = "message_en" if request.LANGUAGE_CODE == "en" else "message_zh"
    heads = [_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("Left out?")]
    lines = (
        [each["sheet"], each["row"] or "", each["column"], each[column], _("yes") if each["is_error"] else _("no")]
        for each in row.report.get("problems", [])
    )
    return sheets.response(request, f"roll-{pk}-errors", heads, lines)

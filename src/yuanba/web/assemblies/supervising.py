"""The log over the property company, the questions of owners, and what the company answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.assemblies import actions, queries, rules
from yuanba.assemblies.models import DutyOrder, OwnerQuestion, SupervisionEntry
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import organisations_of
from yuanba.web import clock
from yuanba.web.acting import KEEP, Data, act, filled
from yuanba.web.assemblies.forms import TextForm
from yuanba.web.assemblies.frame import TRAIL, committee_desk, person_by_form, stored
from yuanba.web.assemblies.office import entry_row
from yuanba.web.assemblies.office_forms import (
    AnswerForm,
    ObservationForm,
    PaperQuestionForm,
    ReplyForm,
)
from yuanba.web.doors import holding, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of the log over the property company."""
    today = local_date(clock.now())
    companies = [(one.pk, one.name) for one in queries.companies_at(pk, today)]
    form = filled(
        ObservationForm,
        request,
        initial={"happened_date": today} | ({"company": companies[0][0]} if len(companies) == 1 else {}),
        companies=companies,
    )

    def do(data: Data) -> None:
        rules.require_may(
            request.actor, queries.with_substitute([rules.SERVE], pk, DutyOrder.Duty.COMMITTEE), pk, clock.now()
        )
        seen = actions.Observation(
            data["kind"], data["text"], data["happened_date"], data["company"], stored(request, data["file"])
        )
        actions.log_supervision(territory_id=pk, seen=seen, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Add to the supervision log"),
        button=KEEP,
        done=_("It is public, and the company is told."),
        **committee_desk(request, pk),
    )


def _entry(pk: int) -> SupervisionEntry:
    row = SupervisionEntry.objects.select_related("body", "company").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_close(request: HttpRequest, pk: int) -> HttpResponse:
    """It is settled, with what was found."""
    row = _entry(pk)
    form = filled(TextForm, request)
    return act(
        request,
        form,
        lambda data: actions.close_entry(entry_id=pk, text=data["text"], actor=request.actor, now=clock.now()),
        heading=_("Close it as settled"),
        button=KEEP,
        done=_("It is settled."),
        notes=(row.text,),
        **committee_desk(request, row.body.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_insist(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is not enough."""
    row = _entry(pk)
    form = filled(TextForm, request)
    return act(
        request,
        form,
        lambda data: actions.insist(entry_id=pk, text=data["text"], actor=request.actor, now=clock.now()),
        heading=_("Ask again"),
        button=KEEP,
        done=_("The company is asked again."),
        notes=(row.text,),
        **committee_desk(request, row.body.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question is answered."""
    row = OwnerQuestion.objects.select_related("body").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = filled(AnswerForm, request)
    return act(
        request,
        form,
        lambda data: actions.answer_question(question_id=pk, text=data["text"], actor=request.actor, now=clock.now()),
        heading=_("Answer an owner’s question"),
        button=_("Send the answer"),
        done=_("The answer is public."),
        notes=(row.text,),
        **committee_desk(request, row.body.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A question on paper."""
    form = filled(PaperQuestionForm, request)

    def do(data: Data) -> None:
        person = person_by_form(form, pk)
        if person is not None:
            actions.ask(territory_id=pk, text=data["text"], person_id=person, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Enter a question on paper"),
        button=KEEP,
        done=_("The committee is asked."),
        **committee_desk(request, pk),
    )


@holding(rules.COMPANY)
@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """What committees ask the visitor's company."""
    on = local_date(clock.now())
    mine = organisations_of(request.actor.person_id or 0, on)
    rows = list(queries.waiting_for_company(mine)[:100])
    context = {"log": [entry_row(one, on) | {"body": one.body.name} for one in rows]}
    return render(request, "assemblies/company.html", context)


@holding(rules.COMPANY)
@require_http_methods(["GET", "HEAD", "POST"])
def company_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's answer."""
    row = _entry(pk)
    rules.require_may(request.actor, [rules.COMPANY], row.body.territory_id, clock.now())
    form = filled(ReplyForm, request)

    def do(data: Data) -> None:
        actions.reply(
            entry_id=pk, text=data["text"], file_id=stored(request, data["file"]), actor=request.actor, now=clock.now()
        )

    return act(
        request,
        form,
        do,
        heading=_("Answer the committee"),
        lead=row.body.name,
        button=_("Send the answer"),
        done=_("The answer is public."),
        back=reverse("assemblies:company"),
        notes=(row.text,),
        trail=TRAIL,
        active="company-log",
    )

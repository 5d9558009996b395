"""The committee's desk: seats, mandates, the log over the company, questions, hand-over, recalls; and the company's."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.assemblies import actions, queries, rules, states
from yuanba.assemblies.models import HandOverItem, Mandate, OwnerQuestion, Recall, Seat, SupervisionEntry
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import organisations_of
from yuanba.web import clock
from yuanba.web.assemblies import labels
from yuanba.web.assemblies.forms import FoundForm, SureForm, TextForm
from yuanba.web.assemblies.frame import answered, person_by_form, place_name, stored
from yuanba.web.assemblies.office import entry_row, office_of, shown
from yuanba.web.assemblies.office_forms import (
    AnswerForm,
    MandateForm,
    MaySpendForm,
    NoteForm,
    ObservationForm,
    PaperQuestionForm,
    ReplyForm,
    SummonForm,
)
from yuanba.web.dates import until
from yuanba.web.doors import holding, signed_in
from yuanba.web.forms import PageForm
from yuanba.web.refusals import explain

WORKING = (rules.SERVE, rules.DESK, rules.GUIDE)


def _own(request: HttpRequest, territory_id: int) -> None:
    """The visitor has work in this compound. Raises Http404."""
    if not rules.may(request.actor, WORKING, territory_id, clock.now()):
        raise Http404


@holding(rules.SERVE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whoever serves on one committee comes to its desk; on several, or on none in office, to the list."""
    offices = queries.all_in_office(local_date(clock.now()), request.actor.territories(rules.SERVE))
    if len(offices) == 1:
        return redirect("assemblies:working", offices[0].territory_id)
    return redirect("assemblies:desk")


@signed_in
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that waits for the committee of this compound."""
    _own(request, pk)
    office = office_of(pk)
    now = clock.now()
    on = local_date(now)
    asked = MaySpendForm(request.GET if "amount" in request.GET else None)
    verdict = None
    if asked.is_bound and asked.is_valid():
        verdict = queries.may_spend(
            territory_id=pk,
            purpose=asked.cleaned_data["purpose"],
            amount_fen=asked.cleaned_data["amount"] * 100,
            on=on,
        )
    context = {
        **shown(office),
        "form": asked,
        "answer": verdict is not None and verdict.ok,
        "why": explain(verdict) if verdict is not None and not verdict.ok else None,
        "things": [_thing(one) for one in queries.hand_over(office.body.pk)],
        "may_serve": bool(rules.may(request.actor, [rules.SERVE], pk, now)),
        "may_chair": bool(rules.may(request.actor, [rules.CHAIR, rules.GUIDE], pk, now)),
        "may_desk": bool(rules.may(request.actor, [rules.DESK, rules.GUIDE], pk, now)),
        "may_resign": bool(rules.may(request.actor, [rules.CHAIR, rules.GUIDE, rules.DESK], pk, now)),
    }
    return render(request, "assemblies/working.html", context)


def _thing(one: HandOverItem) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "what": labels.THINGS[one.kind],
        "who": one.seat.person.name if one.seat else gettext("Term %(n)s") % {"n": one.term.number},
        "state": labels.HAND_OVER_STATES[one.state],
        "chip": labels.HAND_OVER_KINDS[one.state],
        "code": one.state,
        "due": until(one.due_date),
        "note": one.note,
    }


def _simple(
    request: HttpRequest,
    territory_id: int,
    form: PageForm,
    act: Callable[[], object],
    heading: Any,
    done: Any,
    *notes: Any,
) -> HttpResponse:
    """A form that leads back to the committee's desk."""
    _own(request, territory_id)
    return answered(
        request, form, act, heading=heading, lead=place_name(territory_id), done=done,
        to=("assemblies:working", territory_id), notes=notes,
    )  # fmt: skip


def _bound(request: HttpRequest, form: type[PageForm], initial: dict[str, Any] | None = None, **more: Any) -> PageForm:
    if request.method == "POST":
        return form(request.POST, request.FILES, **more)
    return form.opened(request, initial, **more)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves."""
    seat = Seat.objects.select_related("term__organisation", "person").filter(pk=pk).first()
    if seat is None:
        raise Http404
    form = _bound(request, NoteForm)
    return _simple(
        request, seat.term.organisation.territory_id, form,
        lambda: actions.resign(seat_id=pk, note_text=form.cleaned_data["note"], **_by(request)),
        _("Enter a resignation"), _("The seat has ended. The first alternate moves up."), seat.person.name,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The owners are asked for a mandate."""
    form = _bound(request, MandateForm)

    def act() -> None:
        data = form.cleaned_data
        limits = actions.Limits(data["purpose"], data["text"], data["limit"] * 100, data["year_limit"] * 100)
        actions.propose_mandate(
            territory_id=pk, limits=limits, window=actions.Window(data["opens_at"], data["closes_at"]), **_by(request)
        )

    return _simple(
        request, pk, form, act, _("Ask the owners for a mandate"), _("The vote is announced."),
        _("The owners decide by ballot. Until then, and beyond the limit, the committee asks before it spends."),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The published count puts it into force, or drops it."""
    row = Mandate.objects.select_related("body").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = _bound(request, SureForm)
    return _simple(
        request, row.body.territory_id, form, lambda: actions.adopt_mandate(mandate_id=pk, **_by(request)),
        _("Take over the result"), _("The result is taken over."), row.text,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of the log over the property company."""
    today = local_date(clock.now())
    companies = [(one.pk, one.name) for one in queries.companies_at(pk, today)]
    form = _bound(
        request,
        ObservationForm,
        {"happened_date": today} | ({"company": companies[0][0]} if len(companies) == 1 else {}),
        companies=companies,
    )

    def act() -> None:
        data = form.cleaned_data
        rules.require_may(request.actor, [rules.SERVE], pk, clock.now())
        seen = actions.Observation(
            data["kind"], data["text"], data["happened_date"], data["company"], stored(request, data["file"])
        )
        actions.log_supervision(territory_id=pk, seen=seen, **_by(request))

    return _simple(request, pk, form, act, _("Add to the supervision log"), _("It is public, and the company is told."))


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
    form = _bound(request, TextForm)
    return _simple(
        request, row.body.territory_id, form,
        lambda: actions.close_entry(entry_id=pk, text=form.cleaned_data["text"], **_by(request)),
        _("Close it as settled"), _("It is settled."), row.text,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_insist(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is not enough."""
    row = _entry(pk)
    form = _bound(request, TextForm)
    return _simple(
        request, row.body.territory_id, form,
        lambda: actions.insist(entry_id=pk, text=form.cleaned_data["text"], **_by(request)),
        _("Ask again"), _("The company is asked again."), row.text,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question is answered."""
    row = OwnerQuestion.objects.select_related("body").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = _bound(request, AnswerForm)
    return _simple(
        request, row.body.territory_id, form,
        lambda: actions.answer_question(question_id=pk, text=form.cleaned_data["text"], **_by(request)),
        _("Answer an owner’s question"), _("The answer is public."), row.text,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A question on paper."""
    form = _bound(request, PaperQuestionForm)

    def act() -> None:
        person = person_by_form(form, pk)
        if person is not None:
            actions.ask(territory_id=pk, text=form.cleaned_data["text"], person_id=person, **_by(request))

    return _simple(request, pk, form, act, _("Enter a question on paper"), _("The committee is asked."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: HttpRequest, pk: int) -> HttpResponse:
    """One side signs that something was handed over."""
    item = HandOverItem.objects.select_related("term__organisation").filter(pk=pk).first()
    if item is None:
        raise Http404
    form = _bound(request, NoteForm if item.state == states.DUE else SureForm)

    def act() -> None:
        if item.state == states.DUE:
            actions.give_over(item_id=pk, note_text=form.cleaned_data["note"], **_by(request))
        else:
            actions.receive_over(item_id=pk, **_by(request))

    return _simple(
        request, item.term.organisation.territory_id, form, act,
        _("I hand it over") if item.state == states.DUE else _("I have received it"), _("Signed."), labels.THINGS[item.kind],
    )  # fmt: skip


def _recall(pk: int) -> Recall:
    row = Recall.objects.select_related("seat__person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A signature on paper, checked against the roll."""
    row = _recall(pk)
    form = _bound(request, FoundForm)

    def act() -> None:
        person = person_by_form(form, row.territory_id)
        if person is not None:
            actions.sign_recall(recall_id=pk, person_id=person, **_by(request))

    return _simple(request, row.territory_id, form, act, _("Enter a signature"), _("The signature counts."), row.reason)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_summon(request: HttpRequest, pk: int) -> HttpResponse:
    """The extraordinary assembly is called."""
    row = _recall(pk)
    form = _bound(request, SummonForm)

    def act() -> None:
        data = form.cleaned_data
        actions.summon(recall_id=pk, window=actions.Window(data["opens_at"], data["closes_at"]), **_by(request))

    return _simple(request, row.territory_id, form, act, _("Call the vote"), _("The vote is announced."), row.reason)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The published count decides."""
    row = _recall(pk)
    form = _bound(request, SureForm)
    return _simple(
        request, row.territory_id, form, lambda: actions.decide_recall(recall_id=pk, **_by(request)),
        _("Take over the result"), _("The result is taken over."), row.reason,
    )  # fmt: skip


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
    form = _bound(request, ReplyForm)

    def act() -> None:
        data = form.cleaned_data
        actions.reply(entry_id=pk, text=data["text"], file_id=stored(request, data["file"]), **_by(request))

    return answered(
        request, form, act,
        heading=_("Answer the committee"),
        lead=row.body.name,
        send=_("Send the answer"),
        done=_("The answer is public."),
        to=("assemblies:company",),
        notes=(row.text,),
    )  # fmt: skip

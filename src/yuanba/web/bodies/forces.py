"""Task forces: their units with liaison persons, what each is to do, and what came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.people import actions
from yuanba.people.models import ForceTask, ForceUnit, Organisation
from yuanba.web.acting import act, filled
from yuanba.web.bodies import forms
from yuanba.web.bodies.desk import DOOR, keep
from yuanba.web.bodies.scope import both, by, kept_body, today
from yuanba.web.doors import holding, signed_in


def force(request: HttpRequest, pk: int) -> Organisation:
    row = kept_body(request, pk)
    if row.kind != Organisation.Kind.TASK_FORCE:
        raise Http404
    return row


def unit_of(row: Organisation, unit_pk: int) -> ForceUnit:
    found = row.units.filter(pk=unit_pk).first()
    if found is None:
        raise Http404
    return found


@holding(DOOR)
@both
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One more unit of the task force."""
    row = force(request, pk)
    form = filled(forms.UnitForm, request, initial={"from_date": today()})

    def do(values: dict) -> object:
        liaison = None
        if values["liaison_name"]:
            person = actions.register_person(name=values["liaison_name"], phone=values["liaison_phone"], **by(request))
            liaison = person.pk
        facts = {name: values[name] for name in ("name", "is_lead", "line", "from_date")}
        return actions.add_unit(force_id=pk, liaison_id=liaison, **facts, **by(request))

    return act(
        request, form, do, heading=_("A unit of %(body)s") % {"body": row.name}, button=_("Add it"), back=keep(pk),
        done=_("The unit belongs to the task force."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def end_unit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    one = unit_of(force(request, pk), unit_pk)

    def do(values: dict) -> object:
        return actions.end_unit(unit_id=one.pk, to_date=values["to_date"], **by(request))

    return act(
        request, filled(forms.EndForm, request), do, heading=_("%(body)s leaves the task force") % {"body": one.name},
        button=_("It leaves"), back=keep(pk), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def task(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """What a unit is to do, and by when."""
    one = unit_of(force(request, pk), unit_pk)

    def do(values: dict) -> object:
        return actions.give_task(unit_id=one.pk, text=values["text"], due_date=values["due_date"], **by(request))

    return act(
        request, filled(forms.TaskForm, request), do, heading=_("Something to do for %(body)s") % {"body": one.name},
        button=_("Give it"), back=keep(pk), done=_("Given. It stands on the page of the task force."), active="bodies",
    )  # fmt: skip


@signed_in
@both
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is done: said by the unit's liaison person or whoever keeps the task force."""
    row = ForceTask.objects.filter(pk=pk).select_related("unit").first()
    if row is None:
        raise Http404

    def do(values: dict) -> object:
        return actions.finish_task(task_id=pk, outcome=values["outcome"], **by(request))

    return act(
        request, filled(forms.OutcomeForm, request), do, heading=_("Report the task done"), button=_("Report it done"),
        notes=(row.text,), back=reverse("bodies:body", args=[row.unit.force_id]), active="bodies",
    )  # fmt: skip

"""Who serves a place: one's own helpers first, then committees with their organs, leads, grid workers and groups."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.kernel.calendar import local_date
from yuanba.people import actions, queries
from yuanba.people.actions.standing import leads
from yuanba.people.models import Organisation
from yuanba.people.standing import RULES
from yuanba.places.lists import territory
from yuanba.places.queries import lineage, name_at
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.bodies import forms
from yuanba.web.bodies.labels import PUBLIC_CAPACITIES
from yuanba.web.bodies.scope import body_or_404, both, by, may, today
from yuanba.web.doors import anyone, signed_in
from yuanba.web.people.labels import ORGANISATION_KINDS, POSTS

WORDS_TO = frozenset({"SPECIAL_CHAIR", "SPECIAL_MEMBER", "ORGAN_LEAD", "ORGAN_MEMBER", "GROUP_LEAD"})


@anyone
@require_safe
def serving(request: HttpRequest, pk: int) -> HttpResponse:
    """Who serves this place now."""
    found = territory(pk)
    if found is None:
        raise Http404
    on = today()
    person_id = request.actor.person_id
    own = queries.own_helpers(person_id, on) if person_id else set()
    helpers = queries.serving_in(pk, on) if found.kind == "COMPOUND" else ()
    bodies = [row for row in queries.bodies_in([pk], on) if row.kind != Organisation.Kind.SERVICE_ORGAN]
    sitting = queries.sittings([row.pk for row in bodies], on)
    context = {
        "pk": pk,
        "name": name_at(pk, on),
        "own": [one for one in helpers if one.appointment_id in own],
        "others": [one for one in helpers if one.appointment_id not in own],
        "roster": queries.grid_roster(pk, on) if found.kind == "COMMUNITY" else (),
        "bodies": [(row, ORGANISATION_KINDS[row.kind], len(sitting.get(row.pk, ()))) for row in bodies],
        "organs": list(queries.organs_of([row.pk for row in bodies], on)),
        "posts": POSTS,
        "line": queries.duty_line(pk, on),
        "may_write": person_id is not None and not request.user.is_staff_account,
        "is_anybody": not request.user.is_authenticated,
        "may_keep": may(request, "people.keep_roster", pk),
    }
    return render(request, "bodies/serving.html", context)


@anyone
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: what it rests on, who sits in it, what it brought about; of a task force its units and tasks."""
    row = body_or_404(pk)
    on = today()
    sitting = queries.sittings([pk], on).get(pk, ())
    context = {
        "body": row,
        "kind": ORGANISATION_KINDS[row.kind],
        "place": name_at(row.territory_id, on),
        "charter": getattr(row, "charter", None),
        "term": queries.terms_of(pk).first(),
        "sitting": [(one, POSTS[one.post], PUBLIC_CAPACITIES.get(one.capacity, "")) for one in sitting],
        "organs": list(queries.organs_of([pk], on)),
        "results": list(row.results.order_by("-on_date", "-pk")),
        "units": list(queries.units_of(pk)) if row.kind == Organisation.Kind.TASK_FORCE else [],
        "words_to": WORDS_TO,
        "may_write": request.actor.person_id is not None and not request.user.is_staff_account,
        "may_note": _may_note(request, row),
        "may_keep": may(request, RULES[row.kind].founded_with, row.territory_id),
        "ended": row.ended_date is not None and row.ended_date <= on,
    }
    return render(request, "bodies/body.html", context)


def _may_note(request: HttpRequest, row: Organisation) -> bool:
    on = local_date(clock.now())
    return leads(request.actor, row, on) or request.actor.holds(
        RULES[row.kind].founded_with, lineage(row.territory_id, on)
    )


@signed_in
@both
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What the body brought about, by whoever leads or keeps it."""
    row = body_or_404(pk)
    form = filled(forms.ResultForm, request, initial={"on_date": today()})

    def do(values: dict) -> object:
        return actions.note_result(organisation_id=pk, on_date=values["on_date"], text=values["text"], **by(request))

    return act(
        request, form, do, heading=row.name, lead=_("What the body brought about stands on its page."),
        button=_("Put it there"), back=reverse("bodies:body", args=[pk]), desk=False,
    )  # fmt: skip

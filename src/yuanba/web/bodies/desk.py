"""Keeping bodies: which stand in my places and what they lack, founding them, their seats, organs and end."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.people import actions, queries
from yuanba.people.models import Organisation
from yuanba.people.queries import Lack, Sitting
from yuanba.people.standing import RULES
from yuanba.places.lists import buildings_of, territory
from yuanba.places.queries import name_at, names_at
from yuanba.web.acting import act, filled
from yuanba.web.bodies import forms
from yuanba.web.bodies.labels import CAPACITIES
from yuanba.web.bodies.scope import body_or_404, both, by, inside, kept_body, may, nodes, today
from yuanba.web.doors import holding
from yuanba.web.people.labels import ORGANISATION_KINDS, POSTS
from yuanba.web.tables import Chip, Column, Filter, Link, Table

DOOR = "people.keep_roster"
FOUNDED_HERE = tuple(kind for kind in RULES if kind != Organisation.Kind.SERVICE_ORGAN)
KIND_CHOICES = [(kind, ORGANISATION_KINDS[kind]) for kind in FOUNDED_HERE]


def lacks_in_words(lack: Lack) -> str:
    """ "Nobody leads it; no micro-grid lead" ; "" if nothing is missing."""
    groups = [_(" or ").join(str(CAPACITIES[one]) for one in sorted(group)) for group in lack.missing]
    said = [_("nobody leads it")] if lack.no_lead else []
    return _(", ").join([*said, *(_("no %(kind)s") % {"kind": group} for group in groups)])


def table(lacks: dict[int, str], places: dict[int, str]) -> Table:
    """The list of bodies, with what each lacks and where it stands."""
    return Table(
        "bodies",
        gettext_lazy("Bodies and rosters"),
        [
            Column("name", gettext_lazy("Name"), lambda row: Link(row.name, reverse("bodies:keep", args=[row.pk])),
                   sort="name", head=True, sheet=lambda row: row.name),
            Column("kind", gettext_lazy("Kind"), lambda row: ORGANISATION_KINDS[row.kind], sort="kind"),
            Column("place", gettext_lazy("Place"), lambda row: places.get(row.territory_id, "")),
            Column("lack", gettext_lazy("What is missing"),
                   lambda row: Chip(lacks[row.pk], "amber") if lacks.get(row.pk) else "–",
                   sheet=lambda row: lacks.get(row.pk, "")),
        ],
        [
            Filter("q", gettext_lazy("Search"), lambda rows, value: rows.filter(name__icontains=value)),
            Filter("kind", gettext_lazy("Kind"), lambda rows, value: rows.filter(kind=value), KIND_CHOICES),
        ],
        sort="name",
        empty_title=gettext_lazy("No body stands in your places yet"),
        empty_text=gettext_lazy("Found one below: it then stands on the page of its compound."),
    )  # fmt: skip


@holding(DOOR)
@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """The bodies of my places, and what each of them lacks."""
    on = today()
    rows = queries.bodies_in(inside(request, DOOR), on, FOUNDED_HERE)
    ids = list(rows.values_list("pk", "kind", "territory_id"))
    sitting = queries.sittings([pk for pk, _kind, _place in ids], on)
    lacks = {pk: lacks_in_words(queries.lack_of(kind, sitting.get(pk, ()))) for pk, kind, _place in ids}
    shown = table(lacks, names_at([place for _pk, _kind, place in ids], on))
    if shown.wants_sheet(request):
        return shown.sheet(request, rows)
    context = {
        "table": shown.view(request, rows),
        "kinds": [
            (kind, label) for kind, label in KIND_CHOICES if request.actor.holds_anywhere(RULES[kind].founded_with)
        ],
        "incomplete": sum(1 for said in lacks.values() if said),
    }
    return render(request, "bodies/desk.html", context)


def rule_of(request: HttpRequest, kind: str) -> str:
    """The kind in capitals, if the visitor founds such bodies anywhere."""
    found = kind.upper().replace("-", "_")
    if found not in FOUNDED_HERE or not request.actor.holds_anywhere(RULES[found].founded_with):
        raise Http404
    return found


@holding(DOOR)
@require_safe
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """In which of my places the new body is to stand."""
    found = rule_of(request, kind)
    rule = RULES[found]
    context = {
        "kind": kind,
        "label": ORGANISATION_KINDS[found],
        "places": nodes(request, rule.founded_with, rule.places),
    }
    return render(request, "bodies/choose.html", context)


@holding(DOOR)
@both
def found(request: HttpRequest, kind: str, place_pk: int) -> HttpResponse:
    """The founding paper of a new body."""
    code = rule_of(request, kind)
    rule = RULES[code]
    place = territory(place_pk)
    if place is None or place.kind not in rule.places or not may(request, rule.founded_with, place_pk):
        raise Http404
    where = name_at(place_pk, today())
    form = filled(forms.FoundForm, request, initial={"from_date": today(), "name": f"{where}{proposed(code)}"})
    shape(form, code, place_pk)

    def do(values: dict) -> object:
        facts = {name: value for name, value in values.items() if name not in {"request_key", "building"}}
        paper = actions.NewBody(code, territory_id=place_pk, building_id=values.get("building"), **facts)
        return actions.found_body(order=paper, **by(request))

    return act(
        request, form, do, heading=f"{ORGANISATION_KINDS[code]} · {where}", button=_("Found it"),
        lead=FOUNDING.get(code, ""), back=reverse("bodies:desk"), done=_("It stands. Fill its seats next."),
        active="bodies",
    )  # fmt: skip


FOUNDING: dict[str, str | Promise] = {
    "SPECIAL_COMMITTEE": gettext_lazy(
        "It comes with its five service organs, which you can rename. Members come from the subdistrict, the community "
        "and the residents."
    ),
    "MUTUAL_AID_GROUP": gettext_lazy(
        "Of one building: a micro-grid lead, party members and key residents. Whoever is missing is pointed out."
    ),
    "TASK_FORCE": gettext_lazy("Afterwards you add its units, their liaison persons and what each is to do."),
    "RESIDENT_GROUP": gettext_lazy("For one subject, with a head, a purpose and a term; its results are published."),
    "AUTONOMY_COMMITTEE": gettext_lazy(
        "Social organisations, grid workers, volunteers, building leads and the property company sit together."
    ),
}


def proposed(code: str) -> str:
    """The end of the name that offices usually give such a body: data of the register, in the language of offices."""
    return {
        "SPECIAL_COMMITTEE": "小区专项治理工作委员会",
        "TASK_FORCE": "工作专班",
        "AUTONOMY_COMMITTEE": "自治委员会",
        "MUTUAL_AID_GROUP": "楼栋互助小组",
        "RESIDENT_GROUP": "房屋质量监督小组",
    }[code]


def shape(form: forms.FoundForm, code: str, place_pk: int) -> None:
    """The form asks only what such a body needs."""
    rule = RULES[code]
    if rule.needs_building:
        form.fields["building"].choices = [(row.pk, row.name) for row in buildings_of(place_pk)]
    else:
        del form.fields["building"]
    for name in ("decided_by", "decided_date"):
        form.fields[name].required = rule.needs_decision
    form.fields["due_date"].required = rule.needs_due_date
    if not rule.needs_decision:
        for name in ("decided_by", "decision_number", "decided_date"):
            del form.fields[name]


@holding(DOOR)
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body as its keeper sees it: what is missing first, then seats, organs, units, results."""
    row = kept_body(request, pk)
    on = today()
    sitting = queries.sittings([pk], on).get(pk, ())
    organs = list(queries.organs_of([pk], on))
    in_organs = queries.sittings([one.pk for one in organs], on)
    context = {
        "body": row,
        "kind": ORGANISATION_KINDS[row.kind],
        "place": name_at(row.territory_id, on),
        "charter": getattr(row, "charter", None),
        "term": queries.terms_of(pk).first(),
        "lack": lacks_in_words(queries.lack_of(row.kind, sitting)),
        "sitting": [shown_seat(one) for one in sitting],
        "organs": [(one, len(in_organs.get(one.pk, ()))) for one in organs],
        "units": list(queries.units_of(pk)) if row.kind == Organisation.Kind.TASK_FORCE else [],
        "results": list(row.results.order_by("-on_date", "-pk")),
        "is_force": row.kind == Organisation.Kind.TASK_FORCE,
        "is_committee": row.kind == Organisation.Kind.SPECIAL_COMMITTEE,
        "ended": row.ended_date is not None and row.ended_date <= on,
        "today": on,
    }
    return render(request, "bodies/keep.html", context)


def shown_seat(one: Sitting) -> dict[str, object]:
    return {
        "pk": one.appointment_id,
        "name": mask_name(one.name),
        "phone": mask_mobile(one.phone) if one.phone else "–",
        "post": POSTS[one.post],
        "capacity": CAPACITIES.get(one.capacity, "–"),
        "source": one.source_unit,
        "duty": one.duty,
        "line": one.relay_line,
        "from_date": one.from_date,
        "to_date": one.to_date,
    }


def keep(pk: int) -> str:
    return reverse("bodies:keep", args=[pk])


@holding(DOOR)
@both
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody sits in the body from a day on."""
    row = kept_body(request, pk)
    term = queries.terms_of(pk).first()
    form = filled(forms.SeatForm, request, initial={"from_date": today(), "to_date": term.due_date if term else None})

    def do(values: dict) -> object:
        person = actions.register_person(name=values["name"], phone=values["phone"], **by(request))
        facts = {name: values[name] for name in (
            "is_lead", "capacity", "from_date", "to_date", "source_unit", "duty", "relay_line", "has_consented"
        )}  # fmt: skip
        return actions.take_seat(organisation_id=pk, order=actions.NewSeat(person.pk, **facts), **by(request))

    return act(
        request, form, do, heading=_("Somebody sits in %(body)s") % {"body": row.name}, button=_("Give the seat"),
        lead=_("Every permission comes from this line, from its first day until its last."), back=keep(pk),
        done=_("The seat is filled."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def end_seat(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    row = kept_body(request, pk)
    if not row.appointments.filter(pk=seat_pk).exists():
        raise Http404

    def do(values: dict) -> object:
        return actions.end_appointment(appointment_id=seat_pk, to_date=values["to_date"], **by(request))

    return act(
        request, filled(forms.EndForm, request), do, heading=_("The seat becomes free"), button=_("Ends the service"),
        back=keep(pk), done=_("Ended. From that day on it carries nothing."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def organ(request: HttpRequest, pk: int) -> HttpResponse:
    """One more organ of a special committee."""
    row = kept_body(request, pk)
    if row.kind != Organisation.Kind.SPECIAL_COMMITTEE:
        raise Http404

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("key", "name", "duty")}
        return actions.found_organ(committee_id=pk, **facts, **by(request))

    return act(
        request, filled(forms.OrganForm, request), do, heading=_("One more service organ"), button=_("Found it"),
        back=keep(pk), done=_("It stands. Fill its seats next."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or other duties."""
    row = kept_body(request, pk)
    paper = getattr(row, "charter", None)
    form = filled(forms.ChangeForm, request, initial={"name": row.name, "purpose": paper.purpose if paper else ""})

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("name", "purpose")}
        return actions.change_purpose(organisation_id=pk, **facts, **by(request))

    return act(
        request, form, do, heading=_("Name and duties"), button=_("Keep it so"), back=keep(pk),
        lead=_("What it was before stands in the audit trail."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The body ends, with a reason."""
    row = body_or_404(pk)
    kept_body(request, pk)

    def do(values: dict) -> object:
        return actions.end_body(
            organisation_id=pk, ended_date=values["ended_date"], reason=values["reason"], **by(request)
        )

    return act(
        request, filled(forms.EndBodyForm, request), do, heading=_("%(body)s ends") % {"body": row.name},
        button=_("End the body"), lead=_("Its organs, terms and seats end with it; what it did stays readable."),
        back=reverse("bodies:desk"), done=_("It ended."), active="bodies",
    )  # fmt: skip

"""The desk of an assembly: one page that says where it stands, what blocks it, by when, and who must act."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.assemblies import actions, queries, rules, states
from yuanba.assemblies.models import Assembly, Candidate, CandidateObjection, DutyOrder, GroupMember, Seat
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import compound_ids, names_at
from yuanba.web import clock
from yuanba.web.acting import KEEP, Data, act
from yuanba.web.assemblies import labels
from yuanba.web.assemblies.forms import (
    BeginForm,
    DocumentForm,
    FoundForm,
    MemberForm,
    PaperCandidateForm,
    ScreenForm,
    TextForm,
)
from yuanba.web.assemblies.frame import DESK, LOOKING_AFTER, own_assembly, person_by_form, place_name, stored
from yuanba.web.assemblies.public import line, seats, shown
from yuanba.web.doors import signed_in
from yuanba.web.refusals import explain

# What may be done next from a state: (verb of the address, label, permissions).
NEXT: dict[str, tuple[tuple[str, Any, tuple[str, ...]], ...]] = {
    states.FORMING: (("post-group", _("Post the list of the group"), (rules.GUIDE,)),),
    states.NOMINATING: (("post-candidates", _("Post candidates and drafts"), (rules.PREPARE, rules.GUIDE)),),
    states.POSTED: (("call", _("Call the vote"), (rules.PREPARE, rules.GUIDE)),),
    states.CALLED: (("result", _("Take over the result"), (rules.PREPARE, rules.GUIDE)),),
    states.FAILED: (("repeat", _("Take names again"), (rules.PREPARE, rules.GUIDE)),),
    states.ELECTED: (("meeting", _("Enter the first meeting"), (rules.SERVE, rules.GUIDE)),),
    states.MET: (("hand-in", _("Enter that the filing was handed in"), (rules.CHAIR, rules.GUIDE)),),
    states.HANDED_IN: (("filing", _("Decide about the filing"), (rules.FILE, rules.GUIDE)),),
}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The assemblies of the visitor's places."""
    now = clock.now()
    rows = list(queries.looked_after_by(request.actor, now, LOOKING_AFTER)[:200])
    on = local_date(now)
    granted = frozenset(place for permission in LOOKING_AFTER for place in request.actor.territories(permission))
    offices = queries.all_in_office(on, queries.within(granted, on))
    names = names_at({row.territory_id for row in [*rows, *offices]}, on)
    context = {
        "offices": [(one, names.get(one.territory_id, ""), labels.BODIES[one.kind]) for one in offices],
        "lines": [line(row, names.get(row.territory_id, "")) for row in rows],
        "may_begin": request.actor.holds_anywhere(rules.GUIDE) or bool(_places(request)),
    }
    return render(request, "assemblies/desk.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A new assembly of a compound, begun by the subdistrict or where the community stands in."""
    places = _places(request)
    if not places and not request.actor.holds_anywhere(rules.GUIDE):
        raise Http404
    form = (
        BeginForm(request.POST, places=places)
        if request.method == "POST"
        else BeginForm.opened(request, {"kind": "FIRST"}, places=places)
    )

    def do(data: Data) -> None:
        actions.begin(
            kind=data["kind"], territory_id=data["place"], formed_date=data["formed_date"],
            sizes=(data["seats"], data["alternates"], data["term_years"]), actor=request.actor, now=clock.now(),
        )  # fmt: skip

    return act(
        request,
        form,
        do,
        heading=_("Begin an assembly"),
        lead=_("Where no owners’ committee is in office, and where its term ends."),
        button=_("Begin"),
        done=_("It has begun. Enter the members of the group next."),
        back=reverse("assemblies:desk"),
        **DESK,
    )


@signed_in
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, what blocks the next step, and the step itself."""
    row = own_assembly(request, pk)
    now = clock.now()
    next_steps = [
        (verb, label)
        for verb, label, permissions in NEXT.get(row.state, ())
        if rules.may(request.actor, permissions, row.territory_id, now)
    ]
    context = {
        **shown(row),
        "blocking": [_blocker(one, row) for one in queries.blocking(row, now)],
        "next_steps": next_steps,
        "seats_of": seats(row),
        "steps_taken": [(one, labels.STATES[one.target]) for one in row.steps.order_by("at", "pk")],
        "objections": list(queries.objections(pk)),
        "may_form": row.state == states.FORMING
        and bool(rules.may(request.actor, _formers(row), row.territory_id, now)),
        "may_prepare": bool(rules.may(request.actor, [rules.PREPARE, rules.GUIDE], row.territory_id, now)),
        "may_enter": row.state == states.NOMINATING
        and bool(rules.may(request.actor, [rules.PREPARE, rules.GUIDE, rules.DESK], row.territory_id, now)),
        "may_cancel": states.ASSEMBLY.may(row.state, "cancel")
        and bool(rules.may(request.actor, [rules.GUIDE], row.territory_id, now)),
        "takes_drafts": row.state in (states.FORMING, states.NOMINATING),
        "takes_objections": row.state in (states.NOMINATING, states.POSTED),
    }
    return render(request, "assemblies/board.html", context)


def _blocker(why: Any, row: Assembly) -> dict[str, Any]:
    told = explain(why)
    url = f"/desk/ballots/{row.ballot_id}" if why.code == "assemblies.result_missing" and row.ballot_id else ""
    return {"text": told.rule, "who": told.contact, "url": url, "action": _("To the ballot") if url else ""}


def _formers(row: Assembly) -> list[str]:
    """Who puts the group together: the subdistrict, and the community where it has taken the change of term over."""
    return queries.with_substitute([rules.GUIDE], row.territory_id, DutyOrder.Duty.TERM_CHANGE)


def _places(request: HttpRequest) -> list[tuple[int, str]]:
    on = local_date(clock.now())
    mine: set[int] = set()
    for territory_id in request.actor.territories(rules.GUIDE):
        mine |= compound_ids(territory_id, on)
    mine |= queries.taken_over(DutyOrder.Duty.TERM_CHANGE) & queries.within(request.actor.territories(rules.DESK), on)
    return sorted(((pk, name) for pk, name in names_at(mine, on).items() if name), key=lambda one: one[1])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody joins the group."""
    row = own_assembly(request, pk)
    form = MemberForm(request.POST) if request.method == "POST" else MemberForm.opened(request, {"side": "OWNER"})

    def do(data: Data) -> None:
        is_owner = data["side"] == GroupMember.Side.OWNER
        person = person_by_form(form, row.territory_id) if is_owner else None
        if form.errors:
            return
        actions.add_member(
            assembly_id=pk, side=data["side"], name=data["name"], person_id=person, is_lead=data["is_lead"],
            actor=request.actor, now=clock.now(),
        )  # fmt: skip

    return act(
        request,
        form,
        do,
        heading=_("Add a member of the group"),
        lead=place_name(row.territory_id),
        done=_("The member is in the group."),
        back=reverse("assemblies:board", args=[pk]),
        notes=(_("Owners are looked up in the roll; of the others the name is enough. The list is public."),),
        button=KEEP,
        **DESK,
    )


@signed_in
@require_http_methods(["POST"])
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the group before its list is posted."""
    found = GroupMember.objects.filter(pk=pk).first()
    row = own_assembly(request, found.assembly_id if found else 0)
    actions.remove_member(member_id=pk, actor=request.actor, now=clock.now())
    return redirect("assemblies:board", row.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper is posted with the assembly."""
    row = own_assembly(request, pk)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm.opened(request)

    def do(data: Data) -> None:
        rules.require_may(request.actor, [rules.GUIDE, rules.PREPARE, rules.SERVE], row.territory_id, clock.now())
        file_id = stored(request, data["file"])
        actions.add_document(
            assembly_id=pk, kind=data["kind"], file_id=file_id, name=data["file"].name,
            actor=request.actor, now=clock.now(),
        )  # fmt: skip

    return act(
        request,
        form,
        do,
        heading=_("Post a paper"),
        lead=place_name(row.territory_id),
        done=_("The paper is public."),
        back=reverse("assemblies:board", args=[pk]),
        button=KEEP,
        **DESK,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed form is entered at the desk."""
    row = own_assembly(request, pk)
    form = (
        PaperCandidateForm(request.POST, request.FILES)
        if request.method == "POST"
        else PaperCandidateForm.opened(request, {"channel": "SELF"})
    )

    def do(data: Data) -> None:
        person = person_by_form(form, row.territory_id)
        if person is None:
            return
        rules.require_may(request.actor, [rules.GUIDE, rules.PREPARE, rules.DESK], row.territory_id, clock.now())
        nomination = actions.Nomination(
            person, data["channel"], data["statement"], data["tie"], data["tie_note"],
            stored(request, data["form"], "STAFF"),
        )  # fmt: skip
        actions.nominate(assembly_id=pk, form=nomination, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Enter a candidate’s form"),
        lead=place_name(row.territory_id),
        done=_("The candidate is on the list."),
        back=reverse("assemblies:board", args=[pk]),
        button=KEEP,
        **DESK,
    )


def _candidate(request: HttpRequest, pk: int) -> tuple[Candidate, Assembly]:
    row = Candidate.objects.select_related("person").filter(pk=pk).first()
    assembly = own_assembly(request, row.assembly_id if row else 0)
    assert row is not None, "an assembly was found by it"
    return row, assembly


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The group's finding about a candidate."""
    row, assembly = _candidate(request, pk)
    form = ScreenForm(request.POST) if request.method == "POST" else ScreenForm.opened(request)

    def do(data: Data) -> None:
        actions.screen(
            candidate_id=pk, is_admitted=data["finding"] == "ADMIT", reason=data["reason"],
            actor=request.actor, now=clock.now(),
        )  # fmt: skip

    warning = labels.TIE_WARNINGS.get(row.tie)
    return act(
        request,
        form,
        do,
        heading=_("Screen a candidate"),
        lead=row.person.name,
        done=_("The finding stands, and the candidate is told."),
        back=reverse("assemblies:board", args=[assembly.pk]),
        notes=tuple(one for one in (row.statement, warning, row.tie_note) if one),
        button=KEEP,
        **DESK,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signature_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A neighbour's signature on paper, looked up in the roll."""
    row, assembly = _candidate(request, pk)
    form = FoundForm(request.POST) if request.method == "POST" else FoundForm.opened(request)

    def do(data: Data) -> None:
        person = person_by_form(form, assembly.territory_id)
        if person is not None:
            actions.support(candidate_id=pk, person_id=person, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Enter a signature"),
        lead=row.person.name,
        done=_("The signature counts. Enter the next one."),
        back=reverse("assemblies:signature_new", args=[pk]),
        notes=(gettext("%(have)s of 20 signatures so far.") % {"have": row.supports.count()},),
        button=KEEP,
        **DESK,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection is answered in writing."""
    said = CandidateObjection.objects.select_related("candidate__person").filter(pk=pk).first()
    row = own_assembly(request, said.candidate.assembly_id if said else 0)
    form = TextForm(request.POST) if request.method == "POST" else TextForm.opened(request)
    assert said is not None, "an assembly was found by it"
    return act(
        request,
        form,
        lambda data: actions.answer_objection(
            objection_id=pk, answer=data["text"], actor=request.actor, now=clock.now()
        ),
        heading=_("Answer an objection"),
        lead=said.candidate.person.name,
        button=_("Send the answer"),
        done=_("The answer is public."),
        back=reverse("assemblies:board", args=[row.pk]),
        notes=(said.text,),
        **DESK,
    )


def members_of(row: Assembly) -> list[tuple[int, str]]:
    """The elected members, for the forms of the first meeting."""
    if row.term_id is None:
        return []
    found = queries.seats_of(row.term_id, local_date(clock.now()))
    return [(one.person_id, one.person.name) for one in found if one.title != Seat.Title.ALTERNATE]

"""Pages of renovations: what everybody reads, what an owner says, what the organiser does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.assemblies import renovation_terms, rules, states
from yuanba.assemblies.actions import renovating
from yuanba.assemblies.actions.renovating import CLERKS, ORGANISERS, Proposal, VoteWindow
from yuanba.assemblies.models import AskedOwner, Renovation, RenovationObjection
from yuanba.assemblies.queries import renovation as queries
from yuanba.ballots.models import Ballot
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.places.models import Entrance
from yuanba.places.queries import name_at, names_at, territories_of_kind
from yuanba.web import clock, downloads
from yuanba.web.acting import KEEP, Data, act, doer
from yuanba.web.assemblies.frame import TRAIL, stored
from yuanba.web.assemblies.renovation_forms import (
    ObjectionForm,
    PaperForm,
    PlanForm,
    ReasonForm,
    TalkForm,
    VoteForm,
)
from yuanba.web.assemblies.renovation_labels import (
    RENOVATION_CHIPS,
    RENOVATION_KINDS,
    RENOVATION_STATES,
    RESULT_CHIPS,
    RESULTS,
    SAID,
    SAID_CHIPS,
    SHOWN,
)
from yuanba.web.ballots.deciding import compared
from yuanba.web.doors import anyone, signed_in
from yuanba.web.forms import PageForm

BOTH = ["GET", "HEAD", "POST"]
MOST = 60
HERE: dict[str, Any] = {"trail": TRAIL, "active": "renovation"}


def _shown(row: Renovation, person_id: int | None, *, is_desk: bool) -> dict[str, Any]:
    """Everything about one renovation that this reader may see."""
    now = clock.now()
    asked = queries.asked(row.pk)
    mine = next((one for one in asked if person_id and person_id in {two.pk for two in one.persons.all()}), None)
    is_open = is_desk or (mine is not None and row.shown == Renovation.Shown.NAMED)
    measured = row.outcome if row.state in (states.NOT_AGREED, states.DECIDED) and row.outcome else None
    measured = measured or (queries.measured(row, asked) if row.threshold and asked else None)
    return {
        "row": row,
        "state": RENOVATION_STATES[row.state],
        "state_kind": RENOVATION_CHIPS[row.state],
        "kind": RENOVATION_KINDS[row.kind],
        "compound": name_at(row.compound_id, local_date(now)),
        "stairwells": [f"{one.building.name}{one.name}" for one in row.entrances.select_related("building").order_by("pk")],
        "comparisons": [compared(one) for one in measured["comparisons"]] if measured else [],
        "passed": bool(measured and measured["passed"]),
        "article": row.threshold.get("source", ""),
        "guidance": renovation_terms.guidance(row.kind, local_date(row.announced_at or now)),
        "floors": queries.floors(asked, is_open=is_open),
        "doors": [_door(one) for one in asked] if is_open else [],
        "owners": len(asked),
        "shown": SHOWN[row.shown],
        "mine": mine,
        "my_answer": SAID[queries.answer_of(mine)] if mine else "",
        "my_code": queries.answer_of(mine) if mine else "",
        "runs": row.state == states.ASKING and now < row.closes_at,
        "objections": [(one, RESULTS[one.result], RESULT_CHIPS[one.result], list(one.notes.all()))
                       for one in queries.objections(row.pk)],
        "reason": row.steps.order_by("-pk").values_list("reason", flat=True).first() or "",
        "trail": _("Renovation"),
        "active": "renovation",
    }  # fmt: skip


def _door(one: AskedOwner) -> dict[str, Any]:
    answer = queries.answer_of(one)
    premises = one.premises
    where = f"{premises.entrance.building.name}{premises.entrance.name}{premises.number}" if premises else ""
    last = max(one.said.all(), key=lambda row: row.number, default=None)
    return {
        "pk": one.pk,
        "where": where,
        "floor": one.floor,
        "answer": SAID[answer],
        "kind": SAID_CHIPS[answer],
        "on_paper": bool(answer and last and last.scan_file_id),
    }


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Renovations that owners were asked about; for who organises them, the drafts as well."""
    now = clock.now()
    rows = list(queries.public()[:MOST])
    works = any(request.actor.holds_anywhere(permission) for permission in CLERKS)
    drafts = (
        [one for one in queries.at_desk(request.actor, now, CLERKS)[:MOST] if one.announced_at is None] if works else []
    )
    names = names_at({one.compound_id for one in [*rows, *drafts]}, local_date(now))
    may_draft = any(request.actor.holds_anywhere(permission) for permission in ORGANISERS)
    context = {
        "rows": [(one, names[one.compound_id], RENOVATION_STATES[one.state], RENOVATION_CHIPS[one.state])
                 for one in [*drafts, *rows]],
        "compounds": _compounds(request)[:40] if may_draft else [],
        "works": works, "active": "renovation", "trail": _("Renovation"),
    }  # fmt: skip
    return render(request, "assemblies/renovations.html", context)


def _compounds(request: HttpRequest) -> list[tuple[int, str]]:
    on = local_date(clock.now())
    found = {
        node.id: node.name
        for permission in ORGANISERS
        for place in request.actor.territories(permission)  # type: ignore[attr-defined]
        for node in territories_of_kind(["COMPOUND"], place, on)
    }
    return sorted(found.items(), key=lambda pair: pair[1])


@anyone
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan, how far consent is, and the owner's own answer."""
    row = get_object_or_404(Renovation.objects.select_related("ballot"), pk=pk)
    works = _may(request, row.compound_id, CLERKS)
    if row.announced_at is None and not works:
        raise Http404
    context = _shown(row, request.actor.person_id, is_desk=works) | {
        "works": works,
        "organises": _may(request, row.compound_id, ORGANISERS),
        "verbs": states.RENOVATION.verbs(row.state),
    }
    return render(request, "assemblies/renovation.html", context)


def _may(request: HttpRequest, compound_id: int, permissions: tuple[str, ...]) -> bool:
    return bool(rules.may(request.actor, permissions, compound_id, clock.now()))  # type: ignore[attr-defined]


def _form(request: HttpRequest, kind: Any, **more: Any) -> Any:
    return kind(request.POST, request.FILES, **more) if request.method == "POST" else kind(**more)


def _require(request: HttpRequest, compound_id: int, permissions: tuple[str, ...]) -> None:
    rules.require_may(request.actor, permissions, compound_id, clock.now())  # type: ignore[attr-defined]


@signed_in
@require_http_methods(BOTH)
def new(request: HttpRequest, compound_id: int) -> HttpResponse:
    """A plan for some stairwells of a compound."""
    _require(request, compound_id, ORGANISERS)
    rows = Entrance.objects.filter(building__compound_id=compound_id).select_related("building")
    choices = [(one.pk, f"{one.building.name}{one.name}") for one in rows.order_by("building__pk", "pk")]
    form: PageForm = _form(request, PlanForm, entrances=choices)

    def do(data: Data) -> None:
        proposal = Proposal(
            kind=data["kind"],
            title=data["title"],
            plan=data["plan"],
            entrance_ids=tuple(data["entrances"]),
            closes_at=data["closes_at"],
            shown=data["shown"],
            cost=data["cost"],
            plan_file_id=stored(request, data["plan_file"]),
        )
        renovating.draft(compound_id=compound_id, proposal=proposal, **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Ask owners about a renovation"),
        done=_("The plan is kept as a draft."),
        lead=name_at(compound_id, local_date(clock.now())),
        back=reverse("assemblies:renovations"),
        button=KEEP,
        **HERE,
    )


@signed_in
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """The owners are asked and told."""
    renovating.announce(renovation_id=pk, **doer(request))
    messages.success(request, _("The owners were told. Answers come in from now on."))
    return redirect("assemblies:renovation", pk)


@signed_in
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """An owner agrees, is against, or takes it back."""
    renovating.say(renovation_id=pk, answer=request.POST.get("answer", ""), **doer(request))
    messages.success(request, _("Your answer is kept. You can change it until the end."))
    return redirect("assemblies:renovation", pk)


@signed_in
@require_http_methods(BOTH)
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """An owner says what worries."""
    form: PageForm = _form(request, ObjectionForm)

    def do(data: Data) -> None:
        renovating.object_to(renovation_id=pk, text=data["text"], **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Say what worries you"),
        done=_("It is kept. Somebody will talk with you."),
        back=reverse("assemblies:renovation", args=[pk]),
        button=KEEP,
        desk=False,
        **HERE,
    )


@signed_in
@require_http_methods(BOTH)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What an owner signed on paper."""
    asked = get_object_or_404(AskedOwner.objects.select_related("renovation", "premises__entrance__building"), pk=pk)
    _require(request, asked.renovation.compound_id, CLERKS)
    form: PageForm = _form(request, PaperForm)

    def do(data: Data) -> None:
        scan = stored(request, data["scan"], "STAFF") or 0
        renovating.key_paper(asked_id=pk, answer=data["answer"], scan_file_id=scan, **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Keep a signed sheet"),
        lead=_door_name(asked),
        done=_("The sheet is kept."),
        back=reverse("assemblies:renovation", args=[asked.renovation_id]),
        button=KEEP,
        **HERE,
    )


def _door_name(asked: AskedOwner) -> str:
    premises = asked.premises
    return f"{premises.entrance.building.name}{premises.entrance.name}{premises.number}" if premises else ""


@signed_in
@require_http_methods(BOTH)
def paper_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """What an owner said at the desk or at the door."""
    asked = get_object_or_404(AskedOwner.objects.select_related("renovation", "premises__entrance__building"), pk=pk)
    _require(request, asked.renovation.compound_id, CLERKS)
    form: PageForm = _form(request, ObjectionForm)

    def do(data: Data) -> None:
        renovating.key_objection(asked_id=pk, text=data["text"], **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Keep an objection"),
        lead=_door_name(asked),
        done=_("It is kept. Somebody will talk with you."),
        back=reverse("assemblies:renovation", args=[asked.renovation_id]),
        button=KEEP,
        **HERE,
    )


@signed_in
@require_http_methods(BOTH)
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """A talk about an objection."""
    rows = RenovationObjection.objects.select_related("asked__renovation")
    objection = get_object_or_404(rows, pk=pk)
    _require(request, objection.asked.renovation.compound_id, CLERKS)
    form: PageForm = _form(request, TalkForm)

    def do(data: Data) -> None:
        values = {name: data[name] for name in ("met_date", "text", "result")}
        renovating.mediate(objection_id=pk, **values, **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Note a talk"),
        lead=objection.text,
        done=_("The note is public."),
        back=reverse("assemblies:renovation", args=[objection.asked.renovation_id]),
        button=KEEP,
        **HERE,
    )


@signed_in
@require_http_methods(BOTH)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The owners of these stairwells vote."""
    row = get_object_or_404(Renovation, pk=pk)
    _require(request, row.compound_id, ORGANISERS)
    form: PageForm = _form(request, VoteForm)

    def do(data: Data) -> None:
        kind = Ballot.Kind.STATUTORY if data["consent_reference"] else Ballot.Kind.OPINION
        window = VoteWindow(data["opens_at"], data["closes_at"], kind, data["consent_reference"])
        renovating.call_vote(renovation_id=pk, window=window, **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Let the owners of these stairwells vote"),
        lead=row.title,
        done=_("The vote is announced. Question and dates no longer change."),
        back=reverse("assemblies:renovation", args=[pk]),
        button=KEEP,
        **HERE,
    )


@signed_in
@require_http_methods(BOTH)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not asked any more."""
    row = get_object_or_404(Renovation, pk=pk)
    _require(request, row.compound_id, ORGANISERS)
    form: PageForm = _form(request, ReasonForm)

    def do(data: Data) -> None:
        renovating.cancel(renovation_id=pk, reason=data["reason"], **doer(request))

    return act(
        request,
        form,
        do,
        heading=_("Stop asking"),
        lead=row.title,
        done=_("It is kept, with the reason."),
        back=reverse("assemblies:renovations"),
        button=KEEP,
        **HERE,
    )


@signed_in
@require_safe
def plan_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The drawing, for verified neighbours and who works there."""
    row = get_object_or_404(Renovation, pk=pk)
    known = request.actor.person_id is not None and row.announced_at is not None
    if not known and not _may(request, row.compound_id, CLERKS):
        raise Refused(no("renovation.not_asked", renovating.OWNERS_ONLY))
    found = StoredFile.objects.filter(pk=row.plan_file_id or 0).first()
    if found is None:
        raise Http404
    return downloads.attachment(found)

"""What anybody may see: which assemblies there are, how far each is, who stands, and by when what is due."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yuanba.assemblies import queries, states
from yuanba.assemblies.models import Assembly, AssemblyDocument, Candidate
from yuanba.assemblies.terms import OWNERS_NAME, term
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.web import clock, downloads
from yuanba.web.assemblies import labels
from yuanba.web.assemblies.frame import place_name, public_assembly
from yuanba.web.dates import day, until
from yuanba.web.doors import anyone

SHOWN = 100
STOPPED = frozenset({states.FAILED, states.CANCELLED})


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Assemblies under way first, then those that are over."""
    rows = list(queries.public()[:SHOWN])
    on = local_date(clock.now())
    offices = queries.all_in_office(on)
    names = names_at({row.territory_id for row in [*rows, *offices]}, on)
    lines = [line(row, names.get(row.territory_id, "")) for row in rows]
    context = {
        "running": [one for one in lines if not one["is_over"]],
        "over": [one for one in lines if one["is_over"]],
        "offices": [(one, names.get(one.territory_id, ""), labels.BODIES[one.kind]) for one in offices],
    }
    return render(request, "assemblies/index.html", context)


def line(row: Assembly, name: str) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": name,
        "kind": labels.KINDS[row.kind],
        "state": labels.STATES[row.state],
        "chip": labels.STATE_KINDS[row.state],
        "is_over": row.state in states.OVER,
        "seats": row.seats,
    }


@anyone
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """One assembly: its track and clocks, the group, the papers, the candidates, the vote."""
    row = public_assembly(pk)
    person_id = request.actor.person_id
    context = {
        **shown(row),
        "may_stand": row.state == states.NOMINATING and person_id is not None and not request.user.is_staff_account,
        "takes_names": row.state == states.NOMINATING,
        "seats": seats(row),
    }
    return render(request, "assemblies/assembly.html", context)


def shown(row: Assembly) -> dict[str, Any]:
    """What the public page and the board share."""
    on = local_date(clock.now())
    return {
        "assembly": row,
        "name": place_name(row.territory_id),
        "kind": labels.KINDS[row.kind],
        "state": labels.STATES[row.state],
        "state_kind": labels.STATE_KINDS[row.state],
        "who": labels.WHO[row.state],
        "track": track(row),
        "clocks": [clock_row(one, on) for one in queries.deadlines(row)],
        "members": [(one, labels.SIDES[one.side]) for one in row.members.order_by("-is_lead", "side", "pk")],
        "documents": [
            {"name": labels.DOCUMENTS[one.kind], "file": one.name, "url": reverse("assemblies:document", args=[one.pk])}
            for one in row.documents.order_by("pk")
        ],
        "candidates": [candidate_row(one) for one in queries.candidates(row.pk)],
        "reason": row.steps.filter(verb__in=["cancel", "fail", "send_back"]).order_by("-pk").first(),
    }


def track(row: Assembly) -> list[dict[str, Any]]:
    """The steps with the day of each that is done."""
    order = [key for key, _title in labels.TRACK]
    at = {states.FAILED: states.CALLED}.get(row.state, row.state)
    place = order.index(at) if at in order else -1
    days = {
        "FORMING": row.group_posted_date,
        "NOMINATING": row.candidates_posted_date,
        "POSTED": row.candidates_posted_date,
        "CALLED": row.called_date,
        "ELECTED": row.elected_date,
        "MET": row.met_date,
        "HANDED_IN": row.handed_in_date,
        "FILED": row.filed_date,
    }
    found = []
    for number, (key, title) in enumerate(labels.TRACK):
        is_last = row.state == states.FILED and number == place
        state = "done" if number < place or is_last else "next"
        if number == place and not is_last:
            state = "stopped" if row.state in STOPPED else "now"
        when = days[key]
        found.append({"state": state, "title": title, "detail": day(when) if when and state == "done" else ""})
    return found


def clock_row(one: queries.Deadline, on: Any) -> dict[str, Any]:
    return {
        "what": labels.DEADLINES[one.key],
        "due": until(one.due) if one.due else "",
        "done": day(one.done) if one.done else "",
        "is_late": one.is_late(on),
        "is_live": one.due is not None and (one.done is None or one.is_late(on)),
        "source": one.source,
        "of": labels.REACHES[one.of],
    }


def candidate_row(one: Candidate) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "name": one.person.name,
        "state": labels.CANDIDATE_STATES[one.state],
        "code": one.state,
        "chip": labels.CANDIDATE_KINDS[one.state],
        "channel": labels.CHANNELS[one.channel],
        "by_neighbours": one.channel == Candidate.Channel.OWNERS,
        "supporters": getattr(one, "supporters", 0),
        "statement": one.statement,
        "warning": labels.TIE_WARNINGS.get(one.tie, ""),
        "tie_note": one.tie_note,
        "reason": one.reason,
        "on_paper": one.on_paper,
    }


def seats(row: Assembly) -> list[dict[str, Any]]:
    """Who was elected."""
    if row.term_id is None:
        return []
    return [
        {"name": one.person.name, "title": labels.TITLES[one.title], "warning": labels.TIE_WARNINGS.get(one.tie, "")}
        for one in queries.seats_of(row.term_id, local_date(clock.now()))
    ]


@anyone
@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate: the own words, ties, what was found, and objections with their answers."""
    row = Candidate.objects.select_related("person", "assembly").filter(pk=pk).first()
    if row is None:
        raise Http404
    assembly = public_assembly(row.assembly_id)
    person_id = request.actor.person_id
    is_mine = person_id is not None and person_id == row.person_id
    is_open = assembly.state in (states.NOMINATING, states.POSTED)
    one = candidate_row(row)
    one["supporters"] = row.supports.count()
    context = {
        "assembly": assembly,
        "name": place_name(assembly.territory_id),
        "one": one,
        "said": list(row.objections.order_by("raised_at")),
        "is_mine": is_mine,
        "may_object": is_open,
        "may_support": one["by_neighbours"] and row.state == states.NAMED and assembly.state == states.NOMINATING,
        "needed": term(OWNERS_NAME, local_date(clock.now())).number,
        "may_withdraw": is_mine and is_open and row.state != states.WITHDRAWN,
    }
    return render(request, "assemblies/candidate.html", context)


@anyone
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A posted paper."""
    row = AssemblyDocument.objects.filter(pk=pk).first()
    found = StoredFile.objects.filter(pk=row.file_id).first() if row is not None else None
    if row is None or found is None:
        raise Http404
    public_assembly(row.assembly_id)
    return downloads.attachment(found)

"""The organiser of a jury: pool, announced draw, seed, seats; then a panel's progress and its reserves. And the public draw."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards.actions import jury
from yuanba.awards.models import StageRun
from yuanba.awards.queries import desks
from yuanba.awards.queries.listing import panel_ref
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused, require
from yuanba.people.queries import appointments_at
from yuanba.rubrics import queries, rules, states
from yuanba.rubrics.actions import Seat
from yuanba.rubrics.models import Panel, PanelMember
from yuanba.web import clock
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm
from yuanba.web.rubrics import frames
from yuanba.web.rubrics.chair import overview
from yuanba.web.rubrics.forms import ChairForm, NamedForm, PoolForm, SeedForm, SourceForm
from yuanba.web.rubrics.labels import PANEL_KINDS, PANELS

POSTS = ("JUROR", "JURY_CHAIR")
MAY_CHANGE = (states.DRAWN, states.SEATED, states.OPEN)


@holding("rubrics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """The jury stage before it opens, one form at a time: pool, announcement, seed, chair."""
    run = StageRun.objects.select_related("campaign").filter(pk=pk, kind="JURY").first()
    if run is None or not desks.may_see(request.actor, run.campaign, clock.now()):
        raise Http404
    panels = list(queries.for_subject(panel_ref(run)))
    step = request.POST.get("step", "") if request.method == "POST" else ""
    forms = _forms(request, run, panels, step)
    if step in forms and forms[step].is_valid():
        try:
            _do(request, run, step, forms[step])
        except Refused as refused:
            forms[step].refuse(refused)
        else:
            messages.success(request, DONE[step])
            return redirect("rubrics:stage", pk)
    context = {
        "run": run,
        "panels": [{"panel": one, "state": PANELS[one.state], "kind": PANEL_KINDS[one.state]} for one in panels],
        "forms": forms,
        "headings": HEADINGS,
        "may_draw": bool(panels) and panels[0].state == states.POOL_ANNOUNCED,
        "pool": len(queries.pool_items(panels[0])) if panels else 0,
        "may_dissolve": bool(panels) and all(states.PANEL.may(one.state, "dissolve") for one in panels),
    }
    return render(
        request, "rubrics/stage.html", context, status=409 if any(form.why for form in forms.values()) else 200
    )


HEADINGS = {
    "pool": _("1. Who may be drawn"),
    "announce": _("2. Announce pool and draw"),
    "draw": _("3. Enter the seed"),
    "seat": _("4. Name the chair"),
    "appoint": _("Without a draw: name the members"),
}
DONE = {
    "pool": _("The pool is kept."),
    "announce": _("The hash of the pool is public, and so is which draw decides."),
    "draw": _("The seats are drawn. Anybody can repeat the draw."),
    "seat": _("The members are asked to declare their conflicts."),
    "appoint": _("The members are named and asked to declare their conflicts."),
}


def _forms(request: HttpRequest, run: StageRun, panels: list[Panel], step: str) -> dict[str, PageForm]:
    """The forms that the stage's state offers."""
    state = panels[0].state if panels else states.DRAFT
    experts = _experts(run)
    classes: dict[str, Callable[..., PageForm]] = {}
    if state == states.DRAFT:
        classes["pool"] = lambda data=None: PoolForm(data, people=experts, prefix="pool")
        if panels:
            source = jury.settings_of(run).seed_source
            if source:
                classes["announce"] = lambda data=None: SourceForm(
                    data, initial={"seed_source": source}, prefix="announce"
                )
            else:
                pooled = _pooled(panels[0])
                classes["appoint"] = lambda data=None: NamedForm(data, people=pooled, prefix="appoint")
    elif state == states.POOL_ANNOUNCED:
        classes["draw"] = lambda data=None: SeedForm(data, prefix="draw")
    elif state == states.DRAWN:
        drawn = [(one.person_id, f"{one.code} · {mask_name(one.person.name)}") for one in _members(panels[0])]
        classes["seat"] = lambda data=None: ChairForm(data, people=drawn, prefix="seat")
    return {name: make(request.POST) if name == step else make() for name, make in classes.items()}


def _do(request: HttpRequest, run: StageRun, step: str, form: PageForm) -> None:
    given, by = form.cleaned_data, {"actor": request.actor, "now": clock.now()}
    works = dict(_organisations(run))
    if step == "pool":
        seats = [Seat(int(person), works.get(int(person))) for person in given["people"]]
        jury.set_up(stage_run_id=run.pk, pool=seats, **by)
    elif step == "announce":
        jury.announce_pool(stage_run_id=run.pk, seed_source=given["seed_source"], seed_at=given["seed_at"], **by)
    elif step == "draw":
        jury.draw(stage_run_id=run.pk, seed=given["seed"], **by)
    elif step == "seat":
        jury.seat(stage_run_id=run.pk, chair_person_id=int(given["chair"]), **by)
    else:
        seats = [Seat(int(person), works.get(int(person))) for person in given["people"]]
        jury.appoint(stage_run_id=run.pk, members=seats, chair_person_id=int(given["chair"]), **by)


@holding("rubrics.manage")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The panels of the organiser's places."""
    rows = queries.managed(request.actor, clock.now())
    found = list(rows[:200])
    titles = frames.campaigns(found)
    panels = [
        {
            "panel": one,
            "campaign": titles.get(one.pk, ""),
            "state": PANELS[one.state],
            "kind": PANEL_KINDS[one.state],
        }
        for one in found
    ]
    return render(request, "rubrics/desk.html", {"rows": panels})


@holding("rubrics.manage")
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One panel: who is missing, what was drawn, reserves; never a mark before the close."""
    found = _managed(request, pk)
    context = overview(found) | {
        "run_id": frames.run_id(found),
        "campaign": frames.campaign(found),
        "drawing": queries.public_draw(found),
        "may_change": found.state in MAY_CHANGE,
        "may_replace": queries.public_draw(found) is None or queries.next_reserve(found) is not None,
        "is_seated": found.state == states.SEATED,
        "steps": list(queries.history(found)),
        "states": PANELS,
    }
    return render(request, "rubrics/board.html", context)


@anyone
@require_safe
def draw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Pool hash, which later public draw decides, then seed and result, and how anybody repeats it."""
    found, drawing = _drawn(pk)
    return render(
        request,
        "rubrics/draw.html",
        {
            "panel": found,
            "drawing": drawing,
            "seats": drawing.result[: found.seats],
            "reserves": drawing.result[found.seats :],
        },
    )


@anyone
@require_safe
def pool_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The pool as it was hashed, one line each, once the draw is over: numbers without names."""
    found, drawing = _drawn(pk)
    if not drawing.seed:
        raise Http404
    lines = "".join(f"{item}\n" for item in sorted(queries.pool_items(found), key=str.encode))
    response = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="pool-{pk}.txt"'
    return response


def _drawn(pk: int):
    found = Panel.objects.filter(pk=pk).exclude(state=states.DISSOLVED).first()
    drawing = queries.public_draw(found) if found is not None else None
    if found is None or drawing is None:
        raise Http404
    return found, drawing


def _managed(request: HttpRequest, pk: int) -> Panel:
    found = Panel.objects.select_related("rubric").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(rules.may_manage(request.actor, found.territory_id, clock.now()))
    return found


def _members(panel: Panel) -> list[PanelMember]:
    return list(queries.seated(panel).select_related("person"))


def _experts(run: StageRun) -> list[tuple[int, str]]:
    """Whoever holds the post of a juror in the campaign's place; masked, with the organisation to tell them apart."""
    rows = appointments_at(local_date(clock.now()), territory_id=run.campaign.territory_id).filter(post__in=POSTS)
    return [
        (row.person_id, f"{mask_name(row.person.name)} · {row.organisation.name} · {row.person_id}") for row in rows
    ]


def _organisations(run: StageRun) -> list[tuple[int, int]]:
    rows = appointments_at(local_date(clock.now()), territory_id=run.campaign.territory_id).filter(post__in=POSTS)
    return [(row.person_id, row.organisation_id) for row in rows]


def _pooled(panel: Panel) -> list[tuple[int, str]]:
    return [
        (row.person_id, f"{mask_name(row.person.name)} · {row.person_id}")
        for row in panel.pool.select_related("person")
    ]

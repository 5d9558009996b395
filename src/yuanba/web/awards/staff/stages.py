"""One stage of a campaign: its days, counts and scores, and moving it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.models import StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import blockers, desks
from yuanba.ballots import secret_places
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.awards.labels import STAGE_KINDS, STAGE_STATES
from yuanba.web.awards.staff.board import wait_title, waiting
from yuanba.web.awards.staff.context import actor_words, address, holds, in_language, shown, stage_of
from yuanba.web.awards.staff.forms import ExtendForm, MoveForm, RescheduleForm, VersionForm
from yuanba.web.awards.staff.labels import VERBS
from yuanba.web.awards.staff.scores import score_view
from yuanba.web.doors import holding, staff
from yuanba.web.people.forms import status

stage_actions = actions.stages


@dataclass(frozen=True)
class Move:
    """A move of a stage as a page: its form, the action, the states in which it is offered, its words."""

    form: type[VersionForm]
    action: Callable[..., StageRun]
    sources: frozenset[str]
    label: str | Promise
    done: str | Promise
    fields: tuple[str, ...] = ("version", "reason")


MOVES = {
    "open": Move(
        MoveForm, stage_actions.open_stage, frozenset({"WAITING"}),
        gettext_lazy("Begin: %(stage)s"), gettext_lazy("The stage has begun."),
    ),
    "close": Move(
        MoveForm, stage_actions.close_stage, frozenset({"OPEN", "REOPENED"}),
        gettext_lazy("End: %(stage)s"), gettext_lazy("The stage has ended."),
    ),
    "extend": Move(
        ExtendForm, stage_actions.extend, frozenset({"OPEN"}),
        gettext_lazy("Give more days: %(stage)s"), gettext_lazy("The stage runs longer."),
        ("version", "reason", "closes_date"),
    ),
    "reopen": Move(
        ExtendForm, stage_actions.extend, frozenset({"CLOSED"}),
        gettext_lazy("Open again: %(stage)s"), gettext_lazy("The stage is open again."),
        ("version", "reason", "closes_date"),
    ),
    "reschedule": Move(
        RescheduleForm, stage_actions.reschedule, frozenset({"WAITING"}),
        gettext_lazy("Give other days: %(stage)s"), gettext_lazy("The stage has other days."),
        ("version", "reason", "opens_date", "closes_date"),
    ),
    "ask_secretly": Move(
        MoveForm, stage_actions.ask_secretly, frozenset({"WAITING"}),
        gettext_lazy("Ask it secretly: %(stage)s"),
        gettext_lazy("The secret survey is prepared. Now make its keys, before the stage begins."),
    ),
}  # fmt: skip
FIXED_END = ("SURVEY", "VOTE", "PUBLICITY")  # their end was announced on the sheet


def name_of(run: StageRun) -> str:
    stage = playbook_of(run.campaign).stage(run.key)
    return in_language(stage.name, stage.name_en)


def last_day(run: StageRun) -> Any:
    return local_date(run.closes_at - rules.ONE_INSTANT)


def offered(run: StageRun) -> list[str]:
    """The moves that the present state allows; what is announced on a sheet keeps its end, and a jury judges once."""
    found = [verb for verb, move in MOVES.items() if run.state in move.sources]
    fixed = {"extend", "reopen"} if run.kind in FIXED_END else {"reopen"} if run.kind == "JURY" else set()
    if run.kind != "SURVEY" or not secret_places.are_there():
        fixed = fixed | {"ask_secretly"}
    return [verb for verb in found if verb not in fixed]


@staff
@require_safe
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """One stage: window, blockers, the pages where its work is done, its moves so far, and its scores."""
    run = stage_of(request, pk)
    now = clock.now()
    campaign = run.campaign
    found = (
        ()
        if run.state == "CLOSED"
        else blockers.opening(run, now)
        if run.state == "WAITING"
        else blockers.closing(run, now)
    )
    steps = list(run.steps.order_by("-version"))
    names = actor_words({step.actor for step in steps})
    name = name_of(run)
    context = {
        "run": run,
        "name": name,
        "kind": STAGE_KINDS[run.kind],
        "state": STAGE_STATES[run.state],
        "opens": local_date(run.opens_at),
        "closes": last_day(run),
        "wait": waiting(request, campaign, found),
        "wait_title": wait_title(run),
        "work": work_links(run),
        "moves": moves_of(request, run, name),
        "steps": [
            {"verb": VERBS.get(one.verb, one.verb), "who": names[one.actor], "cause": one.cause, "at": one.at}
            for one in steps
        ],
        "scores": score_view(request, run),
    }
    return shown(request, "awards/staff/stage.html", context, campaign, room="board")


def moves_of(request: HttpRequest, run: StageRun, name: str) -> list[dict[str, str]]:
    if not holds(request, rules.ORGANISE, run.campaign) or run.campaign.state not in rules.CAMPAIGN_LIVE:
        return []
    return [
        {"label": str(MOVES[verb].label) % {"stage": name}, "url": reverse("awards:stage_move", args=[run.pk, verb])}
        for verb in offered(run)
    ]


def work_links(run: StageRun) -> list[tuple[str, str]]:
    """The pages of other subjects where the stage's work is done."""
    found: list[tuple[str, str]] = []
    if run.kind == "SCREENING":
        found.append((_("Screening desk"), reverse("awards:queue", args=[run.campaign_id])))
    if run.kind == "VOTE" and run.ballot_id:
        found.append((_("The ballot: participation, paper, reviews"), address("ballots:board", run.ballot_id)))
    if run.kind == "SURVEY" and run.survey_id:
        found.append((_("The survey: participation and paper"), address("surveys:board", run.survey_id)))
    if run.kind == "JURY":
        found.append((_("Set up and seat the panel"), address("rubrics:stage", run.pk)))
        for panel in run.panels.order_by("pk"):
            found.append((panel.name, address("rubrics:board", panel.panel_id)))
    if run.kind == "PUBLICITY":
        for row in run.campaign.list_notices.order_by("number"):
            label = _("Notice %(n)s: proof of posting, objections") % {"n": row.number}
            found.append((label, address("publicity:desk_notice", row.notice_id)))
    return [(label, url) for label, url in found if url] + _cut_link(run)


def _cut_link(run: StageRun) -> list[tuple[str, str]]:
    """The page of who goes on, after a stage that cut."""
    if run.state != "CLOSED" or "kept" not in run.outcome:
        return []
    return [(_("Who goes on, and the cut"), reverse("awards:shortlist", args=[run.pk]))]


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A stage begins, ends, gets more or other days, or opens again. Of two at once the slower learns who was first."""
    if verb not in MOVES:
        raise Http404
    chosen, run = MOVES[verb], stage_of(request, pk)
    if request.method == "POST":
        form = chosen.form(request.POST)
        if form.is_valid() and _moved(request, run, chosen, form):
            return redirect("awards:board", run.campaign_id)
        run.refresh_from_db()
    else:
        form = chosen.form.at(run.version, opens_date=local_date(run.opens_at), closes_date=last_day(run))
    now = clock.now()
    found = blockers.opening(run, now) if verb == "open" else blockers.closing(run, now) if verb == "close" else ()
    context = {
        "form": form,
        "run": run,
        "heading": str(chosen.label) % {"stage": name_of(run)},
        "wait": waiting(request, run.campaign, found),
        "moved": moved_meanwhile(form, run),
    }
    return shown(request, "awards/staff/move.html", context, run.campaign, room="board", status=status(form))


def _moved(request: HttpRequest, run: StageRun, chosen: Move, form: VersionForm) -> bool:
    try:
        chosen.action(stage_run_id=run.pk, actor=request.actor, now=clock.now(), **form.chosen(*chosen.fields))
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, str(chosen.done))
    return True


def moved_meanwhile(form: VersionForm, run: StageRun) -> dict[str, Any] | None:
    """Who moved the stage since the page was opened, and what they did."""
    if not any(why.code == "awards.changed_meanwhile" for why in form.why):
        return None
    last = desks.last_move(run)
    if last is None:
        return None
    return {
        "who": actor_words([last.actor])[last.actor],
        "verb": VERBS.get(last.verb, last.verb),
        "at": last.at,
        "cause": last.cause,
        "url": reverse("awards:stage", args=[run.pk]),
    }

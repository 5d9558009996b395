"""Who goes on after a stage, for the organiser: places and scores, the cut, what parted the last place; and publishing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import shortlists
from yuanba.web import clock
from yuanba.web.awards.campaign_page import tie_words
from yuanba.web.awards.staff.context import category_names, holds, in_language, nominee, shown, stage_of
from yuanba.web.awards.words import fraction, points
from yuanba.web.doors import holding, staff


@staff
@require_safe
def shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Every entry of the cut with its place; nobody outside the desk sees this order."""
    run = stage_of(request, pk)
    ranking = shortlists.latest(run)
    if ranking is None:
        raise Http404
    playbook = playbook_of(run.campaign)
    names = category_names(playbook)
    groups: list[dict[str, Any]] = [
        {
            "name": names.get(cut.category, cut.category),
            "keep": cut.keep,
            "came": cut.came,
            "kept": len(cut.kept),
            "tie": tie_words(playbook, cut.tie) if cut.tie else "",
            "lines": [
                {
                    "line": line,
                    "name": nominee(line.entry, playbook) if line.entry else line.code,
                    "points": points(fraction(line.composite)),
                }
                for line in cut.lines
            ],
        }
        for cut in shortlists.cuts(ranking)
    ]
    stage = playbook.stage(run.key)
    context = {
        "run": run,
        "name": in_language(stage.name, stage.name_en),
        "groups": groups,
        "by_composite": stage.keep_by == "composite",
        "publication": getattr(ranking, "publication", None),
        "sha256": ranking.sha256,
        "may_publish": holds(request, rules.ORGANISE, run.campaign),
    }
    return shown(request, "awards/staff/shortlist.html", context, run.campaign, room="board")


@holding("awards.organise")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody may read who goes on."""
    run = stage_of(request, pk)
    actions.shortlist.publish(stage_run_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Everybody can read now who goes on."))
    return redirect("awards:shortlist", run.pk)

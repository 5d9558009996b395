"""Who goes on after a stage, for anybody once it is published; an entrant reads the own position besides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import shortlists
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards import campaign_page
from yuanba.web.awards.frame import campaign_or_refuse, show
from yuanba.web.awards.words import fraction, points, said
from yuanba.web.doors import anyone


@anyone
@require_safe
def shortlist(request: HttpRequest, code: str, stage: str) -> HttpResponse:
    """Names in the order of the alphabet, never of their scores; the cut and the rule for equal scores."""
    found = campaign_or_refuse(code)
    ranking = next((one for one in shortlists.published(found) if one.stage_run.key == stage), None)
    if ranking is None:
        raise Http404
    playbook = playbook_of(found)
    cuts = shortlists.cuts(ranking)
    ids = {line.entry.nominee_territory_id for cut in cuts for line in cut.kept if line.entry}
    names = places.names_at(ids, dates.local(clock.now()).date()) if ids else {}
    groups = [
        {
            "name": said(playbook.category(cut.category)),
            "keep": cut.keep,
            "came": cut.came,
            "kept": sorted(
                (line.entry.title or line.entry.nominee_name, names.get(line.entry.nominee_territory_id, ""))
                for line in cut.kept
                if line.entry is not None and line.entry.state != "WITHDRAWN"
            ),
            "tie": campaign_page.tie_words(playbook, cut.tie) if cut.tie else "",
        }
        for cut in cuts
    ]
    mine = [
        {"name": line.entry.title or line.entry.nominee_name, "line": line, "cut": cut,
         "points": points(fraction(line.composite))}
        for cut, line in shortlists.own_lines(ranking, request.actor)
        if line.entry is not None
    ]  # fmt: skip
    return show(
        request,
        "public/shortlist.html",
        found,
        stage_name=said(playbook.stage(stage)),
        groups=groups,
        mine=mine,
        by_composite=playbook.stage(stage).keep_by == "composite",
        ties=campaign_page.ties(playbook),
        published_at=ranking.publication.published_at,
        sha256=ranking.sha256,
    )

"""Results for those who run the campaign: the ranking with every step, what follows it, and the breakdown of one entry."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.models import Campaign, Entry, Ranking
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.web import clock
from yuanba.web.awards.labels import RANK_REASONS
from yuanba.web.awards.staff.context import (
    actor_words,
    campaign_of,
    category_names,
    holds,
    in_language,
    nominee,
    shown,
)
from yuanba.web.awards.staff.lists import list_context
from yuanba.web.awards.staff.scores import decimal, fraction
from yuanba.web.doors import holding, staff
from yuanba.web.sent import whole

PAGE = 50  # rows of a ranking on one page
CHARTED = 15  # bars that can be told apart


def final_ranking(campaign: Campaign) -> Ranking | None:
    """The newest final ranking; one row, one snapshot."""
    return campaign.rankings.filter(purpose="FINAL").order_by("-number").first()


@staff
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking of one category, a page at a time, and the next step of the list."""
    campaign = campaign_of(request, pk)
    playbook = playbook_of(campaign)
    ranking = final_ranking(campaign)
    context: dict[str, Any] = {
        "ranking": ranking,
        "may_organise": holds(request, rules.ORGANISE, campaign),
        "may_approve": holds(request, rules.APPROVE, campaign),
        "by_decision": playbook.ranking.method == "decision",
        "figures": True,
        "honours": list(category_names(playbook).items()),
        **list_context(campaign),
    }
    if ranking is not None:
        context |= ranked(request, campaign, playbook, ranking)
    return shown(request, "awards/staff/results.html", context, campaign, room="results")


def ranked(request: HttpRequest, campaign: Campaign, playbook: Playbook, ranking: Ranking) -> dict[str, Any]:
    """What the page shows of the snapshot: nothing is computed anew."""
    documents = {one["category"]: one for one in ranking.snapshot["categories"]}
    names = category_names(playbook)
    chosen = request.GET.get("category", "")
    chosen = chosen if chosen in documents else next(iter(documents))
    document = documents[chosen]
    start = _start(request, len(document["rows"]))
    rows = document["rows"][start : start + PAGE]
    top = document["rows"][:CHARTED]
    unranked = document["unranked"][:PAGE]
    change = document.get("without_vote", {"changed": 0, "only_with": [], "only_without": [], "other_tier": []})
    codes = {row["entry"] for row in (*rows, *top, *unranked)} | {*change["only_with"], *change["only_without"]}
    entries = {one.code: one for one in campaign.entries.filter(code__in=codes).defer("deeds", "form")}
    shown_names = {code: nominee(one, playbook) for code, one in entries.items()}
    stages = {one.key: in_language(one.name, one.name_en) for one in playbook.stages}
    address = f"{request.path}?category={chosen}"
    return {
        "made_by": actor_words([ranking.made_by])[ranking.made_by],
        "tabs": [(key, names.get(key, key), f"{request.path}?category={key}") for key in documents],
        "chosen": chosen,
        "chosen_name": names.get(chosen, chosen),
        "rows": [_row(row, shown_names, entries, playbook, stages, ranking) for row in rows],
        "unranked": [_unranked(row, shown_names, stages, ranking) for row in unranked],
        "previous_url": f"{address}&start={max(0, start - PAGE)}" if start else "",
        "next_url": f"{address}&start={start + PAGE}" if start + PAGE < len(document["rows"]) else "",
        "empty_places": sum(document["empty"].values()),
        "won": sum(bool(row["tier"]) for row in document["rows"]),
        "amount_fen": document["amount_fen"],
        "chart_heads": [_("Put forward"), *_chart_stages(top, stages)],
        "chart_rows": [_bar(row, shown_names) for row in top if row["composite"]],
        "vote_changes": change["changed"],
        "only_with": [shown_names.get(code, code) for code in change["only_with"]],
        "only_without": [shown_names.get(code, code) for code in change["only_without"]],
    }


def _start(request: HttpRequest, most: int) -> int:
    start = whole(request.GET.get("start")) or 0
    return start // PAGE * PAGE if start < most else 0


def _row(
    row: dict[str, Any],
    names: dict[str, str],
    entries: dict[str, Entry],
    playbook: Playbook,
    stages: dict[str, str],
    ranking: Ranking,
) -> dict[str, Any]:
    category = playbook.category(entries[row["entry"]].category) if row["entry"] in entries else None
    tiers = {one.key: in_language(one.name, one.name_en) for one in category.tiers} if category else {}
    single = len(tiers) == 1
    return {
        "place": row["place"],
        "name": names.get(row["entry"], row["entry"]),
        "code": row["entry"],
        "url": reverse("awards:breakdown", args=[ranking.pk, row["entry"]]),
        "composite": decimal(fraction(row["composite"])),
        "parts": [(stages.get(part["stage"], part["stage"]), contribution(part)) for part in row["parts"]],
        "prize": (_("Wins") if single else tiers.get(row["tier"], row["tier"])) if row["tier"] else "",
        "reason": reason(row["reason"], stages),
        "tie": tie_words(row["tie"], stages),
    }


def contribution(part: dict[str, Any]) -> str:
    return decimal(fraction(part["contribution"])) if part["raw"] else "–"


def reason(code: str, stages: dict[str, str]) -> str:
    """Why there is no prize, or no place."""
    if not code:
        return ""
    kind, _colon, key = code.partition(":")
    label = str(RANK_REASONS.get(kind, code))
    return " · ".join((label, stages.get(key, key))) if key else label


def tie_words(step: str, stages: dict[str, str]) -> str:
    """The step that parted the entry from the one above."""
    if not step:
        return ""
    if step == "lot":
        return _("parted by lot")
    if step == "earlier_submission":
        return _("handed in later")
    key = step.removeprefix("stage:")
    return _("parted by %(stage)s") % {"stage": stages.get(key, key)}


def _unranked(row: dict[str, Any], names: dict[str, str], stages: dict[str, str], ranking: Ranking) -> dict[str, str]:
    return {
        "name": names.get(row["entry"], row["entry"]),
        "reason": reason(row["reason"], stages),
        "url": reverse("awards:breakdown", args=[ranking.pk, row["entry"]]),
    }


def _chart_stages(top: list[dict[str, Any]], stages: dict[str, str]) -> list[str]:
    return [stages.get(part["stage"], part["stage"]) for part in top[0]["parts"]] if top else []


def _bar(row: dict[str, Any], names: dict[str, str]) -> tuple[Any, ...]:
    parts = (Decimal(decimal(fraction(part["contribution"])) or "0") for part in row["parts"])
    return (f"{row['place']} {names.get(row['entry'], row['entry'])}", *parts)


@staff
@require_safe
def breakdown(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One entry's way to its place: raw, on 0 to 100, weight, contribution, tie steps."""
    ranking = Ranking.objects.select_related("campaign").filter(pk=pk).first()
    if ranking is None:
        raise Http404
    campaign = campaign_of(request, ranking.campaign_id)
    playbook = playbook_of(campaign)
    found = next(
        (
            row
            for one in ranking.snapshot["categories"]
            for row in (*one["rows"], *one["unranked"])
            if row["entry"] == code
        ),
        None,
    )
    entry = campaign.entries.filter(code=code).first()
    if found is None or entry is None:
        raise Http404
    stages = {one.key: in_language(one.name, one.name_en) for one in playbook.stages}
    context = {
        "ranking": ranking,
        "entry": entry,
        "name": nominee(entry, playbook),
        "place": campaign_place(found),
        "composite": decimal(fraction(found.get("composite", "")), 4),
        "parts": [
            (
                stages.get(part["stage"], part["stage"]),
                decimal(fraction(part["raw"])) or _("none"),
                decimal(fraction(part["normalised"])) or "–",
                f"{decimal(fraction(part['weight']))}%",
                decimal(fraction(part["contribution"]), 4) or "–",
            )
            for part in found["parts"]
        ],
        "tie": tie_words(found.get("tie", ""), stages),
        "reason": reason(found.get("reason", ""), stages),
        "exact": found.get("composite", ""),
    }
    return shown(
        request, "awards/staff/breakdown.html", {**context, "rank": context.pop("place")}, campaign, room="results"
    )


def campaign_place(row: dict[str, Any]) -> int | None:
    return row.get("place")


def version_of(request: HttpRequest) -> int:
    """The version that the page was read at."""
    return whole(request.POST.get("version")) or 0


@holding("awards.organise")
@require_POST
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking is made from the scores of every stage."""
    campaign = campaign_of(request, pk)
    actions.results.make_ranking(
        campaign_id=campaign.pk, version=version_of(request), actor=request.actor, now=clock.now()
    )
    messages.success(request, _("The ranking is made. Nobody outside sees it yet."))
    return redirect("awards:results", pk)


@holding("awards.organise")
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of winners goes on public notice."""
    campaign = campaign_of(request, pk)
    actions.results.propose(campaign_id=campaign.pk, version=version_of(request), actor=request.actor, now=clock.now())
    messages.success(request, _("The list is on public notice. Hang it up and add the photo."))
    return redirect("awards:results", pk)


@holding("awards.organise")
@require_POST
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Upheld objections and withdrawals are carried out; successors have a notice of their own."""
    campaign = campaign_of(request, pk)
    actions.results.amend(campaign_id=campaign.pk, version=version_of(request), actor=request.actor, now=clock.now())
    messages.success(request, _("The list is amended."))
    return redirect("awards:results", pk)


@holding("awards.organise")
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Finance has the prize list."""
    campaign = campaign_of(request, pk)
    hand = actions.prizes.hand_over(campaign_id=campaign.pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Finance has the prize list: %(n)s prizes.") % {"n": hand.awards})
    return redirect("awards:results", pk)


@holding("awards.organise")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign is over."""
    campaign = campaign_of(request, pk)
    actions.campaigns.close(campaign_id=campaign.pk, version=version_of(request), actor=request.actor, now=clock.now())
    messages.success(request, _("The campaign is over."))
    return redirect("awards:results", pk)

"""Files of many entries accepted at once: chosen, looked over, and accepted entry by entry, each with its own result."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yuanba.awards import actions
from yuanba.awards.models import Campaign, EntryMaterial
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.board import entries_of
from yuanba.awards.queries.screening import files_to_accept
from yuanba.files.queries import chosen
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.awards.staff import look
from yuanba.web.awards.staff.context import campaign_of, in_language, nominee, shown
from yuanba.web.awards.staff.heaps import heap
from yuanba.web.doors import holding
from yuanba.web.paging import paged
from yuanba.web.refusals import explain
from yuanba.web.sent import whole

SIZE = 50  # files on a page, and the most that one sending accepts


@holding("awards.screen")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose on the list, look over what was chosen, accept; then what became of each entry."""
    campaign = campaign_of(request, pk)
    rows = files_to_accept(_within(request, campaign), request.GET.get("line", ""))
    if request.method != "POST":
        return _list(request, campaign, rows)
    ids = {number for number in map(whole, request.POST.getlist("file")) if number is not None}
    picked = list(rows.filter(pk__in=sorted(ids)[:SIZE]).order_by("entry__serial", "pk"))
    if request.POST.get("do") == "accept":
        return _results(request, campaign, picked)
    if not picked:
        return _list(request, campaign, rows, nothing=True)
    context = {"groups": _groups(campaign, picked), "count": len(picked)}
    return shown(request, "awards/staff/accept_preview.html", context, campaign, room="screening")


def _within(request: HttpRequest, campaign: Campaign) -> QuerySet[Any]:
    """Every entry that the screener sees, or the own heap."""
    rows = entries_of(campaign, request.actor, clock.now())
    return heap(rows, "mine", request.actor.id) if request.GET.get("whose") == "mine" else rows


def _list(
    request: HttpRequest, campaign: Campaign, rows: QuerySet[EntryMaterial], *, nothing: bool = False
) -> HttpResponse:
    page = paged(rows, sort="pk", size=SIZE, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = {name: request.GET[name] for name in ("line", "whose") if request.GET.get(name)}
    context = {
        "groups": _groups(campaign, page.rows),
        "lines": _lines(campaign),
        "line": here.get("line", ""),
        "whose": here.get("whose", ""),
        "nothing": nothing,
        "next_url": _address(here, after=page.next) if page.next else "",
        "previous_url": _address(here, before=page.previous) if page.previous else "",
    }
    status = 422 if nothing else 200
    return shown(request, "awards/staff/accept.html", context, campaign, room="screening", status=status)


def _address(here: dict[str, str], **more: str) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in {**here, **more}.items())


def _lines(campaign: Campaign) -> list[tuple[str, str]]:
    """The lines of every checklist of the campaign, each once."""
    found = {
        line.key: in_language(line.name, line.name_en)
        for category in playbook_of(campaign).categories
        for kind in ("", *(one.key for one in category.kinds))
        for line in category.materials_for(kind)
    }
    return list(found.items())


def _groups(campaign: Campaign, rows: Iterable[EntryMaterial]) -> list[dict[str, Any]]:
    """The files by entry. One query."""
    listed = list(rows)
    stored = chosen([row.stored_file_id for row in listed]) if listed else {}
    lines, playbook = dict(_lines(campaign)), playbook_of(campaign)
    found: dict[int, dict[str, Any]] = {}
    for row in listed:
        row.entry.campaign = campaign
        group = found.setdefault(
            row.entry_id,
            {
                "entry": row.entry,
                "name": nominee(row.entry, playbook),
                "url": reverse("awards:entry_look", args=[row.entry_id]),
                "files": [],
            },
        )
        shown_file = look.file_line(row, stored.get(row.stored_file_id))
        group["files"].append({**shown_file, "pk": row.pk, "line": lines.get(row.material, row.material)})
    return list(found.values())


def _results(request: HttpRequest, campaign: Campaign, picked: list[EntryMaterial]) -> HttpResponse:
    """One action per entry; a refusal of one leaves the others alone."""
    ids: dict[int, list[int]] = defaultdict(list)
    for row in picked:
        ids[row.entry_id].append(row.pk)
    results = []
    for group in _groups(campaign, picked):
        why, number = None, 0
        try:
            number = actions.attaching.accept_some(
                entry_id=group["entry"].pk, material_ids=ids[group["entry"].pk], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            why = explain(refused.verdict)
        results.append({**group, "why": why, "number": number})
    context = {"results": results, "refused": sum(one["why"] is not None for one in results)}
    return shown(request, "awards/staff/accept_done.html", context, campaign, room="screening")

"""What every staff page of a campaign shares: the campaign behind the address, its rooms, names in the page's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanba.awards import rules
from yuanba.awards.models import Campaign, Entry, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.awards.queries import desks
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused, no
from yuanba.people.queries import names_behind
from yuanba.places import queries as places
from yuanba.web import clock


def lineage_of(request: HttpRequest, campaign: Campaign) -> tuple[int, ...]:
    """The campaign's territory and those above it; asked once a request."""
    kept: dict[int, tuple[int, ...]] = request.__dict__.setdefault("lineages", {})
    if campaign.territory_id not in kept:
        kept[campaign.territory_id] = places.lineage(campaign.territory_id, local_date(clock.now()))
    return kept[campaign.territory_id]


def _require_seen(request: HttpRequest, campaign: Campaign) -> None:
    if not any(holds(request, permission, campaign) for permission in desks.STAFF):
        raise Refused(no("awards.not_allowed", "appointments", permission=rules.ORGANISE))


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, if the visitor runs, approves or screens it. Raises Http404, Refused(awards.not_allowed)."""
    campaign = get_object_or_404(Campaign, pk=pk)
    _require_seen(request, campaign)
    return campaign


def stage_of(request: HttpRequest, pk: int) -> StageRun:
    """The stage with its campaign, as `campaign_of`."""
    run = get_object_or_404(StageRun.objects.select_related("campaign"), pk=pk)
    _require_seen(request, run.campaign)
    return run


def entry_of(request: HttpRequest, pk: int) -> Entry:
    """The entry with its campaign; unknown to whoever does not see its desk."""
    entry = desks.entry_for(request.actor, pk, clock.now())  # type: ignore[attr-defined]
    if entry is None:
        raise Http404
    return entry


def holds(request: HttpRequest, permission: str, campaign: Campaign) -> bool:
    """Whether a page or button for this is worth showing; the action decides."""
    return bool(request.actor.holds(permission, lineage_of(request, campaign)))  # type: ignore[attr-defined]


def shown(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    campaign: Campaign | None = None,
    *,
    room: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page in its frame: place, trail, and the rooms of the campaign with the present one marked."""
    frame: dict[str, Any] = {"desk": True, "active": "awards", "trail": _("Awards"), "rooms": (), "room": room}
    if campaign is not None:
        frame |= {
            "campaign": campaign,
            "place": places.name_at(campaign.territory_id, local_date(clock.now())),
            "trail": " · ".join((_("Awards"), campaign.title)),
            "rooms": rooms(request, campaign),
        }
    return render(request, template, {**frame, **context}, status=status)


def rooms(request: HttpRequest, campaign: Campaign) -> list[tuple[str, str, str]]:
    """(key, label, address) of the campaign's pages."""
    found = [("board", _("Progress"), "awards:board")]
    if campaign.state == Campaign.State.DRAFT:
        found += [("setup", _("Set-up"), "awards:setup")]
    else:
        found += [("screening", _("Screening"), "awards:queue"), ("results", _("Results"), "awards:results")]
        found += [("setup", _("Rules and documents"), "awards:setup")]
    found.append(("trail", _("History"), "awards:trail"))
    return [(key, label, reverse(name, args=[campaign.pk])) for key, label, name in found]


def in_language(zh: str, en: str = "") -> str:
    """The name in the language of the page; Chinese where there is no English one."""
    return en if en and (get_language() or "").startswith("en") else zh


def address(name: str, *args: object) -> str:
    """A route of another subject, or "" as long as that subject has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def category_names(playbook: Playbook) -> dict[str, str]:
    return {one.key: in_language(one.name, one.name_en) for one in playbook.categories}


def group_name(playbook: Playbook, category: str, kind: str = "") -> str:
    """The category, with its sub-kind behind it."""
    chosen = playbook.category(category)
    name = in_language(chosen.name, chosen.name_en)
    sub = chosen.kind(kind) if kind else None
    return f"{name} · {in_language(sub.name, sub.name_en)}" if sub else name


def nominee(entry: Entry, playbook: Playbook | None = None) -> str:
    """The nominee as lists show it: a person masked, a case or work by its title."""
    kind = (playbook or playbook_of(entry.campaign)).category(entry.category).nominee
    if kind == "ORGANISATION":
        return entry.nominee_name
    name = mask_name(entry.nominee_name)
    return f"《{entry.title}》 {name}" if entry.title else name


def actor_words(references: Iterable[str]) -> dict[str, str]:
    """How the trail calls those who acted: 周**, or the clock. One query."""
    wanted = set(references)
    found = names_behind(wanted)
    words = {"system": _("Yuanba itself")}
    return {one: found.get(one) or words.get(one.partition(":")[0], one) for one in wanted}

"""The entries of a campaign as its organiser lists them. Whatever a row shows is fetched for the page at once."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanba.awards import states
from yuanba.awards.models import Campaign, Correction, DuplicateHint, Entry, Screening
from yuanba.awards.pinned import playbook_of, required_materials
from yuanba.awards.playbook import Playbook
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import names_behind
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards.labels import CHANNELS, ENTRY_CHIPS, ENTRY_STATES, REGISTERS
from yuanba.web.awards.staff.context import category_names, group_name, nominee
from yuanba.web.awards.staff.heaps import HEAPS, heap
from yuanba.web.tables import Chip, Column, Filter, Link, Table


def entry_rows(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with everything that a row shows: four more queries a page."""
    return (
        rows.defer("deeds", "form")
        .select_related("campaign")
        .prefetch_related(
            "automatic_checks",
            "materials",
            Prefetch("screenings", Screening.objects.order_by("round")),
            Prefetch("corrections", Correction.objects.filter(answered_at__isnull=True, lapsed_at__isnull=True)),
        )
    )


def lacking(entry: Entry, playbook: Playbook) -> int:
    """How many required lines of the checklist have no file."""
    there = {one.material for one in entry.materials.all() if one.state in states.MATERIAL_COUNTS}
    lines = required_materials(playbook.category(entry.category), entry.kind)
    return sum(line.key not in there for line in lines)


def checked(entry: Entry, playbook: Playbook, hints: int) -> Chip | str:
    """The automatic checks in one chip: the gravest first."""
    checks = list(entry.automatic_checks.all())
    hit = next((one for one in checks if one.result == "HIT"), None)
    if hit is not None:
        return Chip(_("On record: %(register)s") % {"register": REGISTERS.get(hit.register, hit.register)}, "brick")
    missing = lacking(entry, playbook)
    if missing:
        return Chip(ngettext("%(n)s file missing", "%(n)s files missing", missing) % {"n": missing}, "amber")
    if hints:
        return Chip(_("Looks like %(n)s other") % {"n": hints}, "sky")
    if any(one.result == "UNKNOWN" for one in checks):
        if any(look.state == "PASSED" for look in entry.screenings.all()):
            return Chip(_("settled by hand"), "leaf")
        return Chip(_("To be looked up"), "amber")
    return Chip(_("All clear"), "leaf") if checks else ""


def screened(entry: Entry, names: Mapping[str, str]) -> str:
    """Where the look at the entry stands, and with whom."""
    label = str(ENTRY_STATES[entry.state])
    looks = list(entry.screenings.all())
    if entry.state == "RETURNED" and (out := list(entry.corrections.all())):
        return _("%(state)s (%(by)s)") % {"state": label, "by": dates.by(out[0].due_at)}
    if not looks:
        return label
    who = looks[-1].screened_by or looks[-1].assigned_to
    return f"{names[who]} {label}" if who in names else label


def hint_counts(campaign: Campaign) -> Counter[int]:
    """Open likenesses by entry. One query."""
    found: Counter[int] = Counter()
    rows = DuplicateHint.objects.filter(first__campaign=campaign, state="OPEN")
    for pair in rows.values_list("first_id", "second_id"):
        found.update(pair)
    return found


def screener_names(campaign: Campaign) -> dict[str, str]:
    """Who looks or looked at entries, by reference. Two queries."""
    rows = Screening.objects.filter(entry__campaign=campaign).exclude(screened_by="", assigned_to="")
    pairs = set(rows.values_list("screened_by", "assigned_to").distinct())
    return names_behind({one for pair in pairs for one in pair if one})


def search(rows: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    return rows.filter(
        Q(nominee_name__icontains=value) | Q(title__icontains=value) | Q(serial__icontains=value.upper())
    )


def entry_table(campaign: Campaign, actor_id: str = "") -> Table:
    """The table of a campaign's entries; its lookups are five queries, whatever the number of rows.

    With `actor_id` it is the screening desk's, narrowed by the heap of the address.
    """
    playbook = playbook_of(campaign)
    names, hints = screener_names(campaign), hint_counts(campaign)
    ids = campaign.entries.values_list("nominee_territory_id", flat=True).distinct()
    where = places.names_at(list(ids), local_date(clock.now()))
    categories = category_names(playbook)
    whose = Filter(
        "heap", gettext_lazy("Whose turn"), lambda rows, value: heap(rows, value, actor_id), list(HEAPS.items())
    )
    desk = [whose] if actor_id else []
    return Table(
        "entries",
        gettext_lazy("Entries of this campaign"),
        [
            Column(
                "name",
                gettext_lazy("Put forward"),
                lambda row: Link(nominee(row, playbook), reverse("awards:entry_look", args=[row.pk])),
                sort="nominee_name",
                head=True,
            ),
            Column("serial", gettext_lazy("Number"), lambda row: row.serial, sort="serial"),
            Column(
                "category",
                gettext_lazy("Category"),
                lambda row: group_name(playbook, row.category, row.kind),
                sort="category",
            ),
            Column("where", gettext_lazy("Compound or community"), lambda row: where.get(row.nominee_territory_id, "")),
            Column("channel", gettext_lazy("Came by"), lambda row: str(CHANNELS[row.channel]), sort="channel"),
            Column("checks", gettext_lazy("Automatic checks"), lambda row: checked(row, playbook, hints[row.pk])),
            Column(
                "state",
                gettext_lazy("Screening"),
                lambda row: Chip(screened(row, names), ENTRY_CHIPS.get(row.state, "plain")),
                sort="state",
            ),
        ],
        [
            *desk,
            Filter("q", gettext_lazy("Name or number"), search),
            Filter(
                "category",
                gettext_lazy("Category"),
                lambda rows, value: rows.filter(category=value),
                list(categories.items()),
            ),
            Filter(
                "state",
                gettext_lazy("State"),
                lambda rows, value: rows.filter(state=value),
                list(ENTRY_STATES.items()),
            ),
            Filter(
                "channel",
                gettext_lazy("Came by"),
                lambda rows, value: rows.filter(channel=value),
                list(CHANNELS.items()),
            ),
        ],
        sort="serial",
        empty_title=gettext_lazy("No entry yet"),
        empty_text=gettext_lazy("Entries appear here as soon as the first one is handed in."),
    )

"""Who takes part in a stage, and where residents are asked about them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from yuanba.awards.models import Entry, ServiceArea, StageRun
from yuanba.awards.pinned import playbook_of, stage_of
from yuanba.oversight.models import ServiceProject
from yuanba.places.models import Territory
from yuanba.places.queries import current


def candidates_of(run: StageRun) -> list[Entry]:
    """The qualified entries of the categories that pass through the stage, in order of category and number."""
    keys = stage_categories(run)
    rows = run.campaign.entries.filter(state="QUALIFIED", category__in=keys).order_by("serial")
    order = {key: position for position, key in enumerate(keys)}
    return sorted(rows, key=lambda entry: order[entry.category])


def stage_categories(run: StageRun) -> list[str]:
    """The categories that pass through the stage, in the order of the playbook."""
    listed = stage_of(run.campaign, run.key).categories
    return [one.key for one in playbook_of(run.campaign).categories if not listed or one.key in listed]


def survey_asks(run: StageRun, on: date) -> dict[str, tuple[int, ...]]:
    """Whom a survey stage asks about today and where: the pseudonym of every candidate that has a place, its compounds."""
    entries = candidates_of(run)
    places = survey_places(entries, on)
    return {target_ref(entry): places[entry.pk] for entry in entries if places[entry.pk]}


def target_ref(entry: Entry) -> str:
    """How a survey knows an entry: the pseudonym of the public files."""
    return f"entry:{entry.code}"


def survey_places(entries: Iterable[Entry], on: date) -> dict[int, tuple[int, ...]]:
    """Per entry id the compounds whose residents are asked about it. Three queries.

    A company: every compound that it serves on that day. Else the declared service area; else the own compound.
    An entry with none of these (a whole community, say) has no place, and its survey is insufficient.
    """
    rows = list(entries)
    companies = {entry.nominee_organisation_id for entry in rows if entry.nominee_organisation_id}
    served: dict[int, set[int]] = defaultdict(set)
    projects = ServiceProject.objects.filter(current(on), company__organisation_id__in=companies)
    for organisation_id, compound_id in projects.values_list("company__organisation_id", "compound_id"):
        served[organisation_id].add(compound_id)
    declared: dict[int, set[int]] = defaultdict(set)
    areas = ServiceArea.objects.filter(entry__in=[entry.pk for entry in rows])
    for entry_id, territory_id in areas.values_list("entry_id", "territory_id"):
        declared[entry_id].add(territory_id)
    compounds = set(
        Territory.objects.filter(
            pk__in={entry.nominee_territory_id for entry in rows}, kind=Territory.Kind.COMPOUND
        ).values_list("pk", flat=True)
    )
    found: dict[int, tuple[int, ...]] = {}
    for entry in rows:
        own = {entry.nominee_territory_id} & compounds
        places = served.get(entry.nominee_organisation_id or 0) or declared.get(entry.pk) or own
        found[entry.pk] = tuple(sorted(places))
    return found

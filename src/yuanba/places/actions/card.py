"""What is known of a place: figures, assets, the compound card, milestones, phases, clusters; and dated parameters."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.lists import edits_for_all
from yuanba.places.models import (
    Building,
    BuildingCluster,
    CommunityAsset,
    Compound,
    CompoundFact,
    Milestone,
    Parameter,
    Phase,
    PopulationFigure,
)
from yuanba.places.queries import lineage
from yuanba.places.rules import (
    change_in_order,
    fact_well_formed,
    is_month,
    is_system,
    may_edit_card,
)


def require_may(actor: Actor, territory_id: int, now: datetime) -> None:
    """The actor keeps the card of this place. Raises Refused(places.not_allowed)."""
    require(may_edit_card(actor, () if is_system(actor) else lineage(territory_id, local_date(now))))


@transaction.atomic
def record_population(
    *, territory_id: int, people: int, source: str, as_of_date: date, actor: Actor, now: datetime
) -> PopulationFigure:
    """The figure stands with its source and date (R-010); the same source and day again corrects the number.

    Raises Refused: places.not_allowed, places.source_missing, places.date_in_future.
    """
    require_may(actor, territory_id, now)
    source = clean(source)
    if not source:
        raise Refused(no("places.source_missing", "a figure names its source"))
    _require_past(as_of_date, now)
    row, _ = PopulationFigure.objects.update_or_create(
        territory_id=territory_id,
        as_of_date=as_of_date,
        source=source,
        defaults={"people": people, "recorded_by": actor.id},
    )
    _record("population_recorded", territory_id, actor, now, people=people)
    return row


@transaction.atomic
def record_asset(  # noqa: PLR0913 - keyword-only: the facts of a register line
    *,
    territory_id: int,
    kind: str,
    number: int,
    as_of_date: date,
    actor: Actor,
    now: datetime,
    name: str = "",
    note: str = "",
) -> CommunityAsset:
    """A line of the asset register, as of a day (R-009). Raises Refused: places.not_allowed, places.date_in_future."""
    require_may(actor, territory_id, now)
    if kind not in CommunityAsset.Kind.values:
        raise Refused(no("places.asset_unknown", "the card of the compound", kind=kind))
    _require_past(as_of_date, now)
    row = CommunityAsset.objects.create(
        territory_id=territory_id, kind=kind, name=clean(name), number=number, as_of_date=as_of_date, note=clean(note)
    )
    _record("asset_recorded", territory_id, actor, now, asset=row.pk)
    return row


@transaction.atomic
def describe_compound(*, compound_id: int, kind: str, address: str, actor: Actor, now: datetime) -> Compound:
    """The compound's kind (COMPOUND or COURTYARD) and address are these."""
    require_may(actor, compound_id, now)
    row = Compound.objects.select_for_update().get(pk=compound_id)
    if kind not in Compound.Kind.values:
        raise Refused(no("places.kind_unknown", "the kinds of places", kind=kind))
    row.kind, row.address = kind, clean(address)
    row.save(update_fields=["kind", "address"])
    _record("described", compound_id, actor, now)
    return row


@transaction.atomic
def set_fact(
    *, compound_id: int, key: str, value: str, as_of_date: date, actor: Actor, now: datetime, source: str = ""
) -> CompoundFact:
    """One of the nine facts has this value as of a day (R-004); older days keep theirs, the same day is corrected.

    `value` is a plain decimal in the unit of places.rules.FACT_UNITS (area in cm²), a month "2007-03", or a use.
    Raises Refused: places.not_allowed, places.fact_unknown, places.fact_malformed, places.date_in_future.
    """
    require_may(actor, compound_id, now)
    value = clean(value)
    require(fact_well_formed(key, value))
    _require_past(as_of_date, now)
    row, _ = CompoundFact.objects.update_or_create(
        compound_id=compound_id,
        key=key,
        as_of_date=as_of_date,
        defaults={"value": value, "source": clean(source), "recorded_by": actor.id},
    )
    _record("fact_set", compound_id, actor, now, key=key)
    return row


@transaction.atomic
def add_milestone(
    *, territory_id: int, title: str, month: str, actor: Actor, now: datetime, note: str = ""
) -> Milestone:
    """An event stands in the place's history (R-005). Raises Refused: places.month_malformed, places.name_missing."""
    require_may(actor, territory_id, now)
    if not is_month(month):
        raise Refused(no("places.month_malformed", "the card of the compound", month=month))
    row = Milestone.objects.create(territory_id=territory_id, title=_named(title), month=month, note=clean(note))
    _record("milestone_added", territory_id, actor, now, milestone=row.pk)
    return row


@transaction.atomic
def remove_milestone(*, milestone_id: int, actor: Actor, now: datetime) -> None:
    """The event no longer stands in the history; the log keeps that it did."""
    row = Milestone.objects.select_for_update().get(pk=milestone_id)
    require_may(actor, row.territory_id, now)
    row.delete()
    _record("milestone_removed", row.territory_id, actor, now, milestone=milestone_id)


@transaction.atomic
def add_phase(*, compound_id: int, name: str, actor: Actor, now: datetime) -> Phase:
    """The compound has this phase (R-002); one that it has already is returned."""
    require_may(actor, compound_id, now)
    row, made = Phase.objects.get_or_create(compound_id=compound_id, name=_named(name))
    if made:
        _record("phase_added", compound_id, actor, now, phase=row.pk)
    return row


@transaction.atomic
def add_cluster(*, compound_id: int, name: str, actor: Actor, now: datetime) -> BuildingCluster:
    """The compound has this cluster of buildings (R-003); one that it has already is returned."""
    require_may(actor, compound_id, now)
    row, made = BuildingCluster.objects.get_or_create(compound_id=compound_id, name=_named(name))
    if made:
        _record("cluster_added", compound_id, actor, now, cluster=row.pk)
    return row


@transaction.atomic
def place_building(
    *, building_id: int, phase_id: int | None, cluster_id: int | None, actor: Actor, now: datetime
) -> Building:
    """The building belongs to this phase and to this one cluster, or to none (R-002, R-003).

    Raises Refused: places.other_compound, places.not_allowed.
    """
    row = Building.objects.select_for_update().get(pk=building_id)
    require_may(actor, row.compound_id, now)
    phase = Phase.objects.get(pk=phase_id) if phase_id else None
    cluster = BuildingCluster.objects.get(pk=cluster_id) if cluster_id else None
    if any(part is not None and part.compound_id != row.compound_id for part in (phase, cluster)):
        raise Refused(no("places.other_compound", "a dwelling lies in one compound"))
    row.phase, row.cluster = phase, cluster
    row.save(update_fields=["phase", "cluster"])
    _record("building_placed", row.compound_id, actor, now, building=building_id)
    return row


@transaction.atomic
def set_parameter(*, key: str, value: int, source: str, from_date: date, actor: Actor, now: datetime) -> Parameter:
    """The dated number has this value from `from_date` on, everywhere, and its source is kept.

    Raises Refused: places.not_for_all, places.source_missing, places.before_last_change.
    """
    if not edits_for_all(actor, local_date(now)):
        raise Refused(no("places.not_for_all", "appointments", permission="places.edit"))
    if not clean(source):
        raise Refused(no("places.source_missing", "a figure names its source"))
    last = Parameter.objects.select_for_update().filter(key=key, to_date__isnull=True).first()
    if last is not None:
        require(change_in_order(last.from_date, from_date))
        last.to_date = from_date
        last.save(update_fields=["to_date"])
    try:
        with transaction.atomic():
            row = Parameter.objects.create(
                key=key, value=value, source=clean(source), from_date=from_date, recorded_by=actor.id
            )
    except IntegrityError as error:
        raise Refused(no("places.changed_meanwhile", "one open row", key=key)) from error
    record(verb="parameter_set", subject=str(row), actor=actor, now=now, detail={"value": value})
    return row


def _named(text: str) -> str:
    name = clean(text)
    if not name:
        raise Refused(no("places.name_missing", "a place has a name"))
    return name


def _require_past(day: date, now: datetime) -> None:
    if day > local_date(now):
        raise Refused(no("places.date_in_future", "the card of the compound", day=day))


def _record(verb: str, territory_id: int, actor: Actor, now: datetime, **detail: int | str) -> None:
    record(
        verb=verb,
        subject=f"territory:{territory_id}",
        actor=actor,
        now=now,
        detail=dict(detail),
        territory_id=territory_id,
    )

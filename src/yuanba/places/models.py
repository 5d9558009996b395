"""Where things are: the dated territory tree, compounds, buildings, premises, grids, and the calendar's table.

A period [from_date, to_date) is half-open; an open end is NULL. Rows are ended, never overwritten.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.places.qr_models import QrPoint as QrPoint


def dated(name: str) -> CheckConstraint:
    """A period ends after it starts, or is open."""
    return CheckConstraint(condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")), name=name)


class Territory(models.Model):
    """A stable identity for an area; its name, code and parent are dated rows (TerritoryVersion)."""

    class Kind(models.TextChoices):
        COUNTRY = "COUNTRY"
        PROVINCE = "PROVINCE"
        CITY = "CITY"
        DISTRICT = "DISTRICT"  # district, county or county-level city 区（市）县
        SUBDISTRICT = "SUBDISTRICT"  # 街道
        TOWN = "TOWN"  # 镇
        COMMUNITY = "COMMUNITY"  # 社区
        COMPOUND = "COMPOUND"  # 小区, or an old courtyard 院落
        FUNCTIONAL_AREA = "FUNCTIONAL_AREA"  # an overlay, no statutory division 功能区

    kind = models.CharField(max_length=16, choices=Kind.choices)

    def __str__(self) -> str:
        return f"territory:{self.pk}"


class TerritoryVersion(models.Model):
    """What a territory is called, coded and placed under, from a day on. `code` is a lookup, not an identity."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, blank=True)  # statistical code (GB/T 2260 + 国家统计局); compounds have none
    parent = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="child_versions")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("territory_version_dated"),
            UniqueConstraint(
                fields=["territory"], condition=Q(to_date__isnull=True), name="territory_one_open_version"
            ),
            UniqueConstraint(
                fields=["code"], condition=Q(to_date__isnull=True) & ~Q(code=""), name="territory_one_open_code"
            ),
        ]
        indexes = [Index(fields=["parent", "to_date"])]

    def __str__(self) -> str:
        return f"territory_version:{self.pk}"


class TerritoryChange(models.Model):
    """A founding, renaming, moving, merger, split or ending of territories, with the decision it rests on."""

    class Kind(models.TextChoices):
        FOUND = "FOUND"
        RENAME = "RENAME"
        MOVE = "MOVE"
        MERGE = "MERGE"
        SPLIT = "SPLIT"
        END = "END"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    effective_date = models.DateField()
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    predecessors = models.ManyToManyField(Territory, related_name="ending_changes")
    successors = models.ManyToManyField(Territory, related_name="founding_changes")

    def __str__(self) -> str:
        return f"territory_change:{self.pk}"


class Overlay(models.Model):
    """A functional area (高新区, 天府新区) that manages a territory besides its statutory parent."""

    area = models.ForeignKey(Territory, models.PROTECT, related_name="overlaid")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="overlays")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("overlay_dated"),
            UniqueConstraint(
                fields=["area", "territory"], condition=Q(to_date__isnull=True), name="overlay_one_open_row"
            ),
        ]

    def __str__(self) -> str:
        return f"overlay:{self.pk}"


class PopulationFigure(models.Model):
    """How many people, by which source, as of which day. No figure is shown without its date."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="population_figures")
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    as_of_date = models.DateField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["territory", "as_of_date", "source"], name="population_figure_once")]

    def __str__(self) -> str:
        return f"population_figure:{self.pk}"


class CommunityAsset(models.Model):
    """A line of the community's asset register: incubators, office buildings, shopping streets, enterprises."""

    class Kind(models.TextChoices):
        INCUBATOR = "INCUBATOR"
        OFFICE_BUILDING = "OFFICE_BUILDING"
        SHOPPING_STREET = "SHOPPING_STREET"
        ENTERPRISE = "ENTERPRISE"
        VENUE = "VENUE"
        OTHER = "OTHER"

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField(default=1)
    as_of_date = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"asset:{self.pk}"


class Compound(models.Model):
    """A residential compound (小区) or an old courtyard (院落): the card of the territory of that kind."""

    class Kind(models.TextChoices):
        COMPOUND = "COMPOUND"
        COURTYARD = "COURTYARD"

    territory = models.OneToOneField(Territory, models.PROTECT, primary_key=True, related_name="compound")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMPOUND)
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"compound:{self.pk}"


class CompoundFact(models.Model):
    """One of the nine facts of the compound card, as of a day (R-004). Newer rows do not replace older ones.

    `value` is an exact decimal in the unit of its key, or a word for `USE`; rates are per cent.
    """

    class Key(models.TextChoices):
        HANDED_OVER = "HANDED_OVER"  # month, "2007-03"
        FLOOR_AREA = "FLOOR_AREA"  # cm²
        BUILDINGS = "BUILDINGS"  # residential buildings
        GREENING_RATE = "GREENING_RATE"  # per cent
        FLOOR_AREA_RATIO = "FLOOR_AREA_RATIO"
        USE = "USE"  # RESIDENTIAL | MIXED (商住)
        SHOPS = "SHOPS"
        HOUSEHOLDS = "HOUSEHOLDS"
        OCCUPANCY_RATE = "OCCUPANCY_RATE"  # per cent of households

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="facts")
    key = models.CharField(max_length=16, choices=Key.choices)
    value = models.CharField(max_length=32)
    source = models.CharField(max_length=200, blank=True)
    as_of_date = models.DateField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["compound", "key", "as_of_date"], name="compound_fact_once_a_day")]

    def __str__(self) -> str:
        return f"compound_fact:{self.pk}"


class Milestone(models.Model):
    """An event in a territory's history: hand-over, first owners' assembly, party branch founded (R-005)."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=120)
    month = models.CharField(max_length=7)  # "2010-12": the seeds give months
    note = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"milestone:{self.pk}"


class Phase(models.Model):
    """A construction phase of a compound (一期, 二期), which may have bodies and papers of its own (R-002)."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="phases")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["compound", "name"], name="phase_name_once")]

    def __str__(self) -> str:
        return f"phase:{self.pk}"


class BuildingCluster(models.Model):
    """A set of buildings (组团), one level of response (R-003)."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="clusters")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["compound", "name"], name="cluster_name_once")]

    def __str__(self) -> str:
        return f"cluster:{self.pk}"


class Building(models.Model):
    """A building (楼栋). It belongs to at most one cluster at a time."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=40)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, related_name="buildings")
    cluster = models.ForeignKey(BuildingCluster, models.PROTECT, null=True, blank=True, related_name="buildings")

    class Meta:
        constraints = [UniqueConstraint(fields=["compound", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return f"building:{self.pk}"


class Entrance(models.Model):
    """A stairwell (单元) of a building; a building without any has one with an empty name."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="entrances")
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["building", "name"], name="entrance_name_once")]

    def __str__(self) -> str:
        return f"entrance:{self.pk}"


class Premises(models.Model):
    """A dwelling (户) or a shop (商铺): what somebody owns exclusively. Shop owners vote."""

    class Kind(models.TextChoices):
        DWELLING = "DWELLING"
        SHOP = "SHOP"

    entrance = models.ForeignKey(Entrance, models.PROTECT, related_name="premises")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DWELLING)
    number = models.CharField(max_length=40)
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="premises")  # redundant, for rolls and lists
    handed_over_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["entrance", "number"], name="premises_number_once")]
        indexes = [Index(fields=["compound", "kind"])]

    def __str__(self) -> str:
        return f"premises:{self.pk}"


class PremisesArea(models.Model):
    """The exclusive area (专有部分面积) of premises, in cm², from a day on."""

    premises = models.ForeignKey(Premises, models.PROTECT, related_name="areas")
    exclusive_area_cm2 = models.PositiveBigIntegerField()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("premises_area_dated"),
            CheckConstraint(condition=Q(exclusive_area_cm2__gt=0), name="premises_area_positive"),
            UniqueConstraint(fields=["premises"], condition=Q(to_date__isnull=True), name="premises_one_open_area"),
        ]

    def __str__(self) -> str:
        return f"premises_area:{self.pk}"


class Grid(models.Model):
    """A grid of the 微网实格: community, general, micro or dedicated (R-041). Lower grids hang under upper ones."""

    class Level(models.TextChoices):
        COMMUNITY = "COMMUNITY"
        GENERAL = "GENERAL"
        MICRO = "MICRO"
        DEDICATED = "DEDICATED"

    community = models.ForeignKey(Territory, models.PROTECT, related_name="grids")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=10, choices=Level.choices)
    name = models.CharField(max_length=60)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("grid_dated"),
            UniqueConstraint(
                fields=["community", "level", "name"], condition=Q(to_date__isnull=True), name="grid_one_open_name"
            ),
        ]

    def __str__(self) -> str:
        return f"grid:{self.pk}"


class GridPlace(models.Model):
    """Premises belong to a micro or dedicated grid from a day on; to exactly one at a time."""

    grid = models.ForeignKey(Grid, models.PROTECT, related_name="places")
    premises = models.ForeignKey(Premises, models.PROTECT, related_name="grid_places")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("grid_place_dated"),
            UniqueConstraint(fields=["premises"], condition=Q(to_date__isnull=True), name="premises_one_open_grid"),
        ]

    def __str__(self) -> str:
        return f"grid_place:{self.pk}"


class Parameter(models.Model):
    """A number that practice or an office sets, from a day on, with its source: the micro-grid band, and the like."""

    key = models.CharField(max_length=40)
    value = models.IntegerField()
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("parameter_dated"),
            UniqueConstraint(fields=["key"], condition=Q(to_date__isnull=True), name="parameter_one_open_value"),
        ]

    def __str__(self) -> str:
        return f"parameter:{self.key}"


class CalendarDay(models.Model):
    """A day that the holiday notice moves: a workday that is off, or a weekend day that is worked (调休)."""

    date = models.DateField(unique=True)
    is_workday = models.BooleanField()
    source = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"calendar_day:{self.date}"


class CalendarYear(models.Model):
    """A year whose holiday notice is known. A deadline that needs an unknown year says so."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"calendar_year:{self.year}"

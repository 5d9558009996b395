"""Bodies, their terms of office, the appointments that carry every permission, and honours."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.people.models.accounts import Person
from yuanba.places.models import Building, BuildingCluster, Grid, Territory, dated


class Organisation(models.Model):
    """A body: government office, party organisation, committee, company, social organisation, self-organised group."""

    class Kind(models.TextChoices):
        SUBDISTRICT_OFFICE = "SUBDISTRICT_OFFICE"
        DEPARTMENT = "DEPARTMENT"
        SGC = "SGC"  # 社治委
        RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE"
        PARTY_ORGANISATION = "PARTY_ORGANISATION"
        OWNERS_COMMITTEE = "OWNERS_COMMITTEE"
        COURTYARD_COMMITTEE = "COURTYARD_COMMITTEE"
        PREPARATORY_GROUP = "PREPARATORY_GROUP"  # of a first owners' assembly 筹备组
        SPECIAL_COMMITTEE = "SPECIAL_COMMITTEE"  # of a compound, founded by its subdistrict 专委会
        SERVICE_ORGAN = "SERVICE_ORGAN"  # of a special committee 服务机构
        AUTONOMY_COMMITTEE = "AUTONOMY_COMMITTEE"  # of a community, members of every kind 自治委员会
        MUTUAL_AID_GROUP = "MUTUAL_AID_GROUP"  # of a building 楼栋互助小组
        RESIDENT_GROUP = "RESIDENT_GROUP"  # of residents, for one subject 专题小组
        TASK_FORCE = "TASK_FORCE"  # of a subdistrict or district, offices together 工作专班
        PROPERTY_COMPANY = "PROPERTY_COMPANY"
        SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
        SELF_ORGANISED_GROUP = "SELF_ORGANISED_GROUP"
        EXPERT_LIST = "EXPERT_LIST"
        DEVELOPER = "DEVELOPER"
        OTHER = "OTHER"

    kind = models.CharField(max_length=24, choices=Kind.choices)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)  # unified social credit code, GB 32100
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    founded_date = models.DateField(null=True, blank=True)
    ended_date = models.DateField(null=True, blank=True)
    role_line = models.CharField(max_length=30, blank=True)  # a duty phone, never a private mobile

    class Meta:
        constraints = [
            UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organisation_uscc_once"),
            UniqueConstraint(
                fields=["territory", "kind", "name"],
                condition=Q(ended_date__isnull=True),
                name="organisation_name_once",
            ),
        ]

    def __str__(self) -> str:
        return f"organisation:{self.pk}"


class OrganisationTerm(models.Model):
    """A term of office of a committee (届), dated (R-085). `due_date` is the day from which it is over by its rule."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("organisation_term_dated"),
            UniqueConstraint(fields=["organisation", "number"], name="organisation_term_once"),
        ]

    def __str__(self) -> str:
        return f"organisation_term:{self.pk}"


class Appointment(models.Model):
    """person × organisation × post × place × [from, to): every permission comes from one of these."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=24)  # a key of people.posts.POSTS
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")  # BUILDING_LEAD
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+")  # GRID_WORKER
    cluster = models.ForeignKey(
        BuildingCluster, models.PROTECT, null=True, blank=True, related_name="+"
    )  # CLUSTER_LEAD
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    relay_line = models.CharField(max_length=30, blank=True)  # the public contact of a building lead or a grid worker
    appointed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("appointment_dated"),
            UniqueConstraint(
                fields=["person", "organisation", "post", "territory"],
                condition=Q(to_date__isnull=True, building__isnull=True, grid__isnull=True, cluster__isnull=True),
                name="appointment_one_open_row",
            ),
            UniqueConstraint(
                fields=["person", "organisation", "post", "building"],
                condition=Q(to_date__isnull=True, building__isnull=False),
                name="appointment_building_once",
            ),
            UniqueConstraint(
                fields=["person", "organisation", "post", "grid"],
                condition=Q(to_date__isnull=True, grid__isnull=False),
                name="appointment_grid_once",
            ),
            UniqueConstraint(
                fields=["person", "organisation", "post", "cluster"],
                condition=Q(to_date__isnull=True, cluster__isnull=False),
                name="appointment_cluster_once",
            ),
        ]
        indexes = [Index(fields=["territory", "post"])]

    def __str__(self) -> str:
        return f"appointment:{self.pk}"


class Honour(models.Model):
    """An honour held by a compound, an organisation or a person: year, title, granting body, proof (R-006)."""

    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="honours")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="honours")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    granted_by = models.CharField(max_length=120)
    evidence_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    recorded_by = models.CharField(max_length=40)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=40, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="honour_revoked_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"honour:{self.pk}"

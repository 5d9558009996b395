"""What the old property company hands to the new one, item by item, with signatures of both sides."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.oversight import states
from yuanba.oversight.selection_models import Selection
from yuanba.people.models import Person
from yuanba.places.models import Compound


class Handover(models.Model):
    """From one company to another, or to owners who manage themselves (no new company). `due_date` is the last day."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    selection = models.OneToOneField(Selection, models.PROTECT, null=True, blank=True, related_name="handover")
    old = models.ForeignKey("oversight.PropertyCompany", models.PROTECT, related_name="+")
    new = models.ForeignKey("oversight.PropertyCompany", models.PROTECT, null=True, blank=True, related_name="+")
    from_date = models.DateField()  # the first day without the old contract
    due_date = models.DateField()
    due_source = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=states.PREPARED)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.HANDOVER.states)), name="handover_state_known"),
            CheckConstraint(condition=Q(due_date__gte=F("from_date")), name="handover_due_after_start"),
            CheckConstraint(condition=Q(new__isnull=True) | ~Q(new=F("old")), name="handover_between_two"),
            UniqueConstraint(
                fields=["compound"],
                condition=Q(state__in=[states.PREPARED, states.RUNNING, states.OVERDUE]),
                name="handover_one_at_a_time",
            ),
        ]
        indexes = [Index(fields=["state", "due_date"])]

    def __str__(self) -> str:
        return f"handover:{self.pk}"


class HandoverItem(models.Model):
    """One thing to hand over. What was counted carries a `revision`; signatures are for one revision."""

    class Category(models.TextChoices):
        ROOMS = "ROOMS"
        DOCUMENTS = "DOCUMENTS"
        FACILITIES = "FACILITIES"
        FUNDS = "FUNDS"
        DEPOSITS = "DEPOSITS"
        KEYS = "KEYS"
        ACCESS = "ACCESS"
        SEALS = "SEALS"
        WORK_ORDERS = "WORK_ORDERS"
        OTHER = "OTHER"

    class Condition(models.TextChoices):
        GOOD = "GOOD"
        USABLE = "USABLE"
        DAMAGED = "DAMAGED"
        INCOMPLETE = "INCOMPLETE"
        MISSING = "MISSING"

    class Side(models.TextChoices):
        OLD = "OLD"
        NEW = "NEW"
        COMMITTEE = "COMMITTEE"
        AUTHORITY = "AUTHORITY"

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=11, choices=Category.choices)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=10, blank=True)
    expected = models.PositiveBigIntegerField(null=True, blank=True)  # pieces; of FUNDS and DEPOSITS fen
    counted = models.PositiveBigIntegerField(null=True, blank=True)
    condition = models.CharField(max_length=10, choices=Condition.choices, blank=True)
    note = models.CharField(max_length=400, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)  # photo or paper; files.StoredFile, opaque
    revision = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default=states.LISTED)
    reason = models.CharField(max_length=400, blank=True)  # of a dispute; public
    must_act = models.CharField(max_length=9, choices=Side.choices, blank=True)
    act_by_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["handover", "position"], name="handover_item_position_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.HANDOVER_ITEM.states)), name="handover_item_state"),
            CheckConstraint(
                condition=~Q(state__in=[states.CHECKED, states.SIGNED])
                | (Q(counted__isnull=False) & ~Q(condition="") & Q(revision__gt=0)),
                name="handover_item_counted",
            ),
            CheckConstraint(
                condition=~Q(state=states.DISPUTED) | (~Q(reason="") & ~Q(must_act="")),
                name="handover_item_dispute_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"handover_item:{self.pk}"


class ItemSignature(models.Model):
    """Somebody of one side signs what was counted: by the own account, or on paper with a scan that others keep."""

    item = models.ForeignKey(HandoverItem, models.PROTECT, related_name="signatures")
    revision = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=9, choices=HandoverItem.Side.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    signed_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["item", "revision", "side"], name="item_signature_once"),
            CheckConstraint(
                condition=Q(person__isnull=False) | Q(scan_file_id__isnull=False), name="item_signature_own_or_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"item_signature:{self.pk}"

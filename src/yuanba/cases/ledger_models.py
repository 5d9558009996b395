"""The ledgers beside the cases: things to put right, the three special matters, problems that come again and again."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.cases import ledger_states as states
from yuanba.cases.rule_models import Category
from yuanba.kernel.transitions import Table
from yuanba.people.models import Organisation
from yuanba.places.models import Building, Territory


def choices(table: Table) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted(table.states)]


class Rectification(models.Model):
    """A line of the rectification ledger 整改台账: a problem, whose it is, until when, with which proof, who signed it off.

    Whoever handles it or brought the proof never signs it off.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="rectifications")
    problem = models.CharField(max_length=200)
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    handler_ref = models.CharField(max_length=40)  # who sees to it: never who signs it off
    due_date = models.DateField()
    state = models.CharField(max_length=10, choices=choices(states.RECTIFICATION), default=states.LISTED)
    proof_text = models.CharField(max_length=300, blank=True)
    proof_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    proved_by = models.CharField(max_length=40, blank=True)
    signed_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(state__in=[states.PROVED, states.SIGNED_OFF]) | (~Q(proof_text="") & ~Q(proved_by="")),
                name="rectification_proved_by_something",
            ),
            CheckConstraint(
                condition=Q(signed_by="")
                | (~Q(signed_by=F("handler_ref")) & ~Q(signed_by=F("proved_by")) & Q(state=states.SIGNED_OFF)),
                name="rectification_signed_by_another",
            ),
            CheckConstraint(
                condition=~Q(state=states.SIGNED_OFF) | ~Q(signed_by=""), name="rectification_signed_off_by_somebody"
            ),
        ]
        indexes = [
            Index(fields=["territory", "state", "due_date"], name="rectification_by_place"),
            Index(fields=["state", "due_date", "id"], name="rectification_by_day"),
        ]

    def __str__(self) -> str:
        return f"rectification:{self.pk}"


class SpecialMatter(models.Model):
    """A dog, an object thrown from height or an e-bike in a lift: advised, ordered, rechecked, handed to the authority.

    There is no field for money: whoever may fine is the authority. `who` says whose it is without naming anybody
    ("3栋1单元住户"); names stay in the confidential note of the steps.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="special_matters")
    kind = models.CharField(max_length=7, choices=Category.Special.choices)
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=80, blank=True)
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # who advises and rechecks here
    handler_ref = models.CharField(max_length=40)
    state = models.CharField(max_length=11, choices=choices(states.SPECIAL), default=states.NOTED)
    order_text = models.CharField(max_length=300, blank=True)
    due_date = models.DateField(null=True, blank=True)  # of the order
    authority = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=120, blank=True)  # number and day of the paper that went there
    rechecked_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(state=states.ORDERED) | (Q(due_date__isnull=False) & ~Q(order_text="")),
                name="special_order_has_a_day",
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.HANDED_OVER, states.ANSWERED]) | ~Q(authority=""),
                name="special_handed_to_somebody",
            ),
            CheckConstraint(
                condition=~Q(state=states.SETTLED) | (~Q(rechecked_by="") & ~Q(rechecked_by=F("handler_ref"))),
                name="special_settled_by_another",
            ),
        ]
        indexes = [Index(fields=["territory", "kind", "state"], name="special_by_place")]

    def __str__(self) -> str:
        return f"special_matter:{self.pk}"


class RecurringIssue(models.Model):
    """The same kind of problem came so often in one place that answering each case is not enough: it asks for a plan.

    `plan_ref` names the plan that took it up ("plan:12"); the plans lie above the cases and answer for it.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=choices(states.RECURRING), default=states.RAISED)
    cases_count = models.PositiveIntegerField()
    window_days = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()  # of the cases that raised it
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()
    plan_ref = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["territory", "category"], condition=Q(state=states.RAISED), name="recurring_one_open"
            ),
            CheckConstraint(condition=~Q(state=states.PLANNED) | ~Q(plan_ref=""), name="recurring_names_the_plan"),
            CheckConstraint(condition=~Q(state=states.EXPLAINED) | ~Q(reason=""), name="recurring_says_why_not"),
        ]
        indexes = [Index(fields=["category", "territory", "-ended_at"], name="recurring_ended")]

    def __str__(self) -> str:
        return f"recurring_issue:{self.pk}"


class LedgerStep(models.Model):
    """A move in one of the ledgers; append-only. `subject` is "rectification:3", "special_matter:8", "recurring_issue:2"."""

    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=11, blank=True)
    target = models.CharField(max_length=11)
    text = models.CharField(max_length=300, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        indexes = [Index(fields=["subject", "id"], name="ledger_step_in_order")]

    def __str__(self) -> str:
        return f"ledger_step:{self.pk}"

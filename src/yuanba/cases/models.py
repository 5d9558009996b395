"""Cases: what was reported, who has it in hand until when, what came of it, and everybody who waits for the answer."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.cases import states
from yuanba.cases.client_models import Client
from yuanba.cases.hotline_models import CategoryModel, HotlineList, HotlineOrder
from yuanba.cases.ledger_models import LedgerStep, Rectification, RecurringIssue, SpecialMatter
from yuanba.cases.moving_models import Attachment, CallBack, CoHandler, Note, Reply, Step, Transfer
from yuanba.cases.round_models import DoorRound, HouseholdVisit, RoundHousehold, TextCode, VisitDemand
from yuanba.cases.rule_models import Category, LevelTerm, RoutingRule, WorkHours
from yuanba.cases.task_models import GridTask, GridTaskPart, TaskKind
from yuanba.places.models import Building, Entrance, Grid, Premises, QrPoint, Territory

__all__ = [
    "Attachment",
    "CallBack",
    "Case",
    "Category",
    "CategoryModel",
    "Client",
    "CoHandler",
    "DoorRound",
    "GridTask",
    "GridTaskPart",
    "HotlineList",
    "HotlineOrder",
    "HouseholdVisit",
    "LedgerStep",
    "LevelTerm",
    "Note",
    "Rectification",
    "RecurringIssue",
    "Reply",
    "Report",
    "RoundHousehold",
    "RoutingRule",
    "SpecialMatter",
    "Step",
    "TaskKind",
    "TextCode",
    "Transfer",
    "VisitDemand",
    "WorkHours",
]


class Case(models.Model):
    """One problem. Whoever reports the same one joins it with a Report of their own.

    `due_at` is the deadline of the level while a state of states.RUNNING holds, `limit_at` that of the whole answer.
    `clock_at` is when the clock looks at the case next: to escalate, to resume, to let it lapse, to forget names.
    While it waits, `minutes_left` and `limit_left` (working minutes, or minutes by the wall for urgent ones) stand still.
    `due_official` is false while the days of a year on the way are not announced.
    """

    class Source(models.TextChoices):
        REPORT = "REPORT"
        DESK = "DESK"
        ROUND = "ROUND"
        HOTLINE = "HOTLINE"
        OPEN311 = "OPEN311"

    class Outcome(models.TextChoices):
        FIXED = "FIXED"
        EXPLAINED = "EXPLAINED"
        NOT_OURS = "NOT_OURS"

    class ClosedBy(models.TextChoices):
        REPORTER = "REPORTER"
        CALL_BACK = "CALL_BACK"

    number = models.CharField(max_length=13, unique=True)  # "261120-483920": the day and a random part
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")  # the compound, else the community
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    entrance = models.ForeignKey(Entrance, models.PROTECT, null=True, blank=True, related_name="+")
    premises = models.ForeignKey(Premises, models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+")  # at the time of reporting
    point = models.ForeignKey(QrPoint, models.PROTECT, null=True, blank=True, related_name="+")  # that was scanned
    place_note = models.CharField(max_length=80, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="cases")
    text = models.TextField(blank=True)  # as it was told; empty once forgotten
    public_text = models.TextField(blank=True)  # what anybody may read: personal numbers masked
    source = models.CharField(max_length=8, choices=Source.choices)
    external_ref = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=9, choices=LevelTerm.Level.choices, default=LevelTerm.Level.GRID)
    organ = models.CharField(max_length=20, blank=True)  # key of the service organ that it belongs to
    handler_ref = models.CharField(max_length=40, blank=True)  # "account:12"
    state = models.CharField(max_length=10, choices=[(one, one) for one in sorted(states.CASE.states)])
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    confidential = models.BooleanField(default=False)
    is_repeat = models.BooleanField(default=False)  # the same kind there within the 90 days before
    is_deed = models.BooleanField(default=False)  # counted as a livelihood deed 为民办实事
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="splits")
    due_at = models.DateTimeField(null=True, blank=True)
    limit_at = models.DateTimeField(null=True, blank=True)
    clock_at = models.DateTimeField(null=True, blank=True)
    minutes_left = models.PositiveIntegerField(null=True, blank=True)
    limit_left = models.PositiveIntegerField(null=True, blank=True)
    due_official = models.BooleanField(default=True)
    waiting_for = models.CharField(max_length=200, blank=True)
    reports_count = models.PositiveIntegerField(default=1)
    reopened = models.PositiveSmallIntegerField(default=0)
    escalated = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    first_due_at = models.DateTimeField(null=True, blank=True)  # of the level that had it first
    responded_at = models.DateTimeField(null=True, blank=True)  # when somebody first took it on
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=9, choices=ClosedBy.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.CASE.states)), name="case_state_known"),
            CheckConstraint(condition=~Q(confidential=True, is_public=True), name="case_confidential_is_not_public"),
            CheckConstraint(
                condition=(Q(state=states.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=states.MERGED) & Q(merged_into__isnull=True)),
                name="case_merged_says_where",
            ),
            CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_merged_into_itself"),
            CheckConstraint(
                condition=~Q(state__in=[states.ANSWERED, states.CLOSED, states.LAPSED])
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="case_answered_has_outcome",
            ),
            CheckConstraint(
                condition=~Q(state__in=sorted(states.RUNNING)) | Q(due_at__isnull=False), name="case_running_is_due"
            ),
            CheckConstraint(
                condition=~Q(state=states.WAITING)
                | (~Q(waiting_for="") & Q(clock_at__isnull=False, minutes_left__isnull=False)),
                name="case_waits_for_something",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=False, state__in=sorted(states.ENDED))
                | (Q(ended_at__isnull=True) & ~Q(state__in=sorted(states.ENDED))),
                name="case_ended_when",
            ),
            UniqueConstraint(
                fields=["source", "external_ref"], condition=~Q(external_ref=""), name="case_external_once"
            ),
        ]
        indexes = [
            Index(fields=["clock_at"], condition=Q(clock_at__isnull=False), name="case_clock"),
            Index(fields=["territory", "state", "-id"], name="case_by_place"),
            Index(fields=["territory", "category", "created_at"], name="case_alike"),
            Index(fields=["territory", "created_at"], name="case_by_day"),
            Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="case_by_due"),
            Index(fields=["handler_ref", "state", "due_at"], condition=~Q(handler_ref=""), name="case_by_handler"),
            Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_merged_ones"),
        ]

    def __str__(self) -> str:
        return f"case:{self.pk}"


class Report(models.Model):
    """One reporter's thread on a case: their own words, how to reach them, what they said to the answer.

    The first one carries the case: its reporter closes it or takes it up again. `contact` is the number of somebody
    without an account, sealed; `phone_hash` finds the thread again when that number signs in.
    """

    class Verdict(models.TextChoices):
        CONTENT = "CONTENT"
        DISCONTENT = "DISCONTENT"

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    origin = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")  # before a merge
    is_first = models.BooleanField(default=False)
    client_key = models.CharField(max_length=64, unique=True)
    account_ref = models.CharField(max_length=40, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    contact = models.BinaryField(null=True, blank=True)
    name = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    entered_by = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True, blank=True)  # when the phone says it was written
    joined_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case"], condition=Q(is_first=True), name="case_report_one_first"),
        ]
        indexes = [
            Index(fields=["account_ref", "joined_at"], condition=~Q(account_ref=""), name="case_report_mine"),
            Index(fields=["phone_hash"], condition=~Q(phone_hash=""), name="case_report_by_phone"),
        ]

    def __str__(self) -> str:
        return f"report:{self.pk}"

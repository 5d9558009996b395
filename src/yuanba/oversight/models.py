"""What supervising offices keep about bodies: company files, projects, incidents and penalties, fee status.

A record is never edited: a correction is another row that supersedes it.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.oversight.handover_models import Handover, HandoverItem, ItemSignature
from yuanba.oversight.selection_models import (
    BidDocument,
    Candidate,
    CompanyReply,
    ExpertOpinion,
    ExplainerSession,
    OpinionPoll,
    Payment,
    ProcedureStep,
    Selection,
    ServiceContract,
    SessionQuestion,
    TerminationNotice,
)
from yuanba.people.models import Organisation, OrganisationTerm, Person
from yuanba.places.models import Compound, Premises, Territory, dated

__all__ = [
    "BidDocument",
    "Candidate",
    "CompanyReply",
    "ComplianceRecord",
    "CreditGrade",
    "ExpertOpinion",
    "ExplainerSession",
    "FeeStatus",
    "Handover",
    "HandoverItem",
    "ItemSignature",
    "OpinionPoll",
    "Payment",
    "ProcedureStep",
    "PropertyCompany",
    "RecordKind",
    "RegisterCheck",
    "RegisterCoverage",
    "Selection",
    "ServiceContract",
    "ServiceProject",
    "SessionQuestion",
    "TerminationNotice",
]


class PropertyCompany(models.Model):
    """The file of a property service company; its social credit code stands with the organisation (R-007)."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"property_company:{self.pk}"


class CreditGrade(models.Model):
    """The credit grade that an issuer gave a company, from a day on ("AAA", 四川省物业管理协会)."""

    company = models.ForeignKey(PropertyCompany, models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=20)
    issuer = models.CharField(max_length=120)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    evidence_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("credit_grade_dated"),
            UniqueConstraint(
                fields=["company", "issuer"], condition=Q(to_date__isnull=True), name="credit_grade_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"credit_grade:{self.pk}"


class ServiceProject(models.Model):
    """A company serves a compound, from a day on."""

    company = models.ForeignKey(PropertyCompany, models.PROTECT, related_name="projects")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("service_project_dated"),
            UniqueConstraint(
                fields=["company", "compound"], condition=Q(to_date__isnull=True), name="service_project_one_open"
            ),
        ]
        indexes = [Index(fields=["compound", "to_date"])]

    def __str__(self) -> str:
        return f"service_project:{self.pk}"


class RecordKind(models.TextChoices):
    """The registers. The two lists have a first and a last day; the rest happen on one day."""

    SAFETY_INCIDENT = "SAFETY_INCIDENT"
    CRITICISM = "CRITICISM"  # notice of criticism 通报批评
    PENALTY = "PENALTY"  # administrative penalty 行政处罚
    ABNORMAL_LIST = "ABNORMAL_LIST"  # 活动（经营）异常名录
    DISHONESTY_LIST = "DISHONESTY_LIST"  # 严重违法失信名单
    INFRINGEMENT = "INFRINGEMENT"  # of owners' interests, upheld, within a committee's term (R-085)


class ComplianceRecord(models.Model):
    """A line of a register about a body. Current unless another row supersedes it or it is itself a cancellation."""

    class Severity(models.TextChoices):
        """Source: 国务院令第493号《生产安全事故报告和调查处理条例》第三条; MINOR lies below its four grades."""

        MINOR = "MINOR"
        ORDINARY = "ORDINARY"  # 一般: under 3 deaths, under 10 serious injuries, or under ¥10 million of direct loss
        SERIOUS = "SERIOUS"  # 较大: 3-9 deaths, 10-49 serious injuries, or ¥10-50 million of direct loss
        MAJOR = "MAJOR"  # 重大: 10-29 deaths, 50-99 serious injuries, or ¥50-100 million of direct loss
        EXTRAORDINARY = "EXTRAORDINARY"  # 特别重大: 30 deaths, 100 serious injuries, or ¥100 million and more

    kind = models.CharField(max_length=16, choices=RecordKind.choices)
    severity = models.CharField(max_length=16, choices=Severity.choices, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    compound = models.ForeignKey(Compound, models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey(OrganisationTerm, models.PROTECT, null=True, blank=True, related_name="+")
    happened_date = models.DateField()  # of the incident, the notice, the penalty, the entry in the list
    ended_date = models.DateField(null=True, blank=True)  # removed from the list
    issuer = models.CharField(max_length=120)
    document_no = models.CharField(max_length=80, blank=True)
    evidence_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    is_cancellation = models.BooleanField(default=False)  # the superseded record does not hold at all
    reason = models.CharField(max_length=400, blank=True)  # of a correction
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(kind="SAFETY_INCIDENT") & ~Q(severity="") | ~Q(kind="SAFETY_INCIDENT") & Q(severity=""),
                name="record_severity_of_incidents",
            ),
            CheckConstraint(
                condition=~Q(kind="INFRINGEMENT") | Q(term__isnull=False), name="record_infringement_has_term"
            ),
            CheckConstraint(
                condition=Q(ended_date__isnull=True)
                | Q(kind__in=["ABNORMAL_LIST", "DISHONESTY_LIST"], ended_date__gte=F("happened_date")),
                name="record_only_lists_end",
            ),
            CheckConstraint(
                condition=Q(supersedes__isnull=True, is_cancellation=False)
                | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="record_correction_has_reason",
            ),
        ]
        indexes = [Index(fields=["organisation", "kind", "happened_date"])]

    def __str__(self) -> str:
        return f"compliance_record:{self.pk}"


class RegisterCoverage(models.Model):
    """An office states that a register is complete for a territory from one day to another, both inclusive.

    Without it an empty register proves nothing, and the answer to a look-back is "unknown".
    """

    kind = models.CharField(max_length=16, choices=RecordKind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    first_date = models.DateField()
    last_date = models.DateField()
    source = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="coverage_ends_after_it_starts")
        ]
        indexes = [Index(fields=["kind", "territory"])]

    def __str__(self) -> str:
        return f"register_coverage:{self.pk}"


class RegisterCheck(models.Model):
    """Somebody looked one body up in a register (with a screenshot) and found nothing for these days (R-144)."""

    kind = models.CharField(max_length=16, choices=RecordKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    first_date = models.DateField()
    last_date = models.DateField()
    source = models.CharField(max_length=200)  # which site or office was asked
    evidence_file_id = models.BigIntegerField()  # files.StoredFile, opaque
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="register_check_ends_after_it_starts")
        ]
        indexes = [Index(fields=["organisation", "kind"])]

    def __str__(self) -> str:
        return f"register_check:{self.pk}"


class FeeStatus(models.Model):
    """Whether service fees were paid for a period, by yes or no of the company, with the person's consent (R-093).

    Never an amount. [period_from_date, period_to_date) is half-open. A changed answer is another row.
    """

    class Answer(models.TextChoices):
        YES = "YES"
        NO = "NO"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    company = models.ForeignKey(PropertyCompany, models.PROTECT, related_name="+")
    period_from_date = models.DateField()
    period_to_date = models.DateField()
    consent_id = models.BigIntegerField()  # people.Consent
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(period_to_date__gt=F("period_from_date")), name="fee_status_period_ends_after_it_starts"
            ),
            CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="fee_status_answer_has_instant",
            ),
            UniqueConstraint(
                fields=["person", "premises", "company", "period_from_date", "period_to_date"],
                condition=Q(supersedes__isnull=True),
                name="fee_status_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"fee_status:{self.pk}"

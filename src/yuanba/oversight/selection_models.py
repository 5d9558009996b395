"""How owners choose their property company: the plan, what was explained and asked, who offered what, the contract."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.ballots.models import Ballot
from yuanba.oversight import states
from yuanba.places.models import Compound, dated
from yuanba.publicity.models import Notice
from yuanba.surveys.models import Survey


class Payment(models.TextChoices):
    """How the company is paid. Source: 物业服务收费管理办法（发改价格〔2003〕1864号） art. 9 names the first two."""

    LUMP_SUM = "LUMP_SUM"  # 包干制: a fixed fee, the company keeps what is left and bears what is missing
    COMMISSION = (
        "COMMISSION"  # 酬金制: the company takes a commission, the rest is spent for the compound and accounted for
    )
    TRUST = "TRUST"  # 信托制: the fees are a fund of the owners, with open accounts; the company takes a commission


class ServiceContract(models.Model):
    """What a company agreed with the owners; [from_date, to_date), no end: no fixed term. `summary` is public."""

    company = models.ForeignKey("oversight.PropertyCompany", models.PROTECT, related_name="contracts")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    signed_date = models.DateField()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    service_level = models.CharField(max_length=60)
    fee_fen = models.PositiveIntegerField()  # per m² and month
    payment = models.CharField(max_length=10, choices=Payment.choices)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)  # as agreed, where not the law's
    summary = models.TextField()
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("service_contract_dated"),
            CheckConstraint(condition=Q(fee_fen__gt=0), name="service_contract_has_fee"),
            UniqueConstraint(fields=["company", "compound", "from_date"], name="service_contract_once"),
        ]
        indexes = [Index(fields=["compound", "from_date"])]

    def __str__(self) -> str:
        return f"service_contract:{self.pk}"


class TerminationNotice(models.Model):
    """Somebody told the other side in writing that a contract ends. `ends_date` is the first day without it."""

    class Kind(models.TextChoices):
        DISMISSAL = "DISMISSAL"  # the owners decided so: 946
        NO_RENEWAL = "NO_RENEWAL"  # the company does not go on: 947
        END_INDEFINITE = "END_INDEFINITE"  # either side ends what has no fixed term: 948

    class Side(models.TextChoices):
        OWNERS = "OWNERS"
        COMPANY = "COMPANY"

    contract = models.ForeignKey(ServiceContract, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    side = models.CharField(max_length=7, choices=Side.choices)
    given_date = models.DateField()
    ends_date = models.DateField()
    file_id = models.BigIntegerField()  # the letter with its proof of delivery; files.StoredFile, opaque
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["contract"], name="termination_notice_once")]

    def __str__(self) -> str:
        return f"termination_notice:{self.pk}"


class Selection(models.Model):
    """One procedure of one compound: to renew with the present company, or to choose another. The plan stands in its row."""

    class Kind(models.TextChoices):
        RENEW = "RENEW"
        SELECT = "SELECT"

    class Method(models.TextChoices):
        NEGOTIATION = "NEGOTIATION"
        TENDER = "TENDER"

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=states.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    service_level = models.CharField(max_length=60)
    fee_fen = models.PositiveIntegerField()  # per m² and month: proposed, or the most that is acceptable
    payment = models.CharField(max_length=10, choices=Payment.choices)
    term_months = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=11, choices=Method.choices)
    offers_until_date = models.DateField(null=True, blank=True)  # last day for offers; they are public after it
    dismisses_present = models.BooleanField(default=False)  # the sheet also asks whether the present company goes early
    plan = models.TextField()
    plan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    present = models.ForeignKey(ServiceContract, models.PROTECT, null=True, blank=True, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, null=True, blank=True, related_name="+")
    winner = models.ForeignKey("oversight.Candidate", models.PROTECT, null=True, blank=True, related_name="+")
    contract = models.OneToOneField(ServiceContract, models.PROTECT, null=True, blank=True, related_name="selection")
    may_dismiss = models.BooleanField(default=False)  # the owners decided so in this procedure
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.SELECTION.states)), name="selection_state_known"),
            CheckConstraint(condition=Q(fee_fen__gt=0) & Q(term_months__gt=0), name="selection_fee_and_term"),
            CheckConstraint(condition=~Q(state=states.CONTRACTED) | Q(contract__isnull=False), name="selection_signed"),
            UniqueConstraint(
                fields=["compound"],
                condition=~Q(state__in=[states.CONTRACTED, states.CANCELLED]),
                name="selection_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"selection:{self.pk}"


class ProcedureStep(models.Model):
    """A move that a selection, a candidate, a hand-over or one of its items made, and why; append-only."""

    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"procedure_step:{self.pk}"


class ExplainerSession(models.Model):
    """Neighbours are told what is proposed and ask. How many came is a number: nobody signs in."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    topic = models.CharField(max_length=200)
    announced_at = models.DateTimeField()
    people_present = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    minuted_at = models.DateTimeField(null=True, blank=True)
    minuted_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(minuted_at__isnull=True)
                | (Q(people_present__isnull=False) & ~Q(minutes="") & ~Q(minuted_by="")),
                name="explainer_session_minuted",
            )
        ]
        indexes = [Index(fields=["selection", "starts_at"])]

    def __str__(self) -> str:
        return f"explainer_session:{self.pk}"


class SessionQuestion(models.Model):
    """What was asked in a session and what was answered, without names."""

    session = models.ForeignKey(ExplainerSession, models.PROTECT, related_name="questions")
    question = models.CharField(max_length=400)
    answer = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"session_question:{self.pk}"


class OpinionPoll(models.Model):
    """Neighbours were asked what they think before they vote: by a survey here, or on paper with a scan.

    `ballot` is of polls that were held before there were surveys of households.
    """

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="polls")
    ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, blank=True, related_name="+")
    survey = models.OneToOneField(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    held_date = models.DateField()
    households_asked = models.PositiveIntegerField(default=0)
    in_favour = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=400, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)  # the scan; files.StoredFile, opaque
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(ballot__isnull=False)
                | Q(survey__isnull=False)
                | (Q(file_id__isnull=False) & Q(households_asked__gt=0)),
                name="opinion_poll_here_or_scanned",
            )
        ]

    def __str__(self) -> str:
        return f"opinion_poll:{self.pk}"


class ExpertOpinion(models.Model):
    """What somebody who knows the trade says. Whoever wrote it says whether a company interests them; "" is: none."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="opinions")
    author = models.CharField(max_length=60)
    credentials = models.CharField(max_length=200)
    interests = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"expert_opinion:{self.pk}"


class Candidate(models.Model):
    """A company that offers its service. No score of ours: what it offers, its papers, and what stands in the registers."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="candidates")
    company = models.ForeignKey("oversight.PropertyCompany", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=states.BID)
    fee_fen = models.PositiveIntegerField()  # per m² and month
    offer = models.TextField()
    reason = models.CharField(max_length=400, blank=True)  # why it is excluded or has withdrawn; public
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["selection", "round", "company"], name="company_candidate_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.CANDIDATE.states)), name="company_candidate_state"),
            CheckConstraint(condition=Q(fee_fen__gt=0), name="company_candidate_has_fee"),
        ]

    def __str__(self) -> str:
        return f"candidate:{self.pk}"


class BidDocument(models.Model):
    """A paper of an offer, for the owners to read."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=120)
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"bid_document:{self.pk}"


class CompanyReply(models.Model):
    """A company's own words, public beside what is said about it. `subject` like "candidate:4" or "handover_item:7"."""

    company = models.ForeignKey("oversight.PropertyCompany", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    text = models.CharField(max_length=1000)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)
    file_id = models.BigIntegerField(
        null=True, blank=True
    )  # the letter, where it came on paper; files.StoredFile, opaque

    class Meta:
        indexes = [Index(fields=["subject", "said_at"])]

    def __str__(self) -> str:
        return f"company_reply:{self.pk}"

"""Needs and what answers them: consultations, the three plans of a compound, micro projects, livelihood deeds.

What a need or an item rests on further down (a case, a round, a category) is kept as an opaque reference, "case:12".
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.people.models import Organisation, Person
from yuanba.places.models import Territory, dated
from yuanba.programmes import states


class Need(models.Model):
    """What residents of a compound ask for, in one line, and how often it was said. Settled with a public answer."""

    class Source(models.TextChoices):
        CASES = "CASES"  # reported problems of one category
        ROUND = "ROUND"  # answers of a door-knock round or its questionnaire
        MEETING = "MEETING"  # a yard meeting, a yard talk
        COMMITMENT = "COMMITMENT"  # what a review meeting promised
        PROPOSAL = "PROPOSAL"  # a resident's micro project

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    about = models.TextField(blank=True)
    category_key = models.CharField(max_length=40, blank=True)  # key of a category of cases, opaque
    source = models.CharField(max_length=10, choices=Source.choices)
    source_note = models.CharField(max_length=120, blank=True)  # "2026年10月入户", "评述会第3项承诺"
    mentions = models.PositiveIntegerField(default=1)  # households, cases or answers that said it
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["territory", "number"], name="need_number_once"),
            CheckConstraint(condition=Q(mentions__gte=1), name="need_was_said"),
            CheckConstraint(condition=Q(settled_at__isnull=True) | ~Q(answer=""), name="need_settled_with_answer"),
        ]
        indexes = [Index(fields=["territory", "-mentions"], name="need_by_mentions")]

    def __str__(self) -> str:
        return f"need:{self.pk}"


class NeedTrace(models.Model):
    """What a need rests on: an opaque reference ("case:12", "round:3", "category:LIFT")."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="traces")
    ref = models.CharField(max_length=60)

    class Meta:
        constraints = [UniqueConstraint(fields=["need", "ref"], name="need_trace_once")]

    def __str__(self) -> str:
        return f"need_trace:{self.pk}"


class Resource(models.Model):
    """What somebody offers the compound for a time: a room, hours of a craftsman, money of a programme."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    provider = models.CharField(max_length=80)
    offer = models.CharField(max_length=120)
    contact_line = models.CharField(max_length=120)  # a duty phone or an address, never a mobile
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [dated("resource_dated")]
        indexes = [Index(fields=["territory"], name="resource_by_place")]

    @property
    def last_date(self) -> date | None:
        return self.to_date and self.to_date - timedelta(days=1)

    def __str__(self) -> str:
        return f"resource:{self.pk}"


class Consultation(models.Model):
    """A joint consultation on one need: what causes it, who answers for it, what is to be done. Public once settled."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="consultations")
    held_date = models.DateField()
    cause = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    state = models.CharField(max_length=8, default=states.DRAFT)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.CONSULTATION.states)), name="consultation_state_known"),
            CheckConstraint(
                condition=~Q(state=states.SETTLED) | (~Q(cause="") & ~Q(responsibility="") & ~Q(remedy="")),
                name="consultation_settled_whole",
            ),
        ]
        indexes = [Index(fields=["need", "state"], name="consultation_by_need")]

    def __str__(self) -> str:
        return f"consultation:{self.pk}"


class ConsultationView(models.Model):
    """What one side said at a joint consultation; each side once."""

    class Side(models.TextChoices):
        RESIDENTS = "RESIDENTS"
        COMMITTEE = "COMMITTEE"
        PROPERTY = "PROPERTY"
        BRANCH = "BRANCH"
        COMMUNITY = "COMMUNITY"
        OFFICE = "OFFICE"
        MERCHANTS = "MERCHANTS"
        EXPERT = "EXPERT"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="views")
    side = models.CharField(max_length=9, choices=Side.choices)
    name = models.CharField(max_length=80)  # the body, not a person
    said = models.TextField()

    class Meta:
        constraints = [UniqueConstraint(fields=["consultation", "side"], name="consultation_side_once")]

    def __str__(self) -> str:
        return f"consultation_view:{self.pk}"


class CompoundPlan(models.Model):
    """One of the three plans of a compound; of each kind at most one runs."""

    class Kind(models.TextChoices):
        RECTIFY = "RECTIFY"
        IMPROVE = "IMPROVE"
        DEVELOP = "DEVELOP"

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    title = models.CharField(max_length=80)
    from_date = models.DateField()
    to_date = models.DateField()  # first day after it
    state = models.CharField(max_length=7, default=states.DRAFT)
    decision = models.CharField(max_length=200, blank=True)  # who decided on it where
    decided_date = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="compound_plan_dated"),
            CheckConstraint(condition=Q(state__in=sorted(states.PLAN.states)), name="compound_plan_state_known"),
            CheckConstraint(
                condition=~Q(state__in=[states.RUNNING, states.CLOSED])
                | (~Q(decision="") & Q(decided_date__isnull=False)),
                name="compound_plan_was_decided",
            ),
            UniqueConstraint(
                fields=["territory", "kind"], condition=Q(state=states.RUNNING), name="compound_plan_one_of_a_kind"
            ),
        ]
        indexes = [Index(fields=["territory", "state"], name="compound_plan_by_place")]

    @property
    def last_date(self) -> date:
        return self.to_date - timedelta(days=1)

    def __str__(self) -> str:
        return f"compound_plan:{self.pk}"


class PlanItem(models.Model):
    """One thing to do: who answers for it, by when (the last day), what it may cost (0: nothing) and who pays."""

    class Track(models.TextChoices):
        COMPOUND = "COMPOUND"
        SHOPS = "SHOPS"  # the business streets around 商圈

    plan = models.ForeignKey(CompoundPlan, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    track = models.CharField(max_length=8, choices=Track.choices, default=Track.COMPOUND)
    title = models.CharField(max_length=80)
    what = models.TextField()
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    contact_line = models.CharField(max_length=120)
    due_date = models.DateField()
    budget_fen = models.BigIntegerField()
    funding = models.CharField(max_length=120, blank=True)
    spent_fen = models.BigIntegerField(default=0)
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, default=states.PLANNED)
    proof = models.TextField(blank=True)
    proof_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True)
    done_person_id = models.BigIntegerField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["plan", "number"], name="plan_item_number_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.ITEM.states)), name="plan_item_state_known"),
            CheckConstraint(condition=Q(budget_fen__gte=0) & Q(spent_fen__gte=0), name="plan_item_costs_no_less"),
            CheckConstraint(condition=Q(budget_fen=0) | ~Q(funding=""), name="plan_item_somebody_pays"),
            CheckConstraint(
                condition=~Q(state__in=[states.DONE, states.ACCEPTED]) | ~Q(proof=""), name="plan_item_done_is_proved"
            ),
            CheckConstraint(
                condition=~Q(state=states.ACCEPTED) | (~Q(accepted_by="") & ~Q(accepted_by=F("done_by"))),
                name="plan_item_signed_by_another",
            ),
        ]
        indexes = [Index(fields=["state", "due_date"], name="plan_item_due")]

    def __str__(self) -> str:
        return f"plan_item:{self.pk}"


class ItemNeed(models.Model):
    """An item answers a need; every item answers one or more."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="answers")
    need = models.ForeignKey(Need, models.PROTECT, related_name="answered_by")

    class Meta:
        constraints = [UniqueConstraint(fields=["item", "need"], name="item_need_once")]

    def __str__(self) -> str:
        return f"item_need:{self.pk}"


class ItemResource(models.Model):
    """An item uses a resource that somebody offered."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="uses")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="used_by")

    class Meta:
        constraints = [UniqueConstraint(fields=["item", "resource"], name="item_resource_once")]

    def __str__(self) -> str:
        return f"item_resource:{self.pk}"


class Progress(models.Model):
    """What everybody reads about an item, in order; append-only. A moved day keeps the one before."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="progress")
    verb = models.CharField(max_length=12)  # a move of the item, or "note", "move_day"
    text = models.CharField(max_length=400, blank=True)
    spent_fen = models.BigIntegerField(null=True, blank=True)  # in all, so far
    earlier_due_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"progress:{self.pk}"


class MicroProject(models.Model):
    """A small thing for everyday life that a resident proposes: talked over, taken into a plan, done, accepted."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    what = models.TextField()
    where = models.CharField(max_length=80, blank=True)
    cost_fen = models.BigIntegerField(null=True, blank=True)  # what the proposer thinks it costs
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=states.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_where = models.CharField(max_length=120, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    in_favour = models.PositiveIntegerField(null=True, blank=True)
    against = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+")
    item = models.OneToOneField(PlanItem, models.PROTECT, null=True, blank=True, related_name="micro_project")
    request_key = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["territory", "number"], name="micro_project_number_once"),
            UniqueConstraint(fields=["made_by", "request_key"], name="micro_project_sent_once"),
            CheckConstraint(
                condition=Q(state__in=sorted(states.MICRO_PROJECT.states)), name="micro_project_state_known"
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.UNDER_WAY, states.ACCEPTED]) | Q(item__isnull=False),
                name="micro_project_is_an_item",
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.CHOSEN, states.UNDER_WAY, states.ACCEPTED]) | ~Q(minutes=""),
                name="micro_project_was_talked_over",
            ),
        ]
        indexes = [Index(fields=["territory", "state"], name="micro_project_by_place")]

    def __str__(self) -> str:
        return f"micro_project:{self.pk}"


class MicroSupport(models.Model):
    """A neighbour wants it too; once each, and it can be taken back."""

    project = models.ForeignKey(MicroProject, models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["project", "person"], name="micro_support_once")]

    def __str__(self) -> str:
        return f"micro_support:{self.pk}"


class Deed(models.Model):
    """A livelihood deed 为民办实事: something done and accepted that is marked as such, and counted once."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    ref = models.CharField(max_length=60)  # "plan_item:3", "case:12"
    done_date = models.DateField()
    reason = models.CharField(max_length=300, blank=True)  # why the mark was taken off
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ref"], condition=Q(ended_at__isnull=True), name="deed_once"),
            CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(reason=""), name="deed_ended_with_reason"),
        ]
        indexes = [Index(fields=["territory", "done_date"], name="deed_by_day")]

    def __str__(self) -> str:
        return f"deed:{self.pk}"


class ProgrammeStep(models.Model):
    """A move of a need, a consultation, a plan, an item or a micro project; append-only."""

    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [Index(fields=["subject", "id"], name="programme_step_by_subject")]

    def __str__(self) -> str:
        return f"programme_step:{self.pk}"

"""An owners' assembly that elects a committee: who prepares it, who stands, what was posted, and what came of it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.assemblies import states
from yuanba.ballots.models import Ballot
from yuanba.people.models import Organisation, OrganisationTerm, Person
from yuanba.places.models import Territory


class Assembly(models.Model):
    """One assembly of a compound, from its preparatory group to the filing of the committee it elects.

    `group` is the preparatory group as a body, `committee` the one that is elected. `ballot` is ordered as "assembly:N".
    """

    class Kind(models.TextChoices):
        FIRST = "FIRST"  # 首次业主大会
        RENEWAL = "RENEWAL"  # 换届
        COURTYARD = "COURTYARD"  # residents elect a courtyard committee, where there is no owners' committee

    kind = models.CharField(max_length=10, choices=Kind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=states.FORMING)
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey(OrganisationTerm, models.PROTECT, null=True, blank=True, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, null=True, blank=True, related_name="+")
    seats = models.PositiveSmallIntegerField()
    alternates = models.PositiveSmallIntegerField(default=0)
    term_years = models.PositiveSmallIntegerField()
    consent_reference = models.CharField(max_length=200, blank=True)  # of the authority, for a decision by law
    formed_date = models.DateField()
    group_posted_date = models.DateField(null=True, blank=True)
    candidates_posted_date = models.DateField(null=True, blank=True)
    called_date = models.DateField(null=True, blank=True)  # the owners and the residents' committee are told
    elected_date = models.DateField(null=True, blank=True)
    met_date = models.DateField(null=True, blank=True)
    handed_in_date = models.DateField(null=True, blank=True)
    filed_date = models.DateField(null=True, blank=True)
    filing_number = models.CharField(max_length=80, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.ASSEMBLY.states)), name="assembly_state_known"),
            CheckConstraint(condition=Q(seats__gt=0) & Q(term_years__gt=0), name="assembly_has_seats"),
            UniqueConstraint(
                fields=["territory"],
                condition=~Q(state__in=sorted(states.OVER)),
                name="assembly_one_at_a_time",
            ),
        ]
        indexes = [Index(fields=["state"])]

    def __str__(self) -> str:
        return f"assembly:{self.pk}"


class AssemblyStep(models.Model):
    """A move that an assembly made, and why; append-only."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"assembly_step:{self.pk}"


class GroupMember(models.Model):
    """Somebody in the preparatory group, for one side. The list is public by law: a name and a side, nothing else."""

    class Side(models.TextChoices):
        OWNER = "OWNER"
        COMMUNITY = "COMMUNITY"
        SUBDISTRICT = "SUBDISTRICT"
        DEVELOPER = "DEVELOPER"
        POLICE = "POLICE"
        OTHER = "OTHER"

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="members")
    side = models.CharField(max_length=12, choices=Side.choices)
    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_lead = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assembly", "name"], name="group_member_once"),
            UniqueConstraint(fields=["assembly"], condition=Q(is_lead=True), name="group_member_one_lead"),
            CheckConstraint(condition=~Q(side="OWNER") | Q(person__isnull=False), name="group_member_owner_is_known"),
        ]

    def __str__(self) -> str:
        return f"group_member:{self.pk}"


class AssemblyDocument(models.Model):
    """A text that is posted: only what is posted is voted on."""

    class Kind(models.TextChoices):
        RULES = "RULES"  # draft rules of procedure 业主大会议事规则
        COVENANT = "COVENANT"  # draft covenant 管理规约
        METHOD = "METHOD"  # how the committee is elected 选举办法
        MINUTES = "MINUTES"
        OTHER = "OTHER"

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    name = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"assembly_document:{self.pk}"


class Candidate(models.Model):
    """An owner who stands for the committee. Name, statement and a tie to the property company are public to voters."""

    class Channel(models.TextChoices):
        SELF = "SELF"
        OWNERS = "OWNERS"
        GROUP = "GROUP"

    class Tie(models.TextChoices):
        NONE = "NONE"
        EMPLOYED = "EMPLOYED"  # works for the property company
        RELATIVE = "RELATIVE"  # of somebody who does
        OFFICE = "OFFICE"  # works for the community or the subdistrict

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    state = models.CharField(max_length=10, default=states.NAMED)
    statement = models.CharField(max_length=1000, blank=True)
    tie = models.CharField(max_length=8, choices=Tie.choices, default=Tie.NONE)
    tie_note = models.CharField(max_length=200, blank=True)
    on_paper = models.BooleanField(default=False)
    form_file_id = models.BigIntegerField(null=True, blank=True)  # the signed form, files.StoredFile, opaque
    reason = models.CharField(max_length=400, blank=True)  # of the screening
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=40)
    screened_at = models.DateTimeField(null=True, blank=True)
    screened_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assembly", "person"], name="candidate_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.CANDIDATE.states)), name="candidate_state_known"),
            CheckConstraint(condition=~Q(state="REJECTED") | ~Q(reason=""), name="candidate_rejected_with_reason"),
        ]

    def __str__(self) -> str:
        return f"candidate:{self.pk}"


class Support(models.Model):
    """An owner's signature for a candidate named by neighbours; one for each voter of the roll, who may support several."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="supports")
    voter_key = models.CharField(max_length=120)  # of people.queries.RollEntry
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_paper = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["candidate", "voter_key"], name="support_once")]

    def __str__(self) -> str:
        return f"support:{self.pk}"


class CandidateObjection(models.Model):
    """Somebody speaks against a candidate, or against a rejection; the group answers in writing before it calls."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="objections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["candidate", "person"],
                condition=Q(answered_at__isnull=True),
                name="candidate_objection_one_open",
            ),
            CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="candidate_objection_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"candidate_objection:{self.pk}"


class Seat(models.Model):
    """Somebody sits on a committee (or waits as its alternate) over [from_date, to_date); the post is an appointment.

    `rank` is the place by votes: alternates move up in its order.
    """

    class Title(models.TextChoices):
        CHAIR = "CHAIR"
        VICE_CHAIR = "VICE_CHAIR"
        MEMBER = "MEMBER"
        ALTERNATE = "ALTERNATE"

    class End(models.TextChoices):
        TERM = "TERM"
        RESIGNED = "RESIGNED"
        SOLD = "SOLD"  # no longer an owner (or no longer a resident, in a courtyard)
        RECALLED = "RECALLED"
        MOVED_UP = "MOVED_UP"  # the alternate took a seat

    term = models.ForeignKey(OrganisationTerm, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=10, choices=Title.choices)
    rank = models.PositiveSmallIntegerField()
    tie = models.CharField(max_length=8, choices=Candidate.Tie.choices, default=Candidate.Tie.NONE)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    end_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["term", "person"], condition=Q(to_date__isnull=True), name="seat_one_open_per_person"
            ),
            UniqueConstraint(fields=["term"], condition=Q(to_date__isnull=True, title="CHAIR"), name="seat_one_chair"),
            CheckConstraint(
                condition=Q(to_date__isnull=True, end="") | (Q(to_date__isnull=False) & ~Q(end="")),
                name="seat_ends_for_a_reason",
            ),
        ]
        indexes = [Index(fields=["person"])]

    def __str__(self) -> str:
        return f"seat:{self.pk}"

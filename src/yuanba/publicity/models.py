"""Public notices (公示): what was shown where for how long, the proof of it, and what people objected.

The thing a notice is about is an opaque reference ("campaign:3/stage:final"): the subject that asks knows what it means.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.places.models import Territory
from yuanba.publicity import states


class Notice(models.Model):
    """A notice of a length in working days. Nobody but its makers sees it before it is open.

    `body` is a list of blocks: {"type": "heading" | "paragraph", "text"}, {"type": "list", "items"},
    {"type": "table", "head", "rows"}. `working_days` and `decision_days` count by the Chinese work calendar.
    """

    kind = models.CharField(max_length=32)  # "AWARD_RESULT", "ROLL", …: a word of the subject that asks
    title = models.CharField(max_length=200)
    body = models.JSONField()
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    subject_ref = models.CharField(max_length=80)
    contact_line = models.CharField(max_length=200, blank=True)  # a duty phone and an address, never a mobile
    working_days = models.PositiveSmallIntegerField(default=5)  # Source: N-013, the usual length for commendations
    decision_days = models.PositiveSmallIntegerField(default=5)  # our default; no law sets it for awards
    needs_board = models.BooleanField(default=True)
    state = models.CharField(
        max_length=12, default=states.DRAFT, choices=[(s, s) for s in sorted(states.NOTICE.states)]
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # the first instant that no longer belongs to the term
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)
    opened_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # concluded or withdrawn
    conclusion = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(working_days__gte=1), name="notice_lasts"),
            CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="notice_closes_after_opening",
            ),
            CheckConstraint(
                condition=Q(state__in=[states.DRAFT, states.WITHDRAWN]) | Q(opens_at__isnull=False),
                name="notice_public_has_instant",
            ),
        ]
        indexes = [
            Index(fields=["territory", "opens_at"]),
            Index(fields=["subject_ref"]),
            Index(fields=["opens_at", "id"], name="notice_archive"),  # the public list, page by page
            Index(fields=["state", "closes_at"], name="notice_running"),  # what anybody may object to now
        ]

    def __str__(self) -> str:
        return f"notice:{self.pk}"


class Posting(models.Model):
    """A notice hung out: online, or on a notice board with a photograph as proof."""

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        BOARD = "BOARD"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="postings")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    place = models.CharField(max_length=120, blank=True)
    photo_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    posted_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(channel="ONLINE") | (Q(photo_file_id__isnull=False) & ~Q(place="")),
                name="posting_on_board_is_proved",
            ),
            UniqueConstraint(fields=["notice"], condition=Q(channel="ONLINE"), name="posting_online_once"),
        ]

    def __str__(self) -> str:
        return f"posting:{self.pk}"


class Objection(models.Model):
    """Somebody says that what the notice announces must not be. Who it was is shown to the decider only."""

    class Kind(models.TextChoices):
        NAMED = "NAMED"
        ANONYMOUS = "ANONYMOUS"
        ORGANISATION = "ORGANISATION"  # sealed 加盖公章

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        PHONE = "PHONE"
        LETTER = "LETTER"
        VISIT = "VISIT"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    about_ref = models.CharField(max_length=80, blank=True)  # one line of the notice ("entry:12"), or all of it
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)  # the sealed letter, or evidence
    text = models.TextField()
    code_hash = models.CharField(max_length=64, unique=True)  # of the code with which anybody asks for the answer
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=40, blank=True)  # empty for an anonymous one
    received_by = models.CharField(max_length=40, blank=True)  # the desk that wrote it down, if any
    decide_by_date = models.DateField()
    state = models.CharField(
        max_length=12, default=states.FILED, choices=[(s, s) for s in sorted(states.OBJECTION.states)]
    )
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(kind="ANONYMOUS", name="", contact="", filed_by="")
                | (Q(kind__in=["NAMED", "ORGANISATION"]) & ~Q(name="") & ~Q(contact="")),
                name="objection_says_who",
            ),
            CheckConstraint(
                condition=~Q(kind="ORGANISATION") | Q(file_id__isnull=False), name="objection_of_organisation_is_sealed"
            ),
            CheckConstraint(
                condition=Q(decided_by="") | (~Q(decided_by=F("filed_by")) & ~Q(decided_by=F("received_by"))),
                name="objection_decided_by_another",
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.UPHELD, states.DISMISSED])
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decision_reason="")),
                name="objection_decision_has_reason",
            ),
        ]
        indexes = [Index(fields=["notice", "state"])]

    def __str__(self) -> str:
        return f"objection:{self.pk}"


class ObjectionMark(models.Model):
    """How many objections came on line from about one network address to a notice on a day; forgotten the day after.

    The mark is 16 bits of a keyed hash: enough to slow down one sender, shared by too many addresses to name one.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    day = models.DateField()
    mark = models.CharField(max_length=4)
    is_anonymous = models.BooleanField()
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["notice", "day", "mark", "is_anonymous"], name="objection_mark_once_a_day")
        ]

    def __str__(self) -> str:
        return f"objection_mark:{self.pk}"


class Step(models.Model):
    """A move that happened to a notice or an objection. Append-only."""

    subject = models.CharField(max_length=40)  # "notice:3", "objection:9"
    verb = models.CharField(max_length=24)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"publicity_step:{self.pk}"

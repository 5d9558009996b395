"""An entry, how it came in, what it says and what is attached to it."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.awards.models.campaign import Campaign
from yuanba.people.models import Account, Organisation, Person
from yuanba.places.models import Territory


class Channel(models.TextChoices):
    ONLINE = "ONLINE"
    COMMUNITY = "COMMUNITY"  # a community worker enters it for somebody
    PAPER = "PAPER"  # on a form that was handed out
    EMAIL = "EMAIL"
    RECOMMENDATION = "RECOMMENDATION"


class FormIssue(models.Model):
    """A blank form that was handed out, with its QR serial (领表登记)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="form_issues")
    serial = models.CharField(max_length=32, unique=True)
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    issued_to = models.CharField(max_length=120, blank=True)
    issued_by = models.CharField(max_length=40)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"form_issue:{self.pk}"


class EmailIntake(models.Model):
    """A message by which an entry came; the message itself is kept as a file."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="email_intakes")
    message_file_id = models.BigIntegerField()  # files.StoredFile
    message_ref = models.CharField(max_length=200)  # Message-ID, or the hash of the file
    sender = models.CharField(max_length=120)
    arrived_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["campaign", "message_ref"], name="email_intake_once")]

    def __str__(self) -> str:
        return f"email_intake:{self.pk}"


class Entry(models.Model):
    """Somebody or something put forward for an award.

    `serial` is what people are told, `code` the pseudonym under which the public files know the entry. `received_at`
    is the instant that counts for the window: sending, hand-over at the desk, or arrival of the message.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="entries")
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    serial = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=16, unique=True)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    state = models.CharField(max_length=10)
    request_key = models.CharField(max_length=64)
    registered_by = models.CharField(max_length=40)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    applicant = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    nominee_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    nominee_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    nominee_name = models.CharField(max_length=120)  # the person's or the body's, as the form says it
    title = models.CharField(max_length=120, blank=True)  # of a case or a work
    nominee_territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    deeds = models.TextField(blank=True)
    form = models.JSONField(default=dict, blank=True)  # the other fields of the playbook's form
    form_issue = models.OneToOneField(FormIssue, models.PROTECT, null=True, blank=True, related_name="entry")
    email_intake = models.OneToOneField(EmailIntake, models.PROTECT, null=True, blank=True, related_name="entry")
    received_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)  # its words and people are gone, it is still counted

    class Meta:
        constraints = [
            UniqueConstraint(fields=["campaign", "registered_by", "request_key"], name="entry_request_once"),
            CheckConstraint(condition=~Q(request_key=""), name="entry_request_key_given"),
            CheckConstraint(
                condition=Q(nominee_person__isnull=True) | Q(nominee_organisation__isnull=True),
                name="entry_nominee_is_one",
            ),
            CheckConstraint(
                condition=~Q(channel="PAPER") | Q(form_issue__isnull=False), name="entry_on_paper_has_its_form"
            ),
            CheckConstraint(
                condition=~Q(channel="EMAIL") | Q(email_intake__isnull=False), name="entry_by_email_has_its_message"
            ),
        ]
        indexes = [
            Index(fields=["campaign", "state", "category"]),
            Index(fields=["campaign", "nominee_person"]),
            Index(fields=["account", "campaign"]),
        ]

    def __str__(self) -> str:
        return f"entry:{self.pk}"


class ServiceArea(models.Model):
    """A compound that a nominee without a compound of its own declares to serve; its residents are surveyed."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="service_areas")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["entry", "territory"], name="service_area_once")]

    def __str__(self) -> str:
        return f"service_area:{self.pk}"


class EntryStep(models.Model):
    """A move of an entry: who, why, when. Never changed."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    cause = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["entry", "at"])]

    def __str__(self) -> str:
        return f"entry_step:{self.pk}"


class EntryDraft(models.Model):
    """A form in the making, saved as it is typed; it survives an expired session and a closed window."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="drafts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    slot = models.CharField(max_length=64)  # the request key of the entry it becomes
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        constraints = [UniqueConstraint(fields=["campaign", "account", "slot"], name="entry_draft_once")]

    def __str__(self) -> str:
        return f"entry_draft:{self.pk}"


class CriterionAnswer(models.Model):
    """What the applicant says to one criterion."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="answers")
    criterion = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [UniqueConstraint(fields=["entry", "criterion"], name="criterion_answer_once")]

    def __str__(self) -> str:
        return f"criterion_answer:{self.pk}"


class EntryMaterial(models.Model):
    """A file handed in for one line of the checklist. A newer one replaces it; an accepted one stays."""

    class State(models.TextChoices):
        ATTACHED = "ATTACHED"
        ACCEPTED = "ACCEPTED"
        RETURNED = "RETURNED"
        REPLACED = "REPLACED"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="materials")
    material = models.CharField(max_length=40)
    stored_file_id = models.BigIntegerField()  # files.StoredFile
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ATTACHED)
    warnings = models.JSONField(default=list, blank=True)  # kinds of personal data that the scanner saw
    reason = models.CharField(max_length=400, blank=True)
    attached_by = models.CharField(max_length=40)
    attached_at = models.DateTimeField()
    settled_by = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # the term of the file is over

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["entry", "material", "stored_file_id"],
                condition=Q(state__in=["ATTACHED", "ACCEPTED"]),
                name="entry_material_same_file_once",
            )
        ]

    def __str__(self) -> str:
        return f"entry_material:{self.pk}"


class MediaWork(models.Model):
    """A work handed in for a communication award. Reach is shown to the jury, not scored."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="works")
    title = models.CharField(max_length=200)
    outlet = models.CharField(max_length=120)
    address = models.CharField(max_length=400, blank=True)
    published_date = models.DateField(null=True, blank=True)
    reach = models.PositiveBigIntegerField(null=True, blank=True)
    reach_unit = models.CharField(max_length=40, blank=True)  # "阅读", "播放"
    reach_source = models.CharField(max_length=200, blank=True)
    reach_date = models.DateField(null=True, blank=True)  # as of

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(reach__isnull=True) | (~Q(reach_unit="") & Q(reach_date__isnull=False)),
                name="media_reach_says_what_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"media_work:{self.pk}"


class ProxyCheck(models.Model):
    """The second person's look at an entry that staff keyed in: the signed scan against the form."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="proxy_check")
    scan_file_id = models.BigIntegerField()  # files.StoredFile: the signed paper, or the message
    registered_by = models.CharField(max_length=40)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    agrees = models.BooleanField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("registered_by")), name="proxy_check_takes_two"
            )
        ]

    def __str__(self) -> str:
        return f"proxy_check:{self.pk}"


class Recommendation(models.Model):
    """A body recommends an entry; `place` counts within the quota of this body.

    `body_ref` is who recommends: "organisation:12", "building:5", "person:7"; `body_kind` the playbook's kind of body.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="recommendations")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="recommendation")
    body_kind = models.CharField(max_length=40)
    body_ref = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    opinion = models.CharField(max_length=400, blank=True)
    recommended_by = models.CharField(max_length=40)
    recommended_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)  # the entry was withdrawn; its place is free again

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["campaign", "body_kind", "body_ref", "category", "place"],
                condition=Q(given_up_at__isnull=True),
                name="recommendation_place_once",
            )
        ]

    def __str__(self) -> str:
        return f"recommendation:{self.pk}"

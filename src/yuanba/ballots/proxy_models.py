"""Who acts for whom: authorisations, the seats they give in one ballot, and what a leaf says of such a paper."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.ballots import states
from yuanba.ballots.roll_models import HEX_LENGTH, RollRow
from yuanba.people.models import Person
from yuanba.places.models import Territory


class Authorisation(models.Model):
    """A voter (`entry_key`, as RollEntry.key) lets somebody vote for him: in one ballot, or in those of a place until a day.

    `proxy` is the person where the roll knows them; `proxy_key` tells two proxies apart ("person:12", "outside:…").
    Given at the desk it has its scan; given by phone it is in force once the proxy has agreed.
    """

    class Way(models.TextChoices):
        PHONE = "PHONE"
        PAPER = "PAPER"

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, null=True, blank=True, related_name="authorisations")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    electorate = models.CharField(max_length=12)
    entry_key = models.CharField(max_length=200)
    principal = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    principal_name = models.CharField(max_length=120)  # the organisation's, where no person gives it
    proxy = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proxy_name = models.CharField(max_length=120)
    proxy_key = models.CharField(max_length=80)
    way = models.CharField(max_length=5, choices=Way.choices)
    until_date = models.DateField(null=True, blank=True)  # its last day, where it is for several ballots
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    scan_hash = models.CharField(max_length=HEX_LENGTH, blank=True)
    state = models.CharField(max_length=9, default=states.OFFERED)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=sorted(states.AUTHORISATION.states)), name="authorisation_state_known"
            ),
            CheckConstraint(
                condition=Q(ballot__isnull=False) | Q(until_date__isnull=False), name="authorisation_has_its_end"
            ),
            CheckConstraint(condition=~Q(way="PAPER") | ~Q(scan_hash=""), name="authorisation_on_paper_is_scanned"),
            UniqueConstraint(
                fields=["ballot", "entry_key"],
                condition=Q(ballot__isnull=False, state__in=[states.OFFERED, states.IN_FORCE]),
                name="authorisation_one_for_a_ballot",
            ),
            UniqueConstraint(
                fields=["territory", "electorate", "entry_key"],
                condition=Q(ballot__isnull=True, state__in=[states.OFFERED, states.IN_FORCE]),
                name="authorisation_one_for_a_place",
            ),
        ]
        indexes = [Index(fields=["territory", "state"])]

    def __str__(self) -> str:
        return f"authorisation:{self.pk}"


class ProxySeat(models.Model):
    """In one ballot, this person (or somebody the roll does not know) stands for this roll row.

    One proxy per row, and `slot` counts what one proxy stands for: both are constraints, whoever writes at once.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="seats")
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="seats")
    authorisation = models.ForeignKey(Authorisation, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proxy_key = models.CharField(max_length=80)
    code = models.CharField(max_length=16)  # the proxy's pseudonym in this ballot's leaves
    slot = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["roll_row"], condition=Q(ended_at__isnull=True), name="proxy_seat_one_per_row"),
            UniqueConstraint(
                fields=["ballot", "proxy_key", "slot"], condition=Q(ended_at__isnull=True), name="proxy_seat_slot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"proxy_seat:{self.pk}"


class PaperDetail(models.Model):
    """What a leaf says besides: by which proxy, in which hall. A table of its own, so that most casts write no more."""

    paper = models.OneToOneField("ballots.Paper", models.PROTECT, primary_key=True, related_name="detail")
    leaf = models.JSONField()
    seat = models.ForeignKey(ProxySeat, models.PROTECT, null=True, blank=True, related_name="papers")

    def __str__(self) -> str:
        return f"paper_detail:{self.pk}"

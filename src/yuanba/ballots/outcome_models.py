"""The result and what follows it: the proof that it was posted, the city system's own tally, who was told, draws in public."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from yuanba.ballots.roll_models import HEX_LENGTH


class BallotResult(models.Model):
    """The tally, written once at the count. `document` is what ballots/tally returned, as canonical JSON."""

    ballot = models.OneToOneField("ballots.Ballot", models.PROTECT, primary_key=True, related_name="result")
    document = models.TextField()
    document_hash = models.CharField(max_length=HEX_LENGTH)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ballot_result:{self.pk}"


class ResultPosting(models.Model):
    """The result hangs in the compound: where, since which day, and the photograph that proves it. Append-only."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="postings")
    place = models.CharField(max_length=120)
    photo_file_id = models.BigIntegerField()  # files.StoredFile, opaque
    posted_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(place=""), name="result_posting_has_place"),
            UniqueConstraint(fields=["ballot", "place", "posted_date"], name="result_posting_once"),
        ]

    def __str__(self) -> str:
        return f"result_posting:{self.pk}"


class OfficialTally(models.Model):
    """The tally of the city's system as it was entered; a corrected one is another row, the newest stands.

    `lines` are [item key, what, heads, area in m² as written]; their sums were checked before.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="official_tallies")
    system = models.CharField(max_length=80)  # what the other system is called
    reference = models.CharField(max_length=80, blank=True)  # the number of its paper
    lines = models.JSONField()
    remark = models.CharField(max_length=500, blank=True)  # why the two differ, in the organiser's words
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [CheckConstraint(condition=~Q(system=""), name="official_tally_names_system")]

    def __str__(self) -> str:
        return f"official_tally:{self.pk}"


class BallotNews(models.Model):
    """Voters were told of something once: the announcement, the nearing close, the result."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    told = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "kind"], name="ballot_news_once")]

    def __str__(self) -> str:
        return f"ballot_news:{self.pk}"


class BallotDraw(models.Model):
    """A draw for a ballot: the pool and its hash are announced first, then a later public draw gives the seed.

    TIE: `pool` lists {"item", "hash", "options"} of each question that waits; the count takes the seed. SAMPLE: `pool`
    lists serials of sheets of paper, `drawn` those that are read once more.
    """

    class Purpose(models.TextChoices):
        TIE = "TIE"
        SAMPLE = "SAMPLE"

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="draws")
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    pool = models.JSONField()
    pool_hash = models.CharField(max_length=64)
    places = models.PositiveIntegerField()
    public_draw = models.CharField(max_length=80)  # the later draw whose number is the seed
    due_date = models.DateField()  # its day
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=40)
    seed = models.CharField(max_length=200, blank=True)
    drawn = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "purpose"], name="ballot_draw_once"),
            CheckConstraint(
                condition=Q(seed="", drawn_at__isnull=True) | (~Q(seed="") & Q(drawn_at__isnull=False)),
                name="ballot_draw_has_seed",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot_draw:{self.pk}"


class SampleReading(models.Model):
    """A drawn sheet was read once more by somebody who had not keyed it: the same as what counts, or not."""

    draw = models.ForeignKey(BallotDraw, models.PROTECT, related_name="readings")
    serial = models.CharField(max_length=16)
    agrees = models.BooleanField()
    choices = models.TextField()
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["draw", "serial"], name="sample_reading_once")]

    def __str__(self) -> str:
        return f"sample_reading:{self.pk}"

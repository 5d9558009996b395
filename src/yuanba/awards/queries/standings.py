"""What ranking needs, read from the stages' scores: candidates per category, with the vote and without it."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet

from yuanba.awards.models import Campaign, Entry, EntryStep, PlaceDecision, StageScore
from yuanba.awards.pinned import playbook_of
from yuanba.awards.ranking import (
    Candidate,
    CategoryRanking,
    Difference,
    decided,
    difference,
    rank,
    rule_for,
    without,
)

IN_RANKING = ("QUALIFIED", "PROPOSED", "UNPLACED", "NAMED")


@dataclass(frozen=True)
class Standing:
    """One category ranked, and how its winners would differ if the vote weighed nothing."""

    category: str
    ranking: CategoryRanking
    without_vote: Difference


def score_of(score: StageScore) -> Fraction | None:
    """The score, or None where there are too few answers."""
    return Fraction(int(score.num), int(score.den)) if score.state == "SCORED" else None


def candidates(campaign: Campaign, rows: QuerySet[Entry] | None = None) -> dict[str, list[Candidate]]:
    """Per category everybody whom the entries in `rows` name, under public codes, in order of submission. Two queries."""
    numbers = {code: number for number, code in enumerate(in_order(campaign), start=1)}
    entries = list(finalists(campaign) if rows is None else rows)
    scores: dict[int, dict[str, Fraction | None]] = defaultdict(dict)
    kept = StageScore.objects.filter(stage_run__campaign=campaign).select_related("stage_run")
    for row in kept:
        scores[row.entry_id][row.stage_run.key] = score_of(row)
    found: dict[str, list[Candidate]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: numbers[one.code]):
        found[entry.category].append(Candidate(entry.code, entry.kind, numbers[entry.code], scores[entry.pk]))
    return found


def in_order(campaign: Campaign) -> list[str]:
    """The public codes of all entries that were ever submitted, in the order in which they came in."""
    rows = campaign.entries.filter(submitted_at__isnull=False).order_by("received_at", "serial")
    return list(rows.values_list("code", flat=True))


def left_in_notice(campaign: Campaign) -> dict[str, str]:
    """Who was on the ranked list and left it since, by public code: "objection" or "withdrawn". Two queries.

    They keep their place, so that nobody else's score changes, but take no prize: the next in line moves up.
    """
    reasons = {"remove": "objection", "withdraw": "withdrawn"}
    steps = EntryStep.objects.filter(
        entry__campaign=campaign, verb__in=reasons, from_state__in=["PROPOSED", "UNPLACED"]
    )
    return {code: reasons[verb] for code, verb in steps.values_list("entry__code", "verb")}


def finalists(campaign: Campaign) -> QuerySet[Entry]:
    """Everybody who is ranked in the end: whoever may win, and who left only while the list was on notice."""
    return campaign.entries.filter(Q(state__in=IN_RANKING) | Q(code__in=left_in_notice(campaign)))


def standings(campaign: Campaign, seed: str | None) -> tuple[Standing, ...]:
    """Every category ranked by the announced rule. Raises ranking.SeedNeeded where only the lot parts a tie."""
    playbook = playbook_of(campaign)
    everybody, barred = candidates(campaign), left_in_notice(campaign)
    found = []
    for category in playbook.categories:
        rule = rule_for(playbook, category.key)
        if playbook.ranking.method == "decision":
            ranking = decided(rule, _decisions(campaign, category.key), barred)
            found.append(Standing(category.key, ranking, Difference((), (), ())))
            continue
        ranking = rank(rule, everybody[category.key], seed, barred)
        other = rank(without(rule), everybody[category.key], seed, barred)
        found.append(Standing(category.key, ranking, difference(ranking, other)))
    return tuple(found)


def _decisions(campaign: Campaign, category: str) -> list[tuple[str, str]]:
    """The entries to which a body gave places, in its order."""
    places = PlaceDecision.objects.filter(campaign=campaign, category=category, entry__in=finalists(campaign))
    return list(places.order_by("place").values_list("entry__code", "entry__kind"))


def by_code(campaign: Campaign) -> dict[str, Entry]:
    """The campaign's entries under their public codes. One query."""
    return {entry.code: entry for entry in campaign.entries.select_related("campaign")}

"""What came of it: awards, stages, what was planted and what was caught."""

from pathlib import Path
from typing import Any

from yuanba.awards.models import Attempt, AutomaticCheck, DuplicateHint, Entry, Ranking, StageRun
from yuanba.awards.queries.paths import flows
from yuanba.awards.queries.results import totals
from yuanba.ballots.models import ReviewCase, RollRow
from yuanba.rubrics.models import PanelMember, Recusal
from yuanba.simulation.show import Show


def report(show: Show, bundle: Path) -> dict[str, Any]:
    """The JSON that `yuanba simulate award` prints, without time and memory."""
    caught, alarms = detection(show)
    planted = show.planted
    return {
        "awards": prizes(show),
        "stages": stages(show),
        "planted": {
            "late": planted.late,
            "ineligible": len(planted.ineligible),
            "duplicate": len(planted.duplicate),
            "rigged": len(planted.rigged),
            "conflict": len(planted.conflict),
        },
        "caught": caught,
        "false_alarms": alarms,
        "winners_changed_without_vote": changed(show),
        "bundle": str(bundle),
    }


def prizes(show: Show) -> dict[str, Any]:
    """Per category how many were named and what they receive, in fen; `empty` counts places that nobody filled."""
    rows = {one.category: one for one in totals(show.fresh())}
    found: dict[str, Any] = {}
    for category in show.playbook.categories:
        row = rows.get(category.key)
        count, amount = (row.count, row.amount_fen) if row else (0, 0)
        found[category.key] = {"count": count, "amount_fen": amount, "empty": category.quota - count}
    return found | {
        "total": sum(one["count"] for one in found.values()),
        "amount_fen": sum(one["amount_fen"] for one in found.values()),
    }


def stages(show: Show) -> dict[str, Any]:
    """Per stage how many entries were in, how many went on, and why the others were refused at its door or left in it."""
    return {
        flow.stage: {"in": flow.came, "out": flow.went, "refused": {**flow.left, **flow.refused}}
        for flow in flows(show.fresh())
    }


def detection(show: Show) -> tuple[dict[str, int], dict[str, int]]:
    """What the detectors pointed out of what was planted, and what they pointed out besides."""
    late = Attempt.objects.filter(campaign=show.campaign, code="entry.late").count()
    found: dict[str, tuple[set[Any], set[Any]]] = {
        "ineligible": (show.planted.ineligible, set(hits(show))),
        "duplicate": (show.planted.duplicate, hints(show)),
        "rigged": (show.planted.rigged, suspects(show)),
        "conflict": (show.planted.conflict, recusals(show)),
    }
    caught = {"late": min(late, show.planted.late)}
    alarms = {"late": max(0, late - show.planted.late)}
    for name, (planted, pointed_out) in found.items():
        caught[name] = len(planted & pointed_out)
        alarms[name] = len(pointed_out - planted)
    return caught, alarms


def hits(show: Show) -> list[int]:
    rows = AutomaticCheck.objects.filter(entry__campaign=show.campaign, result="HIT")
    return list(rows.values_list("entry_id", flat=True).distinct())


def hints(show: Show) -> set[tuple[int, int]]:
    rows = DuplicateHint.objects.filter(first__campaign=show.campaign).values_list("first_id", "second_id")
    return {(min(pair), max(pair)) for pair in rows}


def suspects(show: Show) -> set[int]:
    """The persons whose votes stand in a case, whatever the reviewers found."""
    found: set[int] = set()
    runs = StageRun.objects.filter(campaign=show.campaign, ballot_id__isnull=False)
    for ballot_id in runs.values_list("ballot_id", flat=True):
        assert ballot_id is not None, "filtered"
        codes = {code for case in ReviewCase.objects.filter(ballot_id=ballot_id) for code in case.codes}
        rows = RollRow.objects.filter(ballot_id=ballot_id, code__in=codes)
        found |= {person for person in rows.values_list("person_id", flat=True) if person is not None}
    return found


def recusals(show: Show) -> set[tuple[int, int]]:
    entries = {
        f"entry:{code}": pk for code, pk in Entry.objects.filter(campaign=show.campaign).values_list("code", "pk")
    }
    found = set()
    for recusal in Recusal.objects.select_related("subject", "member"):
        member: PanelMember = recusal.member
        if recusal.subject.subject_ref in entries:
            found.add((member.person_id, entries[recusal.subject.subject_ref]))
    return found


def changed(show: Show) -> int:
    """How many places would have gone to others had the vote weighed nothing."""
    ranking = Ranking.objects.filter(campaign=show.campaign, purpose="FINAL").order_by("number").last()
    if ranking is None:
        return 0
    return sum(len(one["without_vote"]["only_with"]) for one in ranking.snapshot["categories"])

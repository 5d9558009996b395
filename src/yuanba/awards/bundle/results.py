"""What follows from a campaign's facts: scores of every stage, shortlists, rankings, winners, totals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yuanba.awards.bundle.inputs import EntryRow, Inputs, PanelInput, SurveyRow
from yuanba.awards.playbook import JurySettings, Stage, SurveySettings
from yuanba.awards.ranking import (
    Candidate,
    CategoryRanking,
    Difference,
    decided,
    difference,
    rank,
    rule_for,
    shortlist,
    without,
)
from yuanba.kernel.verdict import Refused
from yuanba.rubrics.aggregate import SeverityModel, severity_model, trimmed_mean, weighted_totals
from yuanba.surveys.questions import SCALE, Question
from yuanba.surveys.score import estimate, half_up, scores_of

SCORED = "SCORED"
INSUFFICIENT = "INSUFFICIENT"


@dataclass(frozen=True)
class StageResult:
    """The scores of one stage: raw per entry (None is insufficient), and what else is told about each entry."""

    raw: dict[str, Fraction | None]
    told: dict[str, dict[str, Any]]
    models: dict[str, SeverityModel]


@dataclass(frozen=True)
class Results:
    """Everything that is recomputed: by stage, by (stage, category), by category."""

    stages: dict[str, StageResult]
    shortlists: dict[tuple[str, str], CategoryRanking]
    rankings: dict[str, CategoryRanking]
    without_vote: dict[str, Difference]

    @property
    def awards(self) -> int:
        return sum(len(ranking.winners) for ranking in self.rankings.values())

    @property
    def amount_fen(self) -> int:
        return sum(ranking.amount_fen for ranking in self.rankings.values())


def compute(inputs: Inputs) -> Results:
    """All results of a campaign. Raises ranking.SeedNeeded, or Refused for a jury that cannot be aggregated."""
    stages = {stage.key: _stage(inputs, stage) for stage in inputs.playbook.stages if stage.scored}
    results = Results(stages, {}, {}, {})
    for stage in inputs.playbook.stages:
        for category, keep in stage.keep.items():
            people = [row for row in inputs.candidates(stage) if row.category == category]
            results.shortlists[stage.key, category] = shortlist(
                rule_for(inputs.playbook, category),
                _candidates(people, stages),
                stage.key,
                keep,
                by=stage.keep_by,
                seed=inputs.lot_seed or None,
            )
    for one in inputs.playbook.categories:
        _finish(inputs, results, one.key)
    return results


def _finish(inputs: Inputs, results: Results, category: str) -> None:
    rule, barred = rule_for(inputs.playbook, category), inputs.barred(category)
    if inputs.playbook.ranking.method == "decision":
        kinds = {row.entry: row.kind for row in inputs.finalists(category)}
        places = [(entry, kinds[entry]) for entry in inputs.decisions.get(category, ())]
        results.rankings[category] = decided(rule, places, barred)
        results.without_vote[category] = Difference((), (), ())
        return
    people = _candidates(inputs.finalists(category), results.stages)
    seed = inputs.lot_seed or None
    results.rankings[category] = rank(rule, people, seed, barred)
    results.without_vote[category] = difference(results.rankings[category], rank(without(rule), people, seed, barred))


def _candidates(people: list[EntryRow], stages: Mapping[str, StageResult]) -> list[Candidate]:
    return [
        Candidate(row.entry, row.kind, row.submitted, {key: one.raw.get(row.entry) for key, one in stages.items()})
        for row in people
    ]


def _stage(inputs: Inputs, stage: Stage) -> StageResult:
    people = inputs.candidates(stage)
    if isinstance(stage.settings, SurveySettings):
        return _survey(inputs, stage.key, stage.settings, people)
    if isinstance(stage.settings, JurySettings):
        return _jury(inputs, stage.key, stage.settings, people)
    return _vote(inputs, stage.key, people)


def _survey(inputs: Inputs, key: str, settings: SurveySettings, people: list[EntryRow]) -> StageResult:
    rows = {row.entry: row for row in inputs.surveys.get(key, ())}
    result = StageResult({}, {}, {})
    questions = [
        Question(key=one.key, kind=SCALE, low=1, high=settings.scale_max, scored=True) for one in settings.questions
    ]
    for one in people:
        row = rows.get(one.entry, SurveyRow(entry=one.entry, n=0, invited=0, vectors={}))
        made = estimate(scores_of(row.vectors, questions), invited=row.invited, min_sample=settings.min_sample)
        result.raw[one.entry] = made.mean
        told: dict[str, Any] = {"n": row.n, "invited": row.invited, "response_centi": made.response_centi}
        if made.mean is None:
            told["response_centi"] = half_up(Fraction(row.n * 10_000, row.invited)) if row.invited else 0
        else:
            told |= {"score_centi": made.score_centi, "low_centi": made.low_centi, "high_centi": made.high_centi}
        result.told[one.entry] = told
    return result


def _vote(inputs: Inputs, key: str, people: list[EntryRow]) -> StageResult:
    votes: Counter[str] = Counter()
    ballot = inputs.ballots.get(key)
    for item in ballot.result["items"] if ballot else ():
        for option, count in item["votes"].items():
            assert ballot is not None, "its items were read"
            votes[ballot.options[option]] += count
    return StageResult({one.entry: Fraction(votes[one.entry]) for one in people}, {one.entry: {} for one in people}, {})


def _jury(inputs: Inputs, key: str, settings: JurySettings, people: list[EntryRow]) -> StageResult:
    result = StageResult({}, {}, {})
    for panel in inputs.panels.get(key, ()):
        own = {row.entry: row.category for row in people if row.category in panel.categories}
        totals = _totals(panel, settings, own)
        if settings.method == "severity":
            model = severity_model(totals) if totals else SeverityModel({}, {}, 0)
            result.models[panel.panel] = model
            result.raw.update({entry: model.scores.get(entry) for entry in own})
        else:
            result.raw.update({entry: _trimmed(given) for entry, given in _by_entry(totals, own).items()})
        result.told.update({entry: {"sheets": len(given)} for entry, given in _by_entry(totals, own).items()})
    for row in people:
        result.raw.setdefault(row.entry, None)
        result.told.setdefault(row.entry, {"sheets": 0})
    return result


def _totals(panel: PanelInput, settings: JurySettings, own: Mapping[str, str]) -> dict[tuple[str, str], Fraction]:
    """(juror, entry) -> points of the whole sheet, each by the weights of the entry's category."""
    totals: dict[tuple[str, str], Fraction] = {}
    for category in sorted(set(own.values())):
        weights = {item.key: item.weight for item in settings.rubric_for(category)}
        sheets = {(one.juror, one.entry): one.scores for one in panel.sheets if own.get(one.entry) == category}
        totals.update(weighted_totals(sheets, weights))
    return totals


def _by_entry(totals: Mapping[tuple[str, str], Fraction], own: Iterable[str]) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {entry: [] for entry in own}
    for (_, entry), total in totals.items():
        found[entry].append(total)
    return found


def _trimmed(totals: list[Fraction]) -> Fraction | None:
    """None where recusals left too few sheets: insufficient, never zero."""
    try:
        return trimmed_mean(totals)
    except Refused:
        return None

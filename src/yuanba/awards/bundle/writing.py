"""A bundle as files: one canonical JSON document per file or per line, bound by manifest.json and that by ROOT."""

import hashlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC
from fractions import Fraction
from pathlib import Path
from typing import Any

from yuanba.awards.bundle.inputs import Inputs, PanelInput
from yuanba.awards.bundle.results import INSUFFICIENT, SCORED, Results, StageResult, compute
from yuanba.awards.playbook import Stage, SurveySettings, to_public_json
from yuanba.awards.ranking import CategoryRanking, Part, Row, Unranked

FORMAT = "yuanba-award-bundle/1"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,63}")  # what stands for an entry or a juror: no name fits in
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is packed


class BundleError(ValueError):
    """Raised when facts do not fit together, so that no bundle that fails its own check is ever published."""


def files(inputs: Inputs, results: Results | None = None) -> dict[str, bytes]:
    """Every file of the bundle by path. `results` are computed if they are not given. Raises BundleError."""
    _check(inputs)
    results = results or compute(inputs)
    content = {
        "playbook.toml": inputs.playbook.source_text.encode(),
        "playbook.json": document(to_public_json(inputs.playbook)),
        "entries.jsonl": lines({**vars(row)} for row in sorted(inputs.entries, key=lambda row: row.submitted)),
        "ranking.jsonl": lines(row for key, one in results.rankings.items() for row in _ranking(key, one)),
        "winners.json": document(_winners(results)),
        "notices.jsonl": lines(
            {**vars(row), "upheld": sorted(row.upheld), "workdays": [day.isoformat() for day in row.workdays]}
            for row in inputs.notices
        ),
        "totals.json": document(_totals(inputs, results)),
    }
    if inputs.playbook.ranking.method == "decision":
        content["decisions.json"] = document({key: list(entries) for key, entries in inputs.decisions.items()})
    for stage in inputs.playbook.stages:
        if stage.scored:
            content |= _stage_files(inputs, results, stage)
    content["manifest.json"] = document(_manifest(inputs, results, content))
    content["ROOT"] = hashlib.sha256(content["manifest.json"]).hexdigest().encode() + b"\n"
    return content


def write(inputs: Inputs, target: Path, results: Results | None = None) -> str:
    """The bundle stands at `target`, a folder or, if it ends in .zip, an archive; returns its root hash."""
    content = files(inputs, results)
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(content):
                archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), content[name], zipfile.ZIP_DEFLATED)
    else:
        for name, data in content.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return content["ROOT"].decode().strip()


def document(value: Any) -> bytes:
    """Canonical JSON: names sorted, no blanks, strings and whole numbers only; ends with a line feed."""
    return (
        json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    )


def lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(document(dict(row)) for row in rows)


def fraction(value: Fraction) -> str:
    """A fraction in lowest terms: "161/2"."""
    return f"{value.numerator}/{value.denominator}"


def _check(inputs: Inputs) -> None:
    codes = [row.entry for row in inputs.entries]
    stages = {"", *(stage.key for stage in inputs.playbook.stages)}
    if len(set(codes)) != len(codes) or sorted(row.submitted for row in inputs.entries) != list(
        range(1, len(codes) + 1)
    ):
        raise BundleError("entries have one code and one number each, counted from 1")
    for row in inputs.entries:
        if not CODE.fullmatch(row.entry):
            raise BundleError(f"not a code: {row.entry}")
        if row.out_stage not in stages or bool(row.out_stage) != bool(row.out_reason):
            raise BundleError(f"{row.entry} leaves in a stage, with a reason, or not at all")
    for panel in (one for panels in inputs.panels.values() for one in panels):
        if not all(CODE.fullmatch(one.juror) for one in panel.jurors):
            raise BundleError("a juror stands under a code")


def _stage_files(inputs: Inputs, results: Results, stage: Stage) -> dict[str, bytes]:
    folder, result = f"stages/{stage.key}", results.stages[stage.key]
    categories = {row.entry: row.category for row in inputs.entries}
    content = {f"{folder}/scores.jsonl": lines(_score(categories, entry, result) for entry in sorted(result.raw))}
    if stage.kind == "SURVEY":
        content[f"{folder}/answers.jsonl"] = lines(_answers(inputs, stage))
    elif stage.kind == "VOTE" and stage.key in inputs.ballots:
        ballot = inputs.ballots[stage.key]
        content[f"{folder}/ballot.json"] = document(dict(ballot.manifest))
        content[f"{folder}/options.json"] = document(dict(ballot.options))
        content[f"{folder}/papers.jsonl"] = lines(ballot.papers)
        content[f"{folder}/tally.json"] = document(dict(ballot.result))
    elif stage.kind == "JURY":
        panels = inputs.panels.get(stage.key, ())
        content[f"{folder}/panels.jsonl"] = lines(_panel(panel, result) for panel in panels)
        content[f"{folder}/sheets.jsonl"] = lines(
            {"panel": panel.panel, "juror": one.juror, "entry": one.entry, "scores": dict(one.scores)}
            for panel in panels
            for one in sorted(panel.sheets, key=lambda sheet: (sheet.entry, sheet.juror))
        )
    if stage.keep:
        content[f"{folder}/shortlist.jsonl"] = lines(
            row
            for (key, category), ranking in results.shortlists.items()
            if key == stage.key
            for row in _ranking(category, ranking)
        )
    return content


def _score(categories: Mapping[str, str], entry: str, result: StageResult) -> dict[str, Any]:
    raw = result.raw[entry]
    score = {"raw": fraction(raw), "state": SCORED} if raw is not None else {"state": INSUFFICIENT}
    return {"entry": entry, "category": categories[entry], **score, **result.told[entry]}


def _answers(inputs: Inputs, stage: Stage) -> Iterable[dict[str, Any]]:
    """Below the minimum sample only the number is told: few answers would show who gave them."""
    scored = {row.entry for row in inputs.candidates(stage)}
    assert isinstance(stage.settings, SurveySettings), "a survey has a survey's settings"
    for row in sorted(inputs.surveys.get(stage.key, ()), key=lambda row: row.entry):
        if row.entry not in scored:
            continue
        told = row.n >= stage.settings.min_sample
        yield {
            "entry": row.entry,
            "n": row.n,
            "invited": row.invited,
            "vectors": dict(row.vectors) if told else {},
        }


def _panel(panel: PanelInput, result: StageResult) -> dict[str, Any]:
    model = result.models.get(panel.panel)
    severities = {code: fraction(one.severity) for code, one in model.jurors.items()} if model else {}
    draw = panel.draw
    return {
        "panel": panel.panel,
        "categories": sorted(panel.categories),
        "jurors": [vars(one) for one in sorted(panel.jurors, key=lambda one: one.juror)],
        "recusals": [vars(one) for one in sorted(panel.recusals, key=lambda one: (one.juror, one.entry))],
        "severities": severities,
        **({"draw": {**vars(draw), "pool": sorted(draw.pool), "result": list(draw.result)}} if draw else {}),
    }


def _ranking(category: str, ranking: CategoryRanking) -> list[dict[str, Any]]:
    rows: tuple[Row | Unranked, ...] = (*ranking.rows, *ranking.unranked)
    return [_row(category, row) for row in rows]


def _row(category: str, row: Row | Unranked) -> dict[str, Any]:
    told = {"category": category, "entry": row.entry, "kind": row.kind, "parts": [_part(one) for one in row.parts]}
    if isinstance(row, Unranked):
        return {**told, "place": 0, "reason": row.reason}
    composite = fraction(row.composite)
    return {**told, "place": row.place, "composite": composite, "tie": row.tie, "tier": row.tier, "reason": row.reason}


def _part(part: Part) -> dict[str, str]:
    told = {"stage": part.stage, "weight": fraction(part.weight), "contribution": fraction(part.contribution)}
    if part.raw is not None and part.normalised is not None:
        told |= {"raw": fraction(part.raw), "normalised": fraction(part.normalised)}
    return told


def _winners(results: Results) -> dict[str, Any]:
    return {
        "awards": results.awards,
        "amount_fen": results.amount_fen,
        "winners_changed_without_vote": sum(one.changed for one in results.without_vote.values()),
        "categories": {key: _category(results, key) for key in results.rankings},
    }


def _category(results: Results, key: str) -> dict[str, Any]:
    ranking, other = results.rankings[key], results.without_vote[key]
    return {
        "winners": [{"entry": row.entry, "place": row.place, "tier": row.tier} for row in ranking.winners],
        "empty": dict(ranking.empty),
        "amount_fen": ranking.amount_fen,
        "without_vote": {"lose": sorted(other.only_first), "gain": sorted(other.only_second)},
    }


def _totals(inputs: Inputs, results: Results) -> dict[str, Any]:
    return {
        "entries": len(inputs.entries),
        "channels": dict(Counter(row.channel for row in inputs.entries)),
        "awards": results.awards,
        "amount_fen": results.amount_fen,
        "stages": [_flow(inputs, stage) for stage in inputs.playbook.stages],
    }


def _flow(inputs: Inputs, stage: Stage) -> dict[str, Any]:
    """How many came into a stage, went out of it, and left in it by reason; and what was refused at its door."""
    order = {one.key: at for at, one in enumerate(inputs.playbook.stages)}
    own = [row for row in inputs.entries if row.category in (stage.categories or (row.category,))]
    came = [row for row in own if not row.out_stage or order[row.out_stage] >= order[stage.key]]
    left = Counter(row.out_reason for row in came if row.out_stage == stage.key)
    return {
        "stage": stage.key,
        "in": len(came),
        "out": len(came) - left.total(),
        "left": dict(left),
        "refused": dict(inputs.refused.get(stage.key, {})),
    }


def _manifest(inputs: Inputs, results: Results, content: Mapping[str, bytes]) -> dict[str, Any]:
    hashes = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in content.items()}
    return {
        "format": FORMAT,
        "campaign": inputs.campaign,
        "title": inputs.playbook.title,
        "playbook_sha256": inputs.playbook.sha256,
        "made_at": inputs.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "lot": {"seed": inputs.lot_seed, "source": inputs.lot_source},
        "entries": len(inputs.entries),
        "awards": results.awards,
        "amount_fen": results.amount_fen,
        "files": hashes,
    }

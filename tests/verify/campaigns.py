"""Finished campaigns made up for the verifier: believable facts under codes, random by a seed, no database."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from yuanba.awards.bundle import (
    BallotInput,
    DrawInput,
    EntryRow,
    Inputs,
    Juror,
    NoticeRow,
    PanelInput,
    Recusal,
    Sheet,
    SurveyRow,
    compute,
)
from yuanba.awards.playbook import JurySettings, Playbook, Stage, SurveySettings, VoteSettings, read
from yuanba.kernel import canonical
from yuanba.kernel.draw import draw, pool_hash

ROOT = Path(__file__).parents[2]
MADE = datetime(2021, 12, 20, 8, tzinfo=UTC)


def playbook(name: str) -> Playbook:
    path = ROOT / ("tests/awards/playbooks" if name == "rounds" else "playbooks/awards") / f"{name}.toml"
    return read(path.read_text(encoding="utf-8"))


def huayang(seed: int = 7, voters: int = 40) -> Inputs:
    """Few entries of each category; some fail the screening, one withdraws during the vote, one loses to an objection."""
    dice = random.Random(seed)
    text = playbook("huayang-2021").source_text
    for many, few in (("quota = 30", "quota = 6"), ("quota = 25", "quota = 5"), ("quota = 8", "quota = 2")):
        text = text.replace(many, few)  # a fifth of the places, so that a fifth of the entries is enough
    book = read(text)
    entries: list[EntryRow] = []
    for category in book.categories:
        kinds = [kind.key for kind in category.kinds] or [""]
        for at in range(category.quota + 4):
            gone = (
                ("screening", "rejected")
                if at == 1
                else ("vote", "withdrawn")
                if at == 2 and kinds == [""]
                else ("", "")
            )
            if category.key == "communication" and gone[0] == "vote":
                gone = ("", "")
            number = len(entries) + 1
            entries.append(
                EntryRow(entry=f"HY-{number:04}", category=category.key, kind=dice.choice(kinds), submitted=number,
                         channel=dice.choice(["ONLINE", "COMMUNITY", "EMAIL"]), out_stage=gone[0], out_reason=gone[1])
            )  # fmt: skip
    inputs = Inputs(campaign="HY2021", playbook=book, entries=entries, made_at=MADE,
                    lot_seed="2021140 03 07 11 19 22 31 + 05", lot_source="双色球 2021140 期",
                    refused={"registration": {"late": 3}})  # fmt: skip
    inputs = filled(inputs, dice, voters)
    loser = compute(inputs).rankings["person"].winners[0].entry
    return objected(inputs, loser)


def rounds(seed: int = 3, count: int = 70, *, flat: bool = False) -> Inputs:
    """Eighty to fifty to twenty to ten, the first round by random assignment and the severity model."""
    dice = random.Random(seed)
    book = playbook("rounds")
    entries = [
        EntryRow(
            entry=f"R-{at:03}", category="compound", kind=dice.choice(["new", "old"]), submitted=at, channel="ONLINE"
        )
        for at in range(1, count + 1)
    ]
    inputs = Inputs(campaign="R2023", playbook=book, entries=entries, made_at=MADE, lot_seed="seed", lot_source="彩票")
    for stage in [stage for stage in book.stages if stage.scored]:
        inputs = with_stage(inputs, stage, dice, 0, flat=flat)
        if stage.keep:
            kept = {row.entry for row in compute(inputs).shortlists[stage.key, "compound"].winners}
            here = {row.entry for row in inputs.candidates(stage)}
            gone = {"out_stage": stage.key, "out_reason": "shortlist"}
            inputs = changed(
                inputs,
                entries=[
                    EntryRow(**{**vars(row), **gone}) if row.entry in here - kept else row for row in inputs.entries
                ],
            )
    return changed(inputs, notices=[NoticeRow(number=1, workdays=workdays(date(2023, 5, 8), 5))])


def tied() -> Inputs:
    """Every juror gives every entry the same: the public lot decides everything."""
    return rounds(4, 40, flat=True)


def light() -> Inputs:
    book = playbook("light")
    entries = [
        EntryRow(entry=f"L-{at}", category=category, submitted=at, channel="COMMUNITY")
        for at, category in enumerate(["grid_worker"] * 3 + ["daughter_in_law"] * 7, start=1)
    ]
    return Inputs(
        campaign="L2024", playbook=book, entries=entries, made_at=MADE,
        decisions={"grid_worker": ["L-2", "L-1"], "daughter_in_law": [f"L-{at}" for at in (9, 8, 7, 6, 5, 4)]},
        notices=[NoticeRow(number=1, workdays=workdays(date(2024, 3, 25), 5))],
    )  # fmt: skip


def changed(inputs: Inputs, **values: Any) -> Inputs:
    return Inputs(**{**vars(inputs), **values})


def objected(inputs: Inputs, entry: str) -> Inputs:
    """The same campaign in which an objection against this entry was upheld in the notice."""
    gone = {"out_stage": "publicity", "out_reason": "objection"}
    rows = [EntryRow(**{**vars(row), **gone}) if row.entry == entry else row for row in inputs.entries]
    first = NoticeRow(number=1, workdays=workdays(date(2021, 12, 6), 5), objections=2, upheld=(entry,))
    second = NoticeRow(number=2, workdays=workdays(date(2021, 12, 13), 5))
    return changed(inputs, entries=rows, notices=[first, second])


def workdays(start: date, count: int) -> tuple[date, ...]:
    return tuple(start + timedelta(days=at) for at in range(count))


def filled(inputs: Inputs, dice: random.Random, voters: int) -> Inputs:
    for stage in inputs.playbook.stages:
        if stage.scored:
            inputs = with_stage(inputs, stage, dice, voters)
    return inputs


def with_stage(inputs: Inputs, stage: Stage, dice: random.Random, voters: int, *, flat: bool = False) -> Inputs:
    if isinstance(stage.settings, SurveySettings):
        return changed(inputs, surveys={**inputs.surveys, stage.key: answers(inputs, stage, stage.settings, dice)})
    if isinstance(stage.settings, VoteSettings):
        return changed(
            inputs, ballots={**inputs.ballots, stage.key: ballot(inputs, stage, stage.settings, dice, voters)}
        )
    assert isinstance(stage.settings, JurySettings)
    return changed(inputs, panels={**inputs.panels, stage.key: panels(inputs, stage, stage.settings, dice, flat=flat)})


def answers(inputs: Inputs, stage: Stage, settings: SurveySettings, dice: random.Random) -> list[SurveyRow]:
    rows = []
    for row in inputs.candidates(stage):
        vectors: dict[str, int] = {}
        n = dice.randint(5, 40)
        for _ in range(n):
            marks = [str(dice.randint(1, settings.scale_max)) for _ in settings.questions]
            if dice.random() < 0.1:
                marks[0] = "-"
            vectors[",".join(marks)] = vectors.get(",".join(marks), 0) + 1
        rows.append(SurveyRow(entry=row.entry, n=n, invited=n + dice.randint(1, 60), vectors=vectors))
    return rows


def ballot(inputs: Inputs, stage: Stage, settings: VoteSettings, dice: random.Random, voters: int) -> BallotInput:
    """Papers as the ballots app publishes them: openings, leaves, one revote, one voided, one on paper."""
    there = {row.entry: row.category for row in inputs.candidates(stage)}
    pulled = {row.entry: row.category for row in inputs.entries if row.out_stage == stage.key}
    options = {f"entry:{at}": entry for at, entry in enumerate(sorted({**there, **pulled}), start=1)}
    category = {**there, **pulled}
    items: list[dict[str, Any]] = [
        {"key": key, "choose": choose, "minimum": 0, "options": [o for o, e in options.items() if category[e] == key]}
        for key, choose in settings.choose.items()
    ]
    manifest = {
        "format": 1, "ballot": "ballot:5", "kind": "AWARD", "level": "N", "electorate": "RESIDENTS", "items": items,
        "rule": {"id": "choose-k", "version": 1, "source": "X-02"}, "revotes": 1, "paper": "SUPERSEDES",
        "roll": {"date": "2021-11-15", "root": "00" * 32, "rows": voters + 20, "heads": voters + 20, "area_cm2": 0},
        "opens_at": "2021-11-14T16:00:00Z", "closes_at": "2021-11-21T16:00:00Z",
    }  # fmt: skip
    papers: list[dict[str, Any]] = []
    for at, code in enumerate(sorted(hashlib.sha256(f"{stage.key}{at}".encode()).hexdigest() for at in range(voters))):
        choices = {item["key"]: picked(item, dice) for item in items}
        if at == 0:
            papers.append(paper(code, 0, "", choices, {}, opened=False))
            papers.append(paper(code, 1, papers[-1]["leaf_hash"], choices, {}))
        elif at == 1:
            papers.append({**paper(code, 0, "", choices, {}), "void_reason": "SHARED_DEVICE"})
        else:
            sheet = {"serial": "Q7", "scan": "11" * 32, "clerks": ["aa", "bb"]} if at == 2 else {}
            papers.append(paper(code, 0, "", choices, sheet))
    return BallotInput(
        manifest=manifest, papers=papers, options=options, result=tally(manifest, papers, options, pulled)
    )


def picked(item: Mapping[str, Any], dice: random.Random) -> list[str]:
    most = min(item["choose"], len(item["options"]))
    return sorted(dice.sample(item["options"], dice.randint(0, most)))


def paper(
    code: str, attempt: int, previous: str, choices: Mapping[str, Sequence[str]], sheet: Mapping[str, Any], *,
    opened: bool = True,
) -> dict[str, Any]:  # fmt: skip
    salt = hashlib.sha256(f"{code}{attempt}".encode()).hexdigest()
    commitment = hashlib.sha256(bytes.fromhex(salt) + canonical.encode(choices)).hexdigest()
    channel = "PAPER" if sheet else "PHONE"
    leaf = {"ballot": "ballot:5", "channel": channel, "code": code, "commitment": commitment, "previous": previous}
    extra = {"paper": dict(sheet)} if sheet else {}
    leaf_hash = hashlib.sha256(b"\x00" + canonical.encode({**leaf, **extra})).hexdigest()
    row = {"code": code, "attempt": attempt, "channel": channel, "commitment": commitment, "heads": 1,
           "leaf_hash": leaf_hash, "previous": previous, "void_reason": "", **extra}  # fmt: skip
    return {**row, "choices": dict(choices), "salt": salt} if opened else row


def tally(
    manifest: Mapping[str, Any],
    papers: Sequence[Mapping[str, Any]],
    options: Mapping[str, str],
    pulled: Mapping[str, str],
) -> dict[str, Any]:
    standing = {row["code"]: row for row in papers}.values()
    valid = [row for row in standing if not row["void_reason"]]
    items = []
    for item in manifest["items"]:
        counts = {option: sum(option in row["choices"][item["key"]] for row in valid) for option in item["options"]}
        items.append({
            "key": item["key"],
            "votes": {option: count for option, count in counts.items() if options[option] not in pulled},
            "withdrawn": {option: count for option, count in counts.items() if options[option] in pulled},
            "blank": sum(not row["choices"][item["key"]] for row in valid),
        })  # fmt: skip
    return {
        "rule": "choose-k",
        "roll": {name: manifest["roll"][name] for name in ("rows", "heads", "area_cm2")},
        "participation": {"papers": len(valid), "heads": len(valid), "area_cm2": 0,
                          "on_paper": sum(row["channel"] == "PAPER" for row in valid)},
        "voided": {"SHARED_DEVICE": sum(bool(row["void_reason"]) for row in standing)} if len(standing) > 1 else {},
        "items": items,
    }  # fmt: skip


def panels(
    inputs: Inputs, stage: Stage, settings: JurySettings, dice: random.Random, *, flat: bool
) -> list[PanelInput]:
    """One panel for all; the first juror is severe, the second is recused once."""
    people = inputs.candidates(stage)
    codes = [f"J{at + 1}" for at in range(settings.jurors)]
    pool = [f"person:{at}" for at in range(100, 100 + settings.jurors * 3)]
    recused = people[0].entry if len(people) > 3 else ""
    sheets = []
    for at, row in enumerate(people):
        shared = settings.method == "trimmed_mean" or at % 10 == 0
        readers = codes if shared else dice.sample(codes, settings.jurors_per_entry or 1)
        merit = dice.randint(4, 9)
        for juror in readers:
            if (juror, row.entry) == ("J2", recused):
                continue
            level = merit - 2 * (juror == "J1")
            most = settings.scale_max
            scores = {
                item.key: 8 * most // 10 if flat else min(max((level + dice.randint(-1, 1)) * most // 10, 0), most)
                for item in settings.rubric_for(row.category)
            }
            sheets.append(Sheet(juror=juror, entry=row.entry, scores=scores))
    result = draw(pool, settings.jurors + settings.reserve, "2021139")
    return [
        PanelInput(
            panel=stage.key,
            categories=tuple(category.key for category in inputs.playbook.categories),
            jurors=[Juror(juror=code, origin="DRAWN") for code in codes],
            recusals=[Recusal(juror="J2", entry=recused, kind="RELATIVE")] if recused else [],
            sheets=sheets,
            draw=DrawInput(pool=pool, pool_hash=pool_hash(pool), seed="2021139", seed_source="双色球", result=result),
        )
    ]

"""What a bundle is made from: plain facts under public codes. Whoever fills them in leaves every name out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yuanba.awards.playbook import Playbook, Stage

SHORTLIST = "shortlist"


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """An entry under its public code. `submitted` counts the entries of the campaign in the order they came in, from 1.

    `out_stage` is the stage in which it left ("" if it is there to the end), `out_reason` a code: "shortlist" where a
    shortlist did it, "rejected", "withdrawn", "objection", …
    """

    entry: str
    category: str
    kind: str = ""
    submitted: int
    channel: str
    out_stage: str = ""
    out_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SurveyRow:
    """The answers about one entry, as `surveys.score.document` tells them: `n` of `invited` people or households.

    `vectors` counts each combination of marks ("5,4,-") in the order of the playbook's questions, "-" for none.
    """

    entry: str
    n: int
    invited: int
    vectors: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class BallotInput:
    """One vote: leaf 0, the public papers and the result as `ballots.queries` gives them; option key -> entry."""

    manifest: Mapping[str, Any]
    papers: Sequence[Mapping[str, Any]]
    result: Mapping[str, Any]
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DrawInput:
    """The public draw of a panel. `result` holds pool items in order: seats first, then reserves."""

    pool: Sequence[str]
    pool_hash: str
    seed: str
    seed_source: str
    result: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Juror:
    """A juror under a code that says nothing of the person; origin DRAWN, RESERVE or NAMED."""

    juror: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class Recusal:
    juror: str
    entry: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The points that a juror gave an entry, criterion by criterion."""

    juror: str
    entry: str
    scores: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PanelInput:
    """One panel of a jury stage; `categories` are those it judged. Several panels never judge one category."""

    panel: str
    categories: tuple[str, ...]
    jurors: Sequence[Juror]
    sheets: Sequence[Sheet]
    recusals: Sequence[Recusal] = ()
    draw: DrawInput | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice of the proposed list: its working days one by one, objections received, entries upheld against."""

    number: int
    workdays: tuple[date, ...]
    objections: int = 0
    upheld: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """A finished campaign. Mappings are by stage key; `decisions` by category, for playbooks that decide by meeting.

    `refused` counts what was refused at the door of a stage by reason ("late"), which never became an entry.
    """

    campaign: str
    playbook: Playbook
    entries: Sequence[EntryRow]
    made_at: datetime
    surveys: Mapping[str, Sequence[SurveyRow]] = field(default_factory=dict)
    ballots: Mapping[str, BallotInput] = field(default_factory=dict)
    panels: Mapping[str, Sequence[PanelInput]] = field(default_factory=dict)
    decisions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notices: Sequence[NoticeRow] = ()
    refused: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lot_seed: str = ""
    lot_source: str = ""

    def candidates(self, stage: Stage) -> list[EntryRow]:
        """Who takes part in a scored stage: in one of its categories, and not gone before or (but for a shortlist) in it."""
        order = {one.key: at for at, one in enumerate(self.playbook.stages)}
        here = order[stage.key]

        def stays(row: EntryRow) -> bool:
            left = order[row.out_stage] if row.out_stage else len(order)
            return left > here or (left == here and row.out_reason == SHORTLIST)

        return [row for row in self.entries if row.category in (stage.categories or (row.category,)) and stays(row)]

    def finalists(self, category: str) -> list[EntryRow]:
        """Who is ranked in the end: those still there, and those who left only in the last stage, the notice."""
        last = self.playbook.stages[-1].key
        return [row for row in self.entries if row.category == category and row.out_stage in ("", last)]

    def barred(self, category: str) -> dict[str, str]:
        """Who keeps a place but takes no prize: those who left in the notice, with the reason."""
        return {row.entry: row.out_reason for row in self.finalists(category) if row.out_stage}

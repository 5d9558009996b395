"""Which way each entry went: the stage in which it left and why, for the board, for everybody, and for the bundle."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from yuanba.awards.models import Attempt, Campaign, Entry, EntryStep, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.awards.queries.standings import in_order

# How an entry leaves, by the verb of its step. "lapse" and "reject" stand until an appeal takes them back.
REASONS = {
    "withdraw": "withdrawn",
    "lapse": "lapsed",
    "reject": "rejected",
    "dismiss": "rejected",
    "drop": "shortlist",
    "remove": "objection",
}
BACK = frozenset({"appeal", "allow", "reinstate", "restore"})


@dataclass(frozen=True)
class Path:
    """One submitted entry: its number in order of submission from 1, and where and why it left ("" if it is there)."""

    entry: Entry
    number: int
    out_stage: str = ""
    out_reason: str = ""


def paths(campaign: Campaign) -> tuple[Path, ...]:
    """Every entry that was ever submitted, in order. Four queries, whatever their number."""
    numbers = {code: number for number, code in enumerate(in_order(campaign), start=1)}
    runs = list(campaign.stage_runs.order_by("position"))
    last: dict[int, EntryStep | None] = {}
    steps = EntryStep.objects.filter(entry__campaign=campaign, verb__in=[*REASONS, *BACK]).order_by("pk")
    for step in steps:
        last[step.entry_id] = None if step.verb in BACK else step
    slim = campaign.entries.filter(code__in=list(numbers)).defer("deeds", "form")  # the long texts of thousands
    rows = sorted(slim, key=lambda entry: numbers[entry.code])
    return tuple(_path(entry, numbers[entry.code], last.get(entry.pk), runs) for entry in rows)


def _path(entry: Entry, number: int, step: EntryStep | None, runs: list[StageRun]) -> Path:
    if step is None:
        return Path(entry, number)
    return Path(entry, number, _stage_at(step, runs), REASONS[step.verb])


def _stage_at(step: EntryStep, runs: list[StageRun]) -> str:
    """The stage in which the step fell. What leaves a ranked list leaves in the notice; before that, never in it."""
    if step.from_state in ("PROPOSED", "UNPLACED"):
        return runs[-1].key
    if step.verb == "drop":
        return step.cause.removeprefix("shortlist:")
    begun = [run for run in runs[:-1] if run.opened_at is not None and run.opened_at <= step.at]
    return begun[-1].key if begun else runs[0].key


@dataclass(frozen=True)
class Flow:
    """How many entries came into a stage and went out of it, left in it by reason, and were refused at its door."""

    stage: str
    kind: str
    came: int
    went: int
    left: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)


def refusals(campaign: Campaign) -> dict[str, dict[str, int]]:
    """Refused entries by stage key and reason ("late")."""
    rows = Attempt.objects.filter(campaign=campaign).values_list("stage_run__key", "code")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, code, number in rows.annotate(number=Count("pk")).order_by():
        reason = code.removeprefix("entry.")
        found[key or ""][reason] = found[key or ""].get(reason, 0) + number
    return found


def flows(campaign: Campaign) -> tuple[Flow, ...]:
    """The flow of every stage, in order; a stage that has not begun has nobody in it."""
    playbook = playbook_of(campaign)
    walked, refused = paths(campaign), refusals(campaign)
    begun = {run.key for run in campaign.stage_runs.exclude(state="WAITING")}
    order = {stage.key: place for place, stage in enumerate(playbook.stages)}
    found = []
    for stage in playbook.stages:
        own = [one for one in walked if not stage.categories or one.entry.category in stage.categories]
        came = [one for one in own if not one.out_stage or order[one.out_stage] >= order[stage.key]]
        left = Counter(one.out_reason for one in came if one.out_stage == stage.key)
        number = len(came) if stage.key in begun else 0
        gone = left.total() if number else 0
        found.append(Flow(stage.key, stage.kind, number, number - gone, dict(left), refused.get(stage.key, {})))
    return tuple(found)


def stage_names(playbook: Playbook) -> dict[str, tuple[str, str]]:
    """The stages' names in Chinese and English, by key."""
    return {stage.key: (stage.name, stage.name_en or stage.name) for stage in playbook.stages}


def submitted_between(campaign: Campaign, since: datetime, until: datetime) -> int:
    """How many entries were received in [since, until)."""
    return campaign.entries.filter(received_at__gte=since, received_at__lt=until).count()

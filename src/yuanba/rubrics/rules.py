"""Who may manage a panel, judge, read whose scores, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.places.queries import lineage
from yuanba.rubrics import states
from yuanba.rubrics.aggregate import TRIMMED_LEAST
from yuanba.rubrics.models import Draw, Panel, PanelMember, PanelSubject, Rubric, ScoreSheet

SECTION = "announcement: the panel judges"
KEY_PAPER = "rubrics.key_paper"
TWO_READINGS = 2  # a paper sheet is keyed by two people; a third would only choose between them
UNSEATED = frozenset({states.DRAFT, states.POOL_ANNOUNCED, states.DRAWN, states.SEATED})


def may_manage(actor: Actor, territory_id: int, now: datetime, permission: str = "rubrics.manage") -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("panel.not_yours", "appointments carry every permission", permission=permission)


def may_define(criteria: Any, scale: tuple[int, int, int]) -> Verdict:
    """A rubric has criteria with keys of their own and positive weights, and a rising scale that its step divides."""
    if not isinstance(criteria, list) or not criteria:
        return no("rubric.no_criteria", SECTION)
    keys = [str(criterion.get("key", "")) for criterion in criteria]
    if "" in keys or len(set(keys)) < len(keys):
        return no("rubric.keys", SECTION, keys=", ".join(keys))
    low, high, step = scale
    if high <= low or step < 1 or (high - low) % step:
        return no("rubric.scale", SECTION, low=low, high=high, step=step)
    return YES


def weights_ok(rubric: Rubric) -> Verdict:
    """Every weight is an exact fraction above zero."""
    try:
        bad = [key for key, weight in rubric.weights.items() if weight <= 0]
    except (ValueError, ZeroDivisionError, KeyError):
        return no("rubric.weights", SECTION, keys="?")
    return no("rubric.weights", SECTION, keys=", ".join(bad)) if bad else YES


def may_change_pool(panel: Panel) -> Verdict:
    """The pool is fixed once its hash is public."""
    return YES if panel.state == states.DRAFT else no("panel.pool_is_fixed", SECTION, state=panel.state)


def may_announce(panel: Panel, pool_size: int, seed_source: str, seed_at: datetime, now: datetime) -> Verdict:
    """The seed comes from a named public draw that has not happened yet, and the pool fills the seats."""
    if not seed_source.strip():
        return no("panel.seed_unnamed", SECTION)
    if seed_at <= now:
        return no("panel.seed_not_later", SECTION, seed_at=seed_at.isoformat())
    if pool_size < panel.seats:
        return no("panel.pool_too_small", SECTION, pool=pool_size, seats=panel.seats)
    return YES


def may_draw(drawing: Draw, pool_hash: str, seed: str, now: datetime) -> Verdict:
    if now < drawing.seed_at:
        return no("panel.seed_not_yet", SECTION, seed_at=drawing.seed_at.isoformat())
    if not seed.strip():
        return no("panel.seed_missing", SECTION, seed_source=drawing.seed_source)
    if pool_hash != drawing.pool_hash:
        return no("panel.pool_changed", SECTION, announced=drawing.pool_hash, found=pool_hash)
    return YES


def may_open(panel: Panel, members: Iterable[PanelMember], subjects: int, now: datetime) -> Verdict:
    """Every seated member has declared conflicts, and there is something to judge until a later instant."""
    silent = [member.code for member in members if member.declared_at is None]
    if silent:
        return no("panel.declarations_missing", SECTION, members=", ".join(silent))
    if not subjects:
        return no("panel.nothing_to_judge", SECTION)
    if panel.closes_at is not None and panel.closes_at <= now:
        return no("panel.closes_in_the_past", SECTION, closes_at=panel.closes_at.isoformat())
    return YES


def is_running(panel: Panel, now: datetime) -> Verdict:
    """Open, and the closing instant has not come."""
    if panel.state != states.OPEN:
        return no("panel.not_open", SECTION, state=panel.state)
    if panel.closes_at is not None and now >= panel.closes_at:
        return no("panel.over", SECTION, closed_at=panel.closes_at.isoformat())
    return YES


def may_read(member: PanelMember | None) -> Verdict:
    """A member reads after declaring conflicts, "none" included."""
    if member is None:
        return no("panel.not_a_member", SECTION)
    if member.declared_at is None:
        return no("panel.conflicts_not_declared", SECTION, member=member.code)
    return YES


def may_score(sheet: ScoreSheet, member: PanelMember | None, is_recused: bool) -> Verdict:
    read = may_read(member)
    if not read:
        return read
    assert member is not None
    if sheet.assignment.member_id != member.pk:
        return no("sheet.not_yours", SECTION)
    if is_recused or sheet.state == states.VOID:
        return no("sheet.recused", SECTION)
    return YES


def may_mark(sheet: ScoreSheet, panel: Panel) -> Verdict:
    """Judged live, a subject is scored once it was called up, and no more once its result was shown."""
    if not panel.is_on_the_spot:
        return YES
    subject = sheet.assignment.subject
    if subject.called_at is None:
        return no("sheet.not_called", SECTION, subject=subject.code)
    return no("sheet.shown", SECTION, subject=subject.code) if subject.shown_at is not None else YES


def may_direct(panel: Panel, now: datetime) -> Verdict:
    """Candidates are called up and results shown where the panel judges live, while it scores."""
    if not panel.is_on_the_spot:
        return no("panel.not_live", SECTION)
    return is_running(panel, now)


def may_show(subject: PanelSubject, handed_in: int, missing: int) -> Verdict:
    """Every sheet about the called-up subject is in, and there is one."""
    if subject.called_at is None:
        return no("sheet.not_called", SECTION, subject=subject.code)
    if missing or not handed_in:
        return no("panel.sheets_missing", SECTION, missing=missing)
    return YES


def on_scale(rubric: Rubric, values: Mapping[str, Any]) -> Verdict:
    """Known criteria, whole steps of the scale."""
    for key, value in values.items():
        if key not in rubric.keys:
            return no("sheet.unknown_criterion", SECTION, criterion=key)
        if isinstance(value, bool) or not isinstance(value, int) or not rubric.on_scale(value):
            return no(
                "sheet.outside_scale",
                SECTION,
                criterion=key,
                value=str(value),
                low=rubric.scale_min,
                high=rubric.scale_max,
                step=rubric.scale_step,
            )
    return YES


def is_complete(rubric: Rubric, values: Mapping[str, int]) -> Verdict:
    """Every criterion is scored: a skipped one is refused, never counted as zero."""
    missing = [key for key in rubric.keys if key not in values]
    return no("sheet.incomplete", SECTION, missing=", ".join(missing)) if missing else YES


def may_recuse(panel: Panel) -> Verdict:
    """Members step back and are replaced until the panel closes: then what was scored stays scored."""
    if panel.state in {states.DRAWN, states.SEATED, states.OPEN}:
        return YES
    return no("panel.not_open", SECTION, state=panel.state)


def may_extend(panel: Panel, closes_at: datetime, now: datetime) -> Verdict:
    """Later than now and than announced, while the scoring runs."""
    if panel.state != states.OPEN:
        return no("panel.not_open", SECTION, state=panel.state)
    if closes_at <= max(panel.closes_at or now, now):
        return no("panel.not_later", SECTION, closes_at=(panel.closes_at or now).isoformat())
    return YES


def may_stay_empty(panel: Panel, left: int) -> Verdict:
    """Those who stay are enough to judge: as many readers as a subject needs, five where all read and five sat.

    Source: a trimmed mean takes the highest and the lowest away and asks for at least five (aggregate.TRIMMED_LEAST).
    """
    needed = panel.readers_per_subject if panel.method == Panel.Method.RANDOM else min(panel.seats, TRIMMED_LEAST)
    return YES if left >= needed else no("panel.too_few_left", SECTION, left=left, needed=needed)


def may_key(member: PanelMember | None, earlier: int) -> Verdict:
    """Two clerks who do not sit on the panel: whoever judges does not see a colleague's marks."""
    if member is not None:
        return no("sheet.keyed_by_member", SECTION)
    return YES if earlier < TWO_READINGS else no("sheet.keyed_by_two", SECTION)


def may_settle(chair: PanelMember, sheet: ScoreSheet, owes: bool) -> Verdict:
    """The chair reads a colleague's marks only when the own sheet about the subject is in."""
    if owes and sheet.assignment.member_id != chair.pk:
        return no("sheet.settle_after_own", SECTION)
    return YES


def as_keyed(differing: Mapping[str, tuple[int, int]], values: Mapping[str, int]) -> Verdict:
    """Each criterion that differs is settled as one of the two clerks read it."""
    wrong = [key for key, pair in differing.items() if values.get(key) not in pair]
    wrong += [key for key in values if key not in differing]
    return no("sheet.not_as_keyed", SECTION, criterion=wrong[0]) if wrong else YES


def may_close(panel: Panel, waiting: int, now: datetime) -> Verdict:
    """Before the closing instant only when every sheet is in."""
    if waiting and (panel.closes_at is None or now < panel.closes_at):
        return no("panel.sheets_missing", SECTION, missing=waiting)
    return YES


def may_see_results(panel: Panel) -> Verdict:
    """Nobody, organisers included, reads scores before the panel has closed."""
    if panel.state in {states.CLOSED, states.CONCLUDED}:
        return YES
    return no("panel.not_closed", SECTION, state=panel.state)


def may_chair(member: PanelMember | None) -> Verdict:
    return YES if member is not None and member.is_chair else no("panel.not_chair", SECTION)

"""The rules about stages: their order and windows, weights, shortlists, votes, juries and ties."""

from collections.abc import Callable

from yuanba.awards.playbook.facts import Facts
from yuanba.awards.playbook.model import Stage
from yuanba.awards.playbook.positions import Path
from yuanba.awards.playbook.stages import SHARED_LEAST, TRIMMED_LEAST, VOTE_WEIGHT_MOST, JurySettings, VoteSettings
from yuanba.kernel.calendar import WorkCalendar


def order(facts: Facts) -> None:
    """Registration first and once, for everybody; the notice last and once."""
    stages = facts.playbook.stages
    if not stages:
        return
    kinds = [stage.kind for stage in stages]
    every = ("stages",)
    if kinds[0] != "REGISTRATION":
        facts.say("first_stage", facts.path(stages[0], "kind"), (every,))
    registrations = [stage for stage in stages if stage.kind == "REGISTRATION"]
    for number, stage in enumerate(registrations):
        if number or stage.categories:
            facts.say("one_registration", facts.path(stage, "kind"))
    if kinds[-1] != "PUBLICITY" or kinds.count("PUBLICITY") != 1 or stages[-1].categories:
        facts.say("last_stage", facts.path(stages[-1], "kind"), (every,))


def windows(facts: Facts) -> None:
    """Each stage closes on or after its opening, and opens after the one before has closed."""
    before: Stage | None = None
    for stage in facts.playbook.stages:
        opens, closes = facts.path(stage, "opens"), facts.path(stage, "closes")
        told = {"key": stage.key, "opens": stage.opens, "closes": stage.closes}
        if stage.closes < stage.opens:
            facts.say("backward", closes, (opens,), **told)
        if before is not None and stage.opens <= before.closes:
            needs = (facts.path(before, "closes"), facts.path(before, "key"))
            facts.say("overlap", opens, needs, key=stage.key, opens=stage.opens, other=before.key, closes=before.closes)
        before = stage


def notice_window(facts: Facts) -> None:
    """The notice's working days fit between its days; the day of posting is not counted (civil code article 201).

    A file knows no holidays, so here Monday to Friday count; the calendar of the year may ask for more.
    """
    for stage in facts.playbook.stages:
        week = WorkCalendar({}, stage.opens.year, stage.closes.year)
        days = week.workdays_between(stage.opens, stage.closes)
        need = facts.playbook.notice.workdays
        if stage.kind == "PUBLICITY" and stage.opens <= stage.closes and days < need:
            needs = (facts.path(stage, "opens"), ("notice", "workdays"))
            facts.say("notice_window", facts.path(stage, "closes"), needs, got=days, need=need)


def stage_references(facts: Facts) -> None:
    """Every category that a stage or an override names exists."""
    for stage in facts.playbook.stages:
        _listed(facts, stage.categories, facts.path(stage, "categories"))
        _named(facts, stage.keep, facts.path(stage, "keep"))
        if isinstance(stage.settings, VoteSettings):
            _named(facts, stage.settings.choose, facts.path(stage, "choose"))
        if isinstance(stage.settings, JurySettings):
            for item in stage.settings.rubric:
                _listed(facts, item.categories, facts.path(item, "categories"))
    for override in facts.playbook.ranking.overrides:
        facts.reference("no_category", override.category, facts.categories, facts.path(override, "category"))


def _listed(facts: Facts, keys: tuple[str, ...], path: Path) -> None:
    for number, key in enumerate(keys):
        facts.reference("no_category", key, facts.categories, (*path, number))


def _named(facts: Facts, keys: object, path: Path) -> None:
    assert isinstance(keys, dict), "a table of numbers"
    for key in keys:
        facts.reference("no_category", key, facts.categories, (*path, key))


def weights(facts: Facts) -> None:
    """Only scored stages weigh, and in every category the weights add up to 100."""
    playbook = facts.playbook
    for stage in playbook.stages:
        if stage.weight and not stage.scored and stage.kind:
            facts.say("unscored_weight", facts.path(stage, "weight"), key=stage.key, weight=stage.weight)
    for override in playbook.ranking.overrides:
        scored = [stage.key for stage in playbook.stages_for(override.category) if stage.scored]
        for key in override.weights:
            facts.reference("no_stage", key, scored, facts.path(override, "weights", key))
    if playbook.ranking.method == "decision":
        _decision(facts)
    else:
        for key in facts.categories:
            _sum(facts, key)


def _decision(facts: Facts) -> None:
    playbook = facts.playbook
    if any(playbook.weights_for(key) for key in facts.categories):
        facts.say("weights_decision", ("ranking", "method"), (("stages",),))
    if not playbook.ranking.decided_by:
        facts.say("decided_by", ("ranking", "decided_by"))


def _sum(facts: Facts, key: str) -> None:
    parts = facts.playbook.weights_for(key)
    if sum(parts.values()) != 100:
        shown = " + ".join(f"{stage} {weight}" for stage, weight in parts.items()) or "—"
        own = [rule for rule in facts.playbook.ranking.overrides if rule.category == key]
        path = facts.path(own[0], "weights") if own else facts.path(facts.categories[key])
        needs = (("stages",), ("ranking",), facts.path(facts.categories[key], "key"))
        weighed = [facts.path(stage, "weight") for stage in facts.playbook.stages if stage.key in parts]
        lines = ", ".join(str(facts.report.where.of(one)[0]) for one in weighed) or "—"
        facts.say("weights", path, needs, key=key, got=sum(parts.values()), parts=shown, lines=lines)


def vote_weight(facts: Facts) -> None:
    """All online votes together weigh at most 20 % of any category. Source: 国办函〔2026〕12号."""
    playbook = facts.playbook
    votes = {stage.key: stage for stage in playbook.stages if stage.kind == "VOTE"}
    for key, stage in votes.items():
        if stage.weight > VOTE_WEIGHT_MOST:
            facts.say("vote_weight", facts.path(stage, "weight"), key=key, weight=stage.weight, most=VOTE_WEIGHT_MOST)
    for override in playbook.ranking.overrides:
        total = sum(weight for key, weight in override.weights.items() if key in votes)
        if total > VOTE_WEIGHT_MOST:
            key = "+".join(key for key in override.weights if key in votes)
            facts.say("vote_weight", facts.path(override, "weights"), key=key, weight=total, most=VOTE_WEIGHT_MOST)
    overridden = {override.category for override in playbook.ranking.overrides}
    for category in facts.categories.keys() - overridden:
        several = [stage for stage in playbook.stages_for(category) if stage.kind == "VOTE" and stage.weight]
        total = sum(stage.weight for stage in several)
        if total > VOTE_WEIGHT_MOST and all(stage.weight <= VOTE_WEIGHT_MOST for stage in several):
            key = "+".join(stage.key for stage in several)
            path = facts.path(several[-1], "weight")
            facts.say("vote_weight", path, (("stages",),), key=key, weight=total, most=VOTE_WEIGHT_MOST)


def shortlists(facts: Facts) -> None:
    """Shortlists come from scored stages, only get shorter and never fall below the quota."""
    last: dict[str, int] = {}
    for stage in facts.playbook.stages:
        path = facts.path(stage, "keep")
        if stage.keep and stage.kind and not stage.scored:
            facts.say("keep_unscored", path, key=stage.key)
        for key, kept in stage.keep.items():
            category = facts.categories.get(key)
            told = {"category": key, "key": stage.key, "got": kept}
            if key in last and kept > last[key]:
                facts.say("keep_grows", (*path, key), (("stages",),), **told, before=last[key])
            if category is not None and kept < category.quota:
                needs = (facts.path(category, "quota"),)
                facts.say("keep_quota", (*path, key), needs, category=key, got=kept, quota=category.quota)
            last[key] = kept


def votes(facts: Facts) -> None:
    for stage in facts.playbook.stages:
        if isinstance(stage.settings, VoteSettings):
            for key in stage.categories or facts.categories:
                if key in facts.categories and key not in stage.settings.choose:
                    needs = (facts.path(stage, "categories"),)
                    facts.say("choose", facts.path(stage, "choose"), needs, key=stage.key, category=key)


def juries(facts: Facts) -> None:
    for stage in facts.playbook.stages:
        if isinstance(stage.settings, JurySettings):
            _rubric(facts, stage, stage.settings)
            _panel(facts, stage, stage.settings)


def _rubric(facts: Facts, stage: Stage, settings: JurySettings) -> None:
    path = facts.path(stage, "rubric")
    facts.unique(settings.rubric)
    for key in stage.categories or facts.categories:
        total = sum(item.weight for item in settings.rubric_for(key))
        if key in facts.categories and total != 100:
            needs = (facts.path(stage, "categories"),)
            facts.say("rubric", path, needs, key=stage.key, category=key, got=total)


def _panel(facts: Facts, stage: Stage, settings: JurySettings) -> None:
    path, jurors = facts.path(stage), settings.jurors
    named = {"jurors_per_entry": settings.jurors_per_entry, "shared_percent": settings.shared_percent}
    if settings.method == "trimmed_mean":
        if jurors < TRIMMED_LEAST:
            facts.say("few_jurors", (*path, "jurors"), least=TRIMMED_LEAST, got=jurors)
        for name, value in named.items():
            if value is not None:
                facts.say("severity_only", (*path, name), ((*path, "method"),))
    elif settings.method == "severity":
        _assignment(facts, path, settings)
    need = jurors + settings.reserve
    if 0 < settings.pool_least < need:
        needs = ((*path, "jurors"), (*path, "reserve"))
        facts.say("pool", (*path, "pool_least"), needs, got=settings.pool_least, need=need)


def _assignment(facts: Facts, path: Path, settings: JurySettings) -> None:
    per_entry, shared = settings.jurors_per_entry, settings.shared_percent
    if per_entry is None or shared is None:
        facts.say("severity_needs", (*path, "method"))
    if shared is not None and shared < SHARED_LEAST:
        facts.say("shared", (*path, "shared_percent"), got=shared, least=SHARED_LEAST)
    if per_entry is not None and per_entry > settings.jurors:
        needs = ((*path, "jurors"),)
        facts.say("per_entry", (*path, "jurors_per_entry"), needs, got=per_entry, jurors=settings.jurors)


def surveys(facts: Facts) -> None:
    for stage in facts.playbook.stages:
        questions = getattr(stage.settings, "questions", ())
        facts.unique(questions)


def ties(facts: Facts) -> None:
    """Tie-break steps are known, and the lot comes last so that no tie stays open."""
    steps = facts.playbook.ranking.tie_break
    scored = [stage.key for stage in facts.playbook.stages if stage.scored and stage.key]
    for number, step in enumerate(steps):
        path: Path = ("ranking", "tie_break", number)
        if step.startswith("stage:"):
            facts.reference("no_stage", step.removeprefix("stage:"), scored, path)
        elif step and step not in ("earlier_submission", "lot"):
            facts.say("tie_step", path, got=step)
    if steps and steps[-1] != "lot":
        facts.say("tie_open", ("ranking", "tie_break", len(steps) - 1))


STAGE_RULES: tuple[Callable[[Facts], None], ...] = (
    order,
    windows,
    notice_window,
    stage_references,
    weights,
    vote_weight,
    shortlists,
    votes,
    juries,
    surveys,
    ties,
)

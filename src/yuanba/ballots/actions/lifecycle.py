"""From the draft to the published result, and the withdrawal of a candidate on the way."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuanba.audit import logs
from yuanba.ballots import manifest, queries, rules, sealing, states
from yuanba.ballots.actions.secret_closing import require_opened
from yuanba.ballots.actions.secret_setup import SecretTerms, check_terms, require_hidden, write_terms
from yuanba.ballots.actions.sequencing import anchor_result, annul_log, close_log
from yuanba.ballots.actions.steps import lineage_of, locked, move_on, note
from yuanba.ballots.likeness import folded
from yuanba.ballots.models import Ballot, BallotResult, BallotSecret, BallotStep, Item, Option
from yuanba.ballots.tally import CountItem, law, problem, silence_problem, tally, undecided
from yuanba.kernel import canonical
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.fen import yuan_text
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import roll_at
from yuanba.places.queries import lineage

KEY_BYTES = 32
SEED_LENGTH = 200


@dataclass(frozen=True)
class NewOption:
    """`key` is the orderer's own ("entry:12"), `label` the name to print, `file_id` a public picture or plan."""

    key: str
    label: str = ""
    about: str = ""
    file_id: int | None = None


@dataclass(frozen=True)
class NewItem:
    """One question: choose at least `minimum` and at most `choose` of `options`; `rule` where the ballot's does not count it."""

    key: str
    choose: int
    options: tuple[NewOption, ...]
    label: str = ""
    minimum: int = 0
    rule: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BallotOrder:
    """What to vote on, who votes, when, and by which rule (see tally/rules.py). `ordered_by` like "stage:4"."""

    territory_id: int
    title: str
    items: tuple[NewItem, ...]
    rule: Mapping[str, Any]
    opens_at: datetime
    closes_at: datetime
    kind: str = Ballot.Kind.AWARD
    electorate: str = Ballot.Electorate.RESIDENTS
    ordered_by: str = ""
    revotes_allowed: bool = False
    paper_rule: str = field(default=Ballot.PaperRule.FIRST_STANDS)
    about: str = ""
    matter: str = ""
    consent_reference: str = ""
    level: str = "N"  # S is secret: nobody, not even whoever runs the server, learns who chose what
    secret: SecretTerms | None = None
    body_id: int | None = None  # whose members vote, for the electorate COMMITTEE
    meeting_id: int | None = None  # whose list of those present votes, for MEETING


@transaction.atomic
def draft(*, order: BallotOrder, actor: Actor, now: datetime) -> Ballot:
    """A ballot stands in DRAFT with its sheet and its keys. Instants are cut to whole seconds.

    Raises Refused: ballots.not_permitted, .owners_decide, .window_empty, .rule_unknown, .no_items, .item_twice,
    .item_without_options, .option_keys_twice, .cost_above_budget, .choose_out_of_range, .paper_rule_needs_revotes,
    .tie_rule_unknown, .threshold_unreadable, .law_not_in_force, .silence_unreadable, .not_yes_no,
    .seats_out_of_range, .ranking_needs_all, .budget_incomplete, .step_out_of_range, .body_missing, .meeting_missing,
    .consent_missing, .threshold_missing, .one_option, .options_alike; for level S also .secret_by_area,
    .secret_no_revotes, .trustees_out_of_range, .casts_outside_window, .sheet_too_large.
    """
    reach = lineage(order.territory_id, local_date(now))
    require(rules.may_organise(actor, reach))
    require(rules.may_decide(actor, reach, matter=order.matter, kind=order.kind))
    _check_order(order)
    ballot = Ballot(drafted_at=now, **_columns(order))
    ballot.save()
    BallotSecret.objects.create(
        ballot=ballot,
        ballot_key=secrets.token_hex(KEY_BYTES),
        code_key=secrets.token_hex(KEY_BYTES),
        ticket_key=secrets.token_hex(KEY_BYTES),
        signal_salt=secrets.token_hex(KEY_BYTES),
    )
    _write_sheet(ballot, order)
    BallotStep.objects.create(ballot=ballot, verb="draft", source="", target=states.DRAFT, actor=actor.id, at=now)
    note(ballot, "draft", actor=actor, now=now, detail={"items": len(order.items)})
    return ballot


@transaction.atomic
def redraft(*, ballot_id: int, order: BallotOrder, actor: Actor, now: datetime) -> Ballot:
    """A draft that nobody has seen asks something else. Its keys stay.

    Raises Refused as `draft` does; ballots.announced_stands once it is announced.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    reach = lineage(order.territory_id, local_date(now))
    require(rules.may_organise(actor, reach))
    require(rules.may_decide(actor, reach, matter=order.matter, kind=order.kind))
    if ballot.state != states.DRAFT:
        raise Refused(no("ballots.announced_stands", "what was announced no longer changes", state=ballot.state))
    _check_order(order)
    for name, value in _columns(order).items():
        setattr(ballot, name, value)
    ballot.save()
    Option.objects.filter(item__ballot=ballot).delete()
    Item.objects.filter(ballot=ballot).delete()
    _write_sheet(ballot, order)
    note(ballot, "redraft", actor=actor, now=now, detail={"items": len(order.items)})
    return ballot


@transaction.atomic
def announce(*, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """The sheet, the rule and the window are announced and no longer change; a candidate may still be withdrawn.

    Raises Refused: ballots.not_permitted, ballot.no_such_move, ballots.closed, .notice_too_short, .secret_too_few,
    .secret_too_alike, .sheet_too_large.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    if now >= ballot.closes_at:
        raise Refused(no("ballots.closed", "the drafted window", closes=ballot.closes_at.isoformat()))
    require(rules.notice_given(ballot, now))
    if ballot.level == "S":
        entries = roll_at(local_date(now), ballot.electorate, ballot.territory_id)  # type: ignore[arg-type]
        require_hidden(ballot, [one for entry in entries for one in entry.voters], len(entries), now)
    options = list(queries.options(ballot_id))
    try:
        manifest.build(ballot, ballot.secret, options, log_key=logs.verifier_key(sealing.log_name(ballot_id)))
    except canonical.NotCanonical as error:
        raise Refused(no("ballots.sheet_too_large", "canonical bytes: 65,535", options=len(options))) from error
    move_on(ballot, "announce", actor=actor, now=now)
    return ballot


@transaction.atomic
def withdraw_option(*, ballot_id: int, option_key: str, reason: str, actor: Actor, now: datetime) -> Option:
    """A candidate can no longer be chosen; votes already cast stay and are counted apart.

    Raises Refused: ballots.not_permitted, .reason_missing, .option_unknown, .withdrawn_too_late.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    reason = _reason(reason)
    if ballot.state not in (states.DRAFT, states.ANNOUNCED, states.OPEN, states.CLOSED):
        raise Refused(no("ballots.withdrawn_too_late", "the count is made", state=ballot.state))
    option = Option.objects.select_related("item").filter(item__ballot=ballot, key=option_key).first()
    if option is None:
        raise Refused(no("ballots.option_unknown", "the announced sheet", option=option_key[:40]))
    if option.withdrawn_at is None:
        option.withdrawn_at, option.withdrawn_reason = now, reason
        option.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        ballot.revision += 1
        ballot.save(update_fields=["revision"])
        note(ballot, "withdraw_option", actor=actor, now=now, detail={"option": option_key})
    return option


@transaction.atomic
def close(*, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """No phone casts any more: the exclusive lock waits for those in flight, and later ones find CLOSED. The log says so.

    Raises Refused: ballots.not_permitted, ballots.not_yet_closing, ballot.no_such_move.
    """
    ballot = locked(ballot_id)
    require(rules.may_drive(actor, lineage_of(ballot, now)))
    require(states.BALLOT.may(ballot.state, "close"))
    require(rules.may_close_now(ballot, now))
    move_on(ballot, "close", actor=actor, now=now, detail={"papers": queries.participation(ballot_id).papers})
    if ballot.level == "N":  # of a secret ballot the urn is emptied first (secret_closing)
        close_log(ballot, now)
    return ballot


@transaction.atomic
def count(*, ballot_id: int, actor: Actor, now: datetime, seed: str = "") -> Ballot:
    """The result is stored once; it is still invisible to the public. Every sheet and every suspicion was decided.

    The log is closed for good, and the register keeps its last root and the hash of the result.
    `seed` is the number of the draw that the tie rule names; left out, that of the draw that was made (take_seed).
    Where a tie waits for that draw the count is refused with the hash of the pool, which is published before anybody
    knows the number.
    Raises Refused: ballots.not_permitted, .sheets_open, .reviews_open, .papers_not_logged, .draw_needed,
    .urn_not_emptied, .still_sealed, ballot.no_such_move.
    """
    ballot = locked(ballot_id)
    require(rules.may_drive(actor, lineage_of(ballot, now)))
    require(states.BALLOT.may(ballot.state, "count"))
    sheets = ballot.sheets.filter(state__in=[states.RECEIVED, states.DISPUTED]).count()
    require(rules.sheets_decided(sheets))
    reviews = ballot.reviews.filter(state__in=[states.OPEN, states.PROPOSED]).count()
    require(rules.reviews_decided(reviews))
    if ballot.level == "S":
        require_opened(ballot)
    else:
        close_log(ballot, now)
    papers = queries.count_papers(ballot)
    items, roll = queries.count_items(ballot_id), queries.roll_of(ballot)
    seed = clean(seed)[:SEED_LENGTH] or queries.tie_seed(ballot_id)
    outcome = tally(ballot.rule, items, papers, roll, seed=seed, silent=queries.silent(ballot))
    waiting = [one for one in undecided(outcome) if "pool" in one["tie"]]
    if waiting and not seed:
        raise Refused(
            no("ballots.draw_needed", "the tie rule", item=waiting[0]["item"], pool=waiting[0]["tie"]["pool"])
        )
    document = canonical.encode(outcome)
    digest = hashlib.sha256(document).hexdigest()
    BallotResult.objects.create(ballot=ballot, document=document.decode(), document_hash=digest, counted_at=now)
    move_on(ballot, "count", actor=actor, now=now, detail={"result": digest})
    withdrawn = {option for item in items for option in item.withdrawn}
    anchor_result(ballot, digest, now, seed=seed, withdrawn=withdrawn)
    return ballot


@transaction.atomic
def publish(*, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """The result and its inputs are public; the salt of address and device hashes is erased.

    Raises Refused: ballots.not_permitted, ballot.no_such_move.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    move_on(ballot, "publish", actor=actor, now=now)
    BallotSecret.objects.filter(ballot=ballot).update(signal_salt="")
    return ballot


@transaction.atomic
def annul(*, ballot_id: int, reason: str, actor: Actor, now: datetime) -> Ballot:
    """The ballot counts for nothing, with the reason on record; papers and roll stay.

    Raises Refused: ballots.not_permitted, .reason_missing, ballot.no_such_move.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    move_on(ballot, "annul", actor=actor, now=now, reason=_reason(reason))
    annul_log(ballot, now)
    BallotSecret.objects.filter(ballot=ballot).update(signal_salt="")
    return ballot


def _reason(text: str) -> str:
    reason = clean(text)[:200]
    if not reason:
        raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    return reason


def _columns(order: BallotOrder) -> dict[str, Any]:
    return {
        "kind": order.kind,
        "territory_id": order.territory_id,
        "title": clean(order.title),
        "about": order.about.strip(),
        "matter": order.matter,
        "consent_reference": clean(order.consent_reference),
        "level": order.level,
        "ordered_by": order.ordered_by,
        "electorate": order.electorate,
        "body_id": order.body_id,
        "meeting_id": order.meeting_id,
        "rule": dict(order.rule),
        "revotes_allowed": order.revotes_allowed,
        "paper_rule": order.paper_rule,
        "opens_at": order.opens_at.replace(microsecond=0),
        "closes_at": order.closes_at.replace(microsecond=0),
    }


def _write_sheet(ballot: Ballot, order: BallotOrder) -> None:
    write_terms(ballot, order)
    for position, new in enumerate(order.items):
        item = Item.objects.create(
            ballot=ballot,
            key=new.key,
            label=clean(new.label),
            position=position,
            choose=new.choose,
            minimum=new.minimum,
            rule=dict(new.rule),
        )
        Option.objects.bulk_create(
            Option(
                item=item,
                key=option.key,
                label=clean(option.label),
                about=clean(option.about),
                file_id=option.file_id,
                position=place,
            )
            for place, option in enumerate(new.options)
        )


def _check_order(order: BallotOrder) -> None:
    if order.closes_at.replace(microsecond=0) <= order.opens_at.replace(microsecond=0):
        raise Refused(no("ballots.window_empty", opens=order.opens_at.isoformat(), closes=order.closes_at.isoformat()))
    _check_electorate(order)
    if silence_problem(order.rule):
        raise Refused(no("ballots.silence_unreadable", "the rule of procedure"))
    if order.paper_rule == Ballot.PaperRule.SUPERSEDES and not order.revotes_allowed:
        raise Refused(no("ballots.paper_rule_needs_revotes"))
    if not order.items:
        raise Refused(no("ballots.no_items"))
    check_terms(order)
    if len({item.key for item in order.items}) != len(order.items):
        raise Refused(no("ballots.item_twice"))
    if order.kind != Ballot.Kind.AWARD:
        _check_asking(order)
    for item in order.items:
        _check_item(item)
        _check_rule(item, item.rule or order.rule, local_date(order.opens_at))


def _check_electorate(order: BallotOrder) -> None:
    if (order.electorate == Ballot.Electorate.COMMITTEE) != (order.body_id is not None):
        raise Refused(no("ballots.body_missing", "the members of a body vote"))
    if (order.electorate == Ballot.Electorate.MEETING) != (order.meeting_id is not None):
        raise Refused(no("ballots.meeting_missing", "those present at a meeting vote"))


def _check_asking(order: BallotOrder) -> None:
    """What people are asked by somebody, rather than by a campaign: real choices, and a decision by law has its papers."""
    if order.kind == Ballot.Kind.STATUTORY:
        if not clean(order.consent_reference):
            raise Refused(no("ballots.consent_missing", "the authority agrees before a decision by law is held here"))
        if not all((item.rule or order.rule).get("threshold") for item in order.items):
            raise Refused(no("ballots.threshold_missing", "a decision by law has a threshold of the law"))
    for item in order.items:
        name = item.label or item.key
        if len(item.options) == 1:
            raise Refused(no("ballots.one_option", "who votes chooses between at least two", item=name))
        named = [clean(option.label) for option in item.options if clean(option.label)]
        same = [folded(label) for label in named]
        twice = next((label for place, label in enumerate(named) if same[place] in same[:place]), "")
        if twice:
            raise Refused(no("ballots.options_alike", "each option is another one", item=name, option=twice))
        _check_costs(item, item.rule or order.rule)


def _check_costs(item: NewItem, rule: Mapping[str, Any]) -> None:
    """A project that costs more than all the money can never be chosen: asking for it would mislead."""
    budget = rule.get("budget_fen", 0)
    for option in item.options:
        cost = rule.get("cost_fen", {}).get(option.key, 0)
        if isinstance(budget, int) and isinstance(cost, int) and cost > budget > 0:
            name, facts = option.label or option.key, {"cost": yuan_text(cost), "budget": yuan_text(budget)}
            raise Refused(no("ballots.cost_above_budget", "the budget", item=item.label, option=name, **facts))


def _check_item(item: NewItem) -> None:
    if not item.options:
        raise Refused(no("ballots.item_without_options", item=item.key))
    if len({option.key for option in item.options}) != len(item.options):
        raise Refused(no("ballots.option_keys_twice", item=item.key))
    if not (0 <= item.minimum <= item.choose and item.choose > 0):
        raise Refused(no("ballots.choose_out_of_range", item=item.key, choose=item.choose, minimum=item.minimum))


def _check_rule(item: NewItem, rule: Mapping[str, Any], on: date) -> None:
    """The rule can count this item, and a threshold of the law is that of the day of the opening."""
    wrong = problem(CountItem(item.key, item.choose, tuple(option.key for option in item.options)), rule)
    if wrong is not None:
        code, facts = wrong
        raise Refused(no(code, "the counting rule", **facts))
    threshold = rule.get("threshold")
    if threshold and not law.in_force(threshold, on):
        raise Refused(
            no("ballots.law_not_in_force", threshold["source"], item=item.key, law=threshold["source"], day=on)
        )

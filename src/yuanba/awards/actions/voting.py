"""A vote stage: the ballot is ordered when the stage opens, counted when it closes. Awards keeps no votes of its own."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from yuanba.awards import rules
from yuanba.awards.actions.scores import keep_scores
from yuanba.awards.models import Entry, StageRun, StageTarget
from yuanba.awards.pinned import playbook_of, stage_of
from yuanba.awards.playbook import VoteSettings
from yuanba.awards.queries.candidates import candidates_of
from yuanba.awards.queries.listing import panel_ref
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots.actions import BallotOrder, NewItem, NewOption
from yuanba.ballots.models import Ballot
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused

RULE: dict[str, str | int] = {"id": "choose-k", "version": 1, "source": "国办函〔2026〕12号"}


def open_vote(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """One sheet with an item per category is open to the residents of the territory. Without candidates there is none."""
    by_category: dict[str, list[Entry]] = defaultdict(list)
    for entry in candidates_of(run):
        by_category[entry.category].append(entry)
    if not by_category:
        return
    order = _order(run, by_category)
    helper = rules.on_behalf(actor, run.campaign, "ballots.organise")
    try:
        with transaction.atomic():
            ballot = ballots.draft(order=order, actor=helper, now=now)
            ballots.announce(ballot_id=ballot.pk, actor=helper, now=now)
            run.ballot_id = ballots.open_ballot(ballot_id=ballot.pk, actor=helper, now=now).pk
    except Refused as refusal:
        if refusal.verdict.code != "ballots.roll_empty":
            raise
    run.save(update_fields=["ballot_id"])
    StageTarget.objects.bulk_create(
        [
            StageTarget(stage_run=run, entry=entry, key=option_key(entry))
            for entries in by_category.values()
            for entry in entries
        ],
        batch_size=500,
    )


def option_key(entry: Entry) -> str:
    """How a ballot knows an entry: the pseudonym of the public files."""
    return f"entry:{entry.code}"


def label(entry: Entry) -> str:
    """What the sheet prints."""
    name = f"{entry.title}（{entry.nominee_name}）" if entry.title else entry.nominee_name
    return name[:120]


def _order(run: StageRun, by_category: dict[str, list[Entry]]) -> BallotOrder:
    playbook = playbook_of(run.campaign)
    stage = stage_of(run.campaign, run.key)
    assert isinstance(stage.settings, VoteSettings), "the kind says so"
    items = tuple(
        NewItem(
            key=category.key,
            choose=stage.settings.choose[category.key],
            options=tuple(NewOption(option_key(entry), label(entry)) for entry in by_category[category.key]),
            label=category.name,
        )
        for category in playbook.categories
        if category.key in by_category
    )
    return BallotOrder(
        territory_id=run.campaign.territory_id,
        title=f"{run.campaign.title} {stage.name}",
        items=items,
        rule=dict(RULE),
        opens_at=run.opens_at,
        closes_at=run.closes_at,
        ordered_by=panel_ref(run),
    )


def tend_vote(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """After the last instant the ballot is closed and what looks rigged waits for two people."""
    if run.ballot_id is None or now < run.closes_at:
        return
    ballot = Ballot.objects.get(pk=run.ballot_id)
    if ballot.state == "OPEN":
        helper = rules.on_behalf(actor, run.campaign, "ballots.organise", "ballots.review")
        ballots.close(ballot_id=ballot.pk, actor=helper, now=now)
        ballots.open_reviews(ballot_id=ballot.pk, actor=helper, now=now)


def close_vote(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """The ballot is counted, unseen until the list goes public; each candidate has its votes as score."""
    if run.ballot_id is None:
        return _nobody_voted(run, now)
    tend_vote(run, actor=actor, now=now)
    helper = rules.on_behalf(actor, run.campaign, "ballots.organise")
    if Ballot.objects.get(pk=run.ballot_id).state == "CLOSED":
        ballots.count(ballot_id=run.ballot_id, actor=helper, now=now)
    document = ballot_queries.result(run.ballot_id)
    votes = {option: number for item in document["items"] for option, number in item["votes"].items()}
    scores: dict[int, Fraction | None] = {}
    details: dict[int, dict[str, object]] = {}
    for target in run.targets.select_related("entry"):
        if target.key in votes:
            scores[target.entry_id] = Fraction(votes[target.key])
            details[target.entry_id] = {"votes": votes[target.key]}
    keep_scores(run, scores, details, now=now)
    counts = document["participation"]
    return {"papers": counts["papers"], "on_paper": counts["on_paper"], "voided": sum(document["voided"].values())}


def _nobody_voted(run: StageRun, now: datetime) -> dict[str, int]:
    """Where nobody is on the roll there is no ballot, and every candidate has no vote: 0, as the bundle says."""
    ids = list(run.targets.filter(entry__state="QUALIFIED").values_list("entry_id", flat=True))
    keep_scores(run, dict.fromkeys(ids, Fraction(0)), {}, now=now)
    return {"papers": 0, "on_paper": 0, "voided": 0}


def publish_vote(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """The count and its inputs are public, with the voided papers as counts with reasons."""
    if run.ballot_id is not None and Ballot.objects.get(pk=run.ballot_id).state == "COUNTED":
        helper = rules.on_behalf(actor, run.campaign, "ballots.organise")
        ballots.publish(ballot_id=run.ballot_id, actor=helper, now=now)

"""The organiser's board: each stage with its counts, what blocks the next step, and who must act."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from yuanba.awards import rules
from yuanba.awards.models import Campaign, Entry, Screening
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import blockers
from yuanba.awards.queries.paths import Flow, flows
from yuanba.awards.queries.screening import materials_missing
from yuanba.ballots import queries as ballots
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places
from yuanba.surveys import queries as surveys


@dataclass(frozen=True)
class Card:
    """A stage on the board. `done` of `flow.came` are through; `late` were refused because of the window.

    `missing` counts entries that lack a required material, `taking_part` the people who answered or voted (of `asked`).
    """

    stage_run_id: int
    version: int
    name: str
    name_en: str
    kind: str
    state: str
    opens: date
    closes: date
    flow: Flow
    done: int = 0
    late: int = 0
    missing: int = 0
    taking_part: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Board:
    """A campaign as its organiser sees it."""

    campaign: Campaign
    awards: int
    amount_fen: int
    documents: int
    cards: tuple[Card, ...]
    blockers: tuple[blockers.Blocker, ...]
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_channel: Mapping[str, int] = field(default_factory=dict)


def board(campaign: Campaign, now: datetime) -> Board:
    """The whole board; a constant number of queries per stage, whatever the number of entries."""
    playbook = playbook_of(campaign)
    entries = campaign.entries.values_list("state", "channel")
    found = {one.stage: one for one in flows(campaign)}
    done, missing = _screened(campaign), _lacking(campaign)
    cards = []
    for run in campaign.stage_runs.order_by("position"):
        stage, flow = playbook.stage(run.key), found[run.key]
        taking_part, asked = _participation(run.survey_id, run.ballot_id)
        cards.append(
            Card(
                stage_run_id=run.pk,
                version=run.version,
                name=stage.name,
                name_en=stage.name_en or stage.name,
                kind=run.kind,
                state=run.state,
                opens=local_date(run.opens_at),
                closes=local_date(run.closes_at - rules.ONE_INSTANT),
                flow=flow,
                done=done if run.kind == "SCREENING" else flow.went,
                late=flow.refused.get("late", 0),
                missing=missing if run.kind == "MATERIALS" else 0,
                taking_part=taking_part,
                asked=asked,
            )
        )
    rows = list(entries)
    return Board(
        campaign=campaign,
        awards=sum(category.quota for category in playbook.categories),
        amount_fen=playbook.amount_fen,
        documents=campaign.documents.count() + len(playbook.basis),
        cards=tuple(cards),
        blockers=blockers.of_campaign(campaign, now),
        by_state=dict(Counter(state for state, _ in rows)),
        by_channel=dict(Counter(channel for _, channel in rows)),
    )


def _screened(campaign: Campaign) -> int:
    """Entries whose newest look is concluded, whatever came of it."""
    concluded = ("PASSED", "REJECTED")
    return Screening.objects.filter(entry__campaign=campaign, state__in=concluded).values("entry").distinct().count()


def _lacking(campaign: Campaign) -> int:
    rows = campaign.entries.filter(state__in=["SUBMITTED", "RETURNED"]).select_related("campaign")
    return sum(bool(lines) for lines in materials_missing(rows).values())


def _participation(survey_id: int | None, ballot_id: int | None) -> tuple[int, int]:
    if survey_id is not None:
        seen = surveys.participation(survey_id)
        return seen.answered, seen.invited
    if ballot_id is not None:
        turnout = ballots.participation(ballot_id)
        return turnout.papers, turnout.rows
    return 0, 0


def campaigns_of(actor: Actor, now: datetime) -> QuerySet[Campaign]:
    """The campaigns that an appointment lets the actor organise, approve, screen or decide on, newest first."""
    permissions = (rules.ORGANISE, rules.APPROVE, rules.SCREEN, rules.APPEAL, rules.DESK)
    granted = {territory for permission in permissions for territory in actor.territories(permission)}
    on = local_date(now)
    inside: set[int] = set()
    for territory in granted:
        inside |= places.descendants(territory, on)
        # A community's desk works for the campaigns of the offices above it.
        inside |= set(places.lineage(territory, on))
    return Campaign.objects.filter(territory_id__in=inside).order_by("-created_at", "-pk")


def entries_of(campaign: Campaign, actor: Actor, now: datetime) -> QuerySet[Entry]:
    """The entries that the actor's appointments cover: all for the street's desks, those of its places for a community's."""
    rows = campaign.entries.select_related("campaign", "nominee_territory", "nominee_person", "nominee_organisation")
    on = local_date(now)
    chain = places.lineage(campaign.territory_id, on)
    wide = (rules.ORGANISE, rules.APPROVE, rules.SCREEN, rules.APPEAL)
    if any(actor.holds(permission, chain) for permission in wide):
        return rows.order_by("serial")
    inside: set[int] = set()
    for territory in actor.territories(rules.DESK):
        inside |= places.descendants(territory, on)
    return rows.filter(nominee_territory_id__in=inside).order_by("serial")


def checks_waiting(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """Entries that somebody else keyed in and that wait for this actor's second look, oldest first."""
    on = local_date(now)
    inside: set[int] = set()
    for territory in actor.territories(rules.DESK):
        inside |= places.descendants(territory, on)
    rows = Entry.objects.filter(state="RECEIVED", nominee_territory_id__in=inside).exclude(registered_by=actor.id)
    return rows.select_related("campaign", "proxy_check").order_by("received_at", "pk")

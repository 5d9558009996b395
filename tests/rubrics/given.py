"""Panels made by their actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.factories import PersonFactory, TerritoryFactory
from tests.officers import officer, somebody
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI
from yuanba.places.models import Territory
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import Panel, Rubric, ScoreSheet

NOW = datetime(2021, 11, 1, 9, 0, tzinfo=SHANGHAI)
CLOSE = NOW + timedelta(days=7)
CRITERIA = [
    {"key": "effect", "title": "治理成效", "weight": 50},
    {"key": "innovation", "title": "创新", "weight": "30"},
    {"key": "people", "title": "群众参与", "weight": "20/1"},
]
MARKS = {"effect": 8, "innovation": 7, "people": 9}


@dataclass
class Stage:
    """A panel with its organiser and jurors (J1 is the chair)."""

    panel: Panel
    organiser: Actor
    jurors: list[Actor]
    street: Territory
    refs: list[str] = field(default_factory=list)

    def sheet(self, juror: int, ref: str) -> ScoreSheet:
        return queries.sheets(self.panel).get(
            assignment__member__person_id=self.jurors[juror].person_id, assignment__subject__subject_ref=ref
        )

    def score(self, juror: int, ref: str, now: datetime = NOW, **marks: int) -> ScoreSheet:
        sheet = self.sheet(juror, ref)
        actor = self.jurors[juror]
        actions.save_draft(sheet_id=sheet.pk, draft=actions.Draft({**MARKS, **marks}), actor=actor, now=now)
        return actions.submit_sheet(sheet_id=sheet.pk, actor=actor, now=now)

    def score_all(self, now: datetime = NOW) -> None:
        for sheet in list(queries.sheets(self.panel).exclude(state=states.SUBMITTED)):
            code = sheet.assignment.member.code
            self.score(int(code[1:]) - 1, sheet.assignment.subject.subject_ref, now)


def rubric(organiser: Actor, scale: tuple[int, int, int] = (0, 10, 1)) -> Rubric:
    return actions.define_rubric(
        key="case", title="案例评分", criteria=CRITERIA, scale=scale, source="playbook", actor=organiser, now=NOW
    )


def seated(jurors: int = 3, subjects: int = 4, **shape: object) -> Stage:
    """A panel whose members were named, with subjects, before any declaration."""
    street = TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    organiser = officer("STREET_ORGANISER", street, NOW)
    people = [PersonFactory() for _ in range(jurors)]
    panel = actions.create_panel(
        subject_ref="campaign:1/stage:jury",
        name="评审小组",
        territory_id=street.pk,
        rubric_id=rubric(organiser).pk,
        shape=actions.Shape(seats=jurors, **shape),
        actor=organiser,
        now=NOW,
    )
    panel = actions.appoint(
        panel_id=panel.pk,
        members=[actions.Seat(person.pk) for person in people],
        chair_person_id=people[0].pk,
        actor=organiser,
        now=NOW,
    )
    refs = [f"entry:{number}" for number in range(1, subjects + 1)]
    actions.add_subjects(panel_id=panel.pk, subject_refs=refs, actor=organiser, now=NOW)
    return Stage(panel, organiser, [somebody(person, NOW) for person in people], street, refs)


def declared(stage: Stage) -> Stage:
    for juror in stage.jurors:
        actions.declare_conflicts(panel_id=stage.panel.pk, conflicts={}, actor=juror, now=NOW)
    return stage


def opened(jurors: int = 3, subjects: int = 4, seed: str = "", **shape: object) -> Stage:
    stage = declared(seated(jurors, subjects, **shape))
    stage.panel = actions.open_panel(
        panel_id=stage.panel.pk, closes_at=CLOSE, seed=seed, actor=stage.organiser, now=NOW
    )
    return stage


def drawn(jurors: int = 4, reserves: int = 1, subjects: int = 4) -> Stage:
    """An open panel whose members were drawn, with reserves waiting."""
    street = TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    organiser = officer("STREET_ORGANISER", street, NOW)
    pool = [actions.Seat(PersonFactory().pk) for _ in range(jurors + reserves)]
    panel = actions.create_panel(
        subject_ref="campaign:9/stage:jury",
        name="评审小组",
        territory_id=street.pk,
        rubric_id=rubric(organiser).pk,
        shape=actions.Shape(seats=jurors, reserves=reserves),
        actor=organiser,
        now=NOW - timedelta(days=3),
    )
    given = {"panel_id": panel.pk, "actor": organiser}
    before = NOW - timedelta(days=3)
    actions.add_to_pool(pool=pool, now=before, **given)
    actions.announce_pool(seed_source="福彩双色球", seed_at=NOW - timedelta(days=1), now=before, **given)
    members = actions.draw_members(seed="7", now=NOW, **given)
    actions.seat(chair_person_id=members[0].person_id, now=NOW, **given)
    refs = [f"entry:{number}" for number in range(1, subjects + 1)]
    actions.add_subjects(subject_refs=refs, now=NOW, **given)
    stage = Stage(panel, organiser, [somebody(member.person, NOW) for member in members], street, refs)
    declared(stage)
    stage.panel = actions.open_panel(closes_at=CLOSE, now=NOW, **given)
    return stage

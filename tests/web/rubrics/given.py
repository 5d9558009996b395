"""A panel whose jurors sign in, open now."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests import given
from tests.rubrics.given import CRITERIA, MARKS
from yuanba.kernel.actor import Actor
from yuanba.people.models import Account
from yuanba.people.queries import actor_for
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import Panel, ScoreSheet
from yuanba.web import clock


@dataclass
class Jury:
    """A panel, its jurors' accounts (the first is in the chair) and the entries it judges."""

    world: given.World
    panel: Panel
    accounts: list[Account]
    refs: list[str] = field(default_factory=list)

    def actor(self, number: int) -> Actor:
        return actor_for(self.accounts[number], clock.now())

    def sheet(self, juror: int, ref: str = "entry:E1") -> ScoreSheet:
        person = self.accounts[juror].person_id
        rows = queries.sheets(self.panel).filter(assignment__member__person_id=person)
        return rows.get(assignment__subject__subject_ref=ref)

    def score(self, juror: int, ref: str, **marks: int) -> None:
        sheet, now = self.sheet(juror, ref), clock.now()
        actions.save_draft(sheet_id=sheet.pk, draft=actions.Draft({**MARKS, **marks}), actor=self.actor(juror), now=now)
        actions.submit_sheet(sheet_id=sheet.pk, actor=self.actor(juror), now=now)

    def score_all(self) -> None:
        for number in range(len(self.accounts)):
            for ref in self.refs:
                if self.sheet(number, ref).state != states.SUBMITTED:
                    self.score(number, ref, effect=5 + number)


def seated(world: given.World, *, jurors: int = 3, entries: int = 2, **shape: object) -> Jury:
    """Named members, before any declaration."""
    now = clock.now()
    organiser = world.actor("STREET_ORGANISER", now=now)
    accounts = [
        given.appointed(world, "JUROR", world.street, name=f"评委{number}", phone=f"1390002{number:04d}")
        for number in range(jurors)
    ]
    rubric = actions.define_rubric(
        key="case", title="案例评分", criteria=CRITERIA, scale=(0, 10, 1), source="方案", actor=organiser, now=now
    )
    panel = actions.create_panel(
        subject_ref="campaign:1/stage:jury",
        name="案例评审小组",
        territory_id=world.street.pk,
        rubric_id=rubric.pk,
        shape=actions.Shape(seats=jurors, **shape),
        actor=organiser,
        now=now,
    )
    panel = actions.appoint(
        panel_id=panel.pk,
        members=[actions.Seat(account.person_id) for account in accounts],
        chair_person_id=accounts[0].person_id,
        actor=organiser,
        now=now,
    )
    refs = [f"entry:E{number}" for number in range(1, entries + 1)]
    actions.add_subjects(panel_id=panel.pk, subject_refs=refs, actor=organiser, now=now)
    return Jury(world, panel, accounts, refs)


def opened(world: given.World, **how: object) -> Jury:
    """Everybody has declared, the entries are dealt out, and scoring runs for a week."""
    jury, now = seated(world, **how), clock.now()  # type: ignore[arg-type]
    for number in range(len(jury.accounts)):
        actions.declare_conflicts(panel_id=jury.panel.pk, conflicts={}, actor=jury.actor(number), now=now)
    jury.panel = actions.open_panel(
        panel_id=jury.panel.pk,
        closes_at=now + timedelta(days=7),
        actor=world.actor("STREET_ORGANISER", now=now),
        now=now,
    )
    return jury

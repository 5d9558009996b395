"""The long steps of an award, as people take them: answer, vote, judge, post the notice."""

from datetime import datetime

from tests.awards.given_awards import Show, upload

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, ListNotice, StageRun
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.kernel.actor import Actor, system
from yuanba.people import actions as people
from yuanba.people.models import Person
from yuanba.people.queries import actor_for
from yuanba.publicity import actions as publicity
from yuanba.publicity.models import Objection
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics import queries as rubric_queries
from yuanba.rubrics.actions.panels import Seat
from yuanba.rubrics.models import Panel
from yuanba.surveys import actions as surveys
from yuanba.surveys import queries as survey_queries


def answer_all(show: Show, run: StageRun, now: datetime, mark: int = 5) -> int:
    """Every verified resident who is asked gives every candidate the mark, one less to those with an odd number."""
    run.refresh_from_db()
    count = 0
    for number in range(len(show.world.residents)):
        actor = show.world.resident(number, now)
        row = survey_queries.roll_row_of(run.survey_id, actor.person_id)
        if row is None:
            continue
        sheet = survey_queries.sheet(run.survey_id, row)
        questions = [one["key"] for one in sheet.questions]
        values = {
            target.ref: {key: max(1, mark - int(target.ref[-1] < "M")) for key in questions} for target in sheet.targets
        }
        if values:
            surveys.answer(survey_id=run.survey_id, values=values, actor=actor, now=now)
            count += 1
    return count


def vote_all(show: Show, run: StageRun, now: datetime) -> int:
    """Every verified resident votes for the first candidates of the own sheet."""
    run.refresh_from_db()
    count = 0
    for number in range(len(show.world.residents)):
        actor = show.world.resident(number, now)
        row = ballot_queries.roll_row_of(run.ballot_id, actor.person_id)
        sheet = ballot_queries.sheet(run.ballot_id, row)
        choices = {item.key: [one.key for one in item.options[: item.choose]] for item in sheet.items}
        ticket = ballots.issue_ticket(ballot_id=run.ballot_id, actor=actor, now=now)
        ballots.cast(ticket=ticket, choices=choices, channel="PHONE", now=now)
        count += 1
    return count


def experts(show: Show, number: int) -> list[Person]:
    """People of the expert list, with a staff account each."""
    made = []
    for place in range(number):
        by = {"actor": system("given"), "now": show.world.now}
        person = people.register_person(name=f"评委{place}", phone=f"1390002{place:04d}", **by)
        people.create_staff_account(person_id=person.pk, login=f"juror{place}", password="Yuanba-2026-tests", **by)
        made.append(person)
    return made


def seat_jury(show: Show, run: StageRun, pool: list[Person], now: datetime, draw_at: datetime) -> None:
    """The panel is drawn by a public seed that was named before."""
    organiser = show.organiser()
    awards.jury.set_up(stage_run_id=run.pk, pool=[Seat(one.pk) for one in pool], actor=organiser, now=now)
    awards.jury.announce_pool(stage_run_id=run.pk, seed_source="", seed_at=draw_at, actor=organiser, now=now)
    awards.jury.draw(stage_run_id=run.pk, seed="05 12 17 21 28 33 07", actor=organiser, now=draw_at)
    chair = next(iter(panels(run)))
    first = rubric_queries.seated(chair).first()
    awards.jury.seat(stage_run_id=run.pk, chair_person_id=first.person_id, actor=organiser, now=draw_at)


def panels(run: StageRun) -> list[Panel]:
    ids = list(run.panels.order_by("pk").values_list("panel_id", flat=True))
    return [panel for panel in (Panel.objects.get(pk=one) for one in ids) if panel.state != "DISSOLVED"]


def juror(person_id: int, now: datetime) -> Actor:
    account = Person.objects.get(pk=person_id).accounts.get()
    return actor_for(account, now)


def declare_all(run: StageRun, now: datetime) -> None:
    for panel in panels(run):
        for member in rubric_queries.seated(panel):
            actor = juror(member.person_id, now)
            rubrics.declare_conflicts(panel_id=panel.pk, conflicts={}, actor=actor, now=now)


def call_all_up(panel: Panel, now: datetime) -> None:
    """Judged live, the chair calls every candidate up; elsewhere there is nothing to call."""
    if not panel.is_on_the_spot:
        return
    chair = juror(rubric_queries.seated(panel).get(is_chair=True).person_id, now)
    for subject in rubric_queries.live_subjects(panel):
        rubrics.call_up(panel_id=panel.pk, subject_ref=subject.subject_ref, actor=chair, now=now)


def show_all(panel: Panel, now: datetime) -> None:
    """Judged live, the hall sees each result: the same as the stage's score later on."""
    if not panel.is_on_the_spot:
        return
    chair = juror(rubric_queries.seated(panel).get(is_chair=True).person_id, now)
    for subject in rubric_queries.live_subjects(panel):
        rubrics.show(panel_id=panel.pk, subject_ref=subject.subject_ref, actor=chair, now=now)


def judge_all(run: StageRun, now: datetime) -> int:
    """Every juror scores everything: the later the code in the alphabet, the better."""
    count = 0
    for panel in panels(run):
        order = sorted(rubric_queries.live_subjects(panel).values_list("subject_ref", flat=True))
        for member in rubric_queries.seated(panel):
            actor = juror(member.person_id, now)
            for sheet in rubric_queries.my_sheets(panel, actor):
                place = order.index(sheet.assignment.subject.subject_ref)
                value = 4 + place % 7
                rubrics.save_draft(
                    sheet_id=sheet.pk,
                    draft=rubrics.Draft(dict.fromkeys(panel.rubric.keys, value)),
                    actor=actor,
                    now=now,
                )
                rubrics.submit_sheet(sheet_id=sheet.pk, actor=actor, now=now)
                count += 1
    return count


def sign_all(run: StageRun, organiser: Actor, now: datetime) -> None:
    """The panels are closed, their minutes signed by everybody, their work concluded."""
    for panel in panels(run):
        rubrics.close_panel(panel_id=panel.pk, actor=organiser, now=now)
        summary = rubrics.draft_summary(panel_id=panel.pk, text="评审小组一致同意评分结果。", actor=organiser, now=now)
        for member in rubric_queries.seated(panel):
            actor = juror(member.person_id, now)
            rubrics.sign_summary(panel_id=panel.pk, text_hash=summary.text_hash, actor=actor, now=now)
        rubrics.conclude(panel_id=panel.pk, actor=organiser, now=now)


def post_on_board(show: Show, notice: ListNotice, now: datetime) -> None:
    """A photograph proves that the notice hangs on the board."""
    organiser = show.organiser()
    photo = upload(organiser, now, f"公示栏{notice.pk}", kind=("png",))
    publicity.record_posting(
        notice_id=notice.notice_id, place="街道公示栏", posted_date=now.date(), photo_file_id=photo,
        actor=organiser, now=now,
    )  # fmt: skip


def object_to(show: Show, notice: ListNotice, entry: Entry, now: datetime) -> Objection:
    """A resident objects by name to one line of the notice."""
    filed = publicity.file_objection(
        notice_id=notice.notice_id,
        statement=publicity.Statement(
            text="事迹与事实不符", name="王某", contact="13800005678", about_ref=f"entry:{entry.code}"
        ),
        actor=show.world.resident(5, now),
        now=now,
    )
    return filed.objection


def uphold(show: Show, objection: Objection, now: datetime) -> None:
    publicity.decide_objection(
        objection_id=objection.pk, is_upheld=True, reason="经核实，事迹材料不实。", actor=show.leader(), now=now
    )

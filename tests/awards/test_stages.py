"""Stages: dates and exit rules, reasons on record, dates moved, what blocks and who must act."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.flows import award_way as way

from yuanba.awards import actions as awards
from yuanba.awards.models import StageRun, StageScore
from yuanba.awards.queries import blockers
from yuanba.awards.queries.board import board
from yuanba.awards.queries.mine import my_entries
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import rules as ballot_rules
from yuanba.ballots.casting import Signals
from yuanba.kernel.verdict import Refused
from yuanba.surveys.models import Survey

pytestmark = pytest.mark.django_db
OPEN = at("2021-09-10", 0)


@pytest.fixture
def show():
    made = given_awards.announced(given_awards.world_of())
    made.tick(OPEN)
    return made


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def move(show, verb: str, key: str, now, **values) -> StageRun:
    run = show.run(key)
    chosen = {"version": run.version, "reason": "疫情影响", "actor": show.organiser(), **values}
    return getattr(awards.stages, verb)(stage_run_id=run.pk, now=now, **chosen)


def codes(show, now) -> dict[str, blockers.Blocker]:
    return {one.code: one for one in blockers.of_campaign(show.fresh(), now)}


def test_the_tick_does_nothing_twice(show) -> None:
    assert show.tick(OPEN).opened == []
    assert show.run("registration").steps.count() == 1


def test_a_stage_waits_for_its_date_and_for_the_one_before(show) -> None:
    assert refused(lambda: move(show, "open_stage", "materials", at("2021-09-11"))) == "stage.blocked"
    assert codes(show, at("2021-09-11"))["stage.runs"].until == at("2021-10-09").date()


def test_registration_is_not_closed_before_its_announced_end(show) -> None:
    assert refused(lambda: move(show, "close_stage", "registration", at("2021-10-09"))) == "stage.closes_by_date"


def test_moves_need_a_reason_and_the_organiser(show) -> None:
    day = at("2021-10-12").date()
    now = at("2021-10-01")
    assert refused(lambda: move(show, "extend", "registration", now, closes_date=day, reason=" ")) == "awards.no_reason"
    resident = show.world.resident()
    assert (
        refused(lambda: move(show, "extend", "registration", now, closes_date=day, actor=resident))
        == "awards.not_allowed"
    )


def test_an_extension_moves_the_window_and_is_logged(show) -> None:
    run = move(show, "extend", "registration", at("2021-10-09"), closes_date=at("2021-10-12").date())
    assert run.closes_at == at("2021-10-13", 0)
    assert show.enter(show.world.resident(0, OPEN), at("2021-10-12", 23)).state == "SUBMITTED"
    assert run.steps.order_by("version").last().cause == "疫情影响"
    show.tick(at("2021-10-13", 0))
    assert show.run("materials").state == "OPEN"


def test_an_extension_is_later(show) -> None:
    early = at("2021-10-05").date()
    code = refused(lambda: move(show, "extend", "registration", at("2021-10-01"), closes_date=early))
    assert code == "stage.not_later"


def test_a_closed_stage_runs_again_while_the_next_one_waits(show) -> None:
    show.tick(at("2021-10-10", 0))
    day = at("2021-10-25").date()
    assert refused(
        lambda: move(show, "extend", "registration", at("2021-10-11"), closes_date=day)
    ) == "stage.later_started"  # fmt: skip
    move(show, "close_stage", "materials", at("2021-10-12"))
    assert move(show, "extend", "materials", at("2021-10-13"), closes_date=day).state == "REOPENED"
    show.tick(at("2021-10-26", 0))
    assert show.run("screening").state == "OPEN"


def test_a_missed_survey_window_is_named_and_rescheduled(show) -> None:
    entry = show.enter(show.world.resident(0, OPEN), OPEN)
    show.tick(at("2021-10-20", 0))
    show.screen(entry, at("2021-11-20"))
    show.tick(at("2021-11-20"))
    assert set(codes(show, at("2021-11-20"))) == {"stage.window_gone"}
    dates = {"opens_date": at("2021-11-21").date(), "closes_date": at("2021-11-30").date()}
    backward = {"opens_date": at("2021-12-01").date(), "closes_date": at("2021-11-30").date()}
    now = at("2021-11-20")
    assert refused(lambda: move(show, "reschedule", "survey", now, **backward)) == "stage.backward"
    move(show, "reschedule", "survey", now, **dates)
    show.tick(at("2021-11-21", 0))
    assert show.run("survey").state == "OPEN"


def test_the_board_says_how_many_and_who(show) -> None:
    entries = [show.enter(show.world.resident(number, OPEN), OPEN) for number in range(3)]
    show.tick(at("2021-10-20", 0))
    now = at("2021-10-20")
    awards.screening.assign(
        campaign_id=show.campaign.pk, screeners=[show.screener(0).id, show.screener(1).id], actor=show.organiser(),
        now=now,
    )  # fmt: skip
    show.screen(entries[0], now)
    show.screen(entries[1], now, "REJECT", reason="不符合")
    seen = board(show.fresh(), now)
    assert (seen.awards, seen.amount_fen) == (65, 39_000_000)
    card = next(one for one in seen.cards if one.kind == "SCREENING")
    assert (card.flow.came, card.done) == (3, 1)
    found = {one.code: one for one in seen.blockers}
    assert found["screening.pending"].count == 1
    assert found["screening.second"].count == 1
    assert len(found["screening.pending"].people) == 1


def test_my_entries_say_what_comes_next(show) -> None:
    actor = show.world.resident(0, OPEN)
    awards.entries.submit(campaign_id=show.campaign.pk, sheet=show.sheet(), request_key="a", actor=actor, now=OPEN)
    lacking = my_entries(actor, OPEN)[0]
    wanted = awards.entries.playbook_of(show.campaign).category("person").materials_for()
    if any(line.required for line in wanted):
        assert (lacking.next_step, lacking.due) == ("hand_in", at("2021-10-19").date())
    show.tick(at("2021-10-20", 0))
    assert my_entries(actor, at("2021-10-20"))[0].next_step == "wait_for_stage"


def screened(show, number: int) -> list:
    entries = [show.enter(show.world.resident(one, OPEN), OPEN) for one in range(number)]
    show.tick(at("2021-10-20", 0))
    for entry in entries:
        show.screen(entry, at("2021-10-20"))
    show.tick(at("2021-11-03", 0))
    return entries


def test_too_few_answers_are_insufficient_and_never_zero(show) -> None:
    screened(show, 2)
    assert way.answer_all(show, show.run("survey"), at("2021-11-04")) == 4
    show.tick(at("2021-11-15", 0))
    scores = StageScore.objects.filter(stage_run=show.run("survey"))
    assert {(row.state, row.num) for row in scores} == {("INSUFFICIENT", "")}
    assert {row.detail["n"] for row in scores} == {4}


def test_a_withdrawn_candidate_cannot_be_chosen(show) -> None:
    entries = screened(show, 2)
    show.tick(at("2021-11-15", 0))
    run = show.run("vote")
    awards.entries.withdraw(
        entry_id=entries[0].pk, reason="搬走了", actor=show.world.resident(0, OPEN), now=at("2021-11-16")
    )
    shown = {
        option.key: option.withdrawn for item in ballot_queries.sheet(run.ballot_id).items for option in item.options
    }
    entries[0].refresh_from_db()
    entries[1].refresh_from_db()
    assert shown == {f"entry:{entries[0].code}": True, f"entry:{entries[1].code}": False}


def test_a_ring_of_votes_waits_for_two_people(show) -> None:
    entries = screened(show, 2)
    now = at("2021-11-16")
    show.tick(at("2021-11-15", 0))
    run = show.run("vote")
    entries[0].refresh_from_db()
    choice = {"person": [f"entry:{entries[0].code}"]}
    for number in range(len(show.world.residents)):
        ticket = ballots.issue_ticket(ballot_id=run.ballot_id, actor=show.world.resident(number, now), now=now)
        signals = Signals(address="192.0.2.7", device="one phone", account_age_days=0)
        ballots.cast(ticket=ticket, choices=choice, channel="PHONE", now=now, signals=signals)
    show.tick(at("2021-11-22", 0))
    assert "vote.reviews" in codes(show, at("2021-11-22"))
    for case in ballot_queries.reviews(run.ballot_id):
        if case.state == "OPEN":
            ballots.review_signal(
                case_id=case.pk, finding="VOID", reason="同一手机代投", actor=show.screener(0), now=at("2021-11-22")
            )
            ballots.void(case_id=case.pk, actor=show.screener(1), now=at("2021-11-22"))
    show.tick(at("2021-11-22", 12))
    assert show.run("vote").outcome["voided"] == len(show.world.residents)
    assert StageScore.objects.filter(stage_run=run, num="0").count() == 2


def test_a_survey_asked_secretly_waits_for_keys_and_for_the_candidates_it_was_drafted_for(show, monkeypatch) -> None:
    monkeypatch.setattr(ballot_rules, "FEWEST_FOR_SECRECY", 2)
    entries = [show.enter(show.world.resident(one, OPEN), OPEN) for one in range(3)]
    show.tick(at("2021-10-20", 0))
    assert refused(lambda: move(show, "ask_secretly", "vote", at("2021-10-20"))) == "stage.not_a_survey"
    for entry in entries[:2]:
        show.screen(entry, at("2021-10-20"))
    run = move(show, "ask_secretly", "survey", at("2021-10-21"))
    first = Survey.objects.get(pk=run.survey_id)
    assert (first.level, first.targets.count(), first.groups.exclude(ballot=None).count()) == ("S", 2, 1)
    show.screen(entries[2], at("2021-10-22"))
    show.tick(at("2021-11-03", 0))
    assert set(codes(show, at("2021-11-03", 0))) == {"survey.drafted_for_others"}
    run = move(show, "ask_secretly", "survey", at("2021-11-03", 0))
    first.refresh_from_db()
    assert first.state == "ANNULLED" and set(codes(show, at("2021-11-03", 0))) == {"survey.keys"}
    assert refused(lambda: move(show, "open_stage", "survey", at("2021-11-03", 1))) == "stage.blocked"
    monkeypatch.setattr("yuanba.surveys.actions.lifecycle.open_ballots", lambda survey, actor, now: 4)
    monkeypatch.setattr("yuanba.surveys.secret_queries.blocking", lambda survey: ())
    show.tick(at("2021-11-03", 2))
    assert show.run("survey").state == "OPEN" and Survey.objects.get(pk=run.survey_id).state == "OPEN"

"""Another valid playbook: two rounds of one kind with a shortlist between them, tiers of prizes, no screening, no vote."""

from pathlib import Path

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import Show, at
from tests.factories import AppointmentFactory, ResidenceFactory
from tests.flows import award_way as way

from yuanba import verify
from yuanba.awards import actions as awards
from yuanba.awards import judged
from yuanba.awards.actions.scores import fraction
from yuanba.awards.models import Entry, Ranking, StageScore, Title
from yuanba.kernel.verdict import Refused
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics import queries as rubric_queries
from yuanba.rubrics.actions.panels import Seat
from yuanba.rubrics.models import Conflict

pytestmark = pytest.mark.django_db
ROUNDS = Path(__file__).resolve().parent / "playbooks" / "two_rounds.toml"


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def judge(show: Show, key: str, opens: str, until: str, mark) -> None:
    """Named jurors sit, declare, score `mark(code, juror)`, and sign."""
    run, organiser = show.run(key), show.organiser()
    now = at(opens)
    show.tick(now)
    assert show.run(key).state == "OPEN"
    way.declare_all(run, now)
    show.tick(at(opens, 11))
    for panel in way.panels(run):
        way.call_all_up(panel, now)
        for member in rubric_queries.seated(panel):
            actor = way.juror(member.person_id, now)
            for sheet in rubric_queries.my_sheets(panel, actor):
                code = sheet.assignment.subject.subject_ref.removeprefix("entry:")
                rubrics.save_draft(
                    sheet_id=sheet.pk, draft=rubrics.Draft({"all": mark(code, member.code)}), actor=actor, now=now
                )
                rubrics.submit_sheet(sheet_id=sheet.pk, actor=actor, now=now)
        way.show_all(panel, now)
    way.sign_all(run, organiser, at(opens, 12))
    show.tick(at(until, 0))


def test_shortlist_then_final(tmp_path) -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=8), ROUNDS)
    now = at("2021-09-10", 0)
    show.tick(now)
    entries = [
        show.enter(show.world.resident(number, now), now, "compound", nominee_name=f"小区{number}")
        for number in range(8)
    ]
    codes = [Entry.objects.get(pk=entry.pk).code for entry in entries]
    jurors = way.experts(show, 5)
    ResidenceFactory(person=jurors[0], premises=show.world.premises[8], from_date=at("2020-01-01").date())
    Entry.objects.filter(pk=entries[0].pk).update(nominee_territory=show.world.compounds[1])
    AppointmentFactory(person=jurors[1], organisation=show.world.office, territory=show.world.street)
    members = [Seat(one.pk) for one in jurors]
    for key in ("first_round", "final_round"):
        run = show.run(key)
        awards.jury.set_up(stage_run_id=run.pk, pool=members, actor=show.organiser(), now=now)
        awards.jury.appoint(
            stage_run_id=run.pk, members=members, chair_person_id=jurors[2].pk, actor=show.organiser(), now=now
        )

    judge(show, "first_round", "2021-09-21", "2021-10-01", lambda code, juror: 2 + codes.index(code) - (juror == "J5"))
    assert list(Conflict.objects.values_list("kind", "member__code").distinct()) == [("DWELLING_IN_COMPOUND", "J1")]
    first = Ranking.objects.get(purpose="SHORTLIST")
    assert show.run("first_round").outcome["kept"] == 5
    kept = {row["entry"] for row in first.snapshot["categories"][0]["rows"] if row["tier"]}
    assert kept == set(codes[3:])
    assert set(Entry.objects.filter(code__in=codes[:3]).values_list("state", flat=True)) == {"DROPPED"}
    scores = {row.entry_id: row.num for row in StageScore.objects.filter(stage_run__key="first_round")}
    assert len(set(scores.values())) == 8, "a strict juror moves nobody"

    judge(show, "final_round", "2021-10-08", "2021-10-16", lambda code, juror: 4 + codes.index(code) // 2)
    (live,) = way.panels(show.run("final_round"))
    in_the_hall = judged.on_the_spot("trimmed_mean", rubric_queries.shown_totals(live))
    kept_scores = StageScore.objects.filter(stage_run__key="final_round").select_related("entry")
    assert {f"entry:{row.entry.code}": fraction(row) for row in kept_scores} == in_the_hall
    now = at("2021-10-18")
    organiser = show.organiser()
    campaign = show.campaign
    make = awards.results.make_ranking
    who = {"campaign_id": campaign.pk, "actor": organiser, "now": now}
    make(version=show.fresh().version, **who)
    awards.results.propose(version=show.fresh().version, **who)
    won = list(Title.objects.order_by("-prize_fen", "place").values_list("entry__code", "tier", "prize_fen"))
    assert won == [(codes[7], "first", 2_000_000), (codes[6], "second", 1_000_000), (codes[5], "second", 1_000_000)]

    withdraw = {"entry_id": entries[7].pk, "reason": "让贤", "actor": show.world.resident(7, now), "now": now}
    awards.entries.withdraw(**withdraw)
    awards.results.amend(version=show.fresh().version, **who)
    held = Title.objects.filter(state="PROPOSED").order_by("-prize_fen", "place")
    assert list(held.values_list("entry__code", "tier", "place")) == [
        (codes[6], "first", 1), (codes[5], "second", 1), (codes[4], "second", 2),
    ]  # fmt: skip
    for notice in campaign.list_notices.all():
        way.post_on_board(show, notice, now)
    now = at("2021-10-26")
    show.tick(now)
    decision = awards.naming.draft_decision(campaign_id=campaign.pk, number="1号", actor=organiser, now=now)
    assert refused(
        lambda: awards.naming.approve_decision(decision_id=decision.pk, actor=organiser, now=now)
    ) == "awards.not_allowed"  # fmt: skip
    awards.naming.approve_decision(decision_id=decision.pk, actor=show.leader(), now=now)
    awards.naming.publish_decision(decision_id=decision.pk, actor=organiser, now=now)
    awards.exporting.export_bundle(campaign_id=campaign.pk, target=tmp_path / "b", actor=organiser, now=now)
    assert verify.main([str(tmp_path / "b")]) == 0


def test_a_tie_that_only_the_lot_parts_names_a_public_draw() -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=8), ROUNDS)
    now = at("2021-09-10", 0)
    show.tick(now)
    for number in range(6):
        show.enter(show.world.resident(number, now), now, "compound", nominee_name=f"小区{number}")
    jurors = way.experts(show, 5)
    members = [Seat(one.pk) for one in jurors]
    run = show.run("first_round")
    awards.jury.set_up(stage_run_id=run.pk, pool=members, actor=show.organiser(), now=now)
    awards.jury.appoint(
        stage_run_id=run.pk, members=members, chair_person_id=jurors[0].pk, actor=show.organiser(), now=now
    )
    judge(show, "first_round", "2021-09-21", "2021-10-01", lambda code, juror: 5)
    assert show.tick(at("2021-10-01")).stopped == {str(show.campaign): "ranking.seed_needed"}
    lots = {"campaign_id": show.campaign.pk, "actor": show.organiser()}
    drawn = at("2021-10-02")
    assert refused(lambda: awards.lots.draw_lot(seed="1", now=drawn, **lots)) == "lot.not_announced"
    awards.lots.announce_lot(source="双色球 2021115 期", draw_at=drawn, now=at("2021-10-01"), **lots)
    assert refused(lambda: awards.lots.draw_lot(seed="1", now=at("2021-10-01"), **lots)) == "lot.not_yet"
    awards.lots.draw_lot(seed="03 08 11 19 22 30 05", now=drawn, **lots)
    assert refused(lambda: awards.lots.draw_lot(seed="other", now=drawn, **lots)) == "lot.drawn"
    show.tick(drawn)
    assert show.run("first_round").outcome["kept"] == 5

"""Owners choose their property company: the plan, what blocks the vote, the vote, the contract, the days of the law."""

from datetime import date, timedelta

import pytest

from tests.oversight import given_selection as given
from tests.oversight.given_selection import NOW
from tests.refusals import refused
from yuanba.ballots.actions import annul
from yuanba.oversight import actions, queries, states, terms
from yuanba.oversight.actions import Letter, Offer, Opinion
from yuanba.oversight.models import Candidate, Selection, ServiceProject
from yuanba.people.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> given.Compound:
    return given.compound()


def codes(selection: Selection, now=NOW) -> list[str]:
    return [verdict.code for verdict in queries.blocking(selection, now)]


def test_from_plan_to_contract(made) -> None:
    selection = given.published(made)
    assert codes(selection) == [
        "notice.term_runs",
        "selection.no_session",
        "selection.no_poll",
        "selection.no_candidate",
    ]
    candidate = given.offered(made, selection)
    now = given.consulted(made, selection)
    chair = made.actor(made.chair, now)
    by = {"actor": chair, "now": now}
    opinion = actions.file_opinion(
        selection_id=selection.pk,
        opinion=Opinion("王工", "物业管理师，从业 20 年", "信托制账目公开，建议写进合同。"),
        **{**by, "actor": made.world.actor("HOUSING_OFFICER", now=now)},
    )
    refused(
        "selection.opinion_unpublished", actions.call_vote, selection_id=selection.pk, window=given.window(now), **by
    )
    actions.publish_opinion(opinion_id=opinion.pk, **by)
    selection = actions.call_vote(selection_id=selection.pk, window=given.window(now), **by)
    assert selection.state == states.VOTING
    refused("selection.result_unpublished", actions.read_result, selection_id=selection.pk, **by)
    chosen = f"candidate:{candidate.pk}"
    after = given.voted(made, selection, [{"company": [chosen]}] * 3 + [{"company": ["none"]}])
    assert actions.read_results_due(after) == 1
    selection.refresh_from_db()
    assert (selection.state, selection.winner) == (states.DECIDED, candidate)
    by = {"actor": made.actor(made.chair, after), "now": after, "selection_id": selection.pk}
    ends = date(2029, 7, 1)
    good = given.agreed(made.companies[1], date(2026, 7, 1), ends, signed=after.date(), fee_fen=190)
    wrong = {
        "selection.other_winner": given.agreed(made.companies[0], date(2026, 7, 1), ends, signed=after.date()),
        "selection.fee_above_vote": given.agreed(
            made.companies[1], date(2026, 7, 1), ends, signed=after.date(), fee_fen=191
        ),
        "selection.term_differs": given.agreed(
            made.companies[1], date(2026, 7, 1), date(2031, 7, 1), signed=after.date()
        ),
        "selection.before_old_ends": given.agreed(
            made.companies[1], date(2026, 6, 30), date(2029, 6, 30), signed=after.date()
        ),
    }
    for code, agreement in wrong.items():
        refused(code, actions.sign_contract, agreement=agreement, **by)
    selection = actions.sign_contract(agreement=good, **by)
    assert selection.state == states.CONTRACTED
    old, new = ServiceProject.objects.order_by("from_date")
    assert (old.to_date, new.company, new.from_date) == (date(2026, 7, 1), made.companies[1], date(2026, 7, 1))


def test_vote_that_does_not_pass_and_another_round(made) -> None:
    selection = given.published(made)
    candidate = given.offered(made, selection)
    now = given.consulted(made, selection)
    by = {"actor": made.actor(made.chair, now), "now": now, "selection_id": selection.pk}
    selection = actions.call_vote(window=given.window(now), **by)
    # two of four come: two thirds were needed
    after = given.voted(made, selection, [{"company": [f"candidate:{candidate.pk}"]}] * 2)
    actions.read_results_due(after)
    selection.refresh_from_db()
    assert selection.state == states.NOT_PASSED and selection.winner is None
    by = {"actor": made.actor(made.chair, after), "now": after, "selection_id": selection.pk}
    refused("company_selection.no_such_move", actions.sign_contract,
            agreement=given.agreed(made.companies[1], date(2026, 7, 1), date(2029, 7, 1), signed=after.date()), **by)  # fmt: skip
    again = actions.begin_again(**by)
    assert (again.state, again.round, again.ballot) == (states.DRAFT, 2, None)
    published = actions.publish_plan(**by)
    assert codes(published, after) == [
        "notice.term_runs",
        "selection.no_session",
        "selection.no_poll",
        "selection.no_candidate",
    ]
    given.offered(made, published, now=after)  # the same company may offer in the new round


def test_annulled_ballot_leads_back(made) -> None:
    selection = given.published(made)
    given.offered(made, selection)
    now = given.consulted(made, selection)
    by = {"actor": made.actor(made.chair, now), "now": now}
    selection = actions.call_vote(selection_id=selection.pk, window=given.window(now), **by)
    annul(ballot_id=selection.ballot_id, reason="日期写错", **by)
    assert actions.read_result(selection_id=selection.pk, **by).state == states.PUBLISHED


def test_who_is_on_the_list_of_dishonesty_is_not_on_the_sheet(made) -> None:
    selection = given.published(made)
    officer = made.world.actor("HOUSING_OFFICER", now=NOW)
    listed = actions.register(
        entry=actions.Entry("DISHONESTY_LIST", made.companies[1].organisation_id, date(2025, 5, 6), "市场监管局"),
        actor=officer, now=NOW,
    )  # fmt: skip
    candidate = given.offered(made, selection)
    candidate.refresh_from_db()
    assert candidate.state == states.EXCLUDED and "严重违法失信名单" in candidate.reason
    chair = {"actor": made.actor(made.chair, NOW), "now": NOW}
    refused("selection.listed", actions.admit_candidate, candidate_id=candidate.pk, reason="谈过了", **chair)
    manager = {"actor": made.actor(made.managers[1], NOW), "now": NOW}
    subject = str(candidate)
    said = actions.reply(subject=subject, text="我们已经申请移出。", company_id=made.companies[1].pk, **manager)
    assert queries.replies({subject}) == {subject: [said]}
    refused("selection.reply_elsewhere", actions.reply, subject=subject, text="我们更好", company_id=made.companies[0].pk,
            actor=made.actor(made.managers[0], NOW), now=NOW)  # fmt: skip
    actions.end_listing(record_id=listed.pk, ended_date=date(2026, 3, 1), actor=officer, now=NOW)
    assert actions.admit_candidate(candidate_id=candidate.pk, reason="已移出名单", **chair).state == states.BID


def test_listed_after_the_offer_is_left_out_when_the_vote_is_called(made) -> None:
    selection = given.published(made)
    given.offered(made, selection, 0)
    given.offered(made, selection, 1)
    now = given.consulted(made, selection)
    actions.register(
        entry=actions.Entry("DISHONESTY_LIST", made.companies[1].organisation_id, now.date(), "市场监管局"),
        actor=made.world.actor("HOUSING_OFFICER", now=now), now=now,
    )  # fmt: skip
    called = actions.call_vote(
        selection_id=selection.pk, window=given.window(now), actor=made.actor(made.chair, now), now=now
    )
    labels = [one.label for one in called.ballot.items.get().options.order_by("position")]
    assert len(labels) == 2 and labels[0].startswith("安心物业") and labels[1] == "以上都不同意"


def test_who_may_not(made) -> None:
    chair = {"actor": made.actor(made.chair, NOW), "now": NOW}
    elsewhere = made.world.compounds[1].pk
    refused("oversight.not_yours", actions.draft_selection, compound_id=elsewhere, plan=given.plan(made), **chair)
    member = {"actor": made.actor(made.member, NOW), "now": NOW}
    refused("oversight.not_yours", actions.draft_selection, compound_id=made.id, plan=given.plan(made), **member)
    selection = given.published(made)
    refused("selection.under_way", actions.draft_selection, compound_id=made.id, plan=given.plan(made), **chair)
    refused("selection.plan_stands", actions.revise_plan, selection_id=selection.pk, plan=given.plan(made), **chair)
    refused("selection.above_plan", actions.enter_candidate, selection_id=selection.pk,
            offer=Offer(made.companies[1].pk, 201, "好"), **chair)  # fmt: skip
    resident = actor_for(made.world.residents_of(0)[0], NOW)
    refused("oversight.not_yours", actions.enter_candidate, selection_id=selection.pk,
            offer=Offer(made.companies[1].pk, 100, "好"), actor=resident, now=NOW)  # fmt: skip
    own = Offer(made.companies[1].pk, 199, "公司自己报名")
    manager = {"actor": made.actor(made.managers[0], NOW), "now": NOW}
    refused("oversight.not_yours", actions.enter_candidate, selection_id=selection.pk, offer=own, **manager)
    manager["actor"] = made.actor(made.managers[1], NOW)
    assert actions.enter_candidate(selection_id=selection.pk, offer=own, **manager).state == states.BID
    refused("selection.interests_undeclared", actions.file_opinion, selection_id=selection.pk,
            opinion=Opinion("王工", "物业管理师", "好", declared=False), **chair)  # fmt: skip
    soon = NOW + timedelta(days=2)
    refused("selection.session_too_soon", actions.announce_session, selection_id=selection.pk, starts_at=soon,
            place="活动室", topic="说说", **chair)  # fmt: skip


def test_offers_are_taken_until_their_last_day_and_three_make_a_tender(made) -> None:
    last = date(2026, 3, 4)
    selection = given.published(made, method="TENDER", offers_until=last)
    assert "selection.offers_run" in codes(selection, NOW + timedelta(days=2))
    assert "selection.offers_run" not in codes(selection, NOW + timedelta(days=3))
    given.offered(made, selection, 1, now=NOW + timedelta(days=2))
    assert "selection.too_few_tenders" in codes(selection)
    refused(
        "selection.offers_over", given.offered, made=made, selection=selection, number=0, now=NOW + timedelta(days=3)
    )
    assert Candidate.objects.count() == 1


def test_days_of_the_law_at_their_edges() -> None:
    assert terms.earliest_end(terms.DISMISSAL, date(2026, 3, 1)) == date(2026, 5, 1)
    assert terms.last_day_to_tell(terms.NO_RENEWAL, date(2026, 7, 1)) == date(2026, 4, 1)
    assert terms.earliest_end(terms.DISMISSAL, date(2026, 3, 1), 30) == date(2026, 4, 1)  # as the contract agreed
    assert terms.earliest_end(terms.END_INDEFINITE, date(2026, 3, 1), 30) == date(2026, 5, 1)  # the law's, whatever
    assert terms.handover_due(date(2026, 7, 1)) == date(2026, 7, 31)
    assert terms.months_after(date(2024, 2, 29), 12) == date(2025, 3, 1)
    with pytest.raises(KeyError):
        terms.term(terms.DISMISSAL, date(2020, 12, 31))


def test_notices_that_end_a_contract(made) -> None:
    chair, manager = made.actor(made.chair, NOW), made.actor(made.managers[0], NOW)
    letter = {"given_date": date(2026, 3, 2), "file_id": given.stored(chair, NOW)}
    give = {"contract_id": made.present.pk, "now": NOW}
    owners = Letter("DISMISSAL", "OWNERS", ends_date=date(2026, 5, 2), **letter)
    refused("term.not_decided", actions.give_notice, letter=owners, actor=chair, **give)
    refused("term.wrong_side", actions.give_notice, letter=Letter("NO_RENEWAL", "OWNERS", ends_date=date(2026, 7, 1), **letter),
            actor=chair, **give)  # fmt: skip
    refused("term.still_fixed", actions.give_notice,
            letter=Letter("END_INDEFINITE", "OWNERS", ends_date=date(2026, 7, 1), **letter), actor=chair, **give)  # fmt: skip
    Selection.objects.create(
        compound_id=made.id, kind="SELECT", title="选聘", state=states.NOT_PASSED, service_level="二级", fee_fen=1,
        payment="TRUST", term_months=12, method="NEGOTIATION", plan="x", present=made.present, may_dismiss=True,
        drafted_at=NOW, drafted_by="x",
    )  # fmt: skip
    short = Letter("DISMISSAL", "OWNERS", ends_date=date(2026, 5, 1), **letter)
    verdict = refused("term.notice_too_short", actions.give_notice, letter=short, actor=chair, **give)
    assert verdict.facts["earliest"] == "2026-05-02"
    refused("oversight.not_yours", actions.give_notice, letter=owners, actor=manager, **give)
    actions.give_notice(letter=owners, actor=chair, **give)
    refused("term.noticed", actions.give_notice, letter=owners, actor=chair, **give)
    assert [one.key for one in queries.days_of(made.present, NOW.date())] == ["NOTICED"]


@pytest.mark.parametrize(("given_on", "code"), [(date(2026, 4, 1), ""), (date(2026, 4, 2), "term.told_late")])
def test_company_refuses_a_renewal_in_time(made, given_on, code) -> None:
    now = NOW + timedelta(days=40)
    manager = made.actor(made.managers[0], now)
    letter = Letter("NO_RENEWAL", "COMPANY", given_on, date(2026, 7, 1), given.stored(manager, now))
    arguments = {"contract_id": made.present.pk, "letter": letter, "actor": manager, "now": now}
    if code:
        refused(code, actions.give_notice, **arguments)
    else:
        assert actions.give_notice(**arguments).ends_date == date(2026, 7, 1)

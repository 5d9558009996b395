"""A call from its announcement to the adopted logo, motto and covenant; ties, too few, nobody; refusals and appeals."""

from datetime import timedelta

import pytest

from tests import given
from tests.officers import officer
from tests.proposals.given import (
    COVENANT,
    DAY,
    LOGO,
    MOTTO,
    TICK,
    announced,
    counted,
    drawn,
    handed_in,
    order,
    shortlisted,
    vote,
    voting,
)
from tests.refusals import refused
from yuanba.agreements import actions as agreements
from yuanba.ballots.models import Ballot
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.people.models import Person
from yuanba.proposals import actions, queries, rules, states
from yuanba.proposals.models import CallItem, Identity, Proposal
from yuanba.publicity import actions as publicity

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=3)


def test_logo_and_motto_are_chosen_by_the_neighbours_and_show_on_the_place(world) -> None:
    now = world.now
    call = announced(world, now)
    logos = [handed_in(world, call, now, one, LOGO, f"标识{one}", colour=("red", "blue")[one]) for one in (0, 1)]
    mottos = [handed_in(world, call, now, one, MOTTO, f"口号{one}") for one in (0, 2)]
    assert handed_in(world, call, now, 0, MOTTO, "口号0").pk == mottos[0].pk, "a form sent twice is one proposal"
    assert [one.number for one in queries.proposals(call.pk)] == [1, 2, 3, 4]
    assert queries.shortlist(call.pk) == [], "nobody sees what came in before the shortlist"
    shortlisted(world, call, now)
    assert StoredFile.objects.get(pk=logos[0].files.get().file_id).visibility == "PUBLIC"
    call = voting(world, call)
    assert call.ballot.ordered_by == str(call) and call.ballot.electorate == "RESIDENTS"
    vote(call, world.residents[0], LOGO=[logos[0]], MOTTO=[mottos[0], mottos[1]])
    vote(call, world.residents[1], LOGO=[logos[0]], MOTTO=[mottos[1]])
    call = counted(world, call)
    assert {item.kind: item.chosen_id for item in queries.items(call.pk)} == {LOGO: logos[0].pk, MOTTO: mottos[1].pk}

    worker = world.actor("COMMUNITY_WORKER", now=now)
    later = call.ballot.closes_at + DAY
    by = {"actor": worker, "now": later}
    for item in call.items.all():
        early = local_date(later) - DAY
        refused("proposals.adopted_too_early", actions.adopt, item_id=item.pk, from_date=early, **by)
        actions.adopt(item_id=item.pk, from_date=local_date(later), **by)
    shown = queries.identity_of(world.compounds[0].pk, local_date(later))
    assert shown.motto.words == "口号2" and shown.logo.file_id == logos[0].files.get().file_id and shown.theme is None
    assert not queries.identity_of(world.compounds[0].pk, local_date(now))
    call.refresh_from_db()
    assert call.state == states.FINISHED
    assert Message.objects.filter(kind="proposal.adopted").count() == 2


def test_a_covenant_goes_by_way_of_its_text_and_one_alone_needs_more_than_half(world) -> None:
    now = world.now
    call = announced(world, now, items={"COVENANT": 1}, title="花城小区邻里公约征集")
    mine = handed_in(world, call, now, 0, "COVENANT", "邻里公约草案", text=COVENANT)
    shortlisted(world, call, now)
    call = voting(world, call)
    for number in (0, 1):
        vote(call, world.residents[number], COVENANT=["agree"])
    vote(call, world.residents[2], COVENANT=["against"])
    call = counted(world, call)
    item = call.items.get()
    assert (item.state, item.chosen_id) == (states.CHOSEN, mine.pk)
    worker, later = world.actor("COMMUNITY_WORKER", now=now), call.ballot.closes_at + DAY
    by = {"item_id": item.pk, "actor": worker, "now": later}
    refused("proposals.covenant_by_text", actions.adopt, from_date=local_date(later), **by)
    version = actions.hand_over_covenant(**by)
    assert actions.hand_over_covenant(**by).pk == version.pk and version.state == "COMMENT"
    refused("proposals.text_under_way", actions.decline, reason="不用了", **by)
    assert actions.follow_covenants(later) == 0
    adopted_at = later + 9 * DAY
    agreements.close_due(actor=TICK, now=adopted_at)
    agreements.adopt(
        version_id=version.pk, from_date=local_date(adopted_at), actor=worker, now=adopted_at,
        decision=agreements.Decision(str(call.ballot), "投票通过，意见已答复。", local_date(adopted_at)),
    )  # fmt: skip
    assert actions.follow_covenants(adopted_at) == 1
    call.refresh_from_db()
    assert (call.items.get().state, call.state) == (states.ADOPTED, states.FINISHED)
    assert version.agreement.ordered_by == str(mine) and Identity.objects.count() == 0


def test_half_is_not_more_than_half_and_nobody_chooses_nothing(world) -> None:
    now = world.now
    call = announced(world, now, items={"COVENANT": 1, MOTTO: 2})
    handed_in(world, call, now, 0, "COVENANT", "草案", text=COVENANT)
    for one in (0, 1):
        handed_in(world, call, now, one, MOTTO, f"口号{one}")
    shortlisted(world, call, now)
    call = voting(world, call)
    vote(call, world.residents[0], COVENANT=["agree"], MOTTO=[])
    vote(call, world.residents[1], COVENANT=["against"], MOTTO=[])
    call = counted(world, call)
    assert {one.kind: one.failed for one in queries.items(call.pk)} == {MOTTO: "NO_VOTES", "COVENANT": "NO_MAJORITY"}
    assert call.state == states.FINISHED


def test_a_tie_is_voted_on_again_and_then_drawn_by_lot(world) -> None:
    now = world.now
    call = announced(world, now, items={MOTTO: 2})
    pair = [handed_in(world, call, now, one, MOTTO, f"口号{one}") for one in (0, 1)]
    third = handed_in(world, call, now, 2, MOTTO, "口号2")
    shortlisted(world, call, now)
    call = voting(world, call)
    vote(call, world.residents[0], MOTTO=[pair[0]])
    vote(call, world.residents[1], MOTTO=[pair[1]])
    call = counted(world, call)
    item = call.items.get()
    assert (item.state, item.tied, call.state) == (states.TIED, [one.pk for one in pair], states.DECIDED)
    worker, again = world.actor("COMMUNITY_WORKER", now=now), call.ballot.closes_at + DAY
    first = call.ballot
    window = actions.Window(again, again + 2 * DAY)
    call = actions.run_off(call_id=call.pk, window=window, actor=worker, now=again)
    actions.close_due(again)
    assert call.ballot.pk != first.pk
    assert Ballot.objects.get(pk=call.ballot.pk).items.get().options.count() == 2, "the third is out"
    refused("proposals.ballot_runs", actions.take_result, call_id=call.pk, actor=worker, now=again)
    call.refresh_from_db()
    vote(call, world.residents[0], MOTTO=[pair[0]])
    vote(call, world.residents[1], MOTTO=[pair[1]])
    call = counted(world, call)
    by = {"item_id": item.pk, "actor": worker, "now": call.ballot.closes_at}
    refused("proposals.not_tied", actions.settle_by_lot, proposal_id=third.pk, how="抽签", **by)
    refused("proposals.reason_missing", actions.settle_by_lot, proposal_id=pair[1].pk, how=" ", **by)
    done = actions.settle_by_lot(proposal_id=pair[1].pk, how="12月20日在活动室当众抽签，三位居民代表在场。", **by)
    assert (done.state, done.chosen_id) == (states.CHOSEN, pair[1].pk)


def test_a_ranking_that_ends_in_a_tie_names_those_who_are_left(world) -> None:
    now = world.now
    call = announced(world, now, items={MOTTO: 2}, rule="RANKED")
    some = [handed_in(world, call, now, one, MOTTO, f"口号{one}") for one in (0, 1)]
    shortlisted(world, call, now)
    call = voting(world, call)
    vote(call, world.residents[0], MOTTO=[some[0], some[1]])
    vote(call, world.residents[1], MOTTO=[some[1], some[0]])
    call = counted(world, call)
    assert call.items.get().tied == [one.pk for one in some]


def test_too_few_end_an_item_and_all_of_them_hold_the_call_up(world) -> None:
    now = world.now
    call = announced(world, now)
    handed_in(world, call, now, 0, LOGO, "唯一的标识")
    worker, over = world.actor("COMMUNITY_WORKER", now=now), call.closes_at
    by = {"call_id": call.pk, "actor": worker}
    refused("proposals.still_open", actions.close_collecting, now=now, **by)
    assert actions.close_due(over) == 1
    refused("proposals.undecided", actions.publish_shortlist, now=over, **by)
    actions.shortlist(proposal_id=call.proposals.get().pk, actor=worker, now=over)
    refused("proposals.too_few_all", actions.publish_shortlist, now=over, **by)
    refused("proposals.extends_backwards", actions.extend, closes_at=over - DAY, reason="作品太少", now=over, **by)
    actions.extend(closes_at=over + 5 * DAY, reason="作品太少，再收五天", now=over, **by)
    handed_in(world, call, over, 1, LOGO, "第二个标识", colour="blue")
    call.refresh_from_db()
    shortlisted(world, call, call.closes_at)
    found = {item.kind: (item.state, item.failed) for item in queries.items(call.pk)}
    assert found == {LOGO: (states.OPEN, ""), MOTTO: (states.FAILED, "TOO_FEW")}


def test_a_refusal_has_its_rule_and_one_appeal_that_somebody_else_decides(world) -> None:
    now = world.now
    call = announced(world, now, items={MOTTO: 1})
    one = handed_in(world, call, now, 0)
    worker, owner = world.actor("COMMUNITY_WORKER", now=now), world.resident(0, now)
    say = {"proposal_id": one.pk, "actor": worker, "now": now}
    refused("proposals.rule_missing", actions.refuse, rule="", reason="重复", **say)
    refused("proposals.reason_missing", actions.refuse, rule="DUPLICATE", reason="", **say)
    actions.refuse(rule="DUPLICATE", reason="和 2019 年的口号一样。", **say)
    refused("proposals.appeals_possible", lambda **all_: _shortlist(call, world, now), x=1)
    refused(
        "proposals.not_yours", actions.appeal, proposal_id=one.pk, reason="不同", actor=world.resident(1, now), now=now
    )
    late = now + 20 * DAY
    refused("proposals.appeal_late", actions.appeal, proposal_id=one.pk, reason="不同", actor=owner, now=late)
    actions.appeal(proposal_id=one.pk, reason="2019 年的是另一句。", actor=owner, now=now)
    refused("proposal.no_such_move", actions.appeal, proposal_id=one.pk, reason="再说", actor=owner, now=now)
    decide = {"proposal_id": one.pk, "is_allowed": True, "answer": "确实不同。", "now": now}
    refused("proposals.not_permitted", actions.decide_appeal, actor=worker, **decide)
    same = officer("APPEAL_OFFICER", world.street, now, person=Person.objects.get(pk=worker.person_id))
    refused("proposals.same_decider", actions.decide_appeal, actor=same, **decide)
    actions.decide_appeal(actor=world.actor("APPEAL_OFFICER", now=now), **decide)
    one.refresh_from_db()
    assert (one.state, one.refusal) == (states.SHORTLISTED, "")
    assert Message.objects.filter(kind="proposal.allow").exists()


def _shortlist(call, world, now):
    over = call.closes_at
    actions.close_due(over)
    Proposal.objects.filter(call=call).update(decided_at=over)
    actions.publish_shortlist(call_id=call.pk, actor=world.actor("COMMUNITY_WORKER", now=over), now=over)


def test_objections_hold_the_vote_up_and_one_that_is_right_strikes_a_proposal(world) -> None:
    now = world.now
    call = announced(world, now, items={MOTTO: 1})
    some = [handed_in(world, call, now, number, MOTTO, f"口号{number}") for number in (0, 1)]
    call = shortlisted(world, call, now)
    worker, after = world.actor("COMMUNITY_WORKER", now=now), call.notice.closes_at
    start = {"call_id": call.pk, "window": actions.Window(after, after + DAY), "actor": worker}
    refused("notice.term_runs", actions.start_vote, now=after - DAY, **start)
    said = publicity.Statement("1号抄自别处", kind="ANONYMOUS", about_ref=str(some[0]))
    publicity.file_objection(notice_id=call.notice.pk, statement=said, actor=TICK, now=after - DAY)
    refused("notice.objection_open", actions.start_vote, now=after, **start)
    row = call.notice.objections.get()
    officer_of_appeals = world.actor("APPEAL_OFFICER", now=after)
    publicity.decide_objection(
        objection_id=row.pk, is_upheld=True, reason="查实抄自别处。", actor=officer_of_appeals, now=after
    )
    refused("proposals.objection_upheld", actions.start_vote, now=after, **start)
    actions.strike(proposal_id=some[0].pk, rule="NOT_OWN", reason="查实抄自别处。", actor=worker, now=after)
    secret = actions.Window(after, after + DAY, level="S")
    refused("ballots.secret_too_few", actions.start_vote, now=after, **start | {"window": secret})
    call = actions.start_vote(now=after, **start)
    assert [one.pk for one in queries.shortlist(call.pk)] == [some[1].pk]
    assert call.ballot.rule["id"] == "yes-no-abstain", "one is left: yes or no"
    refused("proposals.vote_began", actions.withdraw, proposal_id=some[1].pk, actor=world.resident(1, after), now=after)


def test_bad_input_is_refused_with_its_reason(world) -> None:
    now = world.now
    worker = world.actor("COMMUNITY_WORKER", now=now)
    draft = {"actor": worker, "now": now}
    refused("proposals.nothing_asked", actions.draft_call, order=order(world, now, items={}), **draft)
    refused("proposals.window_empty", actions.draft_call, order=order(world, now, closes_at=now), **draft)
    refused("proposals.personal_numbers", actions.draft_call, order=order(world, now, about="打 13800001234"), **draft)
    elsewhere = order(world, now, territory_id=world.compounds[2].pk)
    refused("proposals.not_permitted", actions.draft_call, order=elsewhere, **draft)
    call = announced(world, now, opens_at=now + timedelta(hours=1))
    me = world.resident(0, now)
    send = {"call_id": call.pk, "request_key": "r" * 32, "actor": me, "now": now}
    motto = actions.Work(MOTTO, "守望相助", agrees=True)
    refused("proposals.not_yet", actions.hand_in, work=motto, **send)
    send["now"] = now = now + timedelta(hours=2)
    for code, work in (
        ("proposals.terms_not_agreed", actions.Work(MOTTO, "守望相助")),
        ("proposals.not_asked", actions.Work("THEME", "守望相助", agrees=True)),
        ("proposals.title_missing", actions.Work(MOTTO, " ", agrees=True)),
        ("proposals.picture_missing", actions.Work(LOGO, "标识", agrees=True)),
        ("proposals.too_long", actions.Work(MOTTO, "长" * 61, agrees=True)),
        ("proposals.personal_numbers", actions.Work(MOTTO, "找我 13800001234", agrees=True)),
        ("proposals.author_missing", actions.Work(MOTTO, "守望", author="CAT", agrees=True)),
        ("proposals.file_missing", actions.Work(LOGO, "别人的", file_ids=(drawn(worker, now),), agrees=True)),
    ):
        refused(code, actions.hand_in, work=work, **send)
    refused("proposals.not_of_here", actions.hand_in, work=motto, **send | {"actor": world.resident(8, now)})
    refused("proposals.not_verified", actions.hand_in, work=motto, **send | {"actor": TICK})
    Person.objects.filter(pk=me.person_id).update(birth_month="2012-03")
    refused("proposals.guardian_hands_in", actions.hand_in, work=motto, **send)
    Person.objects.filter(pk=me.person_id).update(birth_month="")
    for number in range(rules.MOST_EACH):
        handed_in(world, call, now, 0, MOTTO, f"第{number}句")
    refused("proposals.enough", actions.hand_in, work=motto, **send)
    refused("proposals.over", actions.hand_in, work=motto, **send | {"now": call.closes_at})
    first = queries.mine(call.pk, me.person_id)[0]
    refused("proposals.not_yours", actions.withdraw, proposal_id=first.pk, actor=world.resident(1, now), now=now)
    actions.withdraw(proposal_id=first.pk, actor=me, now=now)
    handed_in(world, call, now, 0, MOTTO, "空出来的一句")


def test_equal_words_and_equal_pictures_are_pointed_out(world, django_assert_num_queries) -> None:
    now = world.now
    call = announced(world, now)
    first = handed_in(world, call, now, 0, MOTTO, "同住一院，守望相助")
    second = handed_in(world, call, now, 1, MOTTO, "同住一院 守望相助！")
    logos = [handed_in(world, call, now, number, LOGO, f"标识{number}") for number in (0, 1)]
    other = handed_in(world, call, now, 2, LOGO, "不同", colour="red")
    with django_assert_num_queries(2):
        assert queries.twins(call.pk) == {first.pk, second.pk, *(one.pk for one in logos)}
    assert queries.alike(queries.proposal(second.pk)) == [first] and queries.alike(queries.proposal(other.pk)) == []
    with django_assert_num_queries(2):
        assert len(queries.proposals(call.pk)) == 5


def test_paper_comes_over_the_desk_with_its_signed_sheet(world) -> None:
    now = world.now
    call = announced(world, now)
    clerk = world.actor("COMMUNITY_WORKER", now=now)
    work = actions.Work(LOGO, "孩子画的院子", file_ids=(drawn(clerk, now),), author="CHILD", agrees=True)
    paper = {"call_id": call.pk, "work": work, "person_id": world.residents[0].person_id, "now": now}
    key = {"request_key": "p" * 32}
    refused("proposals.scan_missing", actions.hand_in_on_paper, scan_file_id=0, actor=clerk, **paper, **key)
    refused(
        "proposals.not_permitted", actions.hand_in_on_paper, scan_file_id=0, actor=world.resident(0), **paper, **key
    )
    scan = drawn(clerk, now, "white")
    row = actions.hand_in_on_paper(scan_file_id=scan, actor=clerk, **paper, **key)
    assert (row.channel, row.author, row.person_id) == ("PAPER", "CHILD", world.residents[0].person_id)
    refused("proposals.involved", actions.shortlist, proposal_id=row.pk, actor=_worker_who_is(world, row), now=now)
    assert CallItem.objects.count() == 2


def _worker_who_is(world, row):
    return officer("COMMUNITY_WORKER", world.communities[0], world.now, person=row.person)

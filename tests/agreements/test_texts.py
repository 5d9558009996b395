"""A text from the draft to its next version: comments answered one by one, a decision, days in force, the log."""

import hashlib
from datetime import timedelta

import pytest

from tests import given
from tests.agreements.given import CHANGED, TEXT, TICK, adopt, adopted, commented, drafted, remark
from tests.refusals import refused
from yuanba.agreements import actions, queries, rules, states
from yuanba.kernel import canonical, merkle
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.web.agreements.shown import difference, proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2)


def test_a_covenant_is_commented_on_answered_changed_and_adopted(world) -> None:
    now = world.now
    version = commented(world, now)
    row = remark(world, version, now)
    again = remark(world, version, now)
    assert again.pk == row.pk, "the same form sent twice is one comment"
    worker = world.actor("COMMUNITY_WORKER", now=now)
    by = {"version_id": version.pk, "actor": worker, "now": now}
    decision = actions.Decision("meeting:1", "通过", local_date(now))
    refused("agreement_version.no_such_move", actions.adopt, decision=decision, from_date=decision.on, **by)
    refused("agreements.comments_run", actions.close_comments, **by)
    refused("agreements.text_stands", actions.revise, wording=actions.Wording(CHANGED), **by)

    over = now + timedelta(days=8)
    assert actions.close_due(actor=TICK, now=over) == 1
    by["now"] = over
    refused("agreements.comments_unanswered", actions.adopt, decision=decision, from_date=local_date(over), **by)
    say = {"comment_id": row.pk, "is_accepted": True, "actor": worker, "now": over}
    refused("agreements.reason_missing", actions.answer_comment, answer=" ", **say)
    refused("agreements.personal_numbers", actions.answer_comment, answer="打 13800001234", **say)
    actions.answer_comment(answer="采纳，改为九点半。", **say)
    refused("agreement_comment.no_such_move", actions.answer_comment, answer="再说一遍", **say)
    assert Message.objects.get(kind="agreement.answered").person_ref == f"account:{world.residents[0].pk}"
    actions.revise(wording=actions.Wording(CHANGED), **by)
    refused("agreements.decision_missing", actions.adopt, decision=actions.Decision("", "", local_date(over)),
            from_date=local_date(over), **by)  # fmt: skip
    refused("agreements.in_force_too_early", actions.adopt, decision=actions.Decision("ballot:1", "过", local_date(over)),
            from_date=local_date(now), **by)  # fmt: skip
    done = adopt(world, version, over)
    assert (done.state, done.commented_text, done.text) == (states.ADOPTED, TEXT, CHANGED)
    assert [one.answer for one in queries.answered(version.pk)] == ["采纳，改为九点半。"]
    parts = difference(done.commented_text, done.text)
    assert ("gone", "晚上十点以后轻声。") in parts and any(what == "new" and "九点半" in words for what, words in parts)


def test_anyone_can_make_the_leaf_of_the_text_again(world) -> None:
    version = adopted(world, world.now)
    assert version.text_hash == hashlib.sha256(TEXT.encode()).hexdigest()
    told = proof(queries.logged_text(version.text_hash))
    assert told is not None and version.text_hash in told["record"]
    assert merkle.leaf_hash(told["record"].encode()).hex() == told["leaf"]
    assert canonical.decode(told["record"].encode())["verb"] == "agreements.text"


def test_the_next_version_takes_its_place_on_its_day_and_the_old_one_stays(world) -> None:
    now = world.now
    first = adopted(world, now)
    actions.sign(
        version_id=first.pk, text_hash=first.text_hash, shows_name=False, actor=world.resident(0, now), now=now
    )
    worker = world.actor("COMMUNITY_WORKER", now=now)
    by = {"agreement_id": first.agreement_id, "actor": worker, "now": now}
    refused("agreements.same_text", actions.draft_next, wording=actions.Wording(TEXT), **by)
    second = actions.draft_next(wording=actions.Wording(CHANGED, "改了安静时段"), **by)
    refused("agreements.in_preparation", actions.draft_next, wording=actions.Wording(CHANGED + "。"), **by)
    actions.open_comments(version_id=second.pk, days=7, actor=worker, now=now)
    later = now + timedelta(days=9)
    actions.close_due(actor=TICK, now=later)
    adopt(world, second, later, days_ahead=3)
    first.refresh_from_db()
    day = local_date(later)
    assert (first.state, first.to_date) == (states.SUPERSEDED, day + timedelta(days=3))
    assert [one.number for one in queries.holding(day)] == [1]
    assert [one.number for one in queries.holding(day + timedelta(days=3))] == [2]
    assert Message.objects.filter(kind="agreement.superseded").count() == 1
    assert [(one.number, one.signed) for one in queries.public_versions(first.agreement_id)] == [(2, 0), (1, 1)]


def test_rules_of_procedure_wait_fifteen_days_and_a_ballot_can_name_them(world) -> None:
    now = world.now
    version = drafted(world, now, kind="PROCEDURE", title="花城小区业主大会议事规则", signers="NOBODY")
    worker = world.actor("COMMUNITY_WORKER", now=now)
    refused(
        "agreements.comments_too_short", actions.open_comments, version_id=version.pk, days=14, actor=worker, now=now
    )
    actions.open_comments(version_id=version.pk, days=15, actor=worker, now=now)
    later = now + timedelta(days=17)
    actions.close_due(actor=TICK, now=later)
    adopt(world, version, later)
    place, day = world.compounds[0].pk, local_date(later)
    (rule,) = queries.procedure_rules(place, day)
    assert rule.reference == f"agreement:{version.agreement_id}/v1"
    assert queries.by_reference(rule.reference) == version
    assert queries.procedure_rules(place, day - timedelta(days=1)) == []
    assert queries.by_reference("agreement:9999/v1") is None is queries.by_reference("第三条")
    actions.record_filing(version_id=version.pk, filed_with="示范街道办事处", on=day, actor=worker, now=later)
    actions.end(version_id=version.pk, to_date=day + timedelta(days=5), reason="业主大会决定", actor=worker, now=later)
    assert queries.procedure_rules(place, day + timedelta(days=5)) == []


def test_wrong_role_wrong_place_wrong_words(world) -> None:
    now = world.now
    new = actions.NewAgreement("COVENANT", world.compounds[0].pk, "花城小区邻里公约", "RESIDENTS")
    draft = {"new": new, "wording": actions.Wording(TEXT), "now": now}
    refused("agreements.not_permitted", actions.draft, actor=world.resident(0, now), **draft)
    refused("agreements.not_permitted", actions.draft, actor=world.actor("COMMUNITY_WORKER", 1, now), **draft)
    worker = world.actor("COMMUNITY_WORKER", now=now)
    draft["wording"] = actions.Wording("有事打 13800001234")
    refused("agreements.personal_numbers", actions.draft, actor=worker, **draft)
    draft["wording"] = actions.Wording("长" * (rules.TEXT_LENGTH + 1))
    refused("agreements.text_too_long", actions.draft, actor=worker, **draft)
    version = commented(world, now)
    far = len(world.residents) - 1
    with_other_key = {"request_key": "o" * 32}
    said = {"version_id": version.pk, "now": now, "text": "好", **with_other_key}
    refused("agreements.not_of_here", actions.comment, actor=world.resident(far, now), **said)
    refused("agreements.not_verified", actions.comment, actor=TICK, **said)
    refused("agreements.comment_missing", actions.comment, actor=world.resident(0, now), **said | {"text": "\n"})
    for number in range(rules.COMMENTS_EACH):
        remark(world, version, now, request_key=f"{number:032d}")
    refused("agreements.comments_enough", actions.comment, actor=world.resident(0, now), **said)
    mine = queries.own_comments(version.pk, world.residents[0].person_id).first()
    refused(
        "agreements.not_yours", actions.take_back_comment, comment_id=mine.pk, actor=world.resident(1, now), now=now
    )
    actions.take_back_comment(comment_id=mine.pk, actor=world.resident(0, now), now=now)
    over = now + timedelta(days=9)
    refused("agreements.comments_over", actions.comment, actor=world.resident(1, now), **said | {"now": over})


def test_lists_ask_as_often_for_three_as_for_one(world, django_assert_num_queries) -> None:
    now = world.now
    for place in range(3):
        version = adopted(world, now, title=f"公约{place}")
        actions.sign(
            version_id=version.pk, text_hash=version.text_hash, shows_name=True, actor=world.resident(0), now=now
        )
        with django_assert_num_queries(1):
            assert queries.public_versions(version.agreement_id)[0].signed == 1
        with django_assert_num_queries(1):
            assert len(queries.held_in([world.compounds[0].pk], local_date(now))) == place + 1

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from tests.officers import officer
from tests.publicity.given import AFTER, NOW, opened
from tests.refusals import refused
from yuanba.audit.models import AuditEvent
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people.models import Person
from yuanba.publicity import actions, queries, states
from yuanba.publicity.models import Objection, Step

LATER = NOW + timedelta(days=3)
db = pytest.mark.django_db


@db
def test_an_open_objection_blocks_and_a_decided_one_does_not() -> None:
    hall = opened()
    hall.post()
    filed = hall.object(about_ref="entry:12")
    assert filed.objection.decide_by_date == date(2021, 9, 30)
    assert queries.may_go_on("campaign:1", AFTER).code == "notice.objection_open"
    refused(
        "notice.objection_open",
        actions.conclude_notice,
        notice_id=hall.notice.pk,
        conclusion="无",
        actor=hall.organiser,
        now=AFTER,
    )
    decided = actions.decide_objection(
        objection_id=filed.objection.pk, is_upheld=True, reason="核查属实", actor=hall.decider, now=LATER
    )
    assert decided.state == states.UPHELD
    assert queries.may_go_on("campaign:1", AFTER).ok
    assert queries.upheld_about("campaign:1") == ("entry:12",)
    assert Message.objects.get(kind="objection.decided").person_ref == "account:900"


@db
def test_an_objection_upheld_against_all_of_it_blocks_until_another_notice() -> None:
    hall = opened()
    hall.post()
    filed = hall.object()
    actions.decide_objection(
        objection_id=filed.objection.pk, is_upheld=True, reason="程序有误", actor=hall.decider, now=LATER
    )
    assert queries.may_go_on("campaign:1", AFTER).code == "notice.objection_upheld"


@db
def test_late_and_early_objections_are_refused() -> None:
    hall = opened()
    with pytest.raises(Refused) as refusal:
        hall.object(now=AFTER)
    assert refusal.value.verdict.code == "notice.term_over"
    actions.withdraw_notice(notice_id=hall.notice.pk, reason="有误", actor=hall.organiser, now=NOW)
    with pytest.raises(Refused) as refusal:
        hall.object()
    assert refusal.value.verdict.code == "notice.not_open"


@db
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"text": " "}, "objection.empty"),
        ({"contact": ""}, "objection.name_missing"),
        ({"kind": "ORGANISATION"}, "objection.seal_missing"),
        ({"kind": "ANONYMOUS"}, "objection.anonymous_has_name"),
        ({"channel": "PHONE"}, "notice.not_yours"),
    ],
)
def test_an_objection_says_who_as_its_kind_asks(statement, code) -> None:
    with pytest.raises(Refused) as refusal:
        opened().object(**statement)
    assert refusal.value.verdict.code == code


@db
def test_an_anonymous_objection_leaves_no_trace_of_the_account() -> None:
    hall = opened()
    filed = hall.object(kind="ANONYMOUS", name="", contact="")
    row = filed.objection
    assert (row.filed_by, row.received_by, row.name, row.contact) == ("", "", "", "")
    assert AuditEvent.objects.get(verb="objection.file").actor == "anonymous"
    assert queries.objection_by_code(actions.code_hash(filed.code)) == row
    refused(
        "objection.wrong_code", actions.take_back_objection, objection_id=row.pk, code="x", actor=hall.decider, now=NOW
    )
    taken = actions.take_back_objection(objection_id=row.pk, code=filed.code, actor=hall.decider, now=LATER)
    assert taken.state == states.WITHDRAWN
    assert not AuditEvent.objects.filter(verb="objection.take_back").exclude(actor="anonymous").exists()


@db
def test_whoever_is_involved_does_not_decide() -> None:
    hall = opened()
    row = hall.object().objection
    decide = {"objection_id": row.pk, "is_upheld": False, "reason": "不成立", "now": LATER}
    refused("notice.not_yours", actions.decide_objection, actor=hall.organiser, **decide)
    leader = officer("STREET_LEADER", hall.street, NOW, person=Person.objects.get(pk=hall.organiser.person_id))
    refused("objection.involved", actions.decide_objection, actor=leader, **decide)  # another account of the drafter
    party = f"person:{hall.decider.person_id}"
    refused("objection.involved", actions.decide_objection, actor=hall.decider, involved=[party], **decide)
    refused("objection.reason_missing", actions.decide_objection, actor=hall.decider, **{**decide, "reason": " "})
    assert actions.decide_objection(actor=hall.decider, **decide).state == states.DISMISSED
    refused("objection.no_such_move", actions.decide_objection, actor=hall.decider, **{**decide, "is_upheld": True})


@db
def test_the_database_refuses_a_decision_by_whoever_received_it() -> None:
    hall = opened()
    row = hall.object().objection
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(received_by="account:5", decided_by="account:5")


@db
def test_who_objected_is_shown_with_a_reason_that_is_kept() -> None:
    hall = opened()
    row = hall.object().objection
    assert "name" in queries.objections(hall.notice).get().get_deferred_fields()
    refused(
        "notice.not_yours", actions.unmask_author, objection_id=row.pk, reason="核实", actor=hall.organiser, now=LATER
    )
    refused(
        "objection.reason_missing", actions.unmask_author, objection_id=row.pk, reason="", actor=hall.decider, now=LATER
    )
    author = actions.unmask_author(objection_id=row.pk, reason="电话核实", actor=hall.decider, now=LATER)
    assert (author.name, author.contact) == ("赵某", "电话")
    assert Step.objects.get(verb="unmask").reason == "电话核实"
    assert AuditEvent.objects.filter(verb="objection.unmask", actor=hall.decider.id).count() == 1


@db
def test_counts_tell_how_many_and_never_whose() -> None:
    hall = opened()
    first = hall.object().objection
    hall.object(kind="ANONYMOUS", name="", contact="")
    actions.decide_objection(objection_id=first.pk, is_upheld=False, reason="不成立", actor=hall.decider, now=LATER)
    assert queries.objection_counts(hall.notice) == queries.Counts(filed=2, upheld=0, dismissed=1, undecided=1)
    assert queries.overdue(date(2021, 9, 30)).count() == 0
    assert queries.overdue(date(2021, 10, 1)).count() == 1
    (row,) = queries.desk([hall.street.pk])
    assert row.open_objections == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_decisions_on_one_objection_leave_one() -> None:
    hall = opened()
    row = hall.object().objection
    other = officer("STREET_LEADER", hall.street, NOW)
    answers: list[str] = []
    gate = Barrier(2)

    def decide(actor: Actor, is_upheld: bool) -> None:
        gate.wait()
        try:
            actions.decide_objection(objection_id=row.pk, is_upheld=is_upheld, reason="理由", actor=actor, now=LATER)
            answers.append("decided")
        except Refused as refusal:
            answers.append(refusal.verdict.code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(hall.decider, True)), Thread(target=decide, args=(other, False))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["decided", "objection.no_such_move"]
    assert Step.objects.filter(subject=str(row)).count() == 1


@db
def test_a_retry_is_told_the_same_code_and_another_text_is_another_objection() -> None:
    hall = opened()
    visitor = Actor(id="anyone")
    said = {"text": "与事实不符", "name": "赵某", "contact": "电话"}
    by = {"notice_id": hall.notice.pk, "actor": visitor, "request_key": "k" * 32}
    first = actions.file_objection(statement=actions.Statement(**said), now=NOW, **by)
    again = actions.file_objection(statement=actions.Statement(**said), now=AFTER, **by)
    assert (again.objection.pk, again.code) == (first.objection.pk, first.code)
    other = actions.file_objection(statement=actions.Statement(**{**said, "text": "另一件事"}), now=NOW, **by)
    assert other.code != first.code
    assert Objection.objects.count() == 2
    assert first.objection.filed_by == ""  # nobody can be told in the house who has no account


@db
def test_whoever_is_involved_does_not_learn_who_objected() -> None:
    hall = opened()
    row = hall.object().objection
    refused(
        "objection.involved",
        actions.unmask_author,
        objection_id=row.pk,
        reason="核实",
        actor=hall.decider,
        involved=[hall.decider.id],
        now=LATER,
    )
    assert not Step.objects.filter(verb="unmask").exists()


@db
def test_objections_are_listed_for_whoever_decides_in_that_place() -> None:
    hall = opened()
    row = hall.object().objection
    assert list(queries.to_decide(hall.decider, NOW)) == [row]
    assert list(queries.to_decide(hall.organiser, NOW)) == []
    assert list(queries.looked_after_by(hall.organiser, NOW)) == [hall.notice]

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import PersonFactory
from tests.funds.given import NOW, TODAY, office
from tests.kernel.invented import bank_card, id_number
from tests.officers import officer, somebody
from tests.refusals import refused
from yuanba.funds import actions, queries, states, tax
from yuanba.funds.models import PrizeLine, PrizeList, Step, TaxRule
from yuanba.kernel.verdict import Refused
from yuanba.people.models import Person

db = pytest.mark.django_db


def details() -> actions.Details:
    return actions.Details("王小一", bank_card("622200000000000001"), "示范银行", id_number("110119"))


@db
def test_the_list_says_gross_tax_and_net_in_figures_and_words() -> None:
    drafted = office().draft()
    totals = queries.totals(drafted)
    assert (totals.number, totals.gross.fen, totals.tax.fen, totals.net.fen) == (2, 1_300_000, 60_000, 1_240_000)
    assert totals.gross.capital == "壹万叁仟元整"
    assert totals.by_category == {"先进个人": (1, 300_000), "先进集体": (1, 1_000_000)}
    assert {line.tax_rule.code for line in queries.lines(drafted)} == {"INCIDENTAL_INCOME", "OWN_INCOME"}


@db
def test_default_rules_are_written_once_and_a_newer_one_takes_over() -> None:
    street = office()
    actions.adopt_tax_rules(actor=street.finance, now=NOW)
    assert actions.adopt_tax_rules(actor=street.finance, now=NOW) == []
    (rule,) = [one for one in tax.DEFAULTS if one.code == "INCIDENTAL_INCOME"]
    given = {"actor": street.finance, "now": NOW, "territory_id": street.street.pk}
    refused("tax_rule.order", actions.set_tax_rule, rule=rule, **given)
    newer = tax.Default(rule.recipient, rule.grantor, "LOCAL_EXEMPTION", rule.rate * 0, TODAY, "文件", "")
    refused("funds.not_yours", actions.set_tax_rule, rule=newer, **{**given, "actor": street.organiser})
    actions.set_tax_rule(rule=newer, **given)
    assert queries.tax_rule("PERSON", "BELOW_PROVINCE", date(2021, 11, 30)).code == "INCIDENTAL_INCOME"
    assert queries.tax_rule("PERSON", "BELOW_PROVINCE", TODAY).code == "LOCAL_EXEMPTION"
    assert TaxRule.objects.count() == 5
    assert street.line(street.draft()).tax_fen == 0


@db
def test_what_cannot_be_a_list_is_refused() -> None:
    street = office()
    one = street.prizes()[0]
    free = actions.Prize("entry:9", "PERSON", "先进个人", 0)
    for code, prizes in [("empty", []), ("bad_amount", [free]), ("twice", [one, one])]:
        with pytest.raises(Refused) as refusal:
            street.draft(prizes)
        assert refusal.value.verdict.code == f"prize_list.{code}"
    street.draft()
    with pytest.raises(Refused) as refusal:
        street.draft()
    assert refusal.value.verdict.code == "prize_list.exists"


@db
def test_three_people_draft_check_and_approve() -> None:
    street = office()
    drafted = street.draft()
    given = {"list_id": drafted.pk, "now": NOW}
    refused("prize_list.no_such_move", actions.approve_list, actor=street.leader, **given)
    refused("funds.not_yours", actions.check_list, actor=street.leader, **given)
    drafter = Person.objects.get(pk=street.organiser.person_id)
    second = officer("FINANCE_OFFICER", street.street, NOW, person=drafter)
    refused("prize_list.same_person", actions.check_list, actor=second, **given)
    actions.check_list(actor=street.finance, **given)
    checker = Person.objects.get(pk=street.finance.person_id)
    both = officer("STREET_LEADER", street.street, NOW, person=checker)
    refused("prize_list.same_person", actions.approve_list, actor=both, **given)
    assert actions.approve_list(actor=street.leader, **given).state == states.APPROVED
    assert [step.verb for step in queries.history(drafted)] == ["check", "approve"]


@db
def test_the_database_refuses_one_hand_for_both() -> None:
    checked = actions.check_list(list_id=(street := office()).draft().pk, actor=street.finance, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrizeList.objects.filter(pk=checked.pk).update(
            state=states.APPROVED, approved_by=checked.checked_by, approved_at=NOW
        )


@db
def test_a_list_that_does_not_add_up_is_not_checked() -> None:
    street = office()
    drafted = street.draft()
    check = {"list_id": drafted.pk, "actor": street.finance, "now": NOW}
    PrizeLine.objects.filter(prize_list=drafted, number=1).update(gross_fen=400_000, net_fen=340_000)
    refused("prize_list.totals", actions.check_list, **check)
    PrizeList.objects.filter(pk=drafted.pk).update(gross_fen=1_400_000, net_fen=1_340_000)
    refused("prize_list.tax", actions.check_list, **check)
    other = street.draft(subject_ref="campaign:2", budget_fen=1_299_999)
    refused("prize_list.over_budget", actions.check_list, **{**check, "list_id": other.pk})


@db
def test_a_list_sent_back_makes_room_for_another() -> None:
    street = office()
    drafted = street.draft()
    back = {"list_id": drafted.pk, "actor": street.finance, "now": NOW}
    refused("prize_list.reason_missing", actions.send_back_list, reason=" ", **back)
    actions.send_back_list(reason="金额有误", **back)
    assert set(queries.lines(drafted).values_list("state", flat=True)) == {states.CANCELLED}
    assert queries.for_subject("campaign:1") is None
    assert queries.for_subject("campaign:1") != street.draft()
    refused("prize_list.no_such_move", actions.send_back_list, reason="x", **back)


@db
def test_a_line_is_paid_with_the_banks_proof_and_may_come_back() -> None:
    street = office()
    approved = street.approved()
    line = street.line(approved)
    with pytest.raises(Refused) as refusal:
        street.pay(line)
    assert refusal.value.verdict.code == "prize_line.no_payee"
    street.give(line, details())
    for day in (date(2021, 11, 30), date(2021, 12, 2)):
        with pytest.raises(Refused) as refusal:
            street.pay(line, day)
        assert refusal.value.verdict.code == "prize_line.paid_day"
    street.pay(line)
    assert queries.totals(approved).paid_net_fen == 240_000
    settle = {"list_id": approved.pk, "actor": street.finance, "now": NOW}
    refused("prize_list.unpaid", actions.settle_list, **settle)
    other = street.line(approved, 2)
    cancel = {"line_id": other.pk, "now": NOW}
    refused("funds.not_yours", actions.cancel_line, reason="放弃", actor=street.finance, **cancel)
    actions.cancel_line(reason="放弃", actor=street.leader, **cancel)
    assert actions.settle_list(**settle).state == states.PAID
    actions.bounce_line(line_id=line.pk, reason="账号不符", actor=street.finance, now=NOW)
    approved.refresh_from_db()
    assert approved.state == states.APPROVED
    assert street.pay(line).state == states.PAID
    assert queries.paid_out("campaign:1") == 240_000
    verbs = Step.objects.filter(subject=f"prize_line:{line.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["pay", "bounce", "pay"]


@db
def test_nothing_is_paid_before_the_approval() -> None:
    street = office()
    with pytest.raises(Refused) as refusal:
        street.pay(street.line(street.draft()))
    assert refusal.value.verdict.code == "prize_list.not_approved"


@db
def test_a_correction_is_another_list_of_differences() -> None:
    street = office()
    approved = street.approved()
    line = street.line(approved)
    correct = {"list_id": approved.pk, "reason": "标准有误", "actor": street.organiser, "now": NOW}
    refused("prize_list.empty", actions.draft_correction, amounts={}, **correct)
    refused("prize_list.bad_amount", actions.draft_correction, amounts={line.pk: 300_000}, **correct)
    refused("prize_list.reason_missing", actions.draft_correction, amounts={line.pk: 1}, **{**correct, "reason": ""})
    lower = actions.draft_correction(amounts={line.pk: 200_003}, **correct)
    difference = street.line(lower)
    assert (difference.gross_fen, difference.tax_fen, difference.net_fen) == (-99_997, -19_999, -79_998)
    refused("prize_line.corrected", actions.draft_correction, amounts={line.pk: 0}, **correct)
    street.approved(lower)
    assert street.pay(difference).state == states.PAID  # paid back: no payee is needed
    revoked = actions.draft_correction(amounts={difference.pk: 0}, **{**correct, "list_id": lower.pk})
    assert street.line(revoked).gross_fen == -200_003
    assert queries.effective_gross(street.line(approved)) == 0
    actions.send_back_list(list_id=revoked.pk, reason="x", actor=street.finance, now=NOW)
    assert queries.effective_gross(street.line(approved)) == 200_003
    line.refresh_from_db()
    assert line.gross_fen == 300_000


@db
def test_rows_take_one_query_whatever_their_number(django_assert_num_queries) -> None:
    street = office()
    short = street.draft([street.prizes()[0]])
    with django_assert_num_queries(1):
        assert [row.payee_state for row in queries.rows(short)] == ["NOT_GIVEN"]
    prizes = [
        actions.Prize(f"entry:{n}", "PERSON", "先进个人", 300_000, person_id=PersonFactory().pk) for n in range(3)
    ]
    long = street.draft(prizes, subject_ref="campaign:3")
    with django_assert_num_queries(1):
        assert len(queries.rows(long)) == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_leave_one() -> None:
    street = office()
    checked = actions.check_list(list_id=street.draft().pk, actor=street.finance, now=NOW)
    actors = [street.leader, officer("STREET_LEADER", street.street, NOW)]
    answers: list[str] = []
    gate = Barrier(2)

    def approve(number: int) -> None:
        gate.wait()
        try:
            actions.approve_list(list_id=checked.pk, actor=actors[number], now=NOW)
            answers.append("approved")
        except Refused as refusal:
            answers.append(refusal.verdict.code)
        finally:
            connection.close()

    threads = [Thread(target=approve, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["approved", "prize_list.no_such_move"]
    assert Step.objects.filter(subject=str(checked), verb="approve").count() == 1


@db
def test_a_stranger_touches_nothing() -> None:
    street = office()
    stranger = somebody(PersonFactory(), NOW)
    refused("funds.not_yours", actions.check_list, list_id=street.draft().pk, actor=stranger, now=NOW)


@db
def test_rules_without_source_and_payments_without_reason_are_refused() -> None:
    street = office()
    nameless = tax.Default("PERSON", "BELOW_PROVINCE", "X", tax.DEFAULTS[0].rate, TODAY, " ", "")
    given = {"actor": street.finance, "now": NOW}
    refused("tax_rule.no_source", actions.set_tax_rule, rule=nameless, territory_id=street.street.pk, **given)
    approved = street.approved()
    line = street.line(approved)
    refused("prize_list.reason_missing", actions.bounce_line, line_id=line.pk, reason=" ", **given)
    refused("prize_line.no_such_move", actions.bounce_line, line_id=line.pk, reason="x", **given)
    leader = {"line_id": line.pk, "actor": street.leader, "now": NOW}
    refused("prize_list.reason_missing", actions.cancel_line, reason=" ", **leader)
    drafted = street.draft(subject_ref="campaign:5")
    correct = {"list_id": drafted.pk, "amounts": {}, "reason": "x", "actor": street.organiser, "now": NOW}
    refused("prize_list.not_approved", actions.draft_correction, **correct)
    assert list(queries.lists([street.street.pk])) == [drafted, approved]


@db
def test_before_the_rules_began_there_is_none() -> None:
    street = office()
    early = NOW.replace(year=2018)
    with pytest.raises(Refused) as refusal:
        actions.draft_list(
            heading=actions.Heading("campaign:1", "x", street.street.pk, 1),
            prizes=street.prizes(),
            actor=street.organiser,
            now=early,
        )
    assert refusal.value.verdict.code == "prize_list.no_tax_rule"

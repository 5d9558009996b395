from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import PersonFactory
from tests.funds.given import KEEP, NOW, TODAY, office
from tests.kernel.invented import bank_card, id_number
from tests.officers import somebody
from tests.refusals import refused
from yuanba.audit.models import AuditDetail, AuditEvent
from yuanba.funds import actions, queries
from yuanba.funds.models import Payee, Step
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import day_start

pytestmark = pytest.mark.django_db
CARD = bank_card("622200000000000001")


def details(**changes: str) -> actions.Details:
    return actions.Details(
        **{"holder": "王小一", "account": CARD, "bank": "示范银行", "id_number": id_number("110119"), **changes}
    )


@pytest.fixture
def street():
    return office()


@pytest.fixture
def line(street):
    return street.line(street.approved())


def arguments(street, line, **changes: object) -> dict:
    values = {
        "line_id": line.pk,
        "details": details(),
        "consent_id": street.consent(street.winner).pk,
        "keep_until": KEEP,
        "actor": somebody(street.winner, NOW),
        "now": NOW,
    }
    return {**values, **changes}


def test_what_is_kept_is_sealed_and_what_is_shown_is_masked(street, line) -> None:
    actions.give_payee(**arguments(street, line))
    payee = queries.payee_of(line)
    stored = b"".join(bytes(one) for one in (payee.holder_sealed, payee.id_number_sealed, payee.account_sealed))
    assert CARD.encode() not in stored
    assert "王小一".encode() not in stored
    assert payee.account_masked == f"****{CARD[-4:]}"
    assert payee.holder_masked == "王**"
    assert payee.id_number_masked == f"110***********{id_number('110119')[-4:]}"
    assert not any(CARD in str(detail.body) for detail in AuditDetail.objects.all())
    (row, _) = queries.rows(line.prize_list)
    assert (row.payee_state, row.account_masked) == ("GIVEN", payee.account_masked)
    assert CARD not in repr(details())


def test_unmasking_needs_the_post_and_a_reason_that_is_kept(street, line) -> None:
    actions.give_payee(**arguments(street, line))
    ask = {"line_id": line.pk, "now": NOW}
    refused("funds.not_yours", actions.unmask_payee, reason="发放", actor=street.organiser, **ask)
    refused("payee.reason_missing", actions.unmask_payee, reason=" ", actor=street.finance, **ask)
    assert actions.unmask_payee(reason="发放奖金", actor=street.finance, **ask) == details()
    assert Step.objects.get(verb="unmask").reason == "发放奖金"
    assert AuditEvent.objects.filter(verb="payee.unmask", actor=street.finance.id).count() == 1


def test_only_winners_are_asked_and_only_after_the_approval(street) -> None:
    drafted = street.draft()
    line = street.line(drafted)
    refused("payee.not_yet", actions.give_payee, **arguments(street, line))
    street.approved(drafted)
    line = street.line(drafted)
    stranger = somebody(PersonFactory(), NOW)
    refused("funds.not_yours", actions.give_payee, **arguments(street, line, actor=stranger))
    assert list(queries.without_payee(drafted)) == list(queries.lines(drafted))
    assert list(queries.lines_of_person(street.winner.pk)) == [line]
    actions.give_payee(**arguments(street, line, actor=street.finance))  # at the desk, with the winner's consent
    assert queries.without_payee(drafted).count() == 1


def test_the_consent_is_separate_and_the_winners_own(street, line) -> None:
    general = street.consent(street.winner, is_separate=False)
    foreign = street.consent(PersonFactory())
    withdrawn = street.consent(street.winner)
    withdrawn.withdrawn_at = NOW
    withdrawn.save()
    for consent_id in (general.pk, foreign.pk, withdrawn.pk, 0):
        refused("payee.no_consent", actions.give_payee, **arguments(street, line, consent_id=consent_id))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"holder": " "}, "payee.incomplete"),
        ({"bank": ""}, "payee.incomplete"),
        ({"id_number": ""}, "payee.id_number_missing"),
        ({"id_number": "110119"}, "payee.id_number"),
        ({"account": "12AB5678"}, "payee.account"),
        ({"account": "1234567"}, "payee.account"),
    ],
)
def test_details_that_no_bank_can_use_are_refused(street, line, changes, code) -> None:
    refused(code, actions.give_payee, **arguments(street, line, details=details(**changes)))


def test_full_width_and_grouped_numbers_are_understood(street, line) -> None:
    wide = CARD.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    grouped = " ".join(wide[place : place + 4] for place in range(0, len(wide), 4))
    actions.give_payee(**arguments(street, line, details=details(account=grouped)))
    assert actions.unmask_payee(line_id=line.pk, reason="发放", actor=street.finance, now=NOW).account == CARD


def test_where_no_tax_is_withheld_a_person_may_leave_the_id_number_empty(street) -> None:
    line = street.line(street.approved(street.draft(grantor="PROVINCE_OR_ABOVE")))
    assert line.tax_fen == 0
    given = arguments(street, line)
    refused("payee.id_number", actions.give_payee, **{**given, "details": details(id_number="110119")})
    actions.give_payee(**{**given, "details": details(id_number="")})
    assert queries.payee_of(line).id_number_sealed is None


def test_for_an_author_whom_only_the_entry_names_its_applicant_says_where_the_prize_goes(street) -> None:
    prize = actions.Prize("entry:3", "PERSON", "作品", 300_000, contact_person_id=street.applicant.pk)
    line = street.line(street.approved(street.draft([prize])))
    mine = arguments(street, line, consent_id=street.consent(street.applicant).pk)
    refused("funds.not_yours", actions.give_payee, **mine | {"actor": somebody(street.winner, NOW)})
    actions.give_payee(**mine | {"actor": somebody(street.applicant, NOW)})
    assert queries.payee_of(line).holder_masked == "王**"


def test_an_organisation_gives_no_id_number(street, line) -> None:
    second = street.line(line.prize_list, 2)
    given = arguments(
        street, second, consent_id=street.consent(street.applicant).pk, actor=somebody(street.applicant, NOW)
    )
    refused("payee.id_number_unneeded", actions.give_payee, **given)
    actions.give_payee(**{**given, "details": details(id_number="", holder="花城物业")})
    assert queries.payee_of(second).id_number_sealed is None


def test_giving_again_replaces_until_it_is_paid(street, line) -> None:
    actions.give_payee(**arguments(street, line))
    other = bank_card("622200000000000002")
    actions.give_payee(**arguments(street, line, details=details(account=other)))
    assert Payee.objects.count() == 1
    assert queries.payee_of(line).account_masked == f"****{other[-4:]}"
    street.pay(line)
    refused("payee.too_late", actions.give_payee, **arguments(street, line))


def test_payee_data_are_erased_when_their_term_is_over(street, line) -> None:
    refused("payee.keep_until", actions.give_payee, **arguments(street, line, keep_until=TODAY))
    actions.give_payee(**arguments(street, line))
    last: datetime = day_start(KEEP)
    assert actions.erase_due(actor=system("tick"), now=last) == 0
    assert actions.erase_due(actor=system("tick"), now=last + timedelta(days=1)) == 1
    assert actions.erase_due(actor=system("tick"), now=last + timedelta(days=1)) == 0
    payee = queries.payee_of(line)
    assert (payee.account_sealed, payee.id_number_masked, payee.bank) == (None, "", "")
    refused("payee.none", actions.unmask_payee, line_id=line.pk, reason="x", actor=street.finance, now=NOW)
    assert queries.rows(line.prize_list)[0].payee_state == "ERASED"


def test_the_winner_may_have_it_erased_at_once(street, line) -> None:
    actions.give_payee(**arguments(street, line))
    erase = {"line_id": line.pk, "now": NOW}
    refused("funds.not_yours", actions.erase_payee, actor=somebody(PersonFactory(), NOW), **erase)
    actions.erase_payee(actor=somebody(street.winner, NOW), **erase)
    refused("payee.none", actions.erase_payee, actor=street.finance, **erase)
    actions.give_payee(**arguments(street, line))
    assert queries.rows(line.prize_list)[0].payee_state == "GIVEN"


def test_the_database_refuses_half_an_erasure(street, line) -> None:
    actions.give_payee(**arguments(street, line))
    with pytest.raises(IntegrityError), transaction.atomic():
        Payee.objects.update(erased_at=NOW)

"""Tables: sort, filter, page, and take out as a spreadsheet that computes nothing."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import translation

from tests.factories import AccountFactory
from yuanba.audit.models import AuditEvent
from yuanba.people.models import Account
from yuanba.web.tables import Chip, Column, Filter, Link, Table

pytestmark = pytest.mark.django_db

ACCOUNTS = Table(
    "accounts",
    "Accounts",
    [
        Column("login", "Sign-in name", lambda row: Link(row.login, f"/accounts/{row.pk}"), sort="login", head=True),
        Column("staff", "Kind", lambda row: Chip("staff" if row.is_staff_account else "resident", "sky")),
        Column("since", "Since", lambda row: row.created_at, sort="created_at"),
        Column("open", "", lambda row: Link("Open", "#"), screen_only=True),
    ],
    [
        Filter("q", "Search", lambda rows, value: rows.filter(login__contains=value)),
        Filter("staff", "Kind", lambda rows, value: rows.filter(is_staff_account=value == "1"), [("1", "Staff")]),
    ],
    sort="login",
    size=2,
)


@pytest.fixture
def accounts() -> list[Account]:
    names = ['=HYPERLINK("http://x")', "anna", "+8613800001234", "bea", "@sum"]
    return [AccountFactory(login=name, is_staff_account=name in {"anna", "bea"}) for name in names]


def logins(view) -> list[str]:
    return [row[0].value.text for row in view.rows]


def test_view_is_one_sorted_page(accounts, request_of) -> None:
    view = ACCOUNTS.view(request_of("/list"), Account.objects.all())
    assert logins(view) == ["+8613800001234", '=HYPERLINK("http://x")']
    assert (view.previous_url, bool(view.next_url)) == ("", True)
    onward = ACCOUNTS.view(request_of(view.next_url), Account.objects.all())
    assert logins(onward) == ["@sum", "anna"]
    assert logins(ACCOUNTS.view(request_of(onward.previous_url), Account.objects.all())) == logins(view)


def test_sort_turns_round_and_ignores_what_no_column_offers(accounts, request_of) -> None:
    assert logins(ACCOUNTS.view(request_of("/list?sort=-login"), Account.objects.all())) == ["bea", "anna"]
    view = ACCOUNTS.view(request_of("/list?sort=password"), Account.objects.all())
    assert logins(view) == ["+8613800001234", '=HYPERLINK("http://x")']
    assert [head.direction for head in view.heads] == ["ascending", "", "", ""]
    assert view.heads[0].sort_url == "/list?sort=-login"


def test_filter_narrows_and_stays_in_the_addresses(accounts, request_of) -> None:
    view = ACCOUNTS.view(request_of("/list?staff=1&q=a"), Account.objects.all())
    assert logins(view) == ["anna", "bea"]
    assert view.narrowed
    assert view.export_url == "/list?q=a&staff=1&format=xlsx"


def test_filter_value_that_is_no_choice_is_ignored(accounts, request_of) -> None:
    view = ACCOUNTS.view(request_of("/list?staff=7"), Account.objects.all())
    assert not view.narrowed


def sheet(request) -> list[tuple]:
    answer = ACCOUNTS.sheet(request, Account.objects.all())
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    answer.close()
    return [tuple(row) for row in book.active.iter_rows()]


def test_sheet_holds_the_whole_list_and_says_who_took_it(accounts, request_of) -> None:
    with translation.override("zh-hans"):
        rows = sheet(request_of("/list?format=xlsx"))
    assert "王** · 社治办" in rows[0][0].value
    assert [cell.value for cell in rows[1]] == ["Sign-in name", "Kind", "Since"]
    assert [row[0].value for row in rows[2:]] == sorted(account.login for account in accounts)


def test_sheet_computes_nothing(accounts, request_of) -> None:
    rows = sheet(request_of("/list"))
    kinds = {row[0].value: (row[0].data_type, bool(row[0].quotePrefix)) for row in rows[2:]}
    assert kinds['=HYPERLINK("http://x")'] == ("s", True)
    assert kinds["+8613800001234"] == ("s", True)
    assert kinds["@sum"] == ("s", True)
    assert kinds["anna"] == ("s", False)


def test_sheet_leaves_a_trace(accounts, request_of) -> None:
    sheet(request_of("/list"))
    event = AuditEvent.objects.get(verb="exported")
    assert (event.subject, event.detail.body) == ("table:accounts", {"rows": 5})


def test_sheet_drops_characters_that_no_sheet_may_hold(request_of) -> None:
    AccountFactory(login="a\x0bb")
    assert sheet(request_of("/list"))[2][0].value == "ab"


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_asks_once(rows: int, request_of, django_assert_max_num_queries) -> None:
    for _ in range(rows):
        AccountFactory()
    with django_assert_max_num_queries(5):
        sheet(request_of("/list"))

"""What browsers send is fit before a page reads it: no NUL anywhere, no number without end, no day nobody speaks of."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from tests.factories import AccountFactory
from tests.signing import enter
from yuanba.web import doors
from yuanba.web.sent import day, whole


def echo(request: HttpRequest) -> HttpResponse:
    sent = {"get": dict(request.GET.lists()), "post": dict(request.POST.lists()), "cookies": dict(request.COOKIES)}
    return JsonResponse({**sent, "files": [one.name for one in request.FILES.values()]})


urlpatterns = [
    path("echo", doors.anyone(echo)),
    path("echo/<str:word>/<int:number>", doors.anyone(lambda request, **kwargs: echo(request))),
    path("", include("yuanba.web.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_nul_is_taken_out_of_addresses_fields_and_file_names(client) -> None:
    upload = SimpleUploadedFile("a\0b.txt", b"x")
    sent = client.post("/echo?q=%00a&%00b=1", {"na\0me": ["王\0小", "二"], "file": upload}).json()
    assert sent["get"] == {"q": ["a"], "b": ["1"]}
    assert sent["post"] == {"name": ["王小", "二"]}
    assert "\0" not in "".join(sent["files"])


def test_cookie_with_nul_is_no_cookie(client) -> None:
    """A session key with a NUL fell over on PostgreSQL: cookies may write it as an octal number."""
    answer = client.get("/me", headers={"Cookie": 'sessionid="ab\\000c"; elder=1'})
    assert answer.status_code == 302
    assert client.get("/echo", headers={"Cookie": 'sessionid="\\000"; elder=1'}).json()["cookies"] == {"elder": "1"}


@pytest.mark.parametrize("where", ["/echo/a%00b/1", f"/echo/a/{2**63}", f"/echo/a/{'9' * 5000}"])
def test_address_that_no_row_can_have_leads_nowhere(client, where) -> None:
    assert client.get(where).status_code == 404


def test_number_without_end_is_not_understood(client) -> None:
    assert client.get("/echo", {"pk": "9" * 5000}).status_code == 400
    assert client.post("/echo", {"pk": "-" + "9" * 5000}).status_code == 400
    assert client.post("/echo", {"text": "9" * 64 + " and so on"}).status_code == 200


@pytest.mark.parametrize("text", ["", None, "²", "-1", "+1", "1e3", "٣", "9" * 30, str(2**63), "1_0", "1.0"])
def test_what_is_no_whole_number(text) -> None:
    assert whole(text) is None


def test_whole_numbers_and_days() -> None:
    assert (whole(" 7 "), whole("0"), whole(str(2**63 - 1)), whole("9", most=8)) == (7, 0, 2**63 - 1, None)
    assert day("2026-11-20") == date(2026, 11, 20)
    assert [day(one) for one in ("2021-02-30", "0001-01-01", "9999-12-31", "", None, "2026-11-20T00:00")] == [None] * 6


def test_too_much_is_refused_before_it_is_read(client, settings) -> None:
    """A stranger's gigabyte went to the disk before a page could say that it is too large."""
    huge = {"data": b"", "content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(30_000_000)}
    answer = client.generic("POST", "/echo", **huge)
    assert answer.status_code == 413
    assert "没有提交" in answer.content.decode()
    enter(client, AccountFactory(person=None))
    settings.REQUEST_BYTES = 29_000_000
    assert client.generic("POST", "/echo", **huge).status_code == 413

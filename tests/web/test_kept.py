"""Pages for everybody are made once; nobody gets somebody else's page."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse

from tests.publicity.given import opened
from tests.signing import enter
from yuanba.people.models import Account
from yuanba.web.kept import for_everybody


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGE_SECONDS = 5
    caches["pages"].clear()
    yield
    caches["pages"].clear()


class Counted:
    """A view that counts how often it was asked."""

    def __init__(self, **answer) -> None:
        self.times = 0
        self.answer = answer
        self.__name__ = "counted"

    def __call__(self, request) -> HttpResponse:
        self.times += 1
        if self.answer.get("form"):
            get_token(request)
        response = HttpResponse(f"page {self.times}", status=self.answer.get("status", 200))
        if self.answer.get("cookie"):
            response.set_cookie("one", "1")
        return response


def asked(view, path: str = "/x", *, cookies: str = "", language: str = "zh-hans", elder: bool = False, method="get"):
    request = getattr(RequestFactory(headers={"cookie": cookies} if cookies else {}), method)(path)
    request.LANGUAGE_CODE, request.elder = language, elder
    return for_everybody(view)(request).content.decode()


def test_a_page_is_made_once_for_everybody() -> None:
    view = Counted()

    assert [asked(view), asked(view), asked(view, cookies="csrftoken=a; language=en")] == ["page 1"] * 3


@pytest.mark.parametrize(
    "other",
    [{"path": "/x?after=1"}, {"language": "en"}, {"elder": True}, {"cookies": "sessionid=a"}, {"cookies": "messages=a"},
     {"method": "post"}],
)  # fmt: skip
def test_another_page_is_made_for_another_reader(other) -> None:
    view = Counted()

    assert [asked(view), asked(view, **other)] == ["page 1", "page 2"]


@pytest.mark.parametrize("answer", [{"form": True}, {"cookie": True}, {"status": 404}])
def test_what_belongs_to_one_visitor_is_not_kept(answer) -> None:
    view = Counted(**answer)

    assert [asked(view), asked(view)] == ["page 1", "page 2"]


def test_nothing_is_kept_for_zero_seconds(settings) -> None:
    settings.PAGE_SECONDS = 0
    view = Counted()

    assert [asked(view), asked(view)] == ["page 1", "page 2"]


@pytest.mark.django_db
def test_the_signed_in_get_their_own_page_and_leave_none_behind(client, django_assert_num_queries) -> None:
    opened()
    enter(client, Account.objects.create(login="x", created_at=opened().notice.drafted_at))
    address = reverse("publicity:index")

    own = client.get(address).content.decode()
    client.cookies.clear()
    anybody = client.get(address).content.decode()
    with django_assert_num_queries(0):
        again = client.get(address).content.decode()

    assert again == anybody
    assert own != anybody

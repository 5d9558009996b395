"""Accounts that are signed in, and the gallery made visible."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from tests.factories import AccountFactory
from tests.signing import enter
from yuanba.kernel.actor import Actor
from yuanba.people.models import Account
from yuanba.web import clock


@pytest.fixture
def shown(settings) -> None:
    """Pages for makers are there."""
    settings.MODE = "development"


@pytest.fixture
def account(db) -> Account:
    """A resident's account that no roll knows yet."""
    return AccountFactory(person=None)


@pytest.fixture
def signed_in(client: Client, account: Account) -> Client:
    """A browser signed in as `account`."""
    enter(client, account)
    return client


@pytest.fixture
def request_of():
    """request_of("/entries?sort=name") is a GET by a signed-in somebody, as views get it."""

    def make(path: str = "/", *, label: str = "王** · 社治办") -> HttpRequest:
        request = RequestFactory().get(path)
        request.session = {"label": label}
        request.user = SimpleNamespace(is_authenticated=True, is_staff_account=False)
        request.actor = Actor(id="account:1", account_id=1)
        return request

    return make


@pytest.fixture
def later(monkeypatch):
    """later(timedelta(hours=1)) sets the pages' clock forward."""

    def jump(by: timedelta) -> None:
        present = clock.now()
        monkeypatch.setattr(clock, "now", lambda: present + by)

    return jump

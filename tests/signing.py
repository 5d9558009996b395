"""Browsers that are signed in: by Django's test client or in Chromium, without walking through the sign-in pages."""

from django.test import Client
from playwright.sync_api import Page

from yuanba.people.actions import start_session
from yuanba.people.models import Account
from yuanba.web import clock


def enter(client: Client, account: Account, *, second_factor: bool | None = None, label: str = "王** · 社治办") -> str:
    """`client` is signed in as `account` (staff accounts with their second factor unless told otherwise).

    Returns the session key.
    """
    factor = account.is_staff_account if second_factor is None else second_factor
    client.force_login(account)
    session = client.session
    session.update({"second_factor": factor, "label": label, "epoch": account.session_epoch})
    session.save()
    key = str(session.session_key)
    start_session(account=account, session_key=key, label="test", now=clock.now(), second_factor=factor)
    return key


def enter_in_browser(page: Page, address: str, account: Account, **how: object) -> None:
    """The page's browser is signed in as `account`; `address` is live_server.url."""
    key = enter(Client(), account, **how)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": address}])

"""An unsafe deployment does not start: each check says what is wrong and what to do."""

import pytest

from yuanba.config import checks

GOOD = "k3y-" + "".join(chr(97 + number % 26) for number in range(60))


def codes(settings, **changed) -> list[str]:
    safe = {
        "MODE": "production", "DEMONSTRATION": False, "DEMONSTRATION_OPEN": False, "SHOW_SIGN_IN_CODES": False,
        "ALLOWED_HOSTS": ["yuanba.example"], "SECRET_KEY": GOOD, "PUBLIC_URL": "https://yuanba.example", "HTTPS": True,
        "MESSAGING": {"SMS": {"gateway": "http"}},
    }  # fmt: skip
    for name, value in (safe | changed).items():
        setattr(settings, name, value)
    return [found.id.removeprefix("yuanba.") for check in checks.ALL for found in check(None)]


def test_a_safe_deployment_starts(settings) -> None:
    assert codes(settings) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"MODE": "prod"}, "C001"),
        ({"MODE": "demonstration", "DEMONSTRATION": True}, "C002"),
        ({"SHOW_SIGN_IN_CODES": True}, "C003"),
        ({"MODE": "development"}, "C004"),
        ({"MODE": "development", "ALLOWED_HOSTS": ["localhost", "0.0.0.0"]}, "C004"),
        ({"ALLOWED_HOSTS": ["*"]}, "E003"),
        ({"ALLOWED_HOSTS": ["yuanba.example", "."]}, "E003"),
        ({"SECRET_KEY": "short"}, "E004"),
        ({"SECRET_KEY": "x" * 80}, "E004"),
        ({"SECRET_KEY": "django-insecure-" + GOOD}, "E004"),
        ({"PUBLIC_URL": "http://yuanba.example", "HTTPS": False}, "E002"),
    ],
)
def test_an_unsafe_one_does_not(settings, changed, code) -> None:
    assert codes(settings, **changed) == [code]


def test_every_name_is_answered_by_nobody_not_even_at_home(settings) -> None:
    assert "E003" in codes(settings, MODE="development", ALLOWED_HOSTS=["*"])


@pytest.mark.parametrize("mode", ["development", "demonstration"])
def test_this_machine_may_play(settings, mode) -> None:
    local = ["localhost", "127.0.0.1", "[::1]"]
    playing = {"MODE": mode, "DEMONSTRATION": mode == "demonstration", "SHOW_SIGN_IN_CODES": mode == "demonstration"}
    assert codes(settings, ALLOWED_HOSTS=local, PUBLIC_URL="http://127.0.0.1:8000", HTTPS=False, **playing) == []


def test_a_demonstration_is_open_on_purpose_only(settings) -> None:
    playing = {"MODE": "demonstration", "DEMONSTRATION": True, "SHOW_SIGN_IN_CODES": True}
    assert codes(settings, DEMONSTRATION_OPEN=True, **playing) == []

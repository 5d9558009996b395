"""Fixtures of the award tests."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """The worlds have a dozen staff accounts whose passwords nobody attacks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

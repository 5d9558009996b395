"""Whom limits are counted by."""

import pytest

from yuanba.web.people.visitor import network


@pytest.mark.parametrize(
    ("text", "known_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_home_has_one_address(text, known_as) -> None:
    assert network(text) == known_as

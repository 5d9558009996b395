"""Saying that an action is refused, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from yuanba.kernel.verdict import Refused, Verdict


def refused(code: str, action: Callable[..., Any], /, **arguments: Any) -> Verdict:
    """The action refuses with exactly this code; the verdict, for its facts."""
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    assert refusal.value.verdict.code == code
    return refusal.value.verdict

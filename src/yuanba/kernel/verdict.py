"""May somebody do this? A verdict answers with a code and its source, so that every refusal can explain itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule: `ok`, or a `code` ("entry.late") with its `source` and the `facts` a message needs.

    Codes are `<subject>.<reason>`; web has a sentence, a next step and a contact for every one.
    """

    ok: bool
    code: str = ""
    source: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.ok


YES = Verdict(True)


def no(code: str, source: str = "", **facts: Any) -> Verdict:
    """A refusal with its code, the rule it rests on, and the facts that the explanation names."""
    return Verdict(False, code, source, facts)


class Refused(Exception):
    """Raised by an action that may not happen; carries the verdict that says why."""

    def __init__(self, verdict: Verdict) -> None:
        assert not verdict.ok, "only a refusal is raised"
        super().__init__(verdict.code)
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Returns only if the verdict is yes. Raises Refused otherwise."""
    if not verdict.ok:
        raise Refused(verdict)

"""State machines as data: one table per subject, one engine for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from yuanba.kernel.verdict import Verdict, no, require


@dataclass(frozen=True)
class Transition:
    """`verb` moves any of `sources` to `target`; `by` names who may, `needs` what must be at hand."""

    verb: str
    sources: frozenset[str]
    target: str
    by: str
    needs: tuple[str, ...] = ()


def move(verb: str, sources: str | Iterable[str], target: str, by: str, *needs: str) -> Transition:
    """A row of a table: `move("submit", "DRAFT", "SUBMITTED", "applicant", "materials")`."""
    froms = frozenset([sources]) if isinstance(sources, str) else frozenset(sources)
    return Transition(verb, froms, target, by, needs)


@dataclass(frozen=True)
class Table:
    """The moves of one subject. `name` is the subject's ("entry"), `initial` the state a new row starts in."""

    name: str
    initial: str
    rows: tuple[Transition, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for row in self.rows:
            for source in row.sources:
                assert (row.verb, source) not in seen, f"{self.name}: {row.verb} from {source} stands twice"
                seen.add((row.verb, source))
        unreachable = self.states - self.reachable()
        assert not unreachable, f"{self.name}: no move reaches {sorted(unreachable)}"

    @property
    def states(self) -> frozenset[str]:
        return frozenset({self.initial}.union(*(row.sources | {row.target} for row in self.rows)))

    @property
    def final(self) -> frozenset[str]:
        """States that no move leaves."""
        return self.states.difference(*(row.sources for row in self.rows))

    def reachable(self) -> frozenset[str]:
        reached = {self.initial}
        grown = True
        while grown:
            more = {row.target for row in self.rows if row.sources & reached} - reached
            reached |= more
            grown = bool(more)
        return frozenset(reached)

    def may(self, state: str, verb: str) -> Verdict:
        """Yes, or `<name>.no_such_move` with the state, the verb and the verbs that are open from here."""
        if any(row.verb == verb and state in row.sources for row in self.rows):
            return Verdict(True)
        still_open = sorted(self.verbs(state))
        return no(f"{self.name}.no_such_move", "transition table", state=state, verb=verb, open=still_open)

    def verbs(self, state: str) -> frozenset[str]:
        return frozenset(row.verb for row in self.rows if state in row.sources)

    def step(self, state: str, verb: str) -> str:
        """The state after `verb`. Raises Refused(`<name>.no_such_move`)."""
        require(self.may(state, verb))
        return next(row.target for row in self.rows if row.verb == verb and state in row.sources)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram; docs/reference/states.md is made of these."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for row in self.rows:
            lines += [f"    {source} --> {row.target}: {row.verb} ({row.by})" for source in sorted(row.sources)]
        lines += [f"    {state} --> [*]" for state in sorted(self.final)]
        return "\n".join(lines)

"""Dealing subjects out to jurors by a public seed: balanced, recusals respected, everybody comparable with everybody.

Pure: codes in, pairs out. The same codes and the same seed give the same deal on any machine.
"""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from yuanba.kernel.draw import draw

# Source: issue A, section 3, stage 6: at least a tenth of the subjects is read by every juror, so that severity shows.
SHARED_PERCENT_MIN = 10


@dataclass(frozen=True, order=True)
class Reading:
    """`juror` reads `subject`; `is_shared` if the subject was dealt to every juror who may read it."""

    juror: str
    subject: str
    is_shared: bool


class CannotAssign(Exception):
    """No deal meets the rules; `code` says which one fails, `facts` where."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_all(
    jurors: Sequence[str], subjects: Sequence[str], barred: Collection[tuple[str, str]], *, at_least: int = 1
) -> list[Reading]:
    """Every juror reads every subject but the barred pairs. Raises CannotAssign(too_few_readers, disconnected)."""
    readers = {subject: {juror for juror in jurors if (juror, subject) not in barred} for subject in subjects}
    for subject in subjects:
        if len(readers[subject]) < at_least:
            raise CannotAssign("panel.too_few_readers", subject=subject, readers=len(readers[subject]), needed=at_least)
    return _checked(jurors, readers, shared=set(subjects), in_order=subjects)


def deal(
    jurors: Sequence[str],
    subjects: Sequence[str],
    barred: Collection[tuple[str, str]],
    *,
    readers_per_subject: int,
    shared_percent: int,
    seed: str,
) -> list[Reading]:
    """Shared subjects go to all, the rest to `readers_per_subject` jurors each, loads as equal as recusals allow.

    `shared_percent` of the subjects, rounded up, are shared: those with the fewest barred jurors, in the order of the
    seed. Raises CannotAssign: too_few_readers, or disconnected if no juror may link two parts of the panel.
    """
    assert SHARED_PERCENT_MIN <= shared_percent <= 100, "at least a tenth is shared"
    assert readers_per_subject >= 1, "somebody reads"
    able = {subject: {juror for juror in jurors if (juror, subject) not in barred} for subject in subjects}
    order = draw(subjects, len(subjects), seed)
    number = -(-len(subjects) * shared_percent // 100)
    shared = set(sorted(order, key=lambda subject: len(jurors) - len(able[subject]))[:number])
    readers: dict[str, set[str]] = {subject: set(able[subject]) if subject in shared else set() for subject in order}
    loads = {juror: sum(juror in readers[subject] for subject in shared) for juror in jurors}
    rest = sorted((s for s in order if s not in shared), key=lambda subject: len(able[subject]))
    for subject in rest:
        if len(able[subject]) < readers_per_subject:
            raise CannotAssign(
                "panel.too_few_readers", subject=subject, readers=len(able[subject]), needed=readers_per_subject
            )
        chosen = sorted(able[subject], key=lambda juror: (loads[juror], _lot(seed, juror, subject)))
        for juror in chosen[:readers_per_subject]:
            readers[subject].add(juror)
            loads[juror] += 1
    _even_out(jurors, {s: readers[s] for s in rest}, able, loads)
    _link(jurors, readers, able, seed)
    return _checked(jurors, readers, shared, in_order=subjects)


def components(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The connected parts of the graph of jurors and subjects, by juror, largest first."""
    by_subject: dict[str, set[str]] = {}
    by_juror: dict[str, set[str]] = {}
    for juror, subject in pairs:
        by_subject.setdefault(subject, set()).add(juror)
        by_juror.setdefault(juror, set()).add(subject)
    parts: list[set[str]] = []
    left = set(by_juror)
    while left:
        frontier = deque([min(left)])
        part: set[str] = set()
        while frontier:
            juror = frontier.popleft()
            if juror in part:
                continue
            part.add(juror)
            frontier.extend(other for subject in by_juror[juror] for other in by_subject[subject] - part)
        parts.append(part)
        left -= part
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def _lot(seed: str, juror: str, subject: str) -> bytes:
    return hashlib.sha256("\x00".join((seed, juror, subject)).encode()).digest()


def _even_out(
    jurors: Sequence[str], readers: dict[str, set[str]], able: dict[str, set[str]], loads: dict[str, int]
) -> None:
    """Afterwards no chain of hand-overs makes the loads more equal: each pass moves one reading along such a chain."""
    while (chain := _chain(jurors, readers, able, loads)) is not None:
        for giver, taker, subject in chain:
            readers[subject].remove(giver)
            readers[subject].add(taker)
        loads[chain[0][0]] -= 1
        loads[chain[-1][1]] += 1


def _chain(
    jurors: Sequence[str], readers: dict[str, set[str]], able: dict[str, set[str]], loads: dict[str, int]
) -> list[tuple[str, str, str]] | None:
    """Hand-overs (giver, taker, subject) from a juror to one who reads at least two less, or None."""
    lightest = min(loads.values(), default=0)
    for start in sorted(jurors, key=lambda juror: (-loads[juror], juror)):
        if loads[start] - lightest < 2:
            return None
        came: dict[str, tuple[str, str, str] | None] = {start: None}
        frontier = deque([start])
        while frontier:
            giver = frontier.popleft()
            if loads[start] - loads[giver] >= 2:
                return _trace(came, giver)
            for taker, subject in _takers(giver, readers, able):
                if taker not in came:
                    came[taker] = (giver, taker, subject)
                    frontier.append(taker)
    return None


def _trace(came: dict[str, tuple[str, str, str] | None], end: str) -> list[tuple[str, str, str]]:
    """The chain from the start to `end`. A subject stands in it at most once, since it is the shortest one."""
    chain: list[tuple[str, str, str]] = []
    step = came[end]
    while step is not None:
        chain.append(step)
        step = came[step[0]]
    return chain[::-1]


def _takers(giver: str, readers: dict[str, set[str]], able: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Each juror who could take a subject over from `giver`, with the first such subject."""
    found: dict[str, str] = {}
    for subject in sorted(readers):
        if giver in readers[subject]:
            for taker in able[subject] - readers[subject]:
                found.setdefault(taker, subject)
    return sorted(found.items())


def _link(jurors: Sequence[str], readers: dict[str, set[str]], able: dict[str, set[str]], seed: str) -> None:
    """Adds readings until all jurors hang together, as far as recusals allow."""
    while len(parts := _parts(jurors, readers)) > 1:
        inside = parts[0]
        options = [
            (juror, subject)
            for subject, who in readers.items()
            for juror in able[subject] - who
            if (juror in inside) != bool(who & inside)
        ]
        if not options:
            return
        juror, subject = min(options, key=lambda option: _lot(seed, *option))
        readers[subject].add(juror)


def _parts(jurors: Sequence[str], readers: dict[str, set[str]]) -> list[set[str]]:
    parts = components((juror, subject) for subject, who in readers.items() for juror in who)
    idle = set(jurors).difference(*parts)
    return parts + [{juror} for juror in sorted(idle)]


def _checked(
    jurors: Sequence[str], readers: dict[str, set[str]], shared: set[str], in_order: Sequence[str]
) -> list[Reading]:
    parts = _parts(jurors, readers)
    if len(parts) > 1:
        raise CannotAssign("panel.disconnected", parts=len(parts), apart=", ".join(sorted(parts[-1])))
    place = {juror: number for number, juror in enumerate(jurors)}
    return [
        Reading(juror, subject, subject in shared)
        for subject in in_order
        for juror in sorted(readers[subject], key=place.__getitem__)
    ]

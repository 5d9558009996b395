"""Casting together: a thread of the process writes whatever waits as one transaction, and answers after its commit.

A single commit is what a vote costs most; while one is under way the next votes gather and share theirs. The lane is
quick and knows only success: whatever else may have happened, `voting.cast` finds out and explains.
"""

import atexit
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue

from django.db import connection

from yuanba.ballots import receipts, sealing, writer
from yuanba.ballots.actions import voting
from yuanba.ballots.casting import CastResult, Prepared, Signals, prepare
from yuanba.kernel.verdict import Refused

log = logging.getLogger("yuanba.ballots.lane")

GROUP = 256  # papers of one transaction at most: 3,072 values of one statement, far below either database's limit
AT_ONCE = {"sqlite": 1, "postgresql": 3}  # groups under way; SQLite has one write transaction at a time
MOMENT_SECONDS = 0.001  # longer than a quick disk takes for a group, a fifth of what a slow one takes
PATIENCE_SECONDS = 20  # as long as SQLite waits for its lock; then the slow way asks whether the paper stands


def cast_together(
    *, ticket: str, choices: Mapping[str, Sequence[str]], channel: str, now: datetime, signals: Signals
) -> CastResult:
    """As `voting.cast`, by the group commit of this process. Call outside a transaction: the paper is durable on return.

    Raises Refused as `voting.cast` does.
    """
    assert not connection.in_atomic_block, "a group commits for itself"
    try:
        desk = voting.desk_of(sealing.ticket_ballot(ticket), is_fresh=False)
        paper = prepare(desk, ticket=ticket, choices=choices, channel=channel, now=now)
    except Refused:
        return voting.cast(ticket=ticket, choices=choices, channel=channel, now=now, signals=signals)
    if not paper.besides and _WRITER.write(paper, signals, desk.signal_salt):
        return receipts.handed_out(paper, paper.cast_at)
    return voting.cast(ticket=ticket, choices=choices, channel=channel, now=now, signals=signals)


class _Waiting:
    """A paper in the queue; `answered` is released when `is_stored` is known."""

    __slots__ = ("answered", "is_stored", "paper", "salt", "signals")

    def __init__(self, paper: Prepared, signals: Signals, salt: bytes) -> None:
        self.paper, self.signals, self.salt = paper, signals, salt
        self.is_stored = False
        self.answered = threading.Lock()
        self.answered.acquire()

    @property
    def key(self) -> tuple[int, int]:
        return self.paper.roll_row_id, self.paper.attempt


class _Writer:
    """The writing threads of a process, started with its first paper: after the server has made its processes.

    While the group of one waits for the disk, the next gathers.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()  # None: the end
        self._starting = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._under_way = 0  # groups that are being written; read without a lock, for it only says how long to gather

    def write(self, paper: Prepared, signals: Signals, salt: bytes) -> bool:
        """True once this very paper was written and committed; False if it was not, or nobody knows yet."""
        if not self._threads:
            self._start()
        one = _Waiting(paper, signals, salt)
        self._queue.put(one)
        return one.answered.acquire(timeout=PATIENCE_SECONDS) and one.is_stored

    def end(self) -> None:
        """What waits is written, the threads have ended, their connections are closed. A later paper starts others."""
        with self._starting:
            for _ in self._threads:
                self._queue.put(None)
            for one in self._threads:
                one.join()
            self._threads = []

    def _start(self) -> None:
        with self._starting:
            if not self._threads:
                names = [f"cast-lane-{place}" for place in range(AT_ONCE[connection.vendor])]
                threads = [threading.Thread(target=self._run, name=name, daemon=True) for name in names]
                for one in threads:
                    one.start()
                self._threads = threads

    def _run(self) -> None:
        while group := self._gathered():
            self._under_way += 1
            try:
                _commit(group)
            except Exception:  # nothing may end the thread: every voter of the group is answered, by the slow way
                log.exception("a group of %d papers was not written", len(group))
                connection.close()  # it may be broken; the next group opens another
            finally:
                self._under_way -= 1
                for one in group:
                    one.answered.release()
        connection.close()

    def _gathered(self) -> list[_Waiting]:
        """Waits for a paper, for a moment more if others are being written; then everything that is there.

        Nothing if this is the end.
        """
        group: list[_Waiting] = []
        while len(group) < GROUP:
            try:
                one = self._queue.get(block=not group)
            except Empty:
                break
            if one is None:
                if group:
                    self._queue.put(None)  # the end comes after this group
                break
            if not group and self._under_way:
                time.sleep(MOMENT_SECONDS)
            group.append(one)
        return group


def _commit(group: Sequence[_Waiting]) -> None:
    """The papers stand or fall one by one, in one transaction; of two for one roll row only the first is tried.

    The other voter of a shared row, or an impatient finger, must not be told of a paper that is not theirs.
    """
    first = {one.key: one for one in reversed(group)}
    for key in writer.commit([(one.paper, one.signals, one.salt) for one in first.values()]):
        first[key].is_stored = True  # after the commit: before it nobody may be told


_WRITER = _Writer()
end = _WRITER.end
atexit.register(end)

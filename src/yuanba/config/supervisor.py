"""A small supervisor: starts the processes of a deployment, starts again what dies, ends all together."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 15  # how long a child may take to end before it is killed
LONGEST_PAUSE = 30  # seconds between two starts of a child that keeps dying
STEADY_SECONDS = 60  # a child that ran this long starts its pauses anew


@dataclass
class Child:
    """A process to keep running: its name in the log, and its command line."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = field(default=0.0)

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(self.command)  # noqa: S603 -- the command is ours
        self.started = now

    def watch(self, now: float) -> None:
        """Starts the child if it is not running and its pause is over; the pause doubles with every early death."""
        if self.process is None:
            if now >= self.not_before:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self.failures = 1 if now - self.started > STEADY_SECONDS else self.failures + 1
        pause = min(LONGEST_PAUSE, 2 ** (self.failures - 1))
        print(f"yuanba serve: {self.name} ended with {code}; starting it again in {pause} s", file=sys.stderr)
        self.process, self.not_before = None, now + pause


def supervise(children: list[Child]) -> int:
    """Every child runs until SIGINT or SIGTERM; then all are asked to end, and killed after GRACE_SECONDS."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopping:
        now = time.monotonic()
        for child in children:
            child.watch(now)
        time.sleep(0.2)
    end(children)
    return 0


def end(children: list[Child]) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()

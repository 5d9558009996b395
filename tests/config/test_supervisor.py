"""What dies is started again, with pauses that grow; what is stopped ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from yuanba.config.supervisor import Child, end


def dead(code: int = 1) -> list[str]:
    return [sys.executable, "-c", f"raise SystemExit({code})"]


def test_a_child_that_keeps_dying_waits_longer_each_time() -> None:
    child = Child("web", dead())
    pauses = []
    now = 0.0
    for _ in range(4):
        child.watch(now)
        assert child.process is not None
        child.process.wait()
        child.watch(now)
        pauses.append(child.not_before - now)
        now = child.not_before
    assert pauses == [1, 2, 4, 8]


def test_a_killed_child_is_started_again() -> None:
    child = Child("work", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.watch(0)
    assert child.process is not None
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()
    child.watch(0)
    child.watch(child.not_before)
    assert child.process is not None and child.process.pid != first
    end([child])
    assert child.process.poll() is not None


def test_serve_ends_all_its_children(tmp_path: Path) -> None:
    child = f"import time; open({str(tmp_path / 'on')!r}, 'w'); time.sleep(60)"
    code = (
        "import sys; from yuanba.config.supervisor import Child, supervise;"
        f"sys.exit(supervise([Child('a', [sys.executable, '-c', {child!r}])]))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": "src"})
    deadline = time.monotonic() + 20
    while not (tmp_path / "on").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(20) == 0

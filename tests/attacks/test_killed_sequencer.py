"""kill -9 of a sequencer at any moment: what stands is a whole log, and the next one goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

CYCLES = 5
ROOT = Path(__file__).resolve().parents[2]
# Whoever comes next checks the whole log first, and says how long it is.
CHECK = """
import hashlib, itertools
from datetime import UTC, datetime
from yuanba.config import cli
cli.set_up()
from yuanba.audit import appending, logs
assert logs.check("ballot:7") and logs.check("register")
print(logs.size_of("ballot:7"), flush=True)
"""
WRITE = (
    CHECK
    + """
for number in itertools.count(logs.size_of("ballot:7")):
    leaves = [hashlib.sha256(b"%d.%d" % (number, at)).digest() for at in range(97)]
    appending.append(log="ballot:7", leaves=leaves, now=datetime.now(UTC))
    appending.anchor(log="ballot:7", now=datetime.now(UTC))
    print(logs.size_of("ballot:7"), flush=True)
"""
)


def test_a_sequencer_that_is_killed_leaves_a_whole_log(tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "YUANBA_DATA_DIR": str(tmp_path / "data"),
        "YUANBA_MODE": "development",
        "YUANBA_DATABASE_URL": "",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "yuanba", "migrate", "--quiet"], env=environment, check=True, capture_output=True
    )
    chance, acknowledged = random.Random(7), 0
    for _ in range(CYCLES):
        process = subprocess.Popen([sys.executable, "-c", WRITE], env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        stands = int(process.stdout.readline())
        assert stands >= acknowledged
        assert stands % 97 == 0
        acknowledged = int(process.stdout.readline())
        time.sleep(chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=20)
        acknowledged = max([acknowledged, *map(int, rest.split())])
    done = subprocess.run([sys.executable, "-c", CHECK], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= acknowledged
    assert int(done.stdout) % 97 == 0

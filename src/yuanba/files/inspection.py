"""What is in a document: plain texts are read here, everything richer in a bounded process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from yuanba.files import kinds, scan
from yuanba.files.limits import limits
from yuanba.kernel.verdict import Refused, no

_NOTHING: dict[str, Any] = {"personal": [], "unscanned": "", "attachments": 0}
# The folder that holds the package, wherever it is installed.
_SOURCE = Path(__file__).resolve().parents[2]
# Plain texts beyond this are scanned in their beginning only.
TEXT_BYTES = 10_000_000
WALL_SECONDS = 5


def findings(path: Path, kind: str) -> dict[str, Any]:
    """The findings of a file of this kind; images and media hold none that we can see.

    Raises Refused: files.active_content, files.encrypted, files.unreadable (a PDF that cannot be checked).
    """
    if kind in {"txt", "eml"}:
        return _read_here(path, kind)
    if kind in {"pdf", "docx", "xlsx", "pptx"}:
        return _read_apart(path, kind)
    return dict(_NOTHING, unscanned="kind" if kind == "zip" else "")


def _read_here(path: Path, kind: str) -> dict[str, Any]:
    with path.open("rb") as stream:
        data = stream.read(TEXT_BYTES)
        more = bool(stream.read(1))
    if kind == "eml":
        try:
            found = scan.findings(scan.letter(data))
        except (LookupError, ValueError, AttributeError):  # malformed headers and unknown charsets
            found = {"personal": [], "unscanned": "unreadable"}
        attachments = data.lower().count(b"content-disposition: attachment")
        return dict(_NOTHING, **found) | {"attachments": attachments}
    text = kinds.decoded_text(data) or data.decode("gb18030", "replace")
    found = scan.findings(scan.lines(text))
    return _NOTHING | found | ({"unscanned": "length"} if more else {})


def _read_apart(path: Path, kind: str) -> dict[str, Any]:
    seconds = limits().scan_seconds
    command = [sys.executable, "-P", "-m", "yuanba.files.scan", kind, str(path), str(seconds)]
    environment = {"PYTHONPATH": str(_SOURCE), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter, our own module, a path of our own making
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds + WALL_SECONDS
        )
        output, why = done.stdout, "time" if done.returncode < 0 else "unreadable"
    except subprocess.TimeoutExpired as late:
        output, why = late.stdout or b"", "time"
    return _judged(output, why, kind)


def _judged(output: bytes, why: str, kind: str) -> dict[str, Any]:
    """The findings in what the process printed: its first line says whether the document may be taken at all."""
    answers = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    if not answers and kind == "pdf":
        raise Refused(no("files.unreadable", "every upload is inspected", kind=kind))
    if answers and answers[0]["refused"]:
        raise Refused(no(answers[0]["refused"], "every upload is inspected"))
    if len(answers) < 2:
        return dict(_NOTHING, unscanned=why)
    return {**_NOTHING, **answers[1]}

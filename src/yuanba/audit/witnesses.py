"""Whom we let cosign our logs, and what they cosigned and stated. What they sign is checked before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit import cosignatures, notes
from yuanba.audit.models import Checkpoint, Cosignature, Log, Statement, Witness
from yuanba.kernel.verdict import YES, Verdict, no

SOURCE = "the witnesses that were named"
# A witness's clock may be a little ahead of ours.
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Cosigned:
    """The newest head of a log that a witness cosigned; `behind` counts the leaves that came since `missing_since`."""

    witness: Witness
    checkpoint: Checkpoint | None
    at: datetime | None
    behind: int
    missing_since: datetime | None


def name(*, key: str, now: datetime) -> Witness:
    """The holder of this verifier key is a witness; a known name keeps its first key. Raises notes.BadNote."""
    text, _ = cosignatures.read_key(key)
    witness, made = Witness.objects.get_or_create(name=text, defaults={"key": key.strip(), "since": now})
    if not made and witness.key != key.strip():
        raise notes.BadNote(f"{text} is known with another key")
    return witness


def collect(*, log: str, text: str, now: datetime) -> Verdict:
    """A cosignature that holds is kept. `text` is two lines: the size of the head, and the cosignature.

    Codes: audit.cosignature_unreadable, .witness_unknown, .head_unknown, .cosignature_bad.
    """
    size, _, line = text.strip().partition("\n")
    if not (size.isascii() and size.isdigit() and len(size) < 19 and line.startswith("— ")):
        return no("audit.cosignature_unreadable", SOURCE)
    witness = _signer(line)
    if witness is None:
        return no("audit.witness_unknown", SOURCE)
    checkpoint = Checkpoint.objects.filter(log__name=log, size=int(size)).first()
    if checkpoint is None:
        return no("audit.head_unknown", SOURCE, size=int(size))
    try:
        at = cosignatures.opened(checkpoint.note, line, witness.key)
    except notes.BadNote:
        return no("audit.cosignature_bad", SOURCE, size=int(size))
    if at > now + AHEAD:
        return no("audit.cosignature_bad", SOURCE, size=int(size))
    try:
        with transaction.atomic():
            Cosignature.objects.create(checkpoint=checkpoint, witness=witness, line=line, at=at)
    except IntegrityError:
        pass  # it came twice
    return YES


def hear(*, log: str, text: str, expected: str, now: datetime) -> Verdict:
    """A statement that holds is kept, once for each witness. `text` is two lines: what is stated, and the signature.

    `expected` is the one body that is true of this log. Codes: audit.cosignature_unreadable, .witness_unknown,
    .statement_differs, .cosignature_bad.
    """
    body, _, line = text.strip().partition("\n")
    if not line.startswith("— "):
        return no("audit.cosignature_unreadable", SOURCE)
    witness = _signer(line)
    if witness is None:
        return no("audit.witness_unknown", SOURCE)
    if body != expected:
        return no("audit.statement_differs", SOURCE)
    try:
        at = cosignatures.stated(body, line, witness.key)
    except notes.BadNote:
        return no("audit.cosignature_bad", SOURCE)
    if at > now + AHEAD:
        return no("audit.cosignature_bad", SOURCE)
    kept = {"body": body, "line": line, "at": at}
    Statement.objects.get_or_create(log=Log.objects.get(name=log), witness=witness, defaults=kept)
    return YES


def statements(log: str) -> Sequence[Statement]:
    """What was stated about this log, by the names of the witnesses."""
    rows = Statement.objects.filter(log__name=log).select_related("witness")
    return sorted(rows, key=lambda row: row.witness.name)  # a database's order depends on its language


def named() -> Sequence[str]:
    """The verifier keys of all witnesses, by their names."""
    return [key for _name, key in sorted(Witness.objects.values_list("name", "key"))]


def _signer(line: str) -> Witness | None:
    return Witness.objects.filter(name=line[2:].partition(" ")[0]).first()


def cosigned(log: str) -> Sequence[Cosigned]:
    """Every witness with the newest head of the log that it cosigned."""
    newest = Checkpoint.objects.filter(log__name=log).order_by("-size").values_list("size", flat=True).first() or 0
    found = []
    for witness in sorted(Witness.objects.all(), key=lambda one: one.name):
        rows = witness.cosignatures.filter(checkpoint__log__name=log).select_related("checkpoint")
        row = rows.order_by("-checkpoint__size").first()
        size = 0 if row is None else row.checkpoint.size
        missed = Checkpoint.objects.filter(log__name=log, size__gt=size, at__gt=witness.since).order_by("size").first()
        checkpoint, at = (None, None) if row is None else (row.checkpoint, row.at)
        found.append(Cosigned(witness, checkpoint, at, newest - size, missed.at if missed else None))
    return found


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The signed note with the lines of all who cosigned it."""
    lines = sorted(checkpoint.cosignatures.values_list("witness__name", "line"))
    return checkpoint.note + "".join(f"{line}\n" for _name, line in lines)

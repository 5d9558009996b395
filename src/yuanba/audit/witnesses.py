"""Whom we let cosign our logs, and what they cosigned. A cosignature is checked before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit import cosignatures, notes
from yuanba.audit.models import Checkpoint, Cosignature, Witness
from yuanba.kernel.verdict import YES, Verdict, no

SOURCE = "the witnesses that were named"
# A witness's clock may be a little ahead of ours.
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Cosigned:
    """The newest head of a log that a witness cosigned; `behind` counts the leaves that came since."""

    witness: Witness
    checkpoint: Checkpoint | None
    at: datetime | None
    behind: int


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
    witness = Witness.objects.filter(name=line[2:].partition(" ")[0]).first()
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


def cosigned(log: str) -> Sequence[Cosigned]:
    """Every witness with the newest head of the log that it cosigned."""
    newest = Checkpoint.objects.filter(log__name=log).order_by("-size").values_list("size", flat=True).first() or 0
    found = []
    for witness in Witness.objects.order_by("name"):
        rows = witness.cosignatures.filter(checkpoint__log__name=log).select_related("checkpoint")
        row = rows.order_by("-checkpoint__size").first()
        size = 0 if row is None else row.checkpoint.size
        checkpoint, at = (None, None) if row is None else (row.checkpoint, row.at)
        found.append(Cosigned(witness, checkpoint, at, newest - size))
    return found


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The signed note with the lines of all who cosigned it."""
    lines = checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    return checkpoint.note + "".join(f"{line}\n" for line in lines)

"""Receipt 1: the promise, signed, that a paper will stand in the public log. It never holds the salt or a choice.

A receipt that opened the choice could be sold; this one names a leaf hash, from which nobody learns anything.
"""

import base64
from datetime import datetime, timedelta

from yuanba.audit import logs
from yuanba.ballots import sealing
from yuanba.ballots.casting import CastResult, Prepared
from yuanba.ballots.manifest import utc
from yuanba.kernel import canonical

# The sequencer needs a second; the promise leaves time for a machine that has to be started again.
INCLUDE_WITHIN = timedelta(minutes=10)


def handed_out(paper: Prepared, cast_at: datetime) -> CastResult:
    """What a voter gets back for a paper that stands since `cast_at`."""
    receipt = issue(ballot_id=paper.ballot_id, leaf_hash=paper.leaf_hash, cast_at=cast_at)
    return CastResult(paper.code, paper.leaf_hash, paper.commitment, paper.salt, receipt)


def issue(*, ballot_id: int, leaf_hash: str, cast_at: datetime) -> str:
    """The receipt as canonical text: what was promised, the log's verifier key, and the signature over the promise.

    Of the same paper it is always the same text: Ed25519 signs without chance.
    """
    name = sealing.log_name(ballot_id)
    told = promise(ballot_id=ballot_id, leaf_hash=leaf_hash, cast_at=cast_at)
    signature = logs.signing_key().sign(canonical.encode(told))
    signed = told | {"key": logs.verifier_key(name), "signature": base64.b64encode(signature).decode()}
    return canonical.encode(signed).decode()


def promise(*, ballot_id: int, leaf_hash: str, cast_at: datetime) -> dict[str, str]:
    """What is signed: {ballot, include_by, leaf}."""
    return {"ballot": f"ballot:{ballot_id}", "include_by": utc(cast_at + INCLUDE_WITHIN), "leaf": leaf_hash}

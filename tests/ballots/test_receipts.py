"""Receipt 1 is a signed promise about a leaf, the same for the same paper, and says nothing about the choice."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.ballots import given
from yuanba.audit import logs
from yuanba.ballots.models import Paper
from yuanba.kernel import canonical

pytestmark = pytest.mark.django_db


def test_a_receipt_is_signed_and_holds_no_salt() -> None:
    here = given.place(1)
    ballot = given.opened(here)
    result = given.cast(given.ticket(ballot, here.voters[0]))
    receipt = json.loads(result.receipt)
    assert set(receipt) == {"ballot", "include_by", "key", "leaf", "signature"}
    assert (receipt["ballot"], receipt["leaf"]) == (f"ballot:{ballot.pk}", result.leaf_hash)
    assert receipt["key"] == json.loads(ballot.manifest)["keys"]["log"]
    promise = {name: receipt[name] for name in ("ballot", "include_by", "leaf")}
    signature = base64.b64decode(receipt["signature"])
    Ed25519PublicKey.from_public_bytes(logs.public_key()).verify(signature, canonical.encode(promise))
    paper = Paper.objects.get()
    assert paper.salt not in result.receipt and paper.choices not in result.receipt
    assert paper.commitment not in result.receipt


def test_an_identical_retry_has_the_identical_receipt() -> None:
    here = given.place(1)
    ballot = given.opened(here)
    text = given.ticket(ballot, here.voters[0])
    first = given.cast(text)
    again = given.cast(text, now=given.DURING + timedelta(minutes=9))
    assert first == again

"""A manifest as it was published: taken from nowhere but the signed register, so that nobody is shown keys of their own."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from yuanba.audit import notes
from yuanba.ballots.secret.papers import Terms, terms
from yuanba.kernel import canonical, merkle


class NotPublished(ValueError):
    """The answer does not prove that the register holds this manifest; the message says why."""


def read(answer: Mapping[str, Any], *, register_key: str, ballot: str) -> Terms:
    """The terms of the manifest in an answer of `/secret/N/manifest.json`. Raises NotPublished."""
    try:
        body = str(answer["manifest"]).encode()
        found = terms(body)
        index, path = int(answer["index"]), [bytes.fromhex(one) for one in answer["path"]]
        head = notes.open_checkpoint(answer["checkpoint"], register_key.split("+", 2)[0], _public(register_key))
    except (KeyError, TypeError, ValueError) as error:
        raise NotPublished(f"not a published manifest: {error}") from error
    if found.ballot != ballot:
        raise NotPublished(f"the manifest of {found.ballot}")
    _check_log_key(found.register_key, register_key, ballot)
    leaf = merkle.leaf_hash(register_entry(body, found))
    if not merkle.verify_inclusion(leaf, index, head.size, path, head.root):
        raise NotPublished("the register does not hold this manifest")
    return found


def register_entry(manifest: bytes, on: Terms) -> bytes:
    """What the register says of a manifest."""
    told = {
        "ballot": on.ballot,
        "kind": "manifest",
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "origin": on.register_key.split("+", 2)[0],
    }
    return canonical.encode(told)


def _check_log_key(log_key: str, register_key: str, ballot: str) -> None:
    """The ballot's log is signed by the same key as the register, under a name beside it."""
    base = register_key.split("+", 2)[0].removesuffix("/register")
    if log_key.split("+", 2)[0] != f"{base}/{ballot}" or _public(log_key) != _public(register_key):
        raise NotPublished("the ballot's log has another key than the register")


def _public(key: str) -> bytes:
    return base64.b64decode(key.split("+", 2)[2], validate=True)[1:]

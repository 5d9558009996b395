"""After the close: every paper is opened with the ballot's key, and what is in it is read, or it is spoilt."""

from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from yuanba.ballots.secret import hpke, papers, shamir
from yuanba.ballots.tally.rules import is_ranked, wants_all
from yuanba.kernel import canonical

UNREADABLE = "UNREADABLE"  # why a spoilt paper does not count


def private_key(number: int, sealing: bytes) -> ec.EllipticCurvePrivateKey | None:
    """The private key of `sealing`, if this number is it."""
    if not 0 < number < shamir.PRIME:
        return None
    key = ec.derive_private_key(number, hpke.CURVE)
    return key if hpke.point(key) == sealing else None


def choices_of(
    body: bytes, key: ec.EllipticCurvePrivateKey, manifest: Mapping[str, Any], info: bytes, withdrawn: Iterable[str]
) -> dict[str, list[str]] | None:
    """What this paper chooses; None if it is spoilt."""
    document = canonical.decode(body)
    sealed, voter = papers.plain64(document["sealed"]), papers.plain64(document["key"])
    try:
        data = papers.unpad(hpke.open_sealed(key, sealed, info=info, aad=voter))
    except ValueError:
        return None
    return readable(data, manifest, frozenset(withdrawn))


def readable(
    data: bytes, manifest: Mapping[str, Any], withdrawn: frozenset[str], *, on_paper: bool = False
) -> dict[str, list[str]] | None:
    """The choices that these canonical bytes say, if the sheet allows them; None if not. On paper too few are a blank."""
    try:
        choices = canonical.decode(data)
    except canonical.NotCanonical:
        return None
    items = {item["key"]: item for item in manifest["items"]}
    if not isinstance(choices, dict) or choices.keys() != items.keys():
        return None
    for name, chosen in choices.items():
        rule = items[name].get("rule") or manifest["rule"]
        if not _allowed(chosen, items[name], rule, withdrawn, 0 if on_paper else items[name]["minimum"]):
            return None
    return choices


def ranked_items(manifest: Mapping[str, Any]) -> frozenset[str]:
    """The keys of the items whose options are put in order."""
    return frozenset(item["key"] for item in manifest["items"] if is_ranked(item.get("rule") or manifest["rule"]))


def _allowed(
    chosen: object, item: Mapping[str, Any], rule: Mapping[str, Any], withdrawn: frozenset[str], minimum: int
) -> bool:
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        return False
    known = set(chosen) <= set(item["options"]) and len(set(chosen)) == len(chosen)
    if not known or not minimum <= len(chosen) <= item["choose"]:
        return False
    if not is_ranked(rule):
        return chosen == sorted(chosen)
    is_whole = not wants_all(rule) or not chosen
    return is_whole or not set(item["options"]) - withdrawn - set(chosen)

"""What may be stored, and what it is then called."""

import re
from collections.abc import Collection

from yuanba.files.kinds import KNOWN, PHONE_ONLY
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import YES, Verdict, no

NAME_LENGTH = 120


def may_store(kind: str, kinds: Collection[str] | None) -> Verdict:
    """`files.kind_refused` unless the sniffed kind is one of `kinds` (None: any that we know); `files.heic` for pictures
    that only the phone itself can open."""
    allowed = KNOWN if kinds is None else KNOWN & set(kinds)
    if kind in allowed:
        return YES
    if kind in PHONE_ONLY:
        return no("files.heic", "", kind=kind)
    return no("files.kind_refused", "", kind=kind, allowed=", ".join(sorted(allowed)))


def stored_name(name: str, kind: str) -> str:
    """A harmless name that ends as the content asks, whatever it was called: "..\\合同.exe" of a PDF is "合同.pdf"."""
    last = re.split(r"[/\\]", clean(name))[-1]
    stem, dot, suffix = last.rpartition(".")
    same = {"jpeg": {"jpg", "jpeg"}, "txt": {"txt", "csv", "md", "log"}}.get(kind, {kind})
    ending = suffix.lower() if suffix.lower() in same else kind
    looks_like_suffix = bool(dot) and re.fullmatch(r"[0-9A-Za-z]{1,8}", suffix) is not None
    base = stem if looks_like_suffix else last
    base = re.sub(r'[<>:"|?*]', "_", base).strip(". ")[:NAME_LENGTH].strip(". ")
    return f"{base or 'file'}.{ending}"

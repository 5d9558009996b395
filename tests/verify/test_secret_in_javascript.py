"""The verifier in JavaScript on secret ballots says the same as verify.py: of one that holds, of broken copies, of tricks."""

import base64
import copy
import hashlib
from pathlib import Path

from tests.ballots.secret import given
from tests.verify.secrets import Election, changed_numbers
from tests.verify.test_in_javascript import Copy, agree, b64, node, pytestmark  # noqa: F401 - the mark skips without node
from yuanba.ballots.secret import hpke, papers
from yuanba.kernel import canonical
from yuanba.verify import verify

OWN = given.keys()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def held() -> Election:
    election = Election(9, rows=30, own=OWN)
    election.sheets = [canonical.encode({"q1": ["against"]}), canonical.encode({"q1": []})]
    election.given = 2
    return election


def changed(election: Election, **changes: object) -> bytes:
    return canonical.encode({**canonical.decode(election.bodies[0]), **changes})


def tricks(true: Election) -> dict[str, Election]:
    """Elections that are signed well and do not hold."""
    first, second = (canonical.decode(one) for one in true.bodies[:2])
    key_hash = hashlib.sha256(base64.b64decode(first["key"])).hexdigest()
    changes: dict[str, dict[str, object]] = {
        "more votes than tokens": {"issued": {1: 8, 2: 13}},
        "more tokens than voters": {"issued": {1: 13, 2: 30}},
        "a key that was given back voted": {"issued": {1: 13, 2: 13}, "revoked": [key_hash]},
        "the urn says another number": {"said": {"papers": 8}},
        "more sheets than were given": {"given": 1, "result": true.result},
        "tokens of another voter": {"bodies": [changed(true, tokens=second["tokens"]), *true.bodies[1:]]},
        "tokens in the other order": {"bodies": [changed(true, tokens=first["tokens"][::-1]), *true.bodies[1:]]},
        "another's choices": {"bodies": [changed(true, sealed=second["sealed"]), *true.bodies[1:]]},
        "voted twice": {"bodies": [true.bodies[1], *true.bodies[1:]]},
        "a name too many": {"bodies": [changed(true, name="x"), *true.bodies[1:]]},
    }
    found = {}
    for what, values in changes.items():
        found[what] = copy.copy(true)
        result = true.result()
        found[what].result = lambda told=result: told  # type: ignore[method-assign]
        for name, value in values.items():
            if name != "result":
                setattr(found[what], name, value)
    return found


def test_both_take_what_holds_and_refuse_every_broken_copy_and_trick(tmp_path: Path) -> None:
    true = held()
    files = files_of(true.write(tmp_path / "true"))
    copies: list[Copy] = [{name: None} for name in files]
    copies += [{name: data[:-1]} for name, data in files.items() if data]
    for name, data in sorted(files.items()):
        copies += [{name: text} for text in changed_numbers(data, 5, lambda at: at * 7)]
    lines = files["sealed/papers.jsonl"].split(b"\n")[:-1]
    copies.append({"sealed/papers.jsonl": b"".join(line + b"\n" for line in lines[::-1])})
    for what, election in tricks(true).items():
        copies.append(dict(files_of(election.write(tmp_path / what.replace("'", "").replace(" ", "-")))))
    agree(files, copies, tmp_path / "shared")


def test_spoilt_papers_count_as_such_in_both(tmp_path: Path) -> None:
    election = held()
    on = election.on
    spoils = [b"", b"nothing", b'{"q1":["agree","agree"]}', b'{"q1": []}', b'{"q1":["z"]}', b"{}"]
    made = []
    for text in spoils:
        mine = given.voice(given.seed(len(made) + 900), on.manifest_hash, on.moduli)
        info, plain = papers.SEAL + on.manifest_hash, len(text).to_bytes(2) + text
        sealed = hpke.seal(on.sealing, plain.ljust(on.padded, b"\0"), info=info, aad=mine.key)
        made.append(papers.make(on, mine, given.tokens(OWN, on, mine), sealed))
    result = election.result() | {"voided": {"UNREADABLE": len(made)}}
    election.bodies = [*election.bodies, *made]
    election.issued = dict.fromkeys((1, 2), len(election.bodies))
    election.result = lambda: result  # type: ignore[method-assign]
    folder = election.write(tmp_path / "spoilt")
    assert verify(folder) == []
    assert node([{"base": {name: b64(data) for name, data in files_of(folder).items()}}]) == [""]

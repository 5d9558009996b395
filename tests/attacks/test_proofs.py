"""Proofs that were mutated, cut, lengthened, emptied or moved: all three verifiers refuse the same ones."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from yuanba import verify
from yuanba.audit import proofs
from yuanba.kernel import merkle

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "src" / "yuanba" / "web" / "assets" / "proof.js"
# Source: the test vectors of the Certificate Transparency reference implementation for RFC 6962.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in DATA]
HEAD = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
Case = tuple[bytes, int, int, list[bytes], bytes]


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data, "big") ^ (1 << bit)).to_bytes(len(data), "big")


def honest() -> list[Case]:
    return [
        (LEAVES[index], index, size, merkle.inclusion_proof(LEAVES[:size], index), merkle.root(LEAVES[:size]))
        for size in range(1, 9)
        for index in range(size)
    ]


def attacked() -> list[Case]:
    """Every honest proof with one thing wrong."""
    found: list[Case] = []
    for leaf, index, size, path, head in honest():
        found += [
            (flipped(leaf, 0), index, size, path, head),
            (leaf, index, size, path, flipped(head, 255)),
            (leaf, index, size, [*path, head], head),
            (leaf, index, size, [*path, bytes(32)], head),
            (leaf, size, size, path, head),
            (head, index, size, [], flipped(head, 1)),
        ]
        if path:
            found += [(leaf, index, size, path[:-1], head), (leaf, index, size, [], head)]
            found += [(leaf, index, size, path[1:], head), (leaf, (index + 1) % size, size, path, head)]
            found += [
                (leaf, index, size, [*path[:at], flipped(path[at], 7), *path[at + 1 :]], head)
                for at in range(len(path))
            ]
        if len(path) > 1:
            found.append((leaf, index, size, path[::-1], head))
    return found


def test_the_vectors_of_rfc_6962_hold_in_the_stand_alone_verifier() -> None:
    assert verify._tree(LEAVES).hex() == HEAD
    assert [verify._tree(LEAVES[:size]) for size in range(9)] == [merkle.root(LEAVES[:size]) for size in range(9)]


@pytest.mark.parametrize("check", [merkle.verify_inclusion, verify._stands], ids=["kernel", "verify.py"])
def test_inclusion_proofs(check) -> None:
    assert all(check(*case) for case in honest())
    assert not any(check(*case) for case in attacked())


def test_consistency_proofs_in_both() -> None:
    for second in range(1, 9):
        for first in range(1, second + 1):
            way = merkle.consistency_proof(LEAVES[:second], first)
            heads = merkle.root(LEAVES[:first]), merkle.root(LEAVES[:second])
            cases = [
                (heads, way, True),
                (heads, [*way, heads[0]], False),
                ((heads[0], flipped(heads[1], 3)), way, False),
            ]
            if way:
                cases += [(heads, way[:-1], False), (heads, [], False), (heads, [flipped(way[0], 9), *way[1:]], False)]
                cases += [((heads[1], heads[0]), way, False)]
            for (old, new), path, expected in cases:
                assert merkle.verify_consistency(first, second, old, new, path) is expected
                assert verify._begins((first, old, True), (second, new, True), path) is expected


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_page_script_agrees_with_both(tmp_path: Path) -> None:
    cases = honest() + attacked()
    texts = []
    for leaf, index, size, path, head in cases:
        checkpoint = f"log\n{size}\n{proofs._b64(head)}\n\n— log AAAA\n"
        texts.append([leaf.hex(), proofs.Proof(index, tuple(path), checkpoint).text()])
    (tmp_path / "cases.json").write_text(json.dumps(texts))
    program = f"""
        globalThis.document = {{ readyState: "loading", addEventListener() {{}} }};
        const {{ parse, stands }} = await import({json.dumps(SCRIPT.as_uri())});
        const {{ readFileSync }} = await import("node:fs");
        const cases = JSON.parse(readFileSync({json.dumps(str(tmp_path / "cases.json"))}, "utf8"));
        const found = [];
        for (const [leaf, text] of cases) found.push(await stands(Uint8Array.from(Buffer.from(leaf, "hex")), parse(text)));
        let broken = 0;
        const wrong = ["",
          "c2sp.org/tlog-proof@v1\\nindex 01\\n\\nlog\\n1\\nAAAA",
          "c2sp.org/tlog-proof@v2\\nindex 0\\n\\nl\\n1\\n"];
        for (const text of wrong) {{
          try {{ parse(text); }} catch (error) {{ broken += 1; }}
        }}
        console.log(JSON.stringify({{ found, broken }}));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["found"] == [merkle.verify_inclusion(*case) for case in cases]
    assert answer["broken"] == 3

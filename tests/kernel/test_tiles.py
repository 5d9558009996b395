"""Proofs from tiles are the proofs of the plain tree, whatever the sizes and however the leaves came."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel import merkle, tiles

LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(70_001)]


def kept(sizes: list[int]) -> dict[tiles.Place, bytes]:
    """The tiles of a tree that grew to these sizes one after the other."""
    found: dict[tiles.Place, bytes] = {}
    before = 0
    for size in sizes:
        found |= tiles.extended(
            before, {place: found[place] for place in tiles.right_edge(before)}, LEAVES[before:size]
        )
        before = size
    return found


def test_the_example_of_the_specification() -> None:
    found = kept([70_000])
    widths = {place: len(data) // 32 for place, data in found.items()}
    assert sum(level == 0 and width == 256 for (level, _), width in widths.items()) == 273
    assert (widths[0, 273], widths[1, 0], widths[1, 1], widths[2, 0]) == (112, 256, 17, 1)
    assert len(widths) == 273 + 4
    assert sorted(tiles.right_edge(70_000)) == [(0, 273), (1, 1), (2, 0)]
    # 256 leaves are one full tile and a partial one of width 1 above.
    assert {place: len(data) // 32 for place, data in kept([256]).items()} == {(0, 0): 256, (1, 0): 1}


@given(st.lists(st.integers(0, 1200), min_size=1, max_size=5).map(sorted), st.data())
def test_grown_tiles_prove_what_the_plain_tree_proves(sizes: list[int], data: st.DataObject) -> None:
    found, last = kept(sizes), sizes[-1]
    assert found == kept([last])
    size = data.draw(st.integers(0, last))
    assert tiles.root_of(size, lambda places: {place: found[place] for place in places}) == merkle.root(LEAVES[:size])
    if size:
        index = data.draw(st.integers(0, size - 1))
        spans = tiles.inclusion_spans(index, size)
        proof = [tiles.fold(span, found) for span in spans]
        assert proof == merkle.inclusion_proof(LEAVES[:size], index)
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, merkle.root(LEAVES[:size]))
    spans = tiles.consistency_spans(size, last)
    assert [tiles.fold(span, found) for span in spans] == merkle.consistency_proof(LEAVES[:last], size)


def test_a_proof_of_a_large_tree_reads_few_tiles() -> None:
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        spans = tiles.inclusion_spans(index, 70_000)
        assert len(tiles.needed(spans)) <= 6


def test_positions_outside_are_errors() -> None:
    for index, size in ((0, 0), (-1, 3), (3, 3)):
        with pytest.raises(IndexError):
            tiles.inclusion_spans(index, size)
    with pytest.raises(IndexError):
        tiles.consistency_spans(4, 3)
    with pytest.raises(ValueError, match="holds 32 bytes"):
        tiles.fold(tiles.Span(0, 2), {(0, 0): LEAVES[0]})

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel import merkle

# Source: the test vectors of the Certificate Transparency reference implementation for RFC 6962.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in DATA]


def test_known_roots() -> None:
    assert [merkle.root(LEAVES[:size]).hex() for size in range(9)] == ROOTS


def test_frontier_needs_as_many_nodes_as_bits() -> None:
    frontier = merkle.Frontier()
    for leaf in LEAVES[:5]:
        frontier.append(leaf)
    again = merkle.Frontier(5, list(frontier.nodes))
    again.append(LEAVES[5])
    assert again.root().hex() == ROOTS[6]
    with pytest.raises(ValueError, match="complete"):
        merkle.Frontier(5, [])


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


@given(st.data())
def test_inclusion_holds_for_every_leaf_and_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof, head = merkle.inclusion_proof(tree, index), merkle.root(tree)
    assert merkle.verify_inclusion(tree[index], index, size, proof, head)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, proof, head)
    assert not merkle.verify_inclusion(tree[index], index, size, [*proof, head], head)
    assert not merkle.verify_inclusion(tree[index], size, size, proof, head)
    if proof:
        assert not merkle.verify_inclusion(tree[index], index, size, proof[:-1], head)
        assert not merkle.verify_inclusion(tree[index], (index + 1) % size, size, proof, head)


@given(st.data())
def test_consistency_holds_and_forgeries_do_not(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 70))
    first = data.draw(st.integers(0, second))
    tree = leaves(second)
    proof = merkle.consistency_proof(tree, first)
    old, new = merkle.root(tree[:first]), merkle.root(tree)
    assert merkle.verify_consistency(first, second, old, new, proof)
    forged = merkle.root([merkle.leaf_hash(b"forged"), *tree[1:first]])
    if first:
        assert not merkle.verify_consistency(first, second, forged, new, proof)
    if proof:
        assert not merkle.verify_consistency(first, second, old, new, proof[:-1])


def test_indexes_outside_are_refused() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        merkle.consistency_proof(LEAVES, 9)
    assert not merkle.verify_consistency(9, 8, LEAVES[0], LEAVES[1], [LEAVES[2]])

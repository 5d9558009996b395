import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.draw import draw, pool_hash

POOL = ["甲", "乙", "丙", "丁", "戊"]
pools = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), unique=True, max_size=12)


def test_draw_is_the_published_formula() -> None:
    expected = sorted(POOL, key=lambda item: hashlib.sha256(b"2021130" + b"\x00" + item.encode()).hexdigest())
    assert draw(POOL, 3, "2021130") == expected[:3]


@given(pools, st.text(), st.data())
def test_order_of_the_pool_is_no_matter(pool: list[str], seed: str, data: st.DataObject) -> None:
    seed = seed.encode("utf-8", "ignore").decode()
    k = data.draw(st.integers(0, len(pool)))
    shuffled = data.draw(st.permutations(pool))
    assert draw(pool, k, seed) == draw(shuffled, k, seed)
    assert draw(pool, k, seed) == draw(pool, len(pool), seed)[:k]
    assert pool_hash(pool) == pool_hash(shuffled)


def test_pool_hash_is_what_sort_and_sha256sum_print() -> None:
    assert pool_hash(["b", "a"]) == hashlib.sha256(b"a\nb\n").hexdigest()


def test_bad_pools_are_refused() -> None:
    for pool, k in ((["a", "a"], 1), (["a"], 2), (["a\nb"], 1), (["a"], -1)):
        with pytest.raises(ValueError, match=r"pool|cannot|line"):
            draw(pool, k, "seed")

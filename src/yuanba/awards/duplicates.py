"""Entries that look like one: the same nominee, or nearly the same text. Pure; it points out, people decide.

Likeness of two texts is the Jaccard index of their shingles: of all different runs of SHINGLE characters in either text,
the share that stands in both. Blanks and punctuation do not count. To compare thousands of entries, only pairs that
share a sampled shingle are looked at exactly.
"""

import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

# Our choice: 5 Chinese characters are a phrase; common words of two do not make two texts alike.
SHINGLE = 5
# Our choice: copied text with changed names and figures stays above one half; texts of one topic stay below a fifth.
THRESHOLD = Fraction(1, 2)
# Below so many different shingles a likeness says nothing ("热心公益，邻里好评" is no plagiarism).
LEAST_SHINGLES = 30
# Every SAMPLE-th shingle by its hash is in the index; one in common is enough to compare exactly.
SAMPLE = 4
# A shingle in more texts than this is a phrase of the form, not of the author.
COMMONPLACE = 60


@dataclass(frozen=True)
class Text:
    """One entry's text under its id."""

    id: int
    text: str


@dataclass(frozen=True)
class Likeness:
    """Two ids, the smaller first, and how alike their texts are, 0 to 1."""

    first: int
    second: int
    share: Fraction


def shingles(text: str) -> frozenset[str]:
    """The different runs of SHINGLE letters, digits and characters of a text."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(char for char in folded if char.isalnum())
    return frozenset(plain[start : start + SHINGLE] for start in range(len(plain) - SHINGLE + 1))


def likeness(first: str, second: str) -> Fraction:
    """The Jaccard index of two texts; 0 if either is too short to say."""
    return _jaccard(shingles(first), shingles(second))


def _jaccard(first: frozenset[str], second: frozenset[str]) -> Fraction:
    if min(len(first), len(second)) < LEAST_SHINGLES:
        return Fraction(0)
    common = len(first & second)
    return Fraction(common, len(first) + len(second) - common)


def _is_near(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether the likeness reaches THRESHOLD, in whole numbers: most pairs that are looked at do not."""
    small, large = sorted((len(first), len(second)))
    if small < LEAST_SHINGLES or small * THRESHOLD.denominator < large * THRESHOLD.numerator:
        return False
    common = len(first & second)
    return common * THRESHOLD.denominator >= (small + large - common) * THRESHOLD.numerator


def near_texts(texts: Sequence[Text], only: Iterable[int] = ()) -> tuple[Likeness, ...]:
    """The pairs at or above THRESHOLD, in order of ids; with `only`, the pairs that one of these ids belongs to."""
    sets = {text.id: shingles(text.text) for text in texts}
    wanted = set(only)
    found = []
    for first, second in sorted(_candidates(sets)):
        if (not wanted or first in wanted or second in wanted) and _is_near(sets[first], sets[second]):
            found.append(Likeness(first, second, _jaccard(sets[first], sets[second])))
    return tuple(found)


def _candidates(sets: Mapping[int, frozenset[str]]) -> set[tuple[int, int]]:
    """Pairs that share at least two sampled shingles which are not commonplace."""
    holders: dict[str, list[int]] = defaultdict(list)
    for identity in sorted(sets):
        for shingle in sets[identity]:
            if zlib.crc32(shingle.encode()) % SAMPLE == 0:
                holders[shingle].append(identity)
    shared: Counter[tuple[int, int]] = Counter()
    for ids in holders.values():
        if 2 <= len(ids) <= COMMONPLACE:
            for index, first in enumerate(ids):
                shared.update((first, second) for second in ids[index + 1 :])
    return {pair for pair, times in shared.items() if times >= 2}


def same_nominee(keys: Mapping[int, Iterable[str]]) -> tuple[tuple[int, int], ...]:
    """The pairs of ids that share a key ("person:7", "name:怡康苑院委会@12"), in order."""
    holders: dict[str, list[int]] = defaultdict(list)
    for identity in sorted(keys):
        for key in set(keys[identity]):
            holders[key].append(identity)
    pairs = set()
    for ids in holders.values():
        pairs |= {(first, second) for index, first in enumerate(ids) for second in ids[index + 1 :]}
    return tuple(sorted(pairs))


def marked(text: str, other: str) -> tuple[tuple[str, bool], ...]:
    """The text cut into runs, each with whether it stands in the other text too, in phrases of SHINGLE and more.

    Joined together the runs are the text, letter by letter. For people who compare two entries side by side.
    """
    known = shingles(other)
    places = [(at, char) for at, char in enumerate(text) if char.isalnum()]
    folded = [unicodedata.normalize("NFKC", char).casefold()[:1] or char for _, char in places]
    common = [False] * len(text)
    for start in range(len(places) - SHINGLE + 1):
        if "".join(folded[start : start + SHINGLE]) in known:
            first, last = places[start][0], places[start + SHINGLE - 1][0]
            common[first : last + 1] = [True] * (last + 1 - first)
    runs: list[tuple[str, bool]] = []
    for is_common, group in groupby(zip(text, common, strict=True), key=lambda pair: pair[1]):
        runs.append(("".join(char for char, _ in group), is_common))
    return tuple(runs)

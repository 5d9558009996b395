"""Learning the category of a text from settled cases, by scikit-learn; only the worker's process imports this. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from yuanba.cases import suggesting
from yuanba.cases.suggesting import Weights

# Source: own choice, said on the page of categories. With fewer examples a held-out share of a few texts says nothing.
FEWEST_OF_A_CATEGORY = 15
FEWEST_CATEGORIES = 2
HELD_OUT = 5  # one in five
FEWEST_HELD_OUT = 20
WANTED = Fraction(4, 5)
# An n-gram that fewer cases share could tell who wrote it.
FEWEST_CASES_OF_A_GRAM = 3
MOST_GRAMS = 8000
DIGITS = 4


@dataclass(frozen=True)
class Learnt:
    """The weights, and what they were worth on texts that they had not seen.

    `threshold_permille` is None where no confidence is right often enough: then nothing is ever suggested.
    """

    weights: Weights
    trained: int
    held_out: int
    right: int
    spoken: int
    spoken_right: int
    threshold_permille: int | None


def learn(examples: Iterable[tuple[str, str]]) -> Learnt | None:
    """From (text, category key); None if there is too little to learn from. The same examples give the same weights.

    The same text counts once, so that it cannot stand on both sides. Categories with too few texts are left out.
    """
    train, held = _parted(examples)
    if len({category for _, category in train}) < FEWEST_CATEGORIES or len(held) < FEWEST_HELD_OUT:
        return None
    weights = _weights(train)
    if weights is None:
        return None
    tried = []
    for text, category in held:
        first = next(iter(suggesting.ranked(weights, text)), None)
        tried.append((first.confidence_permille, first.category == category) if first else (0, False))
    bar = suggesting.threshold(tried, WANTED, FEWEST_HELD_OUT)
    spoken = [is_right for confidence, is_right in tried if bar is not None and confidence >= bar]
    right = sum(is_right for _, is_right in tried)
    return Learnt(weights, len(train), len(held), right, len(spoken), sum(spoken), bar)


def _parted(examples: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is learnt from, and every fifth text of each category, by the order of their hashes, to be tried on."""
    kept = {suggesting.folded(text): category for text, category in examples}
    kept.pop("", None)
    number = Counter(kept.values())
    by_category: dict[str, list[str]] = defaultdict(list)
    for text in sorted(kept, key=lambda one: sha256(one.encode()).digest()):
        if number[kept[text]] >= FEWEST_OF_A_CATEGORY:
            by_category[kept[text]].append(text)
    train: list[tuple[str, str]] = []
    held: list[tuple[str, str]] = []
    for category, texts in sorted(by_category.items()):
        for place, text in enumerate(texts):
            (train if place % HELD_OUT else held).append((text, category))
    return train, held


def _weights(train: list[tuple[str, str]]) -> Weights | None:
    texts, categories = [text for text, _ in train], [category for _, category in train]
    turner = TfidfVectorizer(
        analyzer=suggesting.grams, min_df=FEWEST_CASES_OF_A_GRAM, max_features=MOST_GRAMS, sublinear_tf=True
    )
    try:
        table = turner.fit_transform(texts)
    except ValueError:  # no n-gram stands in enough cases
        return None
    model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    model.fit(table, categories)
    found = [str(one) for one in model.classes_]
    lines, start = model.coef_.T.tolist(), model.intercept_.tolist()
    if len(found) == FEWEST_CATEGORIES:  # of two categories only one side is given
        lines, start = [[-line[0], line[0]] for line in lines], [-start[0], start[0]]
        lines, start = [[one / 2 for one in line] for line in lines], [one / 2 for one in start]
    names = [str(one) for one in turner.get_feature_names_out()]
    rarity = {name: round(float(one), DIGITS) for name, one in zip(names, turner.idf_, strict=True)}
    spoken_for = {
        name: tuple(round(float(one), DIGITS) for one in line) for name, line in zip(names, lines, strict=True)
    }
    return Weights(tuple(found), rarity, spoken_for, tuple(round(float(one), DIGITS) for one in start))

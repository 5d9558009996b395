"""Which category a text most likely belongs to, by weights that were learnt before. Pure, and without the learner."""

import json
import math
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

LONGEST_GRAM = 3
LONGEST_TEXT = 2000  # signs; more says nothing new, and nobody waits for it
_DIGITS = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]+")
_OTHER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Suggestion:
    """A category by its key, and how sure the model is of it, of 1000."""

    category: str
    confidence_permille: int


@dataclass(frozen=True)
class Weights:
    """What was learnt: for each n-gram its rarity, and how much it speaks for each category."""

    categories: tuple[str, ...]
    rarity: dict[str, float]
    spoken_for: dict[str, tuple[float, ...]]
    start: tuple[float, ...]

    def packed(self) -> bytes:
        """The weights as they are stored."""
        grams = sorted(self.rarity)
        plain = {
            "categories": self.categories,
            "start": self.start,
            "grams": grams,
            "rarity": [self.rarity[gram] for gram in grams],
            "weights": [self.spoken_for[gram] for gram in grams],
        }
        return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(stored: bytes) -> Weights:
    """The weights from their stored form."""
    plain = json.loads(zlib.decompress(stored))
    grams = plain["grams"]
    return Weights(
        tuple(plain["categories"]),
        dict(zip(grams, plain["rarity"], strict=True)),
        {gram: tuple(row) for gram, row in zip(grams, plain["weights"], strict=True)},
        tuple(plain["start"]),
    )


def folded(text: str) -> str:
    """The text as it is compared: one width, small letters; numbers and Latin words are one sign each.

    So no phone number, plate or room number is ever part of what is learnt.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).lower()
    return _OTHER.sub(" ", _LATIN.sub("a", _DIGITS.sub("0", plain))).strip()


def grams(text: str) -> list[str]:
    """Every run of one to three signs, within words and sentences."""
    found = []
    for part in folded(text).split():
        for size in range(1, LONGEST_GRAM + 1):
            found += [part[at : at + size] for at in range(len(part) - size + 1)]
    return found


def ranked(weights: Weights, text: str) -> list[Suggestion]:
    """Every category with how sure the model is, the surest first; empty for a text without a known n-gram."""
    counted = Counter(gram for gram in grams(text) if gram in weights.rarity)
    if not counted:
        return []
    value = {gram: (1 + math.log(number)) * weights.rarity[gram] for gram, number in counted.items()}
    length = math.sqrt(sum(one * one for one in value.values()))
    scores = list(weights.start)
    for gram, one in value.items():
        for place, weight in enumerate(weights.spoken_for[gram]):
            scores[place] += one / length * weight
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    whole = sum(shares)
    found = [
        Suggestion(category, round(1000 * share / whole))
        for category, share in zip(weights.categories, shares, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.confidence_permille, one.category))


def suggest(weights: Weights, text: str, threshold_permille: int) -> Suggestion | None:
    """The surest category if it is at least as sure as the threshold; else nothing."""
    first = next(iter(ranked(weights, text)), None)
    return first if first and first.confidence_permille >= threshold_permille else None


def threshold(tried: list[tuple[int, bool]], wanted: Fraction, fewest: int) -> int | None:
    """The least confidence at which `wanted` of the suggestions are right; None if no confidence reaches that.

    `tried` holds (confidence of 1000, right or not) of held-out texts; at least `fewest` of them must lie at or over it.
    """
    best = None
    right = 0
    listed = sorted(tried, reverse=True)
    for number, (confidence, is_right) in enumerate(listed, 1):
        right += is_right
        is_last_of_its_kind = number == len(listed) or listed[number][0] != confidence
        if is_last_of_its_kind and number >= fewest and Fraction(right, number) >= wanted:
            best = confidence
    return best

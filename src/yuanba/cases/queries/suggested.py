"""The category that a text most likely belongs to, where what was learnt is sure enough; else silence."""

from functools import lru_cache

from yuanba.cases import suggesting
from yuanba.cases.models import CategoryModel
from yuanba.cases.suggesting import Suggestion, Weights


def newest() -> CategoryModel | None:
    """The newest learning, with its figures and without its weights."""
    return CategoryModel.objects.defer("weights").order_by("-week").first()


def suggestion(text: str) -> Suggestion | None:
    """One query; the weights are read once in each process."""
    row = CategoryModel.objects.order_by("-week").values_list("pk", "threshold_permille").first()
    if row is None or row[1] is None or not text.strip():
        return None
    weights = _weights(row[0])
    return None if weights is None else suggesting.suggest(weights, text, row[1])


@lru_cache(maxsize=1)
def _weights(pk: int) -> Weights | None:
    stored = CategoryModel.objects.filter(pk=pk).values_list("weights", flat=True).first()
    return suggesting.unpacked(bytes(stored)) if stored else None

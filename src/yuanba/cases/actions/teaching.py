"""Learning once a week which category a text belongs to; and reading what was learnt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import states
from yuanba.cases.models import Case, CategoryModel
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date

# Named, not imported: scikit-learn takes a second and 100 MB, which the processes that serve pages and tick never need.
LEARNING = "yuanba.cases.learning"
MOST_CASES = 20_000  # the newest; more teach nothing new, and a learning stays below a minute
SETTLED = frozenset({states.DISPATCHED, states.IN_HAND, states.WAITING, states.ANSWERED, states.CLOSED})
OTHER = "other"
KEPT = 8  # weeks of which the figures stay; weights stay of the last one


@transaction.atomic
def teach(*, actor: Actor, now: datetime) -> CategoryModel:
    """This week's weights, learnt from cases whose category somebody at the desk settled, with what they are worth.

    Older weights are gone, so that nothing stays of cases that were anonymised since. Twice in a week is once.
    """
    week = local_date(now) - timedelta(days=local_date(now).weekday())
    known = CategoryModel.objects.filter(week=week).first()
    if known is not None:
        return known
    learnt = import_module(LEARNING).learn(_examples())
    row = CategoryModel(week=week, learnt_at=now)
    if learnt is not None:
        row.weights = learnt.weights.packed()
        row.trained, row.held_out, row.right = learnt.trained, learnt.held_out, learnt.right
        row.spoken, row.spoken_right = learnt.spoken, learnt.spoken_right
        row.threshold_permille = learnt.threshold_permille
    row.save(force_insert=True)
    CategoryModel.objects.exclude(pk=row.pk).update(weights=None)
    CategoryModel.objects.filter(week__lt=week - timedelta(weeks=KEPT)).delete()
    record(verb="category.learnt", subject=str(row), actor=actor, now=now,
           detail={"trained": row.trained, "held_out": row.held_out, "right": row.right})  # fmt: skip
    return row


def _examples() -> Iterator[tuple[str, str]]:
    """Text and category of the newest settled cases; what nobody could name, or is confidential, teaches nothing."""
    rows = Case.objects.filter(state__in=sorted(SETTLED), anonymised_at__isnull=True, confidential=False)
    rows = rows.exclude(text="").exclude(category__key=OTHER).order_by("-pk")
    return iter(rows.values_list("text", "category__key")[:MOST_CASES])


def is_due(now: datetime) -> bool:
    """True if nothing was learnt this week."""
    week = local_date(now) - timedelta(days=local_date(now).weekday())
    return not CategoryModel.objects.filter(week=week).exists()

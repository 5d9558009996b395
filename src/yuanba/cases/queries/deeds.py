"""Cases that count as livelihood deeds, and cases by the numbers that people write down."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from yuanba.cases import states
from yuanba.cases.models import Case


def deeds(territory_ids: Collection[int], from_at: datetime, to_at: datetime) -> QuerySet[Case]:
    """Cases marked as livelihood deeds that were closed as fixed in [from_at, to_at), the newest first."""
    rows = Case.objects.filter(territory_id__in=territory_ids, is_deed=True, confidential=False)
    rows = rows.filter(state=states.CLOSED, outcome=Case.Outcome.FIXED, ended_at__gte=from_at, ended_at__lt=to_at)
    return rows.select_related("category").order_by("-ended_at", "-pk")


def by_number(territory_id: int, numbers: Collection[str]) -> dict[str, int]:
    """The ids of the cases of a place with these numbers; confidential ones are not there."""
    rows = Case.objects.filter(territory_id=territory_id, number__in=numbers, confidential=False)
    return dict(rows.values_list("number", "pk"))


def numbers_of(case_ids: Collection[int]) -> list[str]:
    """The numbers of these cases, in order; confidential ones are left out."""
    rows = Case.objects.filter(pk__in=case_ids, confidential=False).order_by("pk")
    return list(rows.values_list("number", flat=True))

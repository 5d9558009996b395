"""The ledgers of the places that somebody works in, and the history of one line."""

from collections.abc import Collection

from django.db.models import QuerySet

from yuanba.cases import ledger_states as states
from yuanba.cases.models import LedgerStep, Rectification, RecurringIssue, SpecialMatter


def rectifications(territory_ids: Collection[int]) -> QuerySet[Rectification]:
    return Rectification.objects.filter(territory_id__in=territory_ids).select_related("responsible", "case")


def special_matters(territory_ids: Collection[int]) -> QuerySet[SpecialMatter]:
    rows = SpecialMatter.objects.filter(territory_id__in=territory_ids)
    return rows.select_related("responsible", "case", "building")


def recurring_issues(territory_ids: Collection[int]) -> QuerySet[RecurringIssue]:
    """The newest first. Plans read those that are RAISED: each is answered by `recurring.plan` or `.explain`."""
    return RecurringIssue.objects.filter(territory_id__in=territory_ids).select_related("category").order_by("-pk")


def open_issues(territory_ids: Collection[int]) -> QuerySet[RecurringIssue]:
    """What came so often that it asks for a plan."""
    return recurring_issues(territory_ids).filter(state=states.RAISED)


def steps_of(row: Rectification | SpecialMatter | RecurringIssue) -> list[LedgerStep]:
    return list(LedgerStep.objects.filter(subject=str(row)).order_by("pk"))

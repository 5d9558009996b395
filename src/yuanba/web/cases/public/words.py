"""Where a case is, and what its page says of it: the same words on the board, in one's own list and in the thread."""

from collections.abc import Iterable

from django.http import HttpRequest

from yuanba.cases.models import Case, Category
from yuanba.web.cases.labels import category_name


def where(case: Case) -> str:
    """Building and remark, as far as both are known: 2栋 · 地下室 B 区."""
    building = case.building.name if case.building else ""
    if case.place_note.startswith(building):
        return case.place_note or building
    return f"{building} · {case.place_note}" if case.place_note else building


def emergencies(categories: Iterable[Category]) -> list[tuple[str, str, str]]:
    """(what, number, what to do first) of everything that is too urgent for a form."""
    return [
        (category_name(one), one.emergency_number, one.hint)
        for one in categories
        if one.urgent and one.emergency_number
    ]


def owner(request: HttpRequest) -> str:
    """Whose reports wait on this phone: the account's number, "" for nobody."""
    return str(request.actor.account_id or "")

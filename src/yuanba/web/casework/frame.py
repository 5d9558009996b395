"""What every page of the desk shares: who comes in, where they work, which case, and how a page is shown."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from yuanba.cases import queries as cases
from yuanba.cases import rules
from yuanba.cases.models import Case
from yuanba.cases.queries.lists import places_of
from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.people.queries import names_behind
from yuanba.places import queries as places
from yuanba.places.models import Territory
from yuanba.web import clock, sent
from yuanba.web.cases.labels import category_name
from yuanba.web.doors import staff

WORK = (rules.HANDLE, rules.DESK, rules.SUPERVISE)
EVIDENCE = ("jpeg", "png", "webp", "pdf")
LARGEST = 20 * 1024 * 1024
View = Callable[..., HttpResponseBase]


def worker(view: View) -> View:
    """The door of the desk: staff whose appointment lets them work on cases somewhere."""

    def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.actor.holds_anywhere(one) for one in WORK):
            raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.HANDLE))
        return view(request, *args, **kwargs)

    admitted.__name__, admitted.__doc__, admitted.__module__ = view.__name__, view.__doc__, view.__module__
    return staff(admitted)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200) -> HttpResponse:
    return render(request, template, {"desk": True, "active": "casework", **context}, status=code)


def by(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": request.actor, "now": clock.now()}


def today() -> Any:
    return local_date(clock.now())


def inside(request: HttpRequest, *permissions: str) -> frozenset[int]:
    """The territories in which one of these permissions holds, all below included."""
    return places_of(request.actor, permissions or WORK, today())


def may(request: HttpRequest, permission: str, territory_id: int) -> bool:
    """Whether the page shows a button; the action decides again."""
    return rules.holds(request.actor, permission, territory_id, today())


def where_cases_lie(request: HttpRequest, *permissions: str) -> list[tuple[int, str]]:
    """The compounds and communities in which the visitor works, by name: where a case can be."""
    rows = Territory.objects.filter(
        pk__in=inside(request, *permissions), kind__in=[Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY]
    )
    names = places.names_at(rows.values_list("pk", flat=True), today())
    return sorted(names.items(), key=lambda one: one[1])


def chosen_place(
    request: HttpRequest, permissions: Iterable[str], *, heading: Any, route: str
) -> tuple[int, HttpResponse | None]:
    """The place of the address (?place=), or the page that asks for it; a single place needs no asking."""
    known = where_cases_lie(request, *permissions)
    asked = sent.whole(request.GET.get("place"))
    if asked in dict(known):
        return int(asked or 0), None
    if asked is not None:
        raise Http404
    if len(known) == 1:
        return known[0][0], None
    context = {"places": known, "heading": heading, "kept": [(k, v) for k, v in request.GET.items() if k != "place"]}
    return 0, page(request, "casework/place.html", context)


def case_of(request: HttpRequest, number: str) -> Case:
    """The case with this number, if the visitor works on it. Raises Http404, Refused(cases.missing)."""
    case = Case.objects.select_related("category", "building").filter(number=number).first()
    if case is None:
        raise Http404
    if rules.sight(case, request.actor, clock.now()) not in (rules.STAFF, rules.HELPER):
        raise Refused(no("cases.missing", rules.CONFIDENTIAL))
    return case


def back_to(number: str) -> HttpResponse:
    return redirect("casework:case", number)


def stored(request: HttpRequest, upload: Any) -> int | None:
    """The id of the kept evidence, or None. Raises Refused as files.store does."""
    if not upload:
        return None
    kept = files.store(
        content=upload, name=upload.name, kinds=EVIDENCE, limit_bytes=LARGEST, visibility="STAFF", **by(request)
    )
    return kept.pk


def people(references: Iterable[str]) -> dict[str, str]:
    """Masked names behind account references, one query."""
    return names_behind({one for one in references if one})


def categories() -> list[tuple[str, str]]:
    """Key and name of every kind that holds today."""
    return [(one.key, category_name(one)) for one in cases.categories_at(today())]

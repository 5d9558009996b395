"""What the pages of choices, contracts and hand-overs share: who works where, one form a page, files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import queries, rules
from yuanba.oversight.models import Handover, PropertyCompany, Selection
from yuanba.places import queries as places
from yuanba.web import clock
from yuanba.web.forms import PageForm

DESK = {"desk": True, "active": "property"}


def page(request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200) -> HttpResponse:
    return render(request, template, {**DESK, "trail": _("Property company"), **context}, status=code)


def tried(request: HttpRequest, form: PageForm, act: Callable[[], object], done: str) -> bool:
    """True if the action took it; else the form says why not."""
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, done)
    return True


def asked(  # noqa: PLR0913  a page of a form is what it is
    request: HttpRequest, form: PageForm, act: Callable[[dict[str, Any]], object], *, done: str, heading: str, back: str,
    lead: str = "", send: str = "", foot: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    """One form on one page: shown, tried, or back to where it came from."""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(request, form, lambda: act(data), done):
            return redirect(back)
    code = form.why[0].status if form.why else 200
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "back": back,
        "send_label": send or _("Keep it"),
        "notes": foot,
    }
    return page(request, "oversight/step.html", context, code=code)


def bound(request: HttpRequest, kind: Callable[..., Any], **more: Any) -> Any:
    """The form as it came, or new."""
    if request.method == "POST":
        more.pop("initial", None)
        return kind(request.POST, request.FILES, **more)
    return kind(**more)


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]


def selection_at_desk(request: HttpRequest, pk: int) -> Selection:
    """The selection for whoever works in its compound. Raises Http404, Refused(oversight.not_yours)."""
    found = queries.whole_selection(pk)
    if found is None:
        raise Http404
    _require_work(request, found.compound_id)
    return found


def handover_at_desk(request: HttpRequest, pk: int) -> Handover:
    """The hand-over for the committee, the street and both companies; a company sees it once it has begun."""
    found = queries.whole_handover(pk)
    if found is None:
        raise Http404
    if queries.may_work(request.actor, found.compound_id, clock.now()):  # type: ignore[attr-defined]
        return found
    own = {company.pk for company, _place in queries.spoken_for(request.actor, clock.now())}  # type: ignore[attr-defined]
    if found.state == "PREPARED" or not own & {found.old_id, found.new_id}:
        raise Refused(no("handover.not_a_side", rules.HANDING_OVER))
    return found


def _require_work(request: HttpRequest, compound_id: int) -> None:
    if not queries.may_work(request.actor, compound_id, clock.now()):  # type: ignore[attr-defined]
        require(rules.may(request.actor, "oversight.work", compound_id, clock.now()))  # type: ignore[attr-defined]


def compounds(request: HttpRequest, permission: str) -> list[tuple[int, str]]:
    """The compounds in which the visitor holds the permission, by name."""
    on = local_date(clock.now())
    found: dict[int, str] = {}
    for place in request.actor.territories(permission):  # type: ignore[attr-defined]
        for node in places.territories_of_kind(["COMPOUND"], place, on):
            found[node.id] = node.name
    return sorted(found.items(), key=lambda pair: pair[1])


def companies_near(compound_id: int) -> list[tuple[int, str]]:
    """The property companies with a file in the compound's subdistrict and above."""
    within = {*places.lineage(compound_id, local_date(clock.now())), compound_id}
    rows = PropertyCompany.objects.select_related("organisation").filter(organisation__territory_id__in=within)
    return [(one.pk, one.organisation.name) for one in rows.order_by("organisation__name")]

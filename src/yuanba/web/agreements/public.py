"""What anybody may read: the texts of a place, each with its versions, changes, answers and signatures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.agreements import queries
from yuanba.agreements.models import Agreement, AgreementVersion
from yuanba.documents.agreements import agreement_document, agreement_sheet
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.agreements import prints, shown
from yuanba.web.agreements.labels import CHIPS, KINDS, STATES
from yuanba.web.dates import by, day
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody
from yuanba.web.tables import Chip


def _state(row: Agreement) -> Chip | str:
    version = getattr(row, "newest", None)
    return Chip(STATES[version.state], CHIPS[version.state]) if version else ""


def _when(row: Agreement) -> str:
    version = getattr(row, "newest", None)
    if version is None:
        return ""
    if version.comments_close_at and version.state == "COMMENT":
        return str(_("comments %(when)s") % {"when": by(version.comments_close_at)})
    return str(_("since %(when)s") % {"when": day(version.from_date)}) if version.from_date else ""


def furnished(rows: list[Agreement]) -> None:
    """Each text knows its newest version and the name of its place; two queries."""
    newest = queries.newest([row.pk for row in rows])
    names = names_at([row.territory_id for row in rows], local_date(clock.now()))
    for row in rows:
        row.newest = newest.get(row.pk)  # type: ignore[attr-defined]
        row.place = names.get(row.territory_id, "")  # type: ignore[attr-defined]


@anyone
@require_safe
@for_everybody
def index(request: HttpRequest) -> HttpResponse:
    """All texts that anybody may read, the newest first."""
    return render(request, "agreements/index.html", {"rows": _listed()})


def _listed() -> list[dict[str, object]]:
    rows = list(queries.public()[:200])
    furnished(rows)
    return [{"row": row, "kind": KINDS[row.kind], "state": _state(row), "when": _when(row)} for row in rows]


@anyone
@require_safe
@for_everybody
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it holds, or as it is being made."""
    versions = queries.public_versions(pk)
    if not versions:
        raise Http404
    version = shown.main_version(versions)
    newer = next((one for one in versions if one.state == "COMMENT" and one.pk != version.pk), None)
    return render(request, "agreements/text.html", {**shown.page(version, versions), "newer": newer})


@anyone
@require_safe
@for_everybody
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, earlier ones too."""
    found, versions = of(pk, number)
    return render(request, "agreements/text.html", {**shown.page(found, versions), "newer": None})


@anyone
@require_safe
def plain(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Exactly the bytes whose hash stands in the log."""
    found, _versions = of(pk, number)
    response = HttpResponse(found.text.encode(), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="agreement-{pk}-v{number}.txt"'
    return response


@anyone
@require_safe
def sheet(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The sheet for the board or the file, A3 or A4."""
    found, _versions = of(pk, number)
    paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    response = HttpResponse(agreement_sheet(prints.sheet(found, paper)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="agreement-{pk}-v{number}-{paper}.pdf"'
    return response


@anyone
@require_safe
def document(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The text as a Word file."""
    found, _versions = of(pk, number)
    content = agreement_document(prints.sheet(found, "a4"), signed_date=found.decision_date)
    response = HttpResponse(content, content_type=prints.WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="agreement-{pk}-v{number}.docx"'
    return response


def of(pk: int, number: int) -> tuple[AgreementVersion, list[AgreementVersion]]:
    """The version with this number, if anybody may read it, and all of them."""
    versions = queries.public_versions(pk)
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404
    return found, versions

"""Points with a label of their own: lifts, entrances, facilities, shops. Made, printed, replaced, ended, and scanned."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.documents.labels import PER_SHEET, Label, labels
from yuanba.places import actions, lists, qr, queries
from yuanba.places.models import QrPoint, Territory
from yuanba.places.points import ENDED, FORGED, NewPoint, chosen_points, points_of, proposed, scanned
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm
from yuanba.web.places.editing import by, editable, titled, today
from yuanba.web.places.forms import day_field
from yuanba.web.places.labels import POINT_ENDS, POINT_KINDS

MOST = 480  # twenty sheets at once: a print run that one person still sticks on in a day
WORDS_LINES = 40


class PointsForm(PageForm):
    """Ticked from the roll, or written line by line: lifts and facilities stand in no roll."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(POINT_KINDS.items()), widget=forms.RadioSelect)
    names = forms.CharField(
        label=_("Names, one in a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Leave it empty for buildings, entrances and shops: the roll knows them. Lifts and facilities are written"
            " as people call them: 2栋2单元 left lift."
        ),
    )

    def wanted(self, compound_id: int) -> list[NewPoint]:
        """The points to be made. Call it on a valid form."""
        kind = self.cleaned_data["kind"]
        said = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        buildings = sorted(lists.buildings_of(compound_id), key=lambda row: -len(row.name)) if said else []
        return [NewPoint(kind, name, _starts(name, buildings)) for name in said] or proposed(compound_id, kind)


def _starts(name: str, buildings: Sequence) -> int | None:
    """The building that a name begins with, the longest first: 12栋 is not 1栋."""
    return next((row.pk for row in buildings if name.startswith(row.name)), None)


class EndForm(PageForm):
    reason = forms.ChoiceField(label=_("Why"), choices=list(POINT_ENDS.items()), widget=forms.RadioSelect)
    to_date = day_field(_("Ends on this day"))


class PrintForm(PageForm):
    points = forms.TypedMultipleChoiceField(
        label=_("Print these"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    skip = forms.IntegerField(
        label=_("Labels already used on the first sheet"),
        min_value=0,
        max_value=PER_SHEET - 1,
        initial=0,
        help_text=_("Sheets of 3 × 8 labels, 70 × 37 mm; counted from the upper left."),
    )


def kept_compound(request: HttpRequest, pk: int) -> str:
    """The name of the compound whose card the visitor keeps. Raises Http404 for anybody else."""
    found = lists.territory(pk)
    if found is None or found.kind != Territory.Kind.COMPOUND:
        raise Http404
    chain = queries.lineage(pk, today())
    if not (request.actor.holds("places.card", chain) or request.actor.holds("places.edit", chain)):
        raise Http404
    return queries.name_at(pk, today())


def site() -> str:
    """What stands in a code and, to be compared, in words beside it."""
    return settings.PUBLIC_URL.rstrip("/")


def label_of(point: QrPoint, place: str) -> Label:
    """The printed label: the thing first, then where it leads; in a lift what to do before anything else."""
    first = gettext("Locked in? First press the call button.") if point.kind == QrPoint.Kind.LIFT else place
    address = f"{site()}{reverse('places:scan', args=[qr.token(point.pk, point.version)])}"
    return Label(point.name, address, (first, gettext("Scan to report, no app"), urlsplit(site()).netloc))


@holding("places.card")
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """The points of a compound; the ticked ones (or all) as sheets of labels."""
    name = kept_compound(request, pk)
    rows = list(points_of(pk))
    form = PrintForm(request.POST) if request.method == "POST" else PrintForm()
    form.fields["points"].choices = [(row.pk, row.name) for row in rows]
    if request.method == "POST" and form.is_valid():
        chosen = chosen_points(pk, form.cleaned_data["points"]) or rows
        if not chosen:
            form.add_error("points", gettext("There is none yet. Make them first."))
        elif len(chosen) > MOST:
            form.add_error("points", gettext("At most %(most)s labels at once: tick fewer.") % {"most": MOST})
        else:
            return sheets(pk, [label_of(one, name) for one in chosen], form.cleaned_data["skip"])
    groups = [
        (label, [row for row in rows if row.kind == kind])
        for kind, label in POINT_KINDS.items()
        if any(row.kind == kind for row in rows)
    ]
    ticked = set(form.data.getlist("points")) if form.is_bound else set()
    context = {"pk": pk, "name": name, "form": form, "groups": groups, "ticked": ticked}
    return render(request, "places/points.html", context)


def sheets(pk: int, items: list[Label], skip: int) -> HttpResponse:
    answer = HttpResponse(labels(items, skip=skip), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="points-{pk}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@holding("places.card")
@editable
def make(request: HttpRequest, pk: int) -> HttpResponse:
    kept_compound(request, pk)
    form = filled(PointsForm, request)

    def do(values: dict) -> object:
        return actions.make_points(compound_id=pk, rows=form.wanted(pk), from_date=today(), **by(request))

    return act(
        request, form, do, heading=titled(_("Make points in"), pk), button=_("Make them"), back=list_of(pk),
        done=_("They are in the list now; print their labels."),
    )  # fmt: skip


def list_of(pk: int) -> str:
    return reverse("places:points", args=[pk])


@holding("places.card")
@editable
def replace(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    kept_compound(request, pk)
    point = get_object_or_404(QrPoint, pk=point_pk, compound_id=pk)
    form = filled(ReplaceForm, request, initial={"version": point.version})

    def do(values: dict) -> object:
        return actions.replace_label(point_id=point.pk, version=values["version"], **by(request))

    return act(
        request, form, do, heading=gettext("A fresh label for %(name)s") % {"name": point.name},
        button=_("Replace it"), back=list_of(pk),
        lead=_("Only if somebody copied or pasted over the old one: from now on the old code is refused. A torn label is"
               " simply printed again."),
        done=_("The old code no longer counts. Print the new label."),
    )  # fmt: skip


class ReplaceForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@holding("places.card")
@editable
def end(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    kept_compound(request, pk)
    point = get_object_or_404(QrPoint, pk=point_pk, compound_id=pk)
    form = filled(EndForm, request, initial={"to_date": today()})

    def do(values: dict) -> object:
        rest = {name: values[name] for name in ("reason", "to_date")}
        return actions.end_point(point_id=point.pk, **rest, **by(request))

    return act(
        request, form, do, heading=gettext("No label any more for %(name)s") % {"name": point.name},
        button=_("End it"), back=list_of(pk),
        done=_("Ended. Whoever scans the old label learns why."),
    )  # fmt: skip


@anyone
@require_safe
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """What a printed code opens. A code that is not ours, was replaced, or whose thing is gone says so, and how to go on."""
    found = scanned(token, today())
    if found.is_good:
        return redirect(f"{reverse('cases:report', args=[found.point.compound_id])}?at={token}")
    context = {
        "found": found,
        "forged": found.status == FORGED,
        "ended": found.status == ENDED,
        "end_reason": POINT_ENDS.get(found.point.end_reason, "") if found.point else "",
        "place": queries.name_at(found.point.compound_id, today()) if found.point else "",
        "site": urlsplit(site()).netloc,
        "seen_at": clock.now(),
    }
    status = 404 if found.status == FORGED else 410
    return render(request, "places/scan.html", context, status=status)

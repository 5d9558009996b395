"""Sheets of labels whose code opens the compound's page, or a running campaign's: for doors, notice boards and lifts.

The code is the address of a public page: nothing in it is secret, so nothing is signed, and a torn label is printed
again. What moves with time (a campaign) is printed for as long as it runs.
"""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yuanba.awards.queries import showing
from yuanba.documents.labels import PER_SHEET, Label, labels
from yuanba.kernel.calendar import local_date
from yuanba.places import lists, queries
from yuanba.web import clock
from yuanba.web.awards.words import title_of
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm

MOST = 480  # twenty sheets at once: a print run that one person still sticks on in a day
PER = (
    ("ENTRANCE", gettext_lazy("One for each entrance")),
    ("BUILDING", gettext_lazy("One for each building")),
    ("WHOLE", gettext_lazy("All alike, for the whole place")),
)


class LabelForm(PageForm):
    target = forms.ChoiceField(label=gettext_lazy("The code opens"), widget=forms.RadioSelect)
    per = forms.ChoiceField(label=gettext_lazy("Labels"), choices=PER, widget=forms.RadioSelect)
    copies = forms.IntegerField(label=gettext_lazy("Copies of each"), min_value=1, max_value=PER_SHEET, initial=1)
    skip = forms.IntegerField(
        label=gettext_lazy("Labels already used on the first sheet"),
        min_value=0,
        max_value=PER_SHEET - 1,
        initial=0,
        help_text=gettext_lazy("Sheets of 3 × 8 labels, 70 × 37 mm; counted from the upper left."),
    )


def targets(pk: int, name: str, chain: tuple[int, ...]) -> dict[str, tuple[str, str]]:
    """What a code may open: the place's own page and the campaigns that run there, by key: (label, path)."""
    found = {"place": (name, reverse("places:place", args=[pk]))}
    for campaign in showing.running():
        if campaign.territory_id in chain:
            found[f"campaign-{campaign.pk}"] = (title_of(campaign), reverse("awards:campaign", args=[campaign.code]))
    return found


def doors(pk: int, per: str) -> list[str]:
    """What stands on the labels besides the place: its buildings, its entrances, or nothing."""
    if per == "BUILDING":
        return [row.name for row in lists.buildings_of(pk)]
    if per == "ENTRANCE":
        return [f"{row.building.name}{row.name}" for row in lists.entrances_of(pk)]
    return [""]


def made(name: str, target: tuple[str, str], where: list[str], copies: int) -> Iterator[Label]:
    words, path = target
    address = settings.PUBLIC_URL.rstrip("/") + path
    about = _("Scan: news of this place") if words == name else words
    for door in where:
        for _copy in range(copies):
            yield Label(name, address, tuple(line for line in (door, about) if line))


@holding("places.card")
@require_http_methods(["GET", "HEAD", "POST"])
def qr_labels(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks what the codes open and where they hang; the sheets as PDF."""
    on = local_date(clock.now())
    found = lists.territory(pk)
    name = queries.name_at(pk, on) if found is not None else ""
    chain = queries.lineage(pk, on) if name else ()
    if not name or not request.actor.holds("places.card", chain):
        raise Http404
    choices = targets(pk, name, chain)
    form = (
        LabelForm(request.POST) if request.method == "POST" else LabelForm(initial={"target": "place", "per": "WHOLE"})
    )
    form.fields["target"].choices = [(key, label) for key, (label, _path) in choices.items()]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        where = doors(pk, values["per"])
        if not where:
            form.add_error("per", _("The roll knows none here yet. Print them all alike, or import the roll first."))
        elif len(where) * values["copies"] > MOST:
            form.add_error(
                "copies", _("That is more than %(most)s labels at once. Take fewer copies.") % {"most": MOST}
            )
        else:
            items = list(made(name, choices[values["target"]], where, values["copies"]))
            return _sheets(pk, items, values["skip"])
    return render(request, "places/qr_labels.html", {"form": form, "pk": pk, "name": name})


def _sheets(pk: int, items: list[Label], skip: int) -> HttpResponse:
    answer = HttpResponse(labels(items, skip=skip), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="labels-{pk}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

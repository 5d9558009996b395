"""What a sheet shows of a candidate for a committee: the own words, and a tie to the property company before them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from yuanba.assemblies.models import Candidate
from yuanba.web import sent
from yuanba.web.assemblies.labels import TIE_WARNINGS
from yuanba.web.candidates import Card

SHORT = 60


def cards(references: Sequence[str]) -> Mapping[str, Card]:
    """One query."""
    ids = {sent.whole(one.removeprefix("candidate:")) for one in references}
    rows = Candidate.objects.filter(pk__in=ids - {None}).select_related("person")
    return {str(row): card(row) for row in rows}


def card(row: Candidate) -> Card:
    warning = str(TIE_WARNINGS.get(row.tie, ""))
    words = row.statement if len(row.statement) <= SHORT else f"{row.statement[:SHORT]}…"
    summary = " · ".join(part for part in (warning, words) if part)
    return Card(row.person.name, summary, reverse("assemblies:candidate", args=[row.pk]))


CANDIDATES = {"candidate": cards}

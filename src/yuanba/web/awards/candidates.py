"""Entries as ballots, surveys and panels show them: a name, a line, and the public page if there is one."""

from collections.abc import Mapping, Sequence

from django.urls import NoReverseMatch, reverse

from yuanba.awards.models import Entry
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.candidates import Card


def cards(references: Sequence[str]) -> Mapping[str, Card]:
    """The cards of "entry:CODE" references. Two queries."""
    codes = [one.partition(":")[2] for one in references]
    entries = list(Entry.objects.filter(code__in=codes).select_related("campaign"))
    places = names_at({one.nominee_territory_id for one in entries}, local_date(clock.now())) if entries else {}
    return {
        f"entry:{one.code}": Card(
            one.title or one.nominee_name,
            " · ".join(
                text
                for text in (one.nominee_name if one.title else "", places.get(one.nominee_territory_id, ""))
                if text
            ),
            _page(one),
        )
        for one in entries
    }


def _page(entry: Entry) -> str:
    """The public page of a candidate, or "" as long as there is none."""
    try:
        return reverse("awards:card", args=[entry.campaign.code, entry.code])
    except NoReverseMatch:
        return ""


CANDIDATES = {"entry": cards}

"""Looking for bodies by name, for forms that name one."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from yuanba.kernel.normal import clean
from yuanba.people.models import Organisation

FOUND = 10  # rows shown: whoever does not find the body among ten writes more of its name


def find_organisations(words: str, *, within: Collection[int], on: date, most: int = FOUND) -> list[Organisation]:
    """Bodies whose name holds the words, of these territories or companies of anywhere, that exist on that day.

    A search without two characters finds none. One query.
    """
    text = clean(words)
    if len(text) < 2:
        return []
    here = Q(territory_id__in=within) | Q(kind__in=["PROPERTY_COMPANY", "SOCIAL_ORGANISATION"])
    there = Q(ended_date__isnull=True) | Q(ended_date__gt=on)
    return list(Organisation.objects.filter(here, there, name__icontains=text).order_by("name", "pk")[:most])

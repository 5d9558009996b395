"""The plan of a choice of a property company, as the survey about it shows it: a line, and the public page."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from yuanba.oversight import states
from yuanba.oversight.models import Selection
from yuanba.web.candidates import Card
from yuanba.web.oversight.company_labels import PAYMENTS
from yuanba.web.oversight.showing import fee, months
from yuanba.web.sent import whole


def cards(references: Sequence[str]) -> Mapping[str, Card]:
    """The cards of "selection:12" references. One query."""
    keys = [one.partition(":")[2] for one in references]
    rows = Selection.objects.filter(pk__in=[whole(one) for one in keys], published_at__isnull=False)
    return {
        str(one): Card(
            one.title,
            " · ".join(str(text) for text in (fee(one.fee_fen), PAYMENTS[one.payment], months(one.term_months))),
            reverse("oversight:choice", args=[one.pk]) if one.state in states.OPEN_TO_ALL else "",
        )
        for one in rows
    }


CANDIDATES = {"selection": cards}

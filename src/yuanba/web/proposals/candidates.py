"""Proposals as ballots show them: the number and the title, and the page where more stands."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from yuanba.proposals.models import Proposal
from yuanba.web.candidates import Card
from yuanba.web.sent import whole


def cards(references: Sequence[str]) -> Mapping[str, Card]:
    """The cards of "proposal:12" references. One query."""
    numbers = [found for one in references if (found := whole(one.partition(":")[2])) is not None]
    rows = Proposal.objects.filter(pk__in=numbers).only("pk", "number", "title")
    return {
        str(one): Card(f"{one.number}号《{one.title}》", "", reverse("proposals:proposal", args=[one.pk]))
        for one in rows
    }


CANDIDATES = {"proposal": cards}

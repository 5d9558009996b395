"""What goes on in a compound, from every subject, so that its page leads everywhere: the committee, the company, works."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yuanba.assemblies import queries as assemblies
from yuanba.assemblies.queries import renovation as renovations
from yuanba.oversight import queries as oversight
from yuanba.oversight import states as handover_states
from yuanba.proposals import queries as proposals
from yuanba.web.assemblies.labels import BODIES, KINDS, STATE_KINDS, STATES
from yuanba.web.assemblies.renovation_labels import RENOVATION_CHIPS, RENOVATION_KINDS, RENOVATION_STATES
from yuanba.web.dates import after, by
from yuanba.web.oversight.company_labels import (
    HANDOVER_CHIPS,
    HANDOVER_STATES,
    KINDS_OF_CHOICE,
    SELECTION_CHIPS,
    SELECTION_STATES,
)
from yuanba.web.proposals.labels import CHIPS
from yuanba.web.proposals.labels import STATES as CALL_STATES

UNFINISHED = (handover_states.RUNNING, handover_states.OVERDUE)
EACH = 3  # of one subject; its own list has the rest

Text = str | Promise


@dataclass(frozen=True)
class Going:
    """One thing of the compound: where it stands (chip), what it is, and its page."""

    title: Text
    text: Text
    url: str
    chip: Text = ""
    chip_kind: str = "plain"


def office(territory_id: int, on: date) -> list[Going]:
    """Who speaks for the owners and who works for them: the committee in office, the company. Two or three queries."""
    ask = _("Ask the committee")
    found = [
        Going(
            body.name,
            f"{BODIES[body.kind]} · {ask}",
            reverse("assemblies:office", args=[territory_id]),
        )
        for body in assemblies.all_in_office(on, [territory_id])
    ]
    contract = oversight.contract_at(territory_id, on)
    if contract is not None:
        company = _("Property company")
        since = f"{company} · {after(contract.from_date)}"
        found.append(Going(contract.company.organisation.name, since, ""))
    return found


def goings_on(territory_id: int) -> list[Going]:
    """Assemblies, choices of a company, hand-overs, works and calls that anybody may read, a few of each. Five queries."""
    parts = (_assemblies, _choices, _handovers, _renovations, _calls)
    return [one for part in parts for one in islice(part(territory_id), EACH)]


def _assemblies(pk: int) -> Iterator[Going]:
    for row in assemblies.public().filter(territory_id=pk)[:EACH]:
        address = reverse("assemblies:about", args=[row.pk])
        yield Going(KINDS[row.kind], "", address, STATES[row.state], STATE_KINDS[row.state])


def _choices(pk: int) -> Iterator[Going]:
    for row in oversight.public_selections(pk)[:EACH]:
        address = reverse("oversight:choice", args=[row.pk])
        chip, kind = SELECTION_STATES[row.state], SELECTION_CHIPS[row.state]
        yield Going(row.title, KINDS_OF_CHOICE[row.kind], address, chip, kind)


def _handovers(pk: int) -> Iterator[Going]:
    for row in oversight.public_handovers(pk)[:EACH]:
        to = row.new.organisation.name if row.new else _("The owners themselves")
        chip, kind = HANDOVER_STATES[row.state], HANDOVER_CHIPS[row.state]
        text = _("Hand-overs")
        if row.state in UNFINISHED:
            text = f"{text} · {by(row.due_date)}"
        yield Going(
            f"{row.old.organisation.name} → {to}", text, reverse("oversight:handover", args=[row.pk]), chip, kind
        )


def _renovations(pk: int) -> Iterator[Going]:
    for row in renovations.public().filter(compound_id=pk)[:EACH]:
        address = reverse("assemblies:renovation", args=[row.pk])
        chip, kind = RENOVATION_STATES[row.state], RENOVATION_CHIPS[row.state]
        yield Going(row.title, RENOVATION_KINDS[row.kind], address, chip, kind)


def _calls(pk: int) -> Iterator[Going]:
    for row in proposals.public().filter(territory_id=pk)[:EACH]:
        address = reverse("proposals:call", args=[row.pk])
        yield Going(row.title, "", address, CALL_STATES[row.state], CHIPS[row.state])

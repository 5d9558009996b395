"""A choice of a property company in a few lines, for whoever reads no further."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yuanba.oversight import states
from yuanba.oversight.models import Candidate, Selection
from yuanba.web.dates import by, day, moment
from yuanba.web.oversight.company_labels import PAYMENTS

Lines = list[tuple[str, str]]
Fee = Callable[[int], str]


def summary(
    selection: Selection, offers: Sequence[Candidate], result: Mapping[str, Any] | None, fee: Fee, length: str
) -> Lines:
    """(what, in short) of the plan, the poll at the doors, the offers, the vote and the contract, as far as there are any.

    `offers` are those that may be shown; `fee` says an amount in fen, `length` the term, in words.
    """
    most = fee(selection.fee_fen)
    if selection.kind == Selection.Kind.SELECT:
        most = _("%(fee)s at most") % {"fee": most}
    plan = [selection.service_level, most, str(PAYMENTS[selection.payment]), length]
    rows = [(_("The plan"), " · ".join(part for part in plan if part))]
    rows += _asked(selection)
    standing = [one for one in offers if one.round == selection.round and one.state == states.BID]
    if standing:
        told = [f"{one.company.organisation.name} {fee(one.fee_fen)}" for one in standing]
        rows.append((_("Companies"), _("; ").join(told)))
    rows += _vote(result)
    if selection.contract:
        made = selection.contract
        since = _("from %(day)s") % {"day": day(made.from_date)}
        rows.append((_("The contract"), " · ".join((made.company.organisation.name, fee(made.fee_fen), since))))
    return rows


def _asked(selection: Selection) -> Lines:
    at_doors = [one for one in selection.polls.all() if one.households_asked]
    if not at_doors:
        return []
    last = at_doors[-1]
    words = _("%(yes)s of %(asked)s households willing, %(no)s not willing")
    return [
        (
            _("What neighbours think"),
            words % {"yes": last.in_favour, "asked": last.households_asked, "no": last.against},
        )
    ]


def _vote(result: Mapping[str, Any] | None) -> Lines:
    if result is None:
        return []
    if not result["is_public"]:
        ballot = result["ballot"]
        return [(_("Owners vote"), f"{moment(ballot.opens_at)} – {by(ballot.closes_at)}")]
    said = " ".join(one.sentence for one in result["questions"] if one.sentence)
    return [(_("What the owners decided"), said)] if said else []

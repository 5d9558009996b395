"""What the calls keep about somebody: the proposals that they handed in."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yuanba.people.models import Account
from yuanba.proposals import queries

SECTIONS = {"proposals": _("Proposals handed in")}
FIELDS = {
    "call": _("Call for proposals"),
    "proposal": _("Proposal"),
    "credit_name": _("Name for the thanks"),
    "sent_at": _("Sent on"),
}


def kept(account: Account, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Sections of the page “what is kept about me”."""
    if account.person_id is None:
        return {}
    return {
        "proposals": [
            {
                "call": row.call.title,
                "proposal": row.title,
                "credit_name": row.credit_name,
                "sent_at": row.sent_at.isoformat(),
            }
            for row in queries.of_person(account.person_id)
        ]
    }

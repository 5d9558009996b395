"""What cases keep about somebody: their own words, how they are reached, and what they said to the answer."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yuanba.cases import queries
from yuanba.people.models import Account
from yuanba.web.cases.labels import category_name

SECTIONS = {"cases": _("What you reported")}
FIELDS = {
    "number": _("Case number"),
    "category": _("Kind of case"),
    "told": _("What you wrote"),
    "called": _("How you are addressed"),
    "reported_at": _("Reported on"),
    "said": _("What you said to the answer"),
}


def kept(account: Account, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Sections of the page “what is kept about me”."""
    return {
        "cases": [
            {
                "number": row.case.number,
                "category": category_name(row.case.category),
                "told": row.text,
                "called": row.name,
                "reported_at": row.joined_at.isoformat(),
                "said": row.verdict_text,
            }
            for row in queries.threads_of(account.pk, account.phone or "")
        ]
    }

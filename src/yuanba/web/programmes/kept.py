"""What the plans keep about somebody: ideas, and those that they joined."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yuanba.people.models import Account
from yuanba.programmes import queries

SECTIONS = {"ideas": _("Ideas for the compound"), "joined_ideas": _("Ideas of neighbours that I joined")}
FIELDS = {"idea": _("Idea"), "made_at": _("Proposed on"), "joined_at": _("Joined on")}


def kept(account: Account, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Sections of the page “what is kept about me”."""
    if account.person_id is None:
        return {}
    return {
        "ideas": [
            {"idea": one.title, "made_at": one.made_at.isoformat()} for one in queries.proposed_by(account.person_id)
        ],
        "joined_ideas": [
            {"idea": one.project.title, "joined_at": one.at.isoformat()}
            for one in queries.supported_by(account.person_id)
        ],
    }

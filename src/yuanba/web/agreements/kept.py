"""What the texts keep about somebody: comments and signatures."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yuanba.agreements import queries
from yuanba.people.models import Account

SECTIONS = {"agreement_comments": _("Comments on texts"), "signatures": _("Signatures under texts")}
FIELDS = {
    "agreement": _("Text"),
    "comment": _("Comment"),
    "commented_at": _("Commented on"),
    "signed_date": _("Signed on"),
    "shows_name": _("Name shown"),
    "taken_back_at": _("Taken back on"),
}
YES_NO = {True: "是", False: "否"}


def kept(account: Account, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Sections of the page “what is kept about me”."""
    if account.person_id is None:
        return {}
    return {
        "agreement_comments": [
            {"agreement": row.version.agreement.title, "comment": row.text, "commented_at": row.filed_at.isoformat()}
            for row in queries.comments_of(account.person_id)
        ],
        "signatures": [
            {
                "agreement": row.version.agreement.title,
                "signed_date": row.signed_date.isoformat(),
                "shows_name": YES_NO[row.shows_name],
                "taken_back_at": row.withdrawn_at.isoformat() if row.withdrawn_at else "",
            }
            for row in queries.kept_about(account.person_id)
        ],
    }

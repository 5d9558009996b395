"""What a notice of a shortlist consists of, and who is party to a proposal on it."""

from collections.abc import Collection, Sequence

from yuanba.people.queries import account_of
from yuanba.proposals import queries
from yuanba.proposals.models import Call, Proposal
from yuanba.web.proposals.shown import named
from yuanba.web.sent import whole


def lines(notice_id: int) -> Sequence[tuple[str, str]]:
    """Reference and name of each proposal on the shortlist."""
    call = Call.objects.filter(notice_id=notice_id).first()
    return [(str(one), named(one)) for one in queries.shortlist(call.pk)] if call else ()


def parties(reference: str) -> Collection[str]:
    """The author, as a person and by the account: neither decides on an objection to the own proposal."""
    found = Proposal.objects.filter(pk=whole(reference.partition(":")[2]) or 0).first()
    if found is None:
        return ()
    account = account_of(found.person_id)
    return {f"person:{found.person_id}", found.decided_by, *([f"account:{account.pk}"] if account else [])} - {""}


LINES = {"PROPOSALS": lines}
PARTIES = {"proposal": parties}

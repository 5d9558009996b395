"""Finding what an authorisation speaks of: the rule for the electorate, the voter's entry, the row on the frozen roll."""

from datetime import datetime

from yuanba.ballots import electorates, manifest, sealing
from yuanba.ballots.models import Ballot, RollRow
from yuanba.ballots.queries.rolls import entries_of
from yuanba.people.models import Organisation
from yuanba.people.queries import RollEntry


def term_of(ballot: Ballot) -> electorates.Term | None:
    """The rule on proxies for this ballot; None where nobody may stand for another, and in secret: a token is one's own."""
    if ballot.level == "S":
        return None
    return next((row for row in manifest.terms_of(ballot) if row.what == electorates.PROXIES), None)


def entry(ballot: Ballot, entry_key: str, now: datetime) -> RollEntry | None:
    """The entry of the roll as it was frozen, or as it would be today."""
    return next((one for one in entries_of(ballot, now) if one.key == entry_key), None)


def is_voter(ballot: Ballot, person_id: int, now: datetime) -> bool:
    return any(person_id in one.voters for one in entries_of(ballot, now))


def row_of(ballot: Ballot, entry_key: str) -> RollRow | None:
    """The entry's row; None before the opening, and where the entry is not on the frozen roll."""
    code = sealing.voter_code(bytes.fromhex(ballot.secret.code_key), entry_key)
    return RollRow.objects.filter(ballot=ballot, code=code).first()


def organisation_name(entry_key: str) -> str:
    """What "organisation:12" is called."""
    kind, _, number = entry_key.partition(":")
    found = Organisation.objects.filter(pk=int(number)).first() if kind == "organisation" else None
    return found.name if found is not None else ""

"""Opening: the roll is frozen, the manifest is written, votes are accepted."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from yuanba.audit import logs
from yuanba.ballots import manifest, queries, rules, sealing
from yuanba.ballots.actions.proxies import seat_all
from yuanba.ballots.actions.secret_setup import require_ready
from yuanba.ballots.actions.sequencing import start_log
from yuanba.ballots.actions.steps import lineage_of, locked, move_on
from yuanba.ballots.models import Ballot, BallotSecret, RollMember, RollRow
from yuanba.ballots.states import BALLOT
from yuanba.kernel import many
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.merkle import Frontier
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import RollEntry

BATCH = 2000
# Plain SQL: a subdistrict's 600,000 rows take half the time that they take as objects.
ROLL = ("ballot_id", "number", "code", "person_id", "heads", "area_cm2", "premises_id", "epoch")


@transaction.atomic
def open_ballot(*, ballot_id: int, actor: Actor, now: datetime, without: Collection[str] = ()) -> Ballot:
    """Votes are accepted. The roll of today is frozen with its Merkle root; the manifest is leaf 0 of the ballot's log.

    `without` are keys of the roll ("person:12") that whoever ordered the ballot asks elsewhere.

    Raises Refused: ballots.not_permitted, .not_yet_open, .closed, .roll_empty, .area_unknown, .objections_waiting,
    .meeting_not_checked, ballot.no_such_move; for level S also ballots.secret_too_few, .secret_too_alike, .secret_keys_missing.
    """
    ballot = locked(ballot_id)
    require(rules.may_drive(actor, lineage_of(ballot, now)))
    require(BALLOT.may(ballot.state, "open"))
    require(rules.may_open_now(ballot, now))
    require(rules.objections_ruled(ballot))
    if ballot.meeting is not None:
        require(rules.list_checked(ballot.meeting))
    secret = BallotSecret.objects.get(ballot=ballot)
    ballot.roll_date = local_date(now)
    entries = [one for one in queries.entries_at(ballot, ballot.roll_date) if one.key not in without]
    if not entries:
        raise Refused(no("ballots.roll_empty", "the roll of the day of opening", electorate=ballot.electorate))
    require(rules.every_area_known(sum(entry.unmeasured for entry in entries)))
    _freeze(ballot, secret, entries)
    seated = seat_all(ballot, now)
    log_key = logs.verifier_key(sealing.log_name(ballot_id))
    sealed = None
    if ballot.level == "S":
        sealed = require_ready(ballot, [one for entry in entries for one in entry.voters], now)
    document = manifest.build(ballot, secret, queries.options(ballot_id), log_key=log_key, sealed=sealed)
    ballot.manifest, ballot.manifest_hash = document.decode(), hashlib.sha256(document).hexdigest()
    detail = {"manifest": ballot.manifest_hash, "roll": ballot.roll_root, "rows": ballot.roll_rows, "seats": seated}
    move_on(ballot, "open", actor=actor, now=now, detail=detail)
    start_log(ballot, now)
    return ballot


def _freeze(ballot: Ballot, secret: BallotSecret, entries: Sequence[RollEntry]) -> None:
    """Every entry is a roll row, in the order of the codes; the ballot carries root, rows, heads and area."""
    code_key = bytes.fromhex(secret.code_key)
    coded = sorted((sealing.voter_code(code_key, entry.key), place) for place, entry in enumerate(entries))
    tree = Frontier()
    rows = _rows(ballot, coded, entries, tree)
    with connection.cursor() as cursor:
        many.insert(cursor, RollRow._meta.db_table, ROLL, rows)
    _freeze_members(ballot, coded, entries)
    ballot.roll_root = tree.root().hex()
    ballot.roll_rows = len(entries)
    ballot.roll_heads = sum(entry.heads for entry in entries)
    ballot.roll_area_cm2 = sum(entry.area_cm2 for entry in entries)


def _rows(
    ballot: Ballot, coded: Sequence[tuple[str, int]], entries: Sequence[RollEntry], tree: Frontier
) -> Iterator[tuple[Any, ...]]:
    """The columns of ROLL, row by row; each row's leaf joins the tree."""
    for number, (code, place) in enumerate(coded):
        entry = entries[place]
        tree.append(sealing.roll_leaf(ballot.pk, code, entry.heads, entry.area_cm2))
        yield ballot.pk, number, code, entry.person_id, entry.heads, entry.area_cm2, entry.premises_id, 0


def _freeze_members(ballot: Ballot, coded: Sequence[tuple[str, int]], entries: Sequence[RollEntry]) -> None:
    """Rows that several persons share list them, so that any of them may cast, once for all."""
    shared = {code: entries[place] for code, place in coded if entries[place].person_id is None}
    if not shared:
        return
    rows = RollRow.objects.filter(ballot=ballot, person__isnull=True).values_list("pk", "code")
    members = (
        RollMember(roll_row_id=pk, person_id=person)
        for pk, code in rows.iterator(BATCH)
        for person in dict.fromkeys(shared[code].others)
    )
    while batch := list(islice(members, BATCH)):
        RollMember.objects.bulk_create(batch)

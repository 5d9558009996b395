"""Papers get their places in the log of their ballot, after the commit that made them, by the one sequencer.

Leaf 0 is the manifest, then papers in the order in which they were found, then the closing. A closing leaf that waits
for no sheet of paper is the last one. Whoever writes a log holds the lease (audit.appending) and, if it moves the
ballot, locked the ballot before: the sequencer itself locks no ballot, so that nobody waits in a circle.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet

from yuanba.audit import appending, logs
from yuanba.ballots import queries, rules, sealing, states
from yuanba.ballots.manifest import utc
from yuanba.ballots.models import Ballot, LoggedPaper, Paper, SequencingMark
from yuanba.kernel import canonical
from yuanba.kernel.verdict import require

# One transaction and one signed head place at most so many papers: a second waits no longer than that takes.
BATCH = 5000
# Longer than any cast takes from its number to its commit. A slower one is found when its ballot closes.
SETTLES = timedelta(minutes=1)
# Within the database: bringing thousands of rows back and forth takes longer than all else.
PLACE = """
INSERT INTO ballots_loggedpaper (paper_id, ballot_id, {index}, leaf_hash)
SELECT id, ballot_id, %s + ROW_NUMBER() OVER (ORDER BY id) - 1, leaf_hash FROM ballots_paper WHERE id IN ({papers})
"""
Row = tuple[int, int, str]  # paper, ballot, leaf hash


def sequence_once(now: datetime) -> int:
    """Every paper that was committed before, of a ballot under way, has its place under a signed head; how many are new.

    Safe at any time, in any number of processes: each batch is one transaction under the lease, all or nothing.
    """
    total = 0
    after: int | None = 0
    while after is not None:
        placed, after = _place_batch(now, after)
        total += placed
    return total


@transaction.atomic
def _place_batch(now: datetime, after: int) -> tuple[int, int | None]:
    """How many papers have their places now, and behind which number to go on; None at the end of this round."""
    appending.lease()
    ballots = _under_way(now)
    mark = SequencingMark.objects.first() or SequencingMark.objects.create(seen_at=now)
    # Which ballots are under way is asked here and not in SQL, where it would hide the order from the planner.
    rows = _next(Paper.objects.filter(logged__isnull=True), max(after, mark.settled))
    placed = [row for row in rows if row[1] in ballots]
    _place(placed, now)
    if len(rows) == BATCH:
        return len(placed), rows[-1][0]
    _settle(mark, now)
    return len(placed), None


def _next(waiting: QuerySet[Paper], after: int) -> list[Row]:
    """The next batch behind `after`: to look again at those that have places would take longer with every batch."""
    rows = waiting.filter(pk__gt=after).order_by("pk").values_list("pk", "ballot_id", "leaf_hash")
    return list(rows[:BATCH])


def _under_way(now: datetime) -> set[int]:
    """The ballots whose logs take papers; one that was opened before there were logs has its log started."""
    ballots = list(Ballot.objects.filter(state__in=[states.OPEN, states.CLOSED]).order_by("pk"))
    taken = logs.final(sealing.log_name(ballot.pk) for ballot in ballots)
    live = [ballot for ballot in ballots if sealing.log_name(ballot.pk) not in taken]
    for ballot in live:
        start_log(ballot, now)
    return {ballot.pk for ballot in live}


def _settle(mark: SequencingMark, now: datetime) -> None:
    """The mark moves once in a while, to where the sequencer had come that while ago."""
    if mark.seen_at <= now < mark.seen_at + SETTLES:
        return
    newest = Paper.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    SequencingMark.objects.filter(pk=mark.pk).update(settled=mark.seen, seen=max(newest, mark.seen), seen_at=now)


def _place(rows: Iterable[Row], now: datetime) -> None:
    """These papers are the next leaves of their ballots' logs, in the order given, which is that of their numbers."""
    ordered = sorted(rows, key=lambda row: row[1])  # stable: within a ballot the order stays
    with connection.cursor() as cursor:
        for ballot_id, group in groupby(ordered, key=lambda row: row[1]):
            papers = list(group)
            leaves = [bytes.fromhex(leaf) for _, _, leaf in papers]
            first = appending.append(log=sealing.log_name(ballot_id), leaves=leaves, now=now)
            numbers = ",".join(str(int(paper)) for paper, _, _ in papers)
            cursor.execute(PLACE.format(index=connection.ops.quote_name("index"), papers=numbers), [first])
            assert cursor.rowcount == len(papers), "papers are never deleted"


def start_log(ballot: Ballot, now: datetime) -> None:
    """The manifest is leaf 0 of the ballot's log, and the register keeps its hash. Again: nothing happens."""
    name = sealing.log_name(ballot.pk)
    if logs.size_of(name):
        return
    appending.write(log=name, entries=[ballot.manifest.encode()], now=now)
    _register(now, ballot=str(ballot), kind="manifest", manifest=ballot.manifest_hash, origin=logs.origin(name))


def close_log(ballot: Ballot, now: datetime) -> None:
    """Every paper has its place and a closing leaf says how many there are; the last one if no sheet waits to be keyed.

    The caller holds the ballot's lock. Raises Refused("ballots.papers_not_logged") if papers came after the last leaf.
    """
    appending.lease()
    name, waiting = sealing.log_name(ballot.pk), _unlogged(ballot)
    if logs.final([name]):
        require(rules.papers_logged(waiting.count()))
        return
    start_log(ballot, now)
    after = 0
    while rows := _next(waiting, after):
        _place(rows, now)
        after = rows[-1][0]
    sheets = ballot.sheets.filter(state__in=[states.RECEIVED, states.DISPUTED]).count()
    papers = LoggedPaper.objects.filter(ballot=ballot).count()
    leaf = {"at": utc(now), "ballot": str(ballot), "kind": "closing", "papers": papers, "sheets": sheets}
    if queries.counts_silence(ballot):
        leaf["deliveries"] = queries.deliveries_hash(ballot)
    appending.write(log=name, entries=[canonical.encode(leaf)], now=now, is_final=not sheets)
    if not sheets:
        appending.anchor(log=name, now=now)


def add_leaves(ballot: Ballot, entries: Iterable[bytes], now: datetime) -> None:
    """These entries are the next leaves of the ballot's log. The caller holds the ballot's lock."""
    appending.lease()
    start_log(ballot, now)
    appending.write(log=sealing.log_name(ballot.pk), entries=list(entries), now=now)


def end_log(ballot: Ballot, now: datetime, *, papers: int) -> None:
    """The closing of a ballot whose papers are not rows of ours is its log's last leaf, and the register knows it."""
    leaf = {"at": utc(now), "ballot": str(ballot), "kind": "closing", "papers": papers, "sheets": 0}
    name = sealing.log_name(ballot.pk)
    appending.write(log=name, entries=[canonical.encode(leaf)], now=now, is_final=True)
    appending.anchor(log=name, now=now)


def annul_log(ballot: Ballot, now: datetime) -> None:
    """The log says that the ballot is annulled, if it was open, and takes nothing more; the register says so too."""
    name = sealing.log_name(ballot.pk)
    if not logs.size_of(name):
        return
    appending.lease()
    if not logs.final([name]):
        leaf = {"at": utc(now), "ballot": str(ballot), "kind": "annulled"}
        appending.write(log=name, entries=[canonical.encode(leaf)], now=now, is_final=True)
        appending.anchor(log=name, now=now)
    _register(now, ballot=str(ballot), kind="annulled")


def anchor_result(ballot: Ballot, digest: str, now: datetime, *, seed: str, withdrawn: Iterable[str]) -> None:
    """The register keeps the hash of the result, and what besides the log it was counted from."""
    _register(now, ballot=str(ballot), kind="result", result=digest, seed=seed, withdrawn=sorted(withdrawn))


def _register(now: datetime, **told: str | list[str]) -> None:
    appending.write(log=logs.REGISTER, entries=[canonical.encode(told)], now=now)


def _unlogged(ballot: Ballot) -> QuerySet[Paper]:
    return Paper.objects.filter(ballot=ballot, logged__isnull=True)

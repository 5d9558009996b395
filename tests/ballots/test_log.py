"""Papers and their log: every paper has one place, whoever sequences and whoever dies, and nobody changes it unseen."""

import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.ballots import given
from tests.refusals import refused
from yuanba.audit import appending, logs
from yuanba.audit.models import Checkpoint, LogEntry, Tile
from yuanba.ballots import actions, queries, sealing
from yuanba.ballots.actions import sequencing
from yuanba.ballots.models import Ballot, LoggedPaper, Paper, SequencingMark
from yuanba.kernel import canonical, merkle

pytestmark = pytest.mark.django_db


def voted(voters: int = 3, **changes: object) -> tuple[given.Place, Ballot]:
    here = given.place(voters)
    ballot = given.opened(here, **changes)
    for person in here.voters:
        given.cast(given.ticket(ballot, person))
    return here, ballot


def documents(ballot: Ballot) -> list[dict[str, object]]:
    return [canonical.decode(body) for _, body in queries.log_leaves(ballot.pk)]


def register() -> list[dict[str, object]]:
    return [canonical.decode(body.encode()) for _, body in logs.entries(logs.REGISTER)]


def test_the_whole_way_of_a_log() -> None:
    here, ballot = voted(3)
    assert logs.size_of(f"ballot:{ballot.pk}") == 1  # the manifest, at the opening
    assert actions.sequence_once(given.DURING) == 3
    assert actions.sequence_once(given.DURING) == 0
    leaves = documents(ballot)
    assert leaves[0]["keys"]["log"] == logs.verifier_key(f"ballot:{ballot.pk}")
    assert [set(leaf) for leaf in leaves[1:]] == [{"ballot", "channel", "code", "commitment", "previous"}] * 3
    assert queries.check_log(ballot.pk)
    ballot = given.closed(ballot)
    closing = documents(ballot)[-1]
    assert (closing["kind"], closing["papers"], closing["sheets"]) == ("closing", 3, 0)
    given.published(ballot, here)
    assert queries.check_log(ballot.pk)
    told = register()
    assert [entry["kind"] for entry in told] == ["manifest", "final", "result"]
    head = queries.head(ballot.pk)
    assert (told[1]["root"], told[1]["size"]) == (head.root_hash, 5)
    assert told[0]["manifest"] == hashlib.sha256(ballot.manifest.encode()).hexdigest()
    assert told[2]["result"] == hashlib.sha256(canonical.encode(queries.result(ballot.pk))).hexdigest()


def test_papers_that_nobody_sequenced_are_logged_by_the_closing() -> None:
    _, ballot = voted(3)
    given.closed(ballot)
    assert LoggedPaper.objects.count() == 3
    assert queries.check_log(ballot.pk)
    assert actions.sequence_once(given.CLOSES) == 0


def test_a_paper_proves_its_place() -> None:
    _, ballot = voted(3)
    paper = Paper.objects.order_by("pk")[1]
    assert queries.logged(ballot.pk, paper.leaf_hash) is None
    actions.sequence_once(given.DURING)
    found = queries.logged(ballot.pk, paper.leaf_hash)
    assert (found.index, found.size, found.holds) == (2, 4, True)
    root = bytes.fromhex(queries.head(ballot.pk).root_hash)
    leaf = bytes.fromhex(paper.leaf_hash)
    assert merkle.verify_inclusion(leaf, 2, 4, found.proof.hashes, root)
    assert queries.logged(ballot.pk + 1, paper.leaf_hash) is None


def test_sheets_waiting_at_the_close_are_logged_before_the_last_leaf() -> None:
    here = given.place(2)
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]))
    serial = given.received(ballot, here.voters[1], here)
    given.closed(ballot)
    assert documents(ballot)[-1]["sheets"] == 1
    for clerk in (here.clerk(), here.clerk()):
        actions.key_paper(serial=serial, choices={"persons": ["entry:1"]}, actor=clerk, now=given.CLOSES)
    given.published(ballot, here)
    tail = documents(ballot)[-3:]
    assert [leaf.get("kind", leaf.get("channel")) for leaf in tail] == ["closing", "PAPER", "closing"]
    assert (tail[2]["papers"], tail[2]["sheets"]) == (tail[0]["papers"] + 1, 0)
    assert queries.check_log(ballot.pk)


def test_an_annulled_ballot_takes_no_more_leaves() -> None:
    here, ballot = voted(2)
    actions.annul(ballot_id=ballot.pk, reason="名册有误", actor=here.organiser(), now=given.DURING)
    assert documents(ballot)[-1]["kind"] == "annulled"
    assert [entry["kind"] for entry in register()] == ["manifest", "final", "annulled"]
    assert actions.sequence_once(given.DURING) == 0


def test_a_paper_slipped_in_after_the_last_leaf_stops_the_count() -> None:
    _, ballot = voted(2)
    given.closed(ballot)
    paper = Paper.objects.first()
    other = ballot.roll.exclude(pk__in=Paper.objects.values("roll_row_id")).first()
    row = other or paper.roll_row
    Paper.objects.create(
        ballot=ballot, roll_row=row, attempt=7, previous="ab" * 32, epoch=0, choices=paper.choices, salt=paper.salt,
        commitment=paper.commitment, leaf_hash="cd" * 32, channel="PHONE", cast_at=given.DURING,
    )  # fmt: skip
    assert queries.check_log(ballot.pk).code == "ballots.log_paper_inserted"
    assert actions.sequence_once(given.CLOSES) == 0
    refused("ballots.papers_not_logged", actions.count, ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)


def test_a_ballot_opened_before_there_were_logs_gets_one() -> None:
    _, ballot = voted(2)
    name = sealing.log_name(ballot.pk)
    for rows in (LogEntry, Tile, Checkpoint):
        rows.objects.all().delete()
    from yuanba.audit.models import Log

    Log.objects.all().delete()
    assert actions.sequence_once(given.DURING) == 2
    assert logs.size_of(name) == 3
    assert queries.check_log(ballot.pk)


def test_the_mark_moves_slowly_and_hides_no_paper() -> None:
    here = given.place(4)
    ballot = given.opened(here)
    now = given.DURING
    for person in here.voters:
        given.cast(given.ticket(ballot, person, now), now=now)
        actions.sequence_once(now)
        now += timedelta(seconds=40)
    mark = SequencingMark.objects.get()
    assert mark.settled < Paper.objects.order_by("-pk").first().pk
    assert LoggedPaper.objects.count() == 4
    # A paper whose commit came later than the mark is placed when the ballot closes.
    SequencingMark.objects.update(settled=10**9)
    given.closed(ballot)
    assert queries.check_log(ballot.pk)


def test_killed_anywhere_nothing_or_all_of_a_batch_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    _, ballot = voted(3)
    for module, name in ((appending, "_extend"), (appending, "_sign_head"), (sequencing, "_settle")):
        with monkeypatch.context() as patched:

            def dies(*args: object, **kwargs: object) -> None:
                raise KeyboardInterrupt

            patched.setattr(module, name, dies)
            with pytest.raises(KeyboardInterrupt):
                actions.sequence_once(given.DURING)
        assert LoggedPaper.objects.count() == 0
        assert queries.check_log(ballot.pk)
    assert actions.sequence_once(given.DURING) == 3
    assert queries.check_log(ballot.pk)


# ---------------------------------------------------------------- attacks


def choice_changed(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(choices=paper.choices.replace("entry:2", "entry:1"))


def choice_and_commitment_changed(paper: Paper) -> None:
    choices = paper.choices.replace("entry:2", "entry:1")
    commitment = sealing.commitment_of(paper.salt, choices)
    Paper.objects.filter(pk=paper.pk).update(choices=choices, commitment=commitment)


def choice_to_leaf_changed(paper: Paper) -> None:
    choice_and_commitment_changed(paper)
    paper = Paper.objects.select_related("roll_row").get(pk=paper.pk)
    leaf = sealing.leaf_hash(queries.leaf_of(paper))
    Paper.objects.filter(pk=paper.pk).update(leaf_hash=leaf)
    LoggedPaper.objects.filter(pk=paper.pk).update(leaf_hash=leaf)


def choice_to_tile_changed(paper: Paper) -> None:
    choice_to_leaf_changed(paper)
    place = LoggedPaper.objects.get(pk=paper.pk)
    tile = Tile.objects.get(log__name=sealing.log_name(paper.ballot_id), level=0, number=0)
    data, at = bytes(tile.hashes), place.index * 32
    Tile.objects.filter(pk=tile.pk).update(hashes=data[:at] + bytes.fromhex(place.leaf_hash) + data[at + 32 :])


def code_changed(paper: Paper) -> None:
    paper.ballot.roll.filter(pk=paper.roll_row_id).update(code="f" * 64)


def channel_changed(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(previous="ab" * 32, attempt=1)


def paper_deleted(paper: Paper) -> None:
    LoggedPaper.objects.filter(pk=paper.pk).delete()
    Paper.objects.filter(pk=paper.pk).delete()


def place_deleted(paper: Paper) -> None:
    LoggedPaper.objects.filter(pk=paper.pk).delete()


def places_swapped(paper: Paper) -> None:
    first, second = LoggedPaper.objects.order_by("index")[:2]
    LoggedPaper.objects.filter(pk=first.pk).update(index=99)
    LoggedPaper.objects.filter(pk=second.pk).update(index=first.index)
    LoggedPaper.objects.filter(pk=first.pk).update(index=second.index)


def last_cut(paper: Paper) -> None:
    LogEntry.objects.filter(log__name=sealing.log_name(paper.ballot_id)).order_by("-index").first().delete()


def manifest_changed(paper: Paper) -> None:
    Ballot.objects.update(manifest=paper.ballot.manifest.replace('"choose":2', '"choose":3'))


ATTACKS = [
    (choice_changed, "ballots.log_choice_differs"),
    (choice_and_commitment_changed, "ballots.log_leaf_differs"),
    (choice_to_leaf_changed, "ballots.log_leaf_differs"),
    (choice_to_tile_changed, "audit.history_differs"),
    (code_changed, "ballots.log_leaf_differs"),
    (channel_changed, "ballots.log_leaf_differs"),
    (paper_deleted, "ballots.log_paper_removed"),
    (place_deleted, "ballots.log_paper_removed"),
    (places_swapped, "ballots.log_leaf_differs"),
    (last_cut, "ballots.log_paper_removed"),
    (manifest_changed, "ballots.log_manifest_differs"),
]


@pytest.mark.parametrize(("attack", "code"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_whoever_owns_the_database_changes_no_paper_unseen(attack, code: str) -> None:
    _, ballot = voted(3)
    given.closed(ballot)
    assert queries.check_log(ballot.pk)
    attack(Paper.objects.select_related("ballot").order_by("pk")[1])
    assert queries.check_log(ballot.pk).code == code


def started(work, failures: list[BaseException]) -> threading.Thread:
    """A thread with a connection of its own; what it raises joins `failures`."""

    def guarded() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=guarded)
    thread.start()
    return thread


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_voters_sequencers_and_the_closing_at_once_leave_one_whole_log() -> None:
    here = given.place(24)
    ballot = given.opened(here)
    tickets = [given.ticket(ballot, person) for person in here.voters]
    failures: list[BaseException] = []
    stop = threading.Event()

    def sequence() -> None:
        while not stop.is_set():
            actions.sequence_once(given.DURING)

    def cast_some(at: int) -> None:
        for ticket in tickets[at::4]:
            given.cast(ticket)

    sequencers = [started(sequence, failures) for _ in range(2)]
    for thread in [started(lambda at=at: cast_some(at), failures) for at in range(4)]:
        thread.join()
    started(lambda: given.closed(ballot), failures).join()
    stop.set()
    for thread in sequencers:
        thread.join()
    assert not failures, failures
    assert LoggedPaper.objects.count() == 24
    assert queries.check_log(ballot.pk)
    assert logs.check(logs.REGISTER)

import threading
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from yuanba.audit import actions, appending, logs, notes, queries
from yuanba.audit.models import AuditDetail, AuditEvent, Checkpoint, Log
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.canonical import NotCanonical
from yuanba.kernel.merkle import root
from yuanba.kernel.verdict import YES, Refused

NOW = datetime(2026, 11, 20, 8, 30, 0, 123456, tzinfo=UTC)
CLERK = Actor(id="account:7")


def write(count: int, *, start: int = 0) -> list[AuditEvent]:
    for number in range(start, start + count):
        actions.record(
            verb="award.screen",
            subject=f"entry:{number % 3}",
            actor=CLERK,
            now=NOW + timedelta(seconds=number),
            detail={"criterion": "1.2", "count": number} if number % 2 else None,
            territory_id=number % 2 + 1,
        )
    return list(AuditEvent.objects.order_by("-pk")[:count])[::-1]


@pytest.mark.django_db
def test_record_keeps_what_was_done() -> None:
    actions.record(
        verb="award.open",
        subject="campaign:1",
        actor=CLERK,
        now=NOW,
        detail={"on": date(2021, 9, 10), "ok": True, "none": None, "share": Fraction(1, 3), "ids": {2, 1}},
    )
    kept = queries.events_about("campaign:1").get()
    assert (kept.verb, kept.actor, kept.at) == ("award.open", "account:7", NOW)
    assert queries.detail_of(kept) == {"on": "2021-09-10", "ok": "yes", "none": "", "share": "1/3", "ids": [1, 2]}


@pytest.mark.django_db
def test_record_masks_personal_numbers_and_refuses_floats() -> None:
    actions.record(verb="x.y", subject="z:1", actor=CLERK, now=NOW, detail={"note": "call 13800000001"})
    assert AuditDetail.objects.get().body == {"note": "call 138****0001"}
    with pytest.raises(NotCanonical):
        actions.record(verb="x.y", subject="z:1", actor=CLERK, now=NOW, detail={"share": 0.5})


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 7])
def test_seal_chains_and_signs(size: int) -> None:
    events = write(size)
    assert actions.seal(NOW) == size
    checkpoint = queries.latest_checkpoint()
    assert checkpoint is not None and checkpoint.size == size
    assert checkpoint.root_hash == root([bytes.fromhex(event.leaf_hash) for event in events]).hex()
    public = notes.public_bytes(logs.signing_key())
    head = notes.open_checkpoint(checkpoint.note, django_settings.AUDIT_ORIGIN, public)
    assert (head.size, head.root.hex()) == (size, checkpoint.root_hash)
    assert queries.verify_chain([checkpoint.note]) == YES


@pytest.mark.django_db
def test_seal_twice_does_nothing_more() -> None:
    write(3)
    actions.seal(NOW)
    assert actions.seal(NOW + timedelta(minutes=1)) == 0
    assert Checkpoint.objects.filter(log__name="audit").count() == 1
    write(2, start=3)
    assert actions.seal(NOW + timedelta(minutes=2)) == 2
    assert list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True)) == [0, 1, 2, 3, 4]
    assert queries.verify_chain() == YES


@pytest.mark.django_db
def test_seal_in_batches_goes_on_where_it_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 4)
    write(10)
    good, calls = appending._sign_head, []

    def dying(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        good(*args)

    monkeypatch.setattr(appending, "_sign_head", dying)
    with pytest.raises(KeyboardInterrupt):
        actions.seal(NOW)
    assert queries.verify_chain() == YES
    assert AuditEvent.objects.filter(sequence__isnull=False).count() == 4
    assert actions.seal(NOW) == 6
    assert queries.verify_chain() == YES


@pytest.mark.django_db
def test_seal_reads_no_old_leaves(django_assert_num_queries: object) -> None:
    write(50)
    actions.seal(NOW)
    write(1, start=50)
    with django_assert_num_queries(27):  # type: ignore[operator]
        actions.seal(NOW)


def tamper_alter() -> None:
    AuditEvent.objects.filter(sequence=2).update(actor="account:8")


def tamper_alter_whole() -> None:
    from yuanba.audit import leaves

    event = AuditEvent.objects.get(sequence=2)
    event.actor = "account:8"
    event.leaf_hash = leaves.leaf(vars(event))
    event.save()


def tamper_remove() -> None:
    AuditDetail.objects.filter(event__sequence=3).delete()
    AuditEvent.objects.filter(sequence=3).delete()


def tamper_remove_and_renumber() -> None:
    tamper_remove()
    for sequence in range(4, 7):
        AuditEvent.objects.filter(sequence=sequence).update(sequence=sequence - 1)
    Log.objects.filter(name="audit").update(size=6, anchored=0)


def tamper_remove_last() -> None:
    AuditDetail.objects.filter(event__sequence__gte=5).delete()
    AuditEvent.objects.filter(sequence__gte=5).delete()


def tamper_insert() -> None:
    (event,) = write(1, start=99)
    AuditEvent.objects.filter(pk=event.pk).update(sequence=7)


def tamper_swap() -> None:
    AuditEvent.objects.filter(sequence=0).update(sequence=100)
    AuditEvent.objects.filter(sequence=1).update(sequence=0)
    AuditEvent.objects.filter(sequence=100).update(sequence=1)


def tamper_detail() -> None:
    AuditDetail.objects.filter(event__sequence=1).update(body={"criterion": "1.2", "count": 5})


def tamper_checkpoint() -> None:
    Checkpoint.objects.filter(log__name="audit", size=7).update(root_hash="0" * 64)


def tamper_frontier() -> None:
    Log.objects.filter(name="audit").update(frontier=["0" * 64] * 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "code", "facts"),
    [
        (tamper_alter, "audit.altered", {"sequence": 2}),
        (tamper_alter_whole, "audit.history_differs", {"after": 0, "up_to": 4}),
        (tamper_remove, "audit.removed", {"sequence": 3}),
        (tamper_remove_and_renumber, "audit.history_differs", {"after": 0, "up_to": 4}),
        (tamper_remove_last, "audit.removed", {"sequence": 5}),
        (tamper_insert, "audit.inserted", {"sequence": 7}),
        (tamper_swap, "audit.history_differs", {"after": 0, "up_to": 4}),
        (tamper_detail, "audit.detail_altered", None),
        (tamper_checkpoint, "audit.checkpoint_bad", None),
        (tamper_frontier, "audit.history_differs", {"after": 0, "up_to": 7}),
    ],
)
def test_verify_chain_finds(tamper, code: str, facts: dict[str, int] | None) -> None:
    write(4)
    actions.seal(NOW)
    write(3, start=4)
    actions.seal(NOW)
    assert queries.verify_chain() == YES
    tamper()
    verdict = queries.verify_chain()
    assert verdict.code == code
    assert facts is None or dict(verdict.facts) == facts


@pytest.mark.django_db
def test_verify_chain_with_a_note_kept_elsewhere_finds_a_cut_end() -> None:
    write(4)
    actions.seal(NOW)
    before = Log.objects.values().get(name="audit")
    write(3, start=4)
    actions.seal(NOW)
    kept = queries.latest_checkpoint().note
    AuditDetail.objects.filter(event__sequence__gte=4).delete()
    AuditEvent.objects.filter(sequence__gte=4).delete()
    Checkpoint.objects.filter(log__name="audit", size=7).delete()
    Log.objects.filter(name="audit").update(
        size=before["size"], frontier=before["frontier"], anchored=before["anchored"]
    )
    assert queries.verify_chain() == YES
    assert queries.verify_chain([kept]).code == "audit.removed"
    assert queries.verify_chain([kept.replace("\n7\n", "\n6\n")]).code == "audit.checkpoint_bad"


@pytest.mark.django_db
def test_erasing_details_keeps_the_chain() -> None:
    write(4)
    actions.seal(NOW)
    later = NOW + timedelta(days=366)
    with pytest.raises(Refused) as caught:
        actions.erase_details(actor=system("tick"), now=later, keep_days=179)
    assert caught.value.verdict.code == "audit.retention_too_short"
    assert actions.erase_details(actor=system("tick"), now=later) == 2
    assert actions.erase_details(actor=system("tick"), now=later) == 0
    assert queries.detail_of(AuditEvent.objects.get(sequence=1)) is None
    assert queries.detail_of(AuditEvent.objects.get(sequence=0)) == {}
    actions.seal(later)
    assert queries.verify_chain() == YES


@pytest.mark.django_db
def test_trail_is_filtered_by_place_and_time() -> None:
    write(6)
    assert [event.at.second for event in queries.trail([1])] == [34 - 30, 32 - 30, 0]
    since, until = NOW + timedelta(seconds=1), NOW + timedelta(seconds=4)
    assert len(queries.trail([1, 2], since=since, until=until)) == 3
    assert len(queries.trail([1, 2], verb="other")) == 0
    assert len(queries.events_by("account:7")) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_need_one_query(rows: int, django_assert_num_queries: object) -> None:
    write(rows * 3)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert all(queries.detail_of(event) is not None for event in queries.trail([1, 2]))


def test_nothing_but_sealing_appending_and_erasing_changes_rows() -> None:
    folder = Path(actions.__file__).parent
    source = "\n".join(file.read_text() for file in folder.glob("*.py"))
    calls = {
        word: source.count(word) for word in (".update(", ".bulk_update(", ".delete(", ".save(", ".raw(", "cursor(")
    }
    assert calls == {
        ".update(": 0,
        ".bulk_update(": 1,
        ".delete(": 1,
        ".save(": 2,
        ".raw(": 0,
        "cursor(": 3,  # one reads tiles, one inserts an event, one many events
    }


@pytest.mark.django_db
def test_many_at_once_are_the_events_that_one_by_one_would_be() -> None:
    tick = system("tick")
    actions.record(verb="case.up", subject="case:1", actor=tick, now=NOW, territory_id=4)
    actions.record(verb="case.up", subject="case:2", actor=tick, now=NOW)
    actions.record_each(verb="case.up", subjects=[("case:1", 4), ("case:2", None)], actor=tick, now=NOW)
    leaves = list(AuditEvent.objects.order_by("pk").values_list("leaf_hash", "at", "territory_id"))
    assert leaves[:2] == leaves[2:]
    actions.seal(NOW)
    assert queries.verify_chain() == YES


def in_threads(count: int, work) -> list[object]:
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sequencers_and_writers_make_one_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 7)
    write(60)

    def busy() -> int:
        with transaction.atomic():
            write(5, start=100)
        sealed = actions.seal(NOW)
        assert queries.verify_chain() == YES
        return sealed

    results = in_threads(4, busy)
    actions.seal(NOW)
    assert all(isinstance(result, int) for result in results), results
    assert sorted(AuditEvent.objects.values_list("sequence", flat=True)) == list(range(80))
    assert queries.verify_chain() == YES

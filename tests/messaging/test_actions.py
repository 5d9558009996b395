import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from yuanba.kernel.verdict import Refused
from yuanba.messaging import actions, gateways, queries, rules
from yuanba.messaging.actions import Delivery
from yuanba.messaging.models import Message
from yuanba.messaging.states import FAILED, MESSAGE, QUEUED, READ, SENT

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
sent: list[gateways.Outgoing] = []


class Recording:
    failure: gateways.GatewayFailed | None = None

    def __init__(self, configured: object) -> None:
        pass

    def send(self, message: gateways.Outgoing) -> None:
        if self.failure is not None:
            raise self.failure
        sent.append(message)


@pytest.fixture(autouse=True)
def recording(settings, monkeypatch: pytest.MonkeyPatch) -> type[Recording]:
    sent.clear()
    monkeypatch.setattr(Recording, "failure", None)
    monkeypatch.setattr(gateways, "GATEWAYS", {"recording": Recording})
    settings.MESSAGING = {"SMS": {"gateway": "recording"}, "EMAIL": {"gateway": "recording"}}
    return Recording


def tell(channel: str = "sms", **changes: object) -> Message:
    facts: dict[str, object] = {
        "channel": channel,
        "address": "" if channel == "inapp" else "13800000001",
        "person_ref": "person:12",
        "kind": "people.sign_in_code",
        "text_zh": "验证码 123456",
        "text_en": "Your code is 123456",
        "now": NOW,
    }
    return actions.enqueue(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_message_in_the_app_is_there_at_once() -> None:
    message = tell("inapp")
    assert (message.state, message.sent_at) == (SENT, NOW)
    assert list(queries.inbox(["person:12"])) == [message]
    assert queries.unread_count(["person:12", "account:3"]) == 1
    assert queries.unread_count(["account:3"]) == 0
    assert actions.deliver(NOW) == Delivery()


@pytest.mark.django_db
def test_deliver_sends_once() -> None:
    message = tell()
    assert actions.deliver(NOW) == Delivery(sent=1)
    assert actions.deliver(NOW + timedelta(days=1)) == Delivery()
    assert [(out.address, out.text, out.key) for out in sent] == [
        ("13800000001", "验证码 123456", f"message-{message.pk}")
    ]
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == (SENT, NOW, 1)


@pytest.mark.django_db
def test_english_goes_out_where_it_was_asked_for() -> None:
    tell(params={"language": "en"})
    actions.deliver(NOW)
    assert sent[0].text == "Your code is 123456"


@pytest.mark.django_db
def test_not_before_it_is_due() -> None:
    tell(due_at=NOW + timedelta(hours=1))
    assert actions.deliver(NOW) == Delivery()
    assert actions.deliver(NOW + timedelta(hours=1)) == Delivery(sent=1)


@pytest.mark.django_db
def test_failures_back_off_and_end(recording: type[Recording]) -> None:
    recording.failure = gateways.GatewayFailed("sms.http_503", again=True)
    message = tell()
    now = NOW
    for attempt in range(1, rules.ATTEMPTS):
        assert actions.deliver(now) == Delivery(again=1)
        assert actions.deliver(now) == Delivery()
        now = rules.next_due(now, attempt)
    assert actions.deliver(now) == Delivery(failed=1)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == (FAILED, rules.ATTEMPTS, "sms.http_503")
    assert actions.deliver(now + timedelta(days=9)) == Delivery()


@pytest.mark.django_db
def test_a_final_failure_is_not_repeated(recording: type[Recording]) -> None:
    recording.failure = gateways.GatewayFailed("sms.http_400", again=False)
    tell()
    assert actions.deliver(NOW) == Delivery(failed=1)


@pytest.mark.django_db
def test_a_sender_that_died_loses_nothing(recording: type[Recording], monkeypatch: pytest.MonkeyPatch) -> None:
    tell()
    monkeypatch.setattr(recording, "failure", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        actions.deliver(NOW)
    monkeypatch.setattr(recording, "failure", None)
    assert actions.deliver(NOW) == Delivery()
    assert actions.deliver(rules.next_due(NOW, 1)) == Delivery(sent=1)


@pytest.mark.django_db
def test_only_the_addressee_reads() -> None:
    message = tell("inapp")
    for message_id, refs in ((message.pk, ["person:13"]), (message.pk + 1, ["person:12"])):
        with pytest.raises(Refused) as caught:
            actions.mark_read(message_id=message_id, person_refs=refs, now=NOW)
        assert caught.value.verdict.code == "message.not_yours"
    later = NOW + timedelta(hours=1)
    assert actions.mark_read(message_id=message.pk, person_refs=["person:12"], now=later).read_at == later
    again = actions.mark_read(message_id=message.pk, person_refs=["person:12"], now=later + timedelta(hours=1))
    assert (again.state, again.read_at) == (READ, later)
    assert queries.unread_count(["person:12"]) == 0


@pytest.mark.django_db
def test_a_queued_message_cannot_be_read() -> None:
    message = tell()
    with pytest.raises(Refused) as caught:
        actions.mark_read(message_id=message.pk, person_refs=["person:12"], now=NOW)
    assert caught.value.verdict.code == "message.no_such_move"


@pytest.mark.django_db
def test_secrets_are_forgotten_and_not_sent_late() -> None:
    until = NOW + timedelta(minutes=5)
    message, other = tell(secret_until=until, params={"code": "123456"}), tell(kind="award.opened")
    assert actions.forget(NOW) == 0
    assert actions.forget(until) == 1
    assert actions.forget(until) == 0
    message.refresh_from_db()
    assert (message.text_zh, message.text_en, message.params) == ("", "", {})
    assert actions.deliver(until) == Delivery(sent=1, failed=1)
    assert [out.kind for out in sent] == [other.kind]


@pytest.mark.django_db
def test_no_address_no_message() -> None:
    with pytest.raises(Refused) as caught:
        tell("email", address=" ")
    assert caught.value.verdict.code == "message.no_address"
    with pytest.raises(ValueError, match="PIGEON"):
        tell("pigeon")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(channel="SMS", person_ref="x", kind="x", created_at=NOW, due_at=NOW)


@pytest.mark.django_db
def test_a_message_goes_with_its_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell("inapp")
        raise RuntimeError
    assert queries.unread_count(["person:12"]) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_need_one_query(rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        tell("inapp")
        tell()
    with django_assert_num_queries(1):
        assert len(queries.inbox(["person:12"])) == rows
    with django_assert_num_queries(1):
        assert len(queries.recent()) == rows
    with django_assert_num_queries(1):
        assert queries.counts_by_state() == {("INAPP", SENT): rows, ("SMS", QUEUED): rows}
    assert queries.latest(address="13800000001", kind="people.sign_in_code") is not None


@pytest.mark.parametrize("state", sorted(MESSAGE.states))
@pytest.mark.parametrize("verb", ["send", "give_up", "read"])
def test_moves_outside_the_table_are_refused(state: str, verb: str) -> None:
    expected = {(QUEUED, "send"): SENT, (QUEUED, "give_up"): FAILED, (SENT, "read"): READ}
    if (state, verb) in expected:
        assert MESSAGE.step(state, verb) == expected[state, verb]
    else:
        with pytest.raises(Refused):
            MESSAGE.step(state, verb)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_ticks_never_send_twice() -> None:
    for _ in range(60):
        tell()
    results: list[Delivery] = []
    start = threading.Barrier(4)

    def tick() -> None:
        start.wait()
        try:
            results.append(actions.deliver(NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 60
    assert len({out.key for out in sent}) == len(sent) == 60


@pytest.mark.django_db
def test_messages_go_a_year_after_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "FORGOTTEN_AT_ONCE", 2)
    facts = {"channel": "inapp", "address": "", "person_ref": "account:1", "kind": "x", "text_zh": "话", "text_en": ""}
    for days in (400, 380, 366, 365, 1):
        actions.enqueue(**facts, now=NOW - timedelta(days=days))
    waiting = actions.enqueue(**(facts | {"channel": "sms", "address": "13800000001"}), now=NOW - timedelta(days=400))
    assert actions.forget_old(NOW) == 3
    assert Message.objects.count() == 3
    assert actions.forget_old(NOW) == 0
    assert Message.objects.filter(pk=waiting.pk).exists()

import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from django.core import mail

from yuanba.messaging import gateways
from yuanba.messaging.gateways.console import Console
from yuanba.messaging.gateways.demonstration import Demonstration
from yuanba.messaging.gateways.http_sms import HttpSms, filled
from yuanba.messaging.gateways.smtp import Smtp

MESSAGE = gateways.Outgoing(key="message-1", address="13800000001", kind="x.y", text='验证码 "1" {mobile}')


class Provider(http.server.BaseHTTPRequestHandler):
    status, answer, seen = 200, b"{}", []  # type: ignore[var-annotated]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Provider.seen.append((self.headers.get("Authorization"), body))
        self.send_response(Provider.status)
        self.end_headers()
        self.wfile.write(Provider.answer)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Provider.status, Provider.answer, Provider.seen = 200, b"{}", []
    server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sms"
    server.shutdown()
    thread.join()
    server.server_close()


def test_http_posts_the_filled_body(url: str) -> None:
    HttpSms({"url": url, "token": "secret"}).send(MESSAGE)
    assert Provider.seen == [
        ("Bearer secret", {"mobile": "13800000001", "text": MESSAGE.text, "kind": "x.y", "key": "message-1"})
    ]


@pytest.mark.parametrize(("status", "again"), [(400, False), (429, True), (500, True), (503, True)])
def test_http_failures_say_whether_to_try_again(url: str, status: int, again: bool) -> None:
    Provider.status = status
    with pytest.raises(gateways.GatewayFailed) as caught:
        HttpSms({"url": url}).send(MESSAGE)
    assert (caught.value.code, caught.value.again) == (f"sms.http_{status}", again)
    caught.value.__cause__.close()


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b'{"code": "OK"}', None), (b'{"code": "LIMIT"}', "sms.refused_LIMIT"), (b"<html>", "sms.strange_answer")],
)
def test_http_answers_200_may_still_be_refusals(url: str, answer: bytes, code: str | None) -> None:
    Provider.answer = answer
    gateway = HttpSms({"url": url, "success": "code=OK"})
    if code is None:
        gateway.send(MESSAGE)
    else:
        with pytest.raises(gateways.GatewayFailed) as caught:
            gateway.send(MESSAGE)
        assert caught.value.code == code


def test_http_nobody_there_is_tried_again() -> None:
    with pytest.raises(gateways.GatewayFailed) as caught:
        HttpSms({"url": "http://127.0.0.1:9/"}).send(MESSAGE)
    assert (caught.value.code, caught.value.again) == ("sms.unreachable", True)


@pytest.mark.parametrize("address", ["http://sms.example/", "file:///etc/passwd", ""])
def test_http_needs_https(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        HttpSms({"url": address})


def test_filled_keeps_a_text_inside_its_string() -> None:
    template = {"a": ["{text}", 1], "b": "[{kind}] {text}"}
    assert filled(template, MESSAGE) == {"a": [MESSAGE.text, 1], "b": f"[x.y] {MESSAGE.text}"}


def test_smtp_makes_the_first_line_the_subject() -> None:
    Smtp({"sender": "yuanba@example.org"}).send(gateways.Outgoing("message-2", "a@example.org", "x.y", "标题\n正文"))
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to, sent.from_email) == (
        "标题",
        "正文",
        ["a@example.org"],
        "yuanba@example.org",
    )


def test_smtp_failure_is_tried_again(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(gateways.GatewayFailed) as caught:
        Smtp({}).send(MESSAGE)
    assert caught.value.again


def test_console_prints(capsys: pytest.CaptureFixture[str]) -> None:
    Console({}).send(MESSAGE)
    assert capsys.readouterr().out == f"[x.y] 13800000001: {MESSAGE.text}\n"


def test_gateway_for_reads_the_settings(settings) -> None:
    settings.MESSAGING = {"SMS": {"gateway": "demonstration"}}
    gateway = gateways.gateway_for("SMS")
    assert isinstance(gateway, Demonstration)
    assert gateway.send(MESSAGE) is None

"""The archive of notices and one notice, as anybody reads them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.publicity.given import AFTER, NOW, drafted, opened
from yuanba.publicity import actions
from yuanba.publicity.models import Notice
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_the_archive_takes_one_query_whatever_its_length(client, number: int, django_assert_num_queries) -> None:
    for _ in range(number):
        opened()

    with django_assert_num_queries(1):
        page = client.get(reverse("publicity:index"))

    assert page.content.decode().count('<th scope="row">') == number


def test_the_archive_without_a_notice_says_so(client) -> None:
    drafted()

    assert "还没有公示" in client.get(reverse("publicity:index")).content.decode()


def test_the_archive_goes_on_by_key(client) -> None:
    first = opened().notice
    Notice.objects.bulk_create(
        Notice(kind="ROLL", title=f"公示{n}", body=[], territory_id=first.territory_id, subject_ref=f"roll:{n}",
               state="OPEN", opens_at=NOW + timedelta(minutes=n), closes_at=AFTER, drafted_at=NOW, drafted_by="x",
               updated_at=NOW)
        for n in range(1, 22)
    )  # fmt: skip

    page = client.get(reverse("publicity:index"))
    rest = client.get(page.context["table"].next_url) if page.context else client.get(_next(page.content.decode()))

    assert first.title in rest.content.decode()
    assert rest.content.decode().count('<th scope="row">') == 2


def _next(text: str) -> str:
    return text.split('href="/notices?after=')[1].split('"')[0].join(("/notices?after=", ""))


def test_a_notice_shows_text_proof_and_objections(client) -> None:
    hall = opened()
    hall.post()
    hall.object()

    text = client.get(reverse("publicity:notice", args=[hall.notice.pk])).content.decode()

    assert "王小一" in text
    assert "社区公示栏" in text
    assert "共收到异议1件" in text
    assert "赵某" not in text


def test_every_date_of_a_notice_of_another_year_says_its_year(client) -> None:
    hall = opened()
    hall.post()
    hall.object()

    for address in (reverse("publicity:notice", args=[hall.notice.pk]), reverse("publicity:index")):
        text = client.get(address).content.decode()
        assert "2021年9月24日" in text
        assert re.findall(r"(?<!年)\b\d+月\d+日", text) == []


def test_a_term_that_is_over_says_its_year_in_the_same_year_too(client, monkeypatch) -> None:
    pk = opened().notice.pk
    monkeypatch.setattr(clock, "now", lambda: AFTER - timedelta(minutes=1))
    running = client.get(reverse("publicity:notice", args=[pk])).content.decode()
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    over = client.get(reverse("publicity:notice", args=[pk])).content.decode()

    assert "9月24日（周五）至9月30日（周四）24:00" in running
    assert "2021年" not in running
    assert "2021年9月24日（周五）至2021年9月30日（周四）24:00" in over


def test_a_withdrawn_notice_stays_and_says_so(client) -> None:
    hall = opened()
    actions.withdraw_notice(notice_id=hall.notice.pk, reason="名单有误", actor=hall.organiser, now=NOW)

    assert "已撤回" in client.get(reverse("publicity:notice", args=[hall.notice.pk])).content.decode()


def test_a_draft_is_not_found(client) -> None:
    assert client.get(reverse("publicity:notice", args=[drafted().notice.pk])).status_code == 404

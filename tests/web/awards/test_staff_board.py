"""The organiser's board, the moves of a stage, the trail, reminding and calling off."""

import pytest
from django.urls import reverse

from yuanba.awards.models import Campaign
from yuanba.messaging.models import Message

pytestmark = pytest.mark.django_db


def body(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def test_list_shows_campaigns_to_their_staff_only(desk) -> None:
    address = reverse("awards:campaigns")
    assert desk.show.campaign.title in body(desk.open("STREET_ORGANISER").get(address))
    assert desk.show.campaign.title not in body(desk.open("COMMUNITY_WORKER").get(address))


def test_board_counts_entries_and_masks_persons(desk) -> None:
    desk.entered(2)
    text = body(desk.open("STREET_ORGANISER").get(reverse("awards:board", args=[desk.show.campaign.pk])))
    assert "65 项" in text
    assert "390,000 元" in text
    assert "参**" in text
    assert "参评对象1" not in text
    assert "10月9日（周六） 24:00" in text


def test_board_of_another_place_is_closed(desk) -> None:
    answer = desk.open("COMMUNITY_WORKER").get(reverse("awards:board", args=[desk.show.campaign.pk]))
    assert answer.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_board_asks_as_much_for_three_entries_as_for_one(desk, number, django_assert_num_queries) -> None:
    desk.screening(number)
    client = desk.open("STREET_ORGANISER")
    address = reverse("awards:board", args=[desk.show.campaign.pk])
    client.get(address)
    with django_assert_num_queries(42):
        body(client.get(address))


def test_board_leaves_as_a_spreadsheet(desk) -> None:
    desk.entered(2)
    address = reverse("awards:board", args=[desk.show.campaign.pk])
    answer = desk.open("STREET_ORGANISER").get(f"{address}?format=xlsx")
    assert answer.headers["Content-Type"].endswith("sheet")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    answer.close()


def test_registration_does_not_end_early_and_says_why(desk) -> None:
    desk.entered(1)
    run = desk.show.run("registration")
    client = desk.open("STREET_ORGANISER")
    address = reverse("awards:stage_move", args=[run.pk, "close"])
    assert "10月9日（周六）" in body(client.get(address))
    answer = client.post(address, {"version": run.version, "reason": "提前结束", "request_key": "0" * 32})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "提前结束" in text
    assert "能做什么" in text or "您可以" in text
    assert desk.show.run("registration").state == "OPEN"


def test_screening_is_ended_once_nothing_blocks_it(desk) -> None:
    entries = desk.screening(1)
    client = desk.open("STREET_ORGANISER")
    run = desk.show.run("screening")
    address = reverse("awards:stage_move", args=[run.pk, "close"])
    values = {"version": run.version, "reason": "全部审完", "request_key": "0" * 32}
    text = client.post(address, values).content.decode()
    assert "1 份待审" in text
    desk.show.screen(entries[0], desk.now)
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.content.decode()
    assert desk.show.run("screening").state == "CLOSED"
    assert "全部审完" in body(client.get(reverse("awards:trail", args=[desk.show.campaign.pk])))


def test_slower_of_two_organisers_is_told_who_was_quicker(desk) -> None:
    run = desk.show.run("registration")
    address = reverse("awards:stage_move", args=[run.pk, "extend"])
    values = {"version": run.version, "reason": "多给几天", "closes_date": "2021-10-09", "request_key": "0" * 32}
    first, second = desk.open("STREET_ORGANISER", 0), desk.open("STREET_ORGANISER", 1)
    later = {**values, "closes_date": "2021-10-10"}
    assert first.post(address, later).status_code == 302
    answer = second.post(address, later)
    assert answer.status_code == 409
    assert "周** 先一步" in answer.content.decode()


def test_screeners_are_reminded_from_the_board(desk) -> None:
    desk.screening(1)
    client = desk.open("STREET_ORGANISER")
    board = reverse("awards:board", args=[desk.show.campaign.pk])
    assert "提醒周**" in body(client.get(board))
    answer = client.post(
        reverse("awards:remind", args=[desk.show.campaign.pk]), {"code": "screening.pending"}, follow=True
    )
    assert "已提醒 1 人" in body(answer)
    assert Message.objects.filter(kind="awards.reminder.screening.pending").count() == 1
    assert client.post(reverse("awards:remind", args=[desk.show.campaign.pk]), {"code": "x"}).status_code == 409


def test_leader_calls_the_campaign_off_with_a_reason(desk) -> None:
    address = reverse("awards:cancel", args=[desk.show.campaign.pk])
    assert desk.open("STREET_ORGANISER").get(address).status_code == 403
    client = desk.open("STREET_LEADER")
    version = desk.show.fresh().version
    assert client.post(address, {"version": version, "reason": "", "request_key": "0" * 32}).status_code == 200
    answer = client.post(address, {"version": version, "reason": "上级取消活动", "request_key": "0" * 32})
    assert answer.status_code == 302
    assert Campaign.objects.get().state == "CANCELLED"


@pytest.mark.parametrize("key", ["registration", "screening", "vote", "jury", "publicity"])
def test_stage_page_of_every_kind(desk, key) -> None:
    body(desk.open("STREET_ORGANISER").get(reverse("awards:stage", args=[desk.show.run(key).pk])))

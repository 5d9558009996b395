"""The screening desk: heaps, one look, the second person, the third for appeals, likenesses, files."""

import pytest
from django.test import Client
from django.urls import reverse

from yuanba.awards import actions as awards
from yuanba.awards.models import AutomaticCheck, DuplicateHint, Entry, Screening
from yuanba.awards.queries.screening import criteria_of

pytestmark = pytest.mark.django_db
KEY = "0" * 32


def findings(entry: Entry, finding: str = "MET", why: str = "") -> dict[str, str]:
    values = {"request_key": KEY}
    for one in criteria_of(entry):
        values |= {f"finding-{one.key}": finding, f"reason-{one.key}": why}
    return values


def look(client: Client, entry: Entry, verb: str, **values):
    fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
    given = {"request_key": KEY, "verb": verb, **values}
    return client.post(reverse("awards:entry_look", args=[fresh.pk]), given)


def page(client: Client, name: str, *args, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_heaps_hold_what_is_whose_turn(desk) -> None:
    entries = desk.screening(2)
    desk.show.screen(entries[0], desk.now, "REJECT", reason="不符合")
    pk = desk.show.campaign.pk
    first, second = desk.open("SCREENER", 0), desk.open("SCREENER", 1)
    assert entries[1].serial in page(first, "awards:queue", pk, query="?heap=mine")
    assert entries[0].serial not in page(first, "awards:queue", pk, query="?heap=second")
    assert entries[0].serial in page(second, "awards:queue", pk, query="?heap=second")
    assert "这里没有" in page(second, "awards:queue", pk, query="?heap=mine") or "没有符合" in page(
        second, "awards:queue", pk, query="?heap=mine"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_queue_asks_as_much_for_three_as_for_one(desk, number, django_assert_num_queries) -> None:
    desk.screening(number)
    client = desk.open("SCREENER")
    page(client, "awards:queue", desk.show.campaign.pk)
    with django_assert_num_queries(28):
        page(client, "awards:queue", desk.show.campaign.pk)


def test_entry_passes_when_every_criterion_is_settled(desk) -> None:
    entry = desk.screening(1)[0]
    client = desk.open("SCREENER")
    text = page(client, "awards:entry_look", entry.pk)
    assert "138****1234" in text
    assert "13800001234" not in text
    answer = look(client, entry, "PASS")
    assert answer.status_code == 409
    assert "还有条件没有判定" in answer.content.decode()
    fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
    kept = look(client, entry, "SAVE", **{key: value for key, value in findings(fresh).items() if "duties" not in key})
    assert kept.status_code == 302
    values = findings(fresh) | {"finding-duties": "NOT_APPLICABLE", "reason-duties": "没有物业"}
    assert look(client, entry, "PASS", **values).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "QUALIFIED"


def test_entry_goes_back_with_what_is_to_be_mended(desk) -> None:
    entry = desk.screening(1)[0]
    client = desk.open("SCREENER")
    nothing = look(client, entry, "RETURN", reason="请补")
    assert "没有写明要补正什么" in nothing.content.decode()
    assert look(client, entry, "RETURN", reason="请补事迹", items=["material:deeds"]).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "RETURNED"
    assert "退回补正" in page(client, "awards:entry_look", entry.pk)


def test_rejection_takes_a_second_person_and_an_appeal_a_third(desk) -> None:
    entry = desk.screening(1)[0]
    first, second = desk.open("SCREENER", 0), desk.open("SCREENER", 1)
    assert look(first, entry, "REJECT", reason="事迹不实").status_code == 302
    screening = Screening.objects.get(entry=entry)
    address = reverse("awards:second", args=[screening.pk])
    same = first.post(address, {"verb": "AGREE", "reason": "同意", "request_key": KEY})
    assert same.status_code == 403
    assert "要由第二个人" in page(first, "awards:entry_look", entry.pk)
    assert second.post(address, {"verb": "AGREE", "reason": "", "request_key": KEY}).status_code == 200
    assert second.post(address, {"verb": "AGREE", "reason": "同意", "request_key": KEY}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "REJECTED"

    awards.appeals.lodge(entry_id=entry.pk, text="我有证明", actor=desk.show.world.resident(0), now=desk.now)
    third = desk.open("APPEAL_OFFICER")
    assert "我有证明" in page(third, "awards:entry_look", entry.pk)
    decide = reverse("awards:decide_appeal", args=[entry.pk])
    assert second.post(decide, {"verb": "ALLOW", "reason": "成立", "request_key": KEY}).status_code == 403
    assert third.post(decide, {"verb": "ALLOW", "reason": "成立", "request_key": KEY}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "QUALIFIED"
    assert "申诉成立" in page(third, "awards:entry_look", entry.pk)


def test_second_person_reads_what_the_first_found_of_each_criterion(desk) -> None:
    entry = desk.screening(1)[0]
    first, second = desk.open("SCREENER", 0), desk.open("SCREENER", 1)
    fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
    one, other, *_rest = criteria_of(fresh)
    found = findings(fresh) | {f"finding-{one.key}": "UNMET", f"reason-{one.key}": "名单里查不到这个人"}
    found |= {f"finding-{other.key}": "UNCLEAR", f"reason-{other.key}": "材料看不清"}
    assert look(first, entry, "REJECT", reason="不符合条件", **found).status_code == 302
    text = page(second, "awards:entry_look", entry.pk)
    proposal = text.partition("提出驳回")[2].partition("</section>")[0]
    for words in ("不符合", "名单里查不到这个人", "不清楚", "材料看不清", "符合"):
        assert words in proposal, words
    assert "名单里查不到这个人" in text.rpartition("以前的审核")[2], "kept with the earlier looks"


def test_answers_stand_under_their_criterion_before_and_while_screening_runs(desk) -> None:
    entry = desk.entered(1)[0]
    said = {row.criterion: row.text for row in entry.answers.all()}
    before = page(desk.open("SCREENER"), "awards:entry_look", entry.pk)
    desk.screening(0)
    during = page(desk.open("SCREENER"), "awards:entry_look", entry.pk)
    for text in (before, during):
        places = [text.find(one.text) for one in criteria_of(Entry.objects.select_related("campaign").get(pk=entry.pk))]
        assert -1 not in places
        for one, start, end in zip(criteria_of(entry), places, [*places[1:], None], strict=True):
            assert said.get(one.key, "报名人没写这一条") in text[start:end]


def test_after_the_own_heap_comes_what_nobody_has(desk) -> None:
    desk.entered(2)
    desk.show.tick(desk.at("2021-10-20", 0))
    desk.at("2021-10-20")
    first, other = Entry.objects.select_related("campaign").order_by("serial")
    values = findings(first) | {"finding-duties": "NOT_APPLICABLE", "reason-duties": "没有物业"}
    answer = look(desk.open("SCREENER"), first, "PASS", **values)
    assert answer.headers["Location"] == reverse("awards:entry_look", args=[other.pk])


def test_silent_register_is_settled_by_hand_and_says_by_whom(desk) -> None:
    entry = desk.screening(1)[0]
    AutomaticCheck.objects.update_or_create(
        entry=entry, criterion="duties", register="FEE_STATUS", defaults={"result": "UNKNOWN", "run_at": desk.now}
    )
    client = desk.open("SCREENER")
    assert "已人工核定" not in page(client, "awards:entry_look", entry.pk)
    fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
    values = findings(fresh) | {"finding-duties": "NOT_APPLICABLE", "reason-duties": "没有物业"}
    assert look(client, entry, "PASS", **values).status_code == 302
    assert "已人工核定" in page(client, "awards:queue", desk.show.campaign.pk)
    text = page(client, "awards:entry_look", entry.pk)
    assert "已人工核定" in text
    assert "初审员（" in text.partition("已人工核定")[2][:200]


def test_fields_of_the_form_have_their_names(desk) -> None:
    entry = desk.screening(1)[0]
    Entry.objects.filter(pk=entry.pk).update(form={"birth_month": "1954-03", "sex": "女"})
    text = page(desk.open("SCREENER"), "awards:entry_look", entry.pk)
    assert "birth_month" not in text
    assert "1954年3月" in text


def test_second_person_may_disagree(desk) -> None:
    entry = desk.screening(1)[0]
    look(desk.open("SCREENER", 0), entry, "REJECT", reason="事迹不实")
    screening = Screening.objects.get(entry=entry)
    answer = desk.open("SCREENER", 1).post(
        reverse("awards:second", args=[screening.pk]), {"verb": "DISAGREE", "reason": "证据够", "request_key": KEY}
    )
    assert answer.status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "SUBMITTED"


def test_organiser_deals_out_what_nobody_has(desk) -> None:
    desk.entered(3)
    desk.show.tick(desk.at("2021-10-20", 0))
    client = desk.open("STREET_ORGANISER")
    assert "分派没人领的" in page(client, "awards:queue", desk.show.campaign.pk)
    chosen = [f"account:{desk.account('SCREENER', place).pk}" for place in (0, 1)]
    address = reverse("awards:assign", args=[desk.show.campaign.pk])
    answer = client.post(address, {"screeners": chosen, "request_key": KEY}, follow=True)
    assert "已分派 3 份" in answer.content.decode()
    assert Screening.objects.filter(assigned_to="").count() == 0
    assert client.post(address, {"screeners": [], "request_key": KEY}).status_code == 409


def test_alike_entries_stand_side_by_side_and_are_settled(desk) -> None:
    show, now = desk.show, desk.at("2021-09-11")
    same = "坚持多年照顾楼里的独居老人，组织邻里清理楼道，调解噪音纠纷，带头做垃圾分类，疫情期间给大家送菜送药。"
    entries = [show.enter(show.world.resident(one), now, deeds=f"{same}第{one}份") for one in range(2)]
    show.tick(desk.at("2021-10-20", 0))
    desk.at("2021-10-20")
    hint = DuplicateHint.objects.get()
    client = desk.open("SCREENER")
    assert "和别的报名相似" in page(client, "awards:entry_look", entries[0].pk)
    text = page(client, "awards:likeness", hint.pk)
    assert '<mark class="alike">' in text
    address = reverse("awards:likeness", args=[hint.pk])
    assert client.post(address, {"verb": "DIFFERENT", "reason": "", "request_key": KEY}).status_code == 200
    answer = client.post(address, {"verb": "DIFFERENT", "reason": "不是同一人", "request_key": KEY})
    assert answer.status_code == 302
    hint.refresh_from_db()
    assert hint.state == "DIFFERENT"


def test_material_is_a_download_for_the_desk_only(desk) -> None:
    entry = desk.screening(1)[0]
    material = entry.materials.first()
    address = reverse("awards:material", args=[material.pk])
    answer = desk.open("SCREENER").get(address)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    b"".join(answer.streaming_content)
    answer.close()
    assert desk.open("COMMUNITY_WORKER").get(address).status_code == 404


def test_registers_are_asked_again(desk) -> None:
    entry = desk.screening(1)[0]
    answer = desk.open("SCREENER").post(reverse("awards:check_again", args=[entry.pk]), follow=True)
    assert "已重新核查" in answer.content.decode()


def test_fees_are_not_asked_without_consent(desk) -> None:
    entry = desk.screening(1)[0]
    answer = desk.open("STREET_ORGANISER").post(reverse("awards:ask_fees", args=[entry.pk]), {"consent": "x"})
    assert answer.status_code in (403, 409)

"""Setting a campaign up: chosen, mended, documented, opened by a second person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.awards.given_awards import HUAYANG, approve, letter
from yuanba.awards.models import Campaign
from yuanba.awards.pinned import playbook_of
from yuanba.web.awards.staff.fields import FieldsForm

pytestmark = pytest.mark.django_db
KEY = "0" * 32


def new(desk, **changes):
    values = {"territory": desk.show.world.street.pk, "code": "HY2022", "request_key": KEY, **changes}
    return desk.open("STREET_ORGANISER").post(reverse("awards:campaign_new"), values)


def test_campaign_from_a_shipped_playbook(draft) -> None:
    page = draft.open("STREET_ORGANISER").get(reverse("awards:campaign_new")).content.decode()
    assert "huayang-2021" in page
    answer = new(draft, shipped="huayang-2021")
    assert answer.status_code == 302, answer.content.decode()
    assert Campaign.objects.get(code="HY2022").state == "DRAFT"


def test_wrong_playbook_is_shown_with_its_lines_and_mended_on_screen(draft) -> None:
    text = HUAYANG.read_text().replace("quota = 30", "quota = 0", 1).replace("theme =", "thema =", 1)
    answer = new(draft, upload=SimpleUploadedFile("mein.toml", text.encode()))
    page = answer.content.decode()
    assert "方案中有 2 处错误" in page
    assert "第 " in page
    assert not Campaign.objects.filter(code="HY2022").exists()
    answer = new(draft, playbook_text=HUAYANG.read_text().replace("\n", "\r\n"))
    assert answer.status_code == 302


def test_nothing_chosen_is_said(draft) -> None:
    assert "请选择一份方案" in new(draft).content.decode()
    assert new(draft, shipped="huayang-2021", code="hy").status_code == 200
    taken = new(draft, shipped="huayang-2021", code="HY2021")
    assert taken.status_code == 409


def test_upload_that_is_no_text_is_explained(draft) -> None:
    answer = new(draft, upload=SimpleUploadedFile("a.toml", b"\xff\xfe\x00MZ"))
    assert answer.status_code == 200
    assert "错误" in answer.content.decode()


def test_values_are_changed_in_the_text(draft) -> None:
    client = draft.open("STREET_ORGANISER")
    address = reverse("awards:fields", args=[draft.show.campaign.pk])
    assert client.get(address).status_code == 200
    form = FieldsForm(playbook=playbook_of(draft.show.campaign), initial={"version": 1})
    values = {name: form[name].value() for name in form.fields} | {"request_key": KEY}
    answer = client.post(address, values | {"categories-0-quota": 29, "contacts-0-phone": "028-00000008"})
    assert answer.status_code == 302, answer.content.decode()
    campaign = draft.show.fresh()
    assert "028-00000008" in campaign.playbook_text
    assert "# 行内" in campaign.playbook_text or "自定" in campaign.playbook_text
    broken = client.post(address, values | {"version": campaign.version, "stages-0-closes": "2021-09-01"})
    assert "错误" in broken.content.decode()


def test_text_is_kept_only_when_it_is_valid_and_current(draft) -> None:
    client = draft.open("STREET_ORGANISER")
    address = reverse("awards:text", args=[draft.show.campaign.pk])
    text, version = draft.show.campaign.playbook_text, draft.show.campaign.version
    wrong = client.post(address, {"version": version, "playbook_text": text + "\nx = 1", "request_key": KEY})
    assert "处错误" in wrong.content.decode()
    other = text.replace("version = 1", "version = 2", 1)
    values = {"version": version, "playbook_text": other, "request_key": KEY}
    assert client.post(address, values).status_code == 302
    assert client.post(address, values).status_code == 409


def test_campaign_opens_with_its_documents_by_a_second_person(draft) -> None:
    campaign = draft.show.campaign
    organiser, leader = draft.open("STREET_ORGANISER"), draft.open("STREET_LEADER")
    address = reverse("awards:setup", args=[campaign.pk])
    assert "批准这次活动的文件" in organiser.get(address).content.decode()
    opening = reverse("awards:open", args=[campaign.pk])
    assert leader.post(opening, {"version": campaign.version}).status_code == 409
    document = {"kind": "APPROVAL", "title": "关于开展评选的批复", "issued_by": "街道办事处", "request_key": KEY}
    refused = organiser.post(reverse("awards:document_add", args=[campaign.pk]), document)
    assert refused.status_code == 409
    document["file"] = SimpleUploadedFile("批复.docx", letter("同意"))
    assert organiser.post(reverse("awards:document_add", args=[campaign.pk]), document).status_code == 302
    assert organiser.post(opening, {"version": campaign.version}).status_code == 403
    page = leader.get(address).content.decode()
    assert "材料齐了" in page
    assert leader.post(opening, {"version": draft.show.fresh().version}).status_code == 302
    assert draft.show.fresh().state == "ANNOUNCED"
    stored = campaign.documents.get()
    answer = organiser.get(reverse("awards:document", args=[stored.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    answer.close()
    assert organiser.get(address).status_code == 200


def test_pinned_playbook_is_not_changed(draft) -> None:
    approve(draft.show, draft.now)
    client = draft.open("STREET_LEADER")
    client.post(reverse("awards:open", args=[draft.show.campaign.pk]), {"version": draft.show.fresh().version})
    text = draft.show.campaign.playbook_text.replace("version = 1", "version = 2", 1)
    answer = draft.open("STREET_ORGANISER").post(
        reverse("awards:text", args=[draft.show.campaign.pk]),
        {"version": draft.show.fresh().version, "playbook_text": text, "request_key": KEY},
    )
    assert answer.status_code == 409

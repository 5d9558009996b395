"""Forms: the key that makes a retry harmless, errors tied to their fields, refusals beside what was typed."""

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from lxml import html

from yuanba.kernel.verdict import Refused, no
from yuanba.web import drafts
from yuanba.web.forms import ReasonForm


def rendered(form) -> html.HtmlElement:
    template = engines["jinja2"].from_string(
        '{% from "components/form.html" import form_top, fields %}<form>{{ form_top(form) }}{{ fields(form) }}</form>'
    )
    with translation.override("zh-hans"):
        return html.fromstring(template.render({"form": form}))


def test_every_opened_form_has_its_own_key() -> None:
    keys = {rendered(ReasonForm()).xpath('//input[@name="request_key"]/@value')[0] for _ in range(3)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}


def test_key_stays_when_the_form_comes_back_with_an_error() -> None:
    key = "a" * 32
    assert rendered(ReasonForm({"request_key": key})).xpath('//input[@name="request_key"]/@value') == [key]


def test_form_without_a_key_is_not_valid() -> None:
    assert not ReasonForm({"reason": "because"}).is_valid()


def test_error_is_tied_to_its_field_and_listed_on_top() -> None:
    page = rendered(ReasonForm({"request_key": "a" * 32}))
    field = page.xpath('//textarea[@name="reason"]')[0]
    described = field.get("aria-describedby").split()
    assert [page.get_element_by_id(name).text for name in described] == ["对方会看到这段话。", "请填写这一项。"]
    assert field.get("aria-invalid") == "true"
    link = page.xpath('//*[@role="alert"]//a')[0]
    assert (link.get("href"), link.text) == ("#" + field.get("id"), "理由：请填写这一项。")


def test_refusal_stands_on_top_and_keeps_what_was_typed() -> None:
    form = ReasonForm({"reason": "材料不全", "request_key": "a" * 32})
    assert form.is_valid()
    with translation.override("zh-hans"):
        form.refuse(Refused(no("pace.too_often", seconds=60)))
    page = rendered(form)
    assert "短时间内次数太多了" in page.xpath('//*[@role="alert"]')[0].text_content()
    assert page.xpath('//textarea[@name="reason"]')[0].text.strip() == "材料不全"
    assert len(page.xpath('//*[@role="alert"]')) == 1


def test_opened_form_holds_what_waited_while_somebody_signed_in(request_of) -> None:
    request = request_of("/reject")
    sent = RequestFactory().post("/reject", {"reason": "理由", "request_key": "x"})
    sent.session, sent.user = request.session, request.user
    drafts.keep(sent)
    assert "理由" not in str(request.session)
    assert ReasonForm.opened(request_of("/reject")).initial == {}
    request.COOKIES["draft_key"] = sent.draft_key
    assert ReasonForm.opened(request).initial == {"reason": "理由"}
    assert ReasonForm.opened(request).initial == {}


@pytest.mark.django_db
def test_gallery_form_comes_back_with_its_errors(client: Client, shown) -> None:
    page = html.fromstring(client.post("/components", {"name": "甲", "request_key": "b" * 32}).content)
    assert page.xpath('//input[@name="name"]/@value') == ["甲"]
    assert page.xpath('//*[@id="id_opinion_error"]')

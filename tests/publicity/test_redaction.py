import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.invented import id_number
from tests.publicity.given import NOW, drafted
from yuanba.kernel.verdict import Refused
from yuanba.publicity import actions, redaction


def body(text: str) -> list[dict]:
    return [{"type": "paragraph", "text": "名单如下"}, {"type": "table", "head": ["联系"], "rows": [[text]]}]


def test_the_gate_finds_a_number_in_a_cell_and_says_where() -> None:
    found = redaction.findings("公示", body("13800000001"))
    assert [(one.path, one.kind, one.masked) for one in found] == [("body[1].rows[0][0]", "MOBILE", "138****0001")]
    assert redaction.gate("公示", body("13800000001")).code == "notice.personal_numbers"
    assert redaction.gate("公示", body("028-00000000")).ok


def test_ranks_and_votes_of_a_row_make_no_phone() -> None:
    blocks = [{"type": "table", "head": ["a", "b"], "rows": [["1380000", "0001"]]}]
    assert redaction.gate("公示", blocks).ok


TEXTS = st.lists(
    st.sampled_from(["王小一", "13800000001", " ", "，", "1", "电话", "19900000002", "-", "２"]), max_size=6
)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_whatever_was_redacted_passes_the_gate(title: list[str], items: list[list[str]]) -> None:
    blocks = [{"type": "list", "items": ["".join(item) for item in items]}]
    assert redaction.gate(*redaction.redacted("".join(title), blocks)).ok


def test_redacted_passes_the_gate_and_changes_nothing_else() -> None:
    number = id_number("110119")
    blocks = body(f"身份证 {number}，电话 13800000001")
    title, clean_body = redaction.redacted(f"公示 {number}", blocks)
    assert redaction.gate(title, clean_body).ok
    assert clean_body[0] == blocks[0]
    assert [change.path for change in redaction.preview(f"公示 {number}", blocks)] == ["title", "body[1].rows[0][0]"]


@pytest.mark.django_db
def test_a_notice_with_a_mobile_does_not_open_until_it_is_removed() -> None:
    hall = drafted(body=body("13800000001"))
    with pytest.raises(Refused) as refusal:
        actions.open_notice(notice_id=hall.notice.pk, actor=hall.organiser, now=NOW)
    assert refusal.value.verdict.code == "notice.personal_numbers"
    actions.redact_notice(notice_id=hall.notice.pk, actor=hall.organiser, now=NOW)
    opened = actions.open_notice(notice_id=hall.notice.pk, actor=hall.organiser, now=NOW)
    assert opened.body[1]["rows"] == [["138****0001"]]

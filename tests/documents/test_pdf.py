"""Every PDF, opened again: its pages, its text, and that text given to it stays text."""

import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from tests.documents.given import HOSTILE, RARE, URL
from yuanba.documents import (
    ballot_papers,
    certificates,
    labels,
    letters,
    pdf,
    posters,
    prize_lists,
    survey_papers,
    witness_posters,
)
from yuanba.documents.prize_lists import DoesNotBalance, PrizeGroup, PrizeLine, PrizeListPaper

CERTIFICATE = certificates.Certificate(
    recipient="张建国",
    sentence="在2021年小区治理先进评选活动中，被评为",
    honour="小区治理先进个人",
    organisers=("华阳街道办事处",),
    issued_date=date(2021, 12, 14),
    number="HY2021-P-0007",
    verify_url=URL,
)
LETTER = letters.SealedLetter(
    recipient="张建国",
    address_lines=("华阳街道滨江社区", "南湖尚景小区3栋2单元1502号"),
    code="7F3K9QW2H8MR",
    qr_text="https://huayang.example/k/7F3K9QW2H8MR",
    expires_date=date(2026, 12, 31),
    sender="华阳街道办事处",
    contact="028-00000001",
    serial="函2026-000123",
)
BALLOT = ballot_papers.BallotPaper(
    title="评选投票",
    organiser="华阳街道办事处",
    items=(ballot_papers.Item("先进个人", tuple(ballot_papers.Option(f"候选人{n}") for n in range(30)), choose=10),),
    serial="B2021-000123",
)
SURVEY = survey_papers.SurveyPaper(
    title="满意度测评表",
    organiser="华阳街道办事处",
    questions=(
        survey_papers.Question("满意吗？", ("满意", "一般", "不满意"), rows=("甲", "乙")),
        survey_papers.Question("先办什么？", ("电梯", "停车"), survey_papers.MANY),
        survey_papers.Question("还想说什么？", kind=survey_papers.TEXT),
    ),
    serial="S-000123",
)
POSTER = posters.Poster(
    title="拟表扬名单的公示",
    organiser="华阳街道办事处",
    paragraphs=("现予公示。",),
    url=URL,
    period="2021年12月6日至12月10日",
    lists=(posters.PosterList("先进个人", ("张建国", "李秀英")),),
    signed=("华阳街道办事处", "2021年12月6日"),
)


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made))


def text(made: bytes) -> str:
    """The words without spaces: where a line ends is the typesetter's affair."""
    return "".join("".join(page.extract_text().split()) for page in read(made).pages).replace("\u200b", "")


def bare(words: str) -> str:
    return "".join(words.split())


def lines(count: int) -> tuple[PrizeLine, ...]:
    return tuple(PrizeLine(f"获奖者{number}", 300_000, 60_000, 240_000, "滨江社区") for number in range(count))


def test_certificate_says_who_for_what_by_whom_and_when() -> None:
    made = certificates.certificate(CERTIFICATE)
    page = read(made).pages[0]
    assert len(read(made).pages) == 1 and page.mediabox.width > page.mediabox.height
    for part in (
        "荣誉证书",
        "张建国",
        "小区治理先进个人",
        "华阳街道办事处",
        "二〇二一年十二月十四日",
        "HY2021-P-0007",
        URL,
    ):
        assert bare(part) in text(made)


def test_the_same_data_give_the_same_bytes_and_no_date_of_making() -> None:
    made = certificates.certificate(CERTIFICATE)
    assert made == certificates.certificate(CERTIFICATE)
    assert "/CreationDate" not in (read(made).metadata or {})


@pytest.mark.parametrize("name", [HOSTILE, RARE, "长" * 60, "\ud800x", '"); #panic("x"', ""])
def test_names_stay_names_in_every_paper(name: str) -> None:
    option = ballot_papers.Option(name, name, name)
    made = [
        certificates.certificate(replace(CERTIFICATE, recipient=name, organisers=(name,))),
        letters.sealed_letters([replace(LETTER, recipient=name, address_lines=(name,))]),
        ballot_papers.paper_ballot(replace(BALLOT, items=(ballot_papers.Item(name, (option,)),))),
        survey_papers.survey_papers(
            [replace(SURVEY, questions=(survey_papers.Question(name, (name,), rows=(name,)),), intro=(name,))]
        ),
        posters.notice_poster(replace(POSTER, title=name, paragraphs=(name,))),
        prize_lists.prize_list(PrizeListPaper(name, name, (PrizeGroup(name, (PrizeLine(name, 1, 0, 1, name),)),))),
        labels.labels([labels.Label(name, URL, (name,))]),
    ]
    for one in made:
        seen = text(one)
        assert "root:" not in seen
        if name in (HOSTILE, RARE):
            assert bare(name) in seen


def test_templates_see_their_own_folder_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "templates"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (inside / "bad.typ").write_text('#read("../secret.txt")')
    (inside / "worse.typ").write_text('#read("/etc/passwd")')
    monkeypatch.setattr(pdf, "TEMPLATES", inside)
    for template in ("bad", "worse"):
        with pytest.raises(Exception, match=r"not found|denied|escape"):
            pdf.compiled(template, {})


def test_letter_is_one_page_a_person_with_address_and_code() -> None:
    made = letters.sealed_letters([LETTER, replace(LETTER, recipient="李秀英", code="AAAA BBBB CCCC")])
    pages = read(made).pages
    assert len(pages) == 2
    first, second = ("".join(page.extract_text().split()) for page in pages)
    assert "张建国" in first and "7F3K9QW2H8MR" in first and "2026年12月31日" in first
    assert "李秀英" in second and "AAAABBBBCCCC" in second and "张建国" not in second


def test_ballots_count_their_own_pages_and_carry_the_serial_on_each() -> None:
    made = ballot_papers.paper_ballots([BALLOT, replace(BALLOT, serial="B2021-000124")])
    words = ["".join(page.extract_text().split()) for page in read(made).pages]
    half = len(words) // 2
    assert half >= 2
    for place, page in enumerate(words):
        assert f"第{place % half + 1}页，共{half}页" in page
        assert ("B2021-000123" if place < half else "B2021-000124") in page
    assert "最多选10个" in words[0]


def test_secret_ballots_are_all_alike() -> None:
    made = read(ballot_papers.paper_ballots([replace(BALLOT, serial="", qr_text="")] * 2))
    words = ["".join(page.extract_text().split()) for page in made.pages]
    half = len(words) // 2
    assert words[:half] == words[half:] and "编号" not in words[0] and "不记名" in words[0]


def test_ballot_type_never_falls_below_what_elders_read() -> None:
    assert ballot_papers.paper_ballots([BALLOT], size=8) == ballot_papers.paper_ballots([BALLOT], size=16)


def test_survey_has_a_row_a_candidate_and_its_questions() -> None:
    seen = text(survey_papers.survey_papers([SURVEY]))
    for part in ("1．满意吗？", "甲", "乙", "2．先办什么？", "电梯", "3．还想说什么？", "S-000123"):
        assert part in seen


def test_prize_list_of_the_65_awards_adds_up_in_figures_and_in_words() -> None:
    groups = (
        PrizeGroup("先进个人", tuple(PrizeLine(f"个人{n}", 300_000, 60_000, 240_000) for n in range(30))),
        PrizeGroup("先进集体", tuple(PrizeLine(f"集体{n}", 1_000_000, 0, 1_000_000) for n in range(25))),
        PrizeGroup("先进案例", tuple(PrizeLine(f"案例{n}", 500_000, 0, 500_000) for n in range(8))),
        PrizeGroup("最佳传播", tuple(PrizeLine(f"作品{n}", 500_000, 0, 500_000) for n in range(2))),
        PrizeGroup("空缺", ()),
    )
    seen = text(prize_lists.prize_list(PrizeListPaper("奖金发放表", "华阳街道办事处", groups)))
    for part in (
        "合计（65项）",
        "390,000.00",
        "叁拾玖万元整",
        "18,000.00",
        "372,000.00",
        "叁拾柒万贰仟元整",
        "批准（盖章）",
    ):
        assert part in seen
    assert "空缺" not in seen


def test_prize_list_refuses_a_line_that_does_not_balance() -> None:
    with pytest.raises(DoesNotBalance):
        prize_lists.prize_list(PrizeListPaper("x", "x", (PrizeGroup("x", (PrizeLine("x", 100, 20, 79),)),)))


def test_prize_list_of_1000_lines_is_made_in_time() -> None:
    started = time.process_time()
    made = prize_lists.prize_list(PrizeListPaper("大表", "街道", (PrizeGroup("个人", lines(1000)),)))
    assert time.process_time() - started < 20
    pages = read(made).pages
    assert f"第{len(pages)}页，共{len(pages)}页" in bare(pages[-1].extract_text())
    assert "代扣税款" in bare(pages[len(pages) // 2].extract_text())


def test_poster_is_a3_and_says_when_and_how_to_object() -> None:
    made = posters.notice_poster(POSTER)
    assert round(float(read(made).pages[0].mediabox.width) / 72 * 25.4) == 297
    for part in ("公示", "2021年12月6日至12月10日", "先进个人（2）", "可以具名，也可以匿名", "张贴日期"):
        assert part in text(made)
    assert round(float(read(posters.notice_poster(replace(POSTER, paper="a4"))).pages[0].mediabox.width)) == 595


def test_labels_fill_sheets_of_24_from_where_the_last_ended() -> None:
    many = [labels.Label(f"HY-{number:04d}", f"{URL}{number}") for number in range(25)]
    assert len(read(labels.labels(many[:24])).pages) == 1
    assert len(read(labels.labels(many)).pages) == 2
    assert len(read(labels.labels(many[:5], skip=20)).pages) == 2


def test_fonts_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FONTS", ("No Such Font",))
    assert pdf.missing_fonts() == ("No Such Font",)


def test_the_poster_of_witnesses_shows_every_root_in_groups() -> None:
    signed = tuple(
        witness_posters.Signed(f"linju{n}.example/w", "11月20日 16:30", 12, "0123456789abcdef" * 4) for n in (1, 2)
    )
    content = witness_posters.WitnessPoster("huayang.example", signed, URL, "2026年11月20日")
    made = witness_posters.witness_poster(content)
    assert len(read(made).pages) == 1
    assert text(made).count("0123456789abcdef" * 4) == 2
    assert "linju2.example/w" in text(made) and "记录共12条" in text(made)

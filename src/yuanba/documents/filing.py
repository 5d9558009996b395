"""The papers of an owners' ballot for the authority: announcement, notice, roll, result, minutes, signatures.

Plain data in, Word documents out. No voter is named in them: the authority needs sums, dates, articles and proofs.
"""

from dataclasses import dataclass
from datetime import date

from yuanba.documents.dates import day_text
from yuanba.documents.official import Block, Heading, OfficialDocument, Paragraph, Table, official_document

SIGNATURES = 12  # empty lines of a signature sheet: a committee has 5 to 11 members
SIGNATURE_HEADS = ("序号", "姓名", "身份", "签名", "日期")


@dataclass(frozen=True)
class Question:
    """What was asked and what came of it; `comparisons` are (what, share, needed, got, enough)."""

    label: str
    options: tuple[str, ...]
    rule: str
    word: str = ""
    sentence: str = ""
    source: str = ""
    votes: tuple[tuple[str, ...], ...] = ()  # option, then by each measure
    comparisons: tuple[tuple[str, str, str, str, str], ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filing:
    """A counted ballot. Texts are ready to print: dates written out, areas with their unit."""

    title: str
    place: str
    kind: str
    matter: str
    about: tuple[str, ...]
    announced: str
    opened: str
    closed: str
    counted: str
    needs: str
    consent: str
    questions: tuple[Question, ...]
    notice: tuple[str, ...]  # what was done to tell voters, a sentence each
    roll: tuple[tuple[str, str], ...]  # (what, how much)
    participation: tuple[tuple[str, str, str, str], ...]  # measure, roll, came, share
    voided: tuple[tuple[str, str], ...]
    posted: tuple[str, ...]
    official: tuple[str, ...]  # how the official tally differs, a sentence each; () without one
    root: str
    on: date


def announcement(filing: Filing) -> bytes:
    """What was announced: the questions, who votes, when, by which rule."""
    blocks: list[Block] = [Paragraph(text) for text in filing.about]
    blocks += [
        Heading("表决事项"),
        *(
            Paragraph(f"{place}．{one.label}（{'、'.join(one.options)}）。{one.rule}")
            for place, one in _numbered(filing)
        ),
        Heading("表决时间"),
        Paragraph(f"{filing.opened}起，{filing.closed}止。公告时间：{filing.announced}。"),
        Heading("通过条件"),
        Paragraph(filing.needs or "统计各项意见，不作是否通过的结论。"),
    ]
    if filing.consent:
        blocks += [Heading("主管部门意见"), Paragraph(filing.consent)]
    return _document(filing, f"关于“{filing.title}”的公告", blocks)


def notice_proofs(filing: Filing) -> bytes:
    """How voters were told, and where the result hangs."""
    blocks: list[Block] = [Heading("告知情况"), *(Paragraph(text) for text in filing.notice)]
    blocks += [Heading("结果张贴"), *(Paragraph(text) for text in filing.posted or ("尚未登记张贴。",))]
    return _document(filing, f"“{filing.title}”告知情况和张贴证明", blocks)


def roll_summary(filing: Filing) -> bytes:
    """The frozen roll in sums, with its root."""
    blocks: list[Block] = [
        Paragraph("名册在投票开始当日冻结，开始以后的过户不影响本次表决。本表只列合计，不列业主姓名和房号。"),
        Table(("项目", "数量"), filing.roll, (2, 1)),
        Heading("校验码"),
        Paragraph(f"投票记录的根：{filing.root}。任何人都可以用公开的数据包核对。"),
    ]
    return _document(filing, f"“{filing.title}”投票名册汇总", blocks)


def result(filing: Filing) -> bytes:
    """Participation by both measures, and each question with its numbers and article."""
    blocks: list[Block] = [
        Heading("参加情况"),
        Table(("统计口径", "名册合计", "参加", "占比"), filing.participation, (2, 2, 2, 1)),
    ]
    if filing.voided:
        blocks += [Paragraph("下列选票经两人复核不计入结果："), Table(("原因", "张数"), filing.voided, (3, 1))]
    for place, one in _numbered(filing):
        lead = f"{one.word}。" if one.word and not one.sentence.startswith(one.word) else ""
        blocks.append(Heading(f"第{place}项：{one.label}"))
        blocks.append(Paragraph(one.sentence or "统计各项意见如下。", lead))
        if one.votes:
            heads = ("选项", *(row[0] for row in filing.participation))
            blocks.append(Table(heads, one.votes))
        if one.comparisons:
            blocks.append(Table(("比较", "要求", "需要", "实际", "是否达到"), one.comparisons, (3, 2, 2, 2, 1)))
        blocks += [Paragraph(text) for text in one.steps]
        if one.source:
            blocks.append(Paragraph(f"依据：{one.source}。"))
    if filing.official:
        blocks += [Heading("与官方计票对照"), *(Paragraph(text) for text in filing.official)]
    return _document(filing, f"“{filing.title}”表决结果", blocks)


def minutes(filing: Filing) -> bytes:
    """The minutes, filled in as far as the platform knows; the rest by hand."""
    blocks: list[Block] = [
        Table(
            ("事项", "内容"),
            (
                ("小区", filing.place),
                ("会议形式", "书面和网上征求意见"),
                ("起止时间", f"{filing.opened} — {filing.closed}"),
                ("计票时间", filing.counted),
                ("主持人", ""),
                ("记录人", ""),
                ("监票人", ""),
                ("社区居民委员会到场人员", ""),
            ),
            (1, 3),
        ),
        Heading("表决结果"),
        *(
            Paragraph(f"{place}．{one.label}：{'' if one.word in one.sentence else one.word + '。'}{one.sentence}")
            for place, one in _numbered(filing)
        ),
        Heading("其他说明"),
        *(Paragraph("　") for _ in range(2)),
        Paragraph("主持人（签名）：　　　　　　　　　记录人（签名）："),
        Paragraph("监票人（签名）："),
    ]
    return _document(filing, f"“{filing.title}”会议记录", blocks)


def signature_sheet(filing: Filing) -> bytes:
    """Empty lines for whoever signs the filing."""
    rows = tuple((str(number), "", "", "", "") for number in range(1, SIGNATURES + 1))
    blocks: list[Block] = [
        Paragraph("下列人员确认本次表决的公告、名册汇总、表决结果和会议记录属实。"),
        Table(SIGNATURE_HEADS, rows, (1, 3, 3, 4, 3)),
    ]
    return _document(filing, f"“{filing.title}”备案签名表", blocks)


def contents(filing: Filing, names: tuple[str, ...]) -> bytes:
    """The list of what the kit holds."""
    blocks: list[Block] = [
        Paragraph(
            f"{filing.place}“{filing.title}”（{filing.kind}{'·' + filing.matter if filing.matter else ''}）备案材料，"
            f"{day_text(filing.on)}由平台生成。材料里没有任何人的投票选择。"
        ),
        *(Paragraph(f"{place}．{name}") for place, name in enumerate(names, 1)),
    ]
    return _document(filing, f"“{filing.title}”备案材料目录", blocks)


def _numbered(filing: Filing) -> list[tuple[int, Question]]:
    return list(enumerate(filing.questions, 1))


def _document(filing: Filing, title: str, blocks: list[Block]) -> bytes:
    return official_document(OfficialDocument(title, tuple(blocks), (filing.place,), None))

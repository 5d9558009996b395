"""The filing kit: everything that the authority asks for after an owners' ballot, in one download made as long work."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe

from yuanba.ballots import queries, rules, states
from yuanba.ballots.models import Ballot, BallotNews, OfficialTally
from yuanba.documents import filing, workbook
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen, open_content
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.ballots import choosing, deciding, officials
from yuanba.web.ballots.labels import HOW, KINDS, MATTERS, SHEET_REASONS, SHEETS, SIGNALS
from yuanba.web.ballots.telling import exact, said
from yuanba.web.dates import day, moment, until
from yuanba.web.doors import holding
from yuanba.web.exports.running import counted, later
from yuanba.web.filters import number, percent

NAME = "备案材料"
Part = tuple[str, Callable[[], bytes]]
CHUNK = 256 * 1024


@holding("ballots.organise")
@require_safe
def kit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A .zip for the authority: Word documents, the list of sheets by number, proofs; nobody's choice, nobody's name."""
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()  # type: ignore[attr-defined]
    if ballot is None or not queries.must_post(ballot) or ballot.state not in states.TALLIED:
        raise Http404
    with translation.override("zh-hans"):
        data = gathered(ballot)
        parts, files = _parts(ballot, data), _files(ballot)
        waiting = later(request, len(parts) + len(files), f"{ballot.title} · {NAME}", limit=0)
        if waiting is not None:
            return waiting
        # Held by the answer, which closes it when it was sent.
        packed = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        _pack(request, packed, data, parts, files)
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"ballot-{pk}-filing.zip", content_type="application/zip")


def gathered(ballot: Ballot) -> filing.Filing:
    """All that the documents say, in Chinese, in sums only."""
    ours = queries.result(ballot.pk)
    head = queries.head(ballot.pk)
    beside = officials.beside(ballot, ours)
    announce = ballot.steps.filter(verb="announce").first()
    return filing.Filing(
        title=ballot.title,
        place=name_at(ballot.territory_id, ballot.roll_date or local_date(ballot.opens_at)),
        kind=str(KINDS[ballot.kind]),
        matter=str(MATTERS.get(ballot.matter, "")),
        about=tuple(line for line in ballot.about.splitlines() if line.strip()),
        announced=moment(announce.at) if announce is not None else "—",
        opened=moment(ballot.opens_at),
        closed=until(ballot.closes_at),
        counted=moment(ballot.result.counted_at),
        needs=" ".join(filter(None, (deciding.needs(ballot), ballot.rule.get("threshold", {}).get("source", "")))),
        consent=ballot.consent_reference,
        questions=tuple(_questions(ballot, ours)),
        notice=tuple(_notice(ballot)),
        roll=_roll(ballot),
        participation=_participation(ballot, ours),
        voided=tuple((str(SIGNALS.get(kind, kind)), number(count)) for kind, count in ours["voided"].items()),
        posted=tuple(_posted(ballot)),
        official=tuple(_official(beside)),
        root="" if head is None else head.root_hash,
        on=local_date(clock.now()),
    )


def _questions(ballot: Ballot, ours: dict[str, Any]) -> Iterator[filing.Question]:
    told = deciding.questions(ballot, ours, list(queries.options(ballot.pk)))
    sheet = queries.sheet(ballot.pk)
    for asked, item, one in zip(choosing.shown(sheet, {}), sheet.items, told, strict=True):
        yield filing.Question(
            label=asked.label,
            options=tuple(option.name for option in asked.options),
            rule=str(HOW.get(item.rule.get("id", ""), "")),
            word=one.word,
            sentence=one.sentence,
            source=one.source if one.comparisons else "",
            votes=tuple((answer.name, *(text for _, _, _, text, _ in answer.bars)) for answer in one.answers),
            comparisons=tuple(
                (row.name, row.rule, row.needed_text, row.got_text, "是" if row.reached else "否")
                for row in one.comparisons
            ),
            steps=tuple(line for count in one.told for line in count.lines),
        )


def _notice(ballot: Ballot) -> Iterator[str]:
    announce = ballot.steps.filter(verb="announce").first()
    if announce is not None:
        days = (local_date(ballot.opens_at) - local_date(announce.at)).days
        yield f"{moment(announce.at)}在平台公告，距投票开始 {days} 天。"
    words = {"ANNOUNCED": "告知可以投票", "CLOSING": "提醒还没有投票的", "RESULT": "告知结果"}
    for row in BallotNews.objects.filter(ballot=ballot).order_by("pk"):
        yield f"{moment(row.at)}通过平台消息{words[row.kind]}，共 {number(row.told)} 人。"
    delivered = ballot.deliveries.count()
    if delivered:
        yield f"表决材料送达有证明的业主：{number(delivered)} 户（人），证明由组织人存档。"


def _roll(ballot: Ballot) -> tuple[tuple[str, str], ...]:
    return (
        ("名册日期", day(ballot.roll_date) if ballot.roll_date else "—"),
        ("业主（票权人）", number(ballot.roll_rows)),
        ("人数合计", number(ballot.roll_heads)),
        ("专有部分面积合计", exact("area_cm2", ballot.roll_area_cm2)),
    )


def _participation(ballot: Ballot, ours: dict[str, Any]) -> tuple[tuple[str, str, str, str], ...]:
    came = ours["participation"]
    return tuple(
        (name, said(measure, whole), said(measure, came[measure]), percent(Fraction(came[measure], whole or 1)))
        for name, measure, whole in (
            ("人数", "heads", ballot.roll_heads),
            ("面积", "area_cm2", ballot.roll_area_cm2),
        )
    )


def _posted(ballot: Ballot) -> Iterator[str]:
    duty = queries.posting_duty(ballot, clock.now())
    for row in queries.postings_of(ballot.pk):
        yield f"{day(row.posted_date)}张贴于{row.place}，照片见“结果张贴照片”。"
    if duty is not None and duty.is_done and duty.days_late:
        yield f"期限 {day(duty.due_date)}，晚 {duty.days_late} 天。"


def _official(beside: dict[str, Any] | None) -> Iterator[str]:
    if beside is None:
        return
    row: OfficialTally = beside["row"]
    yield f"官方系统：{row.system}{('，文号' + row.reference) if row.reference else ''}。"
    yield from beside["differences"] or ["两边每个数字都一样。"]
    if row.remark:
        yield f"组织人的说明：{row.remark}"


def _parts(ballot: Ballot, data: filing.Filing) -> list[Part]:
    return [
        ("01 公告.docx", lambda: filing.announcement(data)),
        ("02 告知和张贴证明.docx", lambda: filing.notice_proofs(data)),
        ("03 投票名册汇总.docx", lambda: filing.roll_summary(data)),
        ("04 表决结果.docx", lambda: filing.result(data)),
        ("05 会议记录.docx", lambda: filing.minutes(data)),
        ("06 签名表.docx", lambda: filing.signature_sheet(data)),
        ("07 纸质票编号清单.xlsx", lambda: _sheets(ballot)),
        ("08 结果数据.json", lambda: _plain(queries.result(ballot.pk))),
    ]


def _files(ballot: Ballot) -> list[tuple[str, StoredFile]]:
    """Photographs of the posted result, and the file of the official tally."""
    kept = {f"结果张贴照片/{place}": row.photo_file_id for place, row in enumerate(queries.postings_of(ballot.pk), 1)}
    row = OfficialTally.objects.filter(ballot=ballot, file_id__isnull=False).order_by("-pk").first()
    if row is not None and row.file_id is not None:
        kept["官方计票结果"] = row.file_id
    known = chosen(list(kept.values()))
    return [
        (f"{name}.{known[file_id].kind}", known[file_id])
        for name, file_id in kept.items()
        if file_id in known and known[file_id].erased_at is None
    ]


def _pack(
    request: HttpRequest,
    target: IO[bytes],
    data: filing.Filing,
    parts: list[Part],
    files: list[tuple[str, StoredFile]],
) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        names = tuple(name for name, _ in (*parts, *files))
        archive.writestr("00 目录.docx", filing.contents(data, names))
        for name, made in counted(request, parts):
            archive.writestr(name, made())
        for name, stored in counted(request, files):
            with open_content(stored) as source, archive.open(name, "w") as member:
                while piece := source.read(CHUNK):
                    member.write(piece)


def _sheets(ballot: Ballot) -> bytes:
    """Every sheet that was handed out, by its number: what became of it, never whose it is or what it says."""
    rows = (
        (
            one.serial,
            one.issued_at,
            one.received_at or "",
            str(SHEETS[one.state]),
            str(SHEET_REASONS.get(one.reason, one.reason)),
            one.scan_hash,
        )
        for one in ballot.sheets.order_by("serial").iterator()
    )
    heads = ("编号", "发出时间", "收回时间", "状态", "不计的原因", "扫描件校验码")
    return workbook.workbook(name="纸质票", watermark=NAME, heads=heads, rows=rows, widths=(16, 20, 20, 16, 24, 40))


def _plain(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode()

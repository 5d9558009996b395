"""The filing kit and the package of a large ballot: long work, whole, and nothing private in the kit."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from tests.web.ballots.test_after import Q1, Q2, ballot, organiser, picture, world  # noqa: F401  fixtures
from yuanba.ballots import actions, packing, tasks
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import official
from yuanba.files.models import Export
from yuanba.files.queries import open_content
from yuanba.people.models import Person
from yuanba.web import clock
from yuanba.web.exports import running

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


def test_kit_is_long_work_and_names_nobody(organiser, ballot, world) -> None:  # noqa: F811
    keys = [("", "roll"), ("", "came"), ("q1", "agree"), ("q1", "against"), ("q1", "abstain"), ("q1", "blank")]
    keys += [("q2", "o1"), ("q2", "o2"), ("q2", "o3"), ("q2", "blank")]
    lines = [official.Line(n, *key, *pair) for n, (key, pair) in enumerate(zip(keys, (*Q1, *Q2), strict=True), 1)]
    boss = world.actor("STREET_ORGANISER", now=clock.now())
    entry = actions.TallyEntry("市业主投票系统", lines)
    actions.enter_official_tally(ballot_id=ballot.pk, entry=entry, actor=boss, now=clock.now())
    answer = organiser.get(f"/desk/ballots/{ballot.pk}/filing.zip")
    assert answer.status_code == 302
    running.run(Export.objects.get().pk, clock.now())
    done = Export.objects.get()
    assert done.state == "DONE", done.refused_code
    with open_content(done.file) as stream, ZipFile(stream) as kit:
        names = kit.namelist()
        texts = {name: text_of(kit.read(name)) for name in names if name.endswith(".docx")}
    assert names[:2] == ["00 目录.docx", "01 公告.docx"]
    assert "07 纸质票编号清单.xlsx" in names
    assert "通过，因为" in texts["04 表决结果.docx"]
    assert "第278条" in texts["04 表决结果.docx"]
    assert "两边每个数字都一样" in texts["04 表决结果.docx"]
    assert "360.00 ㎡" in texts["03 投票名册汇总.docx"]
    assert "记录人" in texts["05 会议记录.docx"]
    people = set(Person.objects.exclude(name="").values_list("name", flat=True))
    assert not [name for name in people for text in texts.values() if name in text]


def test_package_of_a_large_ballot_is_made_by_the_worker(client, ballot, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(packing, "AT_ONCE", 2)
    monkeypatch.setattr(tasks, "_ASKED", {})
    asked = []
    monkeypatch.setattr(tasks, "ask_for", lambda one, full, now: asked.append((one.pk, full)) or True)
    answer = client.get(f"/ballots/{ballot.pk}/bundle.zip")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert tasks.pack_due(clock.now()) == 2
    assert asked == [(ballot.pk, False), (ballot.pk, False), (ballot.pk, True)]
    tasks.pack.func(ballot.pk, False)
    answer = client.get(f"/ballots/{ballot.pk}/bundle.zip")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    answer.close()
    assert tasks.pack_due(clock.now()) == 1
    assert Ballot.objects.count() == 1

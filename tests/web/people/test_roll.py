"""The page of a roll import: how far it is, what is wrong with the list, and the list to take along."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import given
from tests.people.sheets import HEAD, roll
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.people import actions, roll_progress
from yuanba.people.models import RollJob
from yuanba.web import clock

pytestmark = pytest.mark.django_db
BAD = ("3栋", "1单元", "102", "很大", "乙", "13800000002")


@pytest.fixture
def world():
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture
def keeper(client: Client, world) -> Client:
    enter(client, world.staff["ROLL_KEEPER"][0])
    return client


@pytest.fixture
def job(world) -> RollJob:
    facts = {"compound_id": world.compounds[0].pk, "name": "名册.xlsx", "as_of_date": local_date(clock.now())}
    upload = roll(BAD, head=HEAD)
    return actions.upload_roll(**facts, upload=upload, actor=system("test"), now=clock.now())


def test_progress_is_said_in_per_cent_and_by_step(keeper: Client, job: RollJob) -> None:
    page = f"/roll/{job.pk}"
    assert "排队等待" in keeper.get(page).content.decode()
    roll_progress.writer(job.pk)(roll_progress.CHECKING, 40)
    said = keeper.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "正在与现有名册核对（第 2 步，共 2 步）" in said
    assert "70%" in said and 'value="70"' in said
    RollJob.objects.update(state="IMPORTING")
    roll_progress.writer(job.pk)(roll_progress.WRITING, 95)
    assert "98%" in keeper.get(page).content.decode()


def test_mistakes_are_taken_along_by_sheet_row_and_column(keeper: Client, job: RollJob) -> None:
    actions.read_roll_job(job_id=job.pk, actor=system("test"), now=clock.now())
    answer = keeper.get(f"/roll/{job.pk}/errors.xlsx")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[1] == ("工作表", "行", "列", "问题", "是否跳过")
    assert rows[2][:3] == ("名册", 2, "D")
    assert "很大" in rows[2][3]

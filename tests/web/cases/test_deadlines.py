"""A supervisor reads the deadlines with their grounds and sets a new one; nobody else comes in."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.cases.given import rules_installed
from tests.signing import enter
from yuanba.cases.models import LevelTerm, WorkHours
from yuanba.kernel.calendar import local_date
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "0" * 32, "source": "街道办发〔2026〕8号"}


def test_supervisor_sets_a_deadline_and_the_hours_from_tomorrow() -> None:
    rules_installed()
    world = given.subdistrict(per_compound=2, now=clock.now())
    leader, worker = Client(), Client()
    enter(leader, world.staff["STREET_ORGANISER"][0])
    enter(worker, world.staff["COMMUNITY_WORKER"][0])
    assert worker.get("/deadlines").status_code == 403
    text = leader.get("/deadlines").content.decode()
    assert "7 个工作日" in text and "四川省12345政务服务便民热线运行管理办法" in text and "30 分钟" in text
    tomorrow = local_date(clock.now()) + timedelta(days=1)
    assert leader.get("/deadlines/HELP/GRID").status_code == 200
    assert leader.get("/deadlines/HELP/MOON").status_code == 404
    sent = {**KEY, "days": "0.5", "from_date": tomorrow.isoformat()}
    assert leader.post("/deadlines/HELP/GRID", sent).status_code == 302
    assert LevelTerm.objects.filter(term_class="HELP", level="GRID", minutes=210, from_date=tomorrow).exists()
    again = leader.post("/deadlines/HELP/GRID", sent)
    assert again.status_code == 422 and "请选明天或更晚" in again.content.decode()
    sent = {**KEY, "minutes": "20", "from_date": tomorrow.isoformat()}
    assert leader.post("/deadlines/URGENT/GRID", sent).status_code == 302
    sent = {**KEY, "spans": "08:30-12:00 14:00-18:00", "from_date": tomorrow.isoformat()}
    assert leader.post("/deadlines/hours", sent).status_code == 302
    assert WorkHours.objects.filter(from_date=tomorrow).exists()
    text = leader.get("/deadlines").content.decode()
    assert "街道办发〔2026〕8号" in text and "08:30-12:00 14:00-18:00" in text

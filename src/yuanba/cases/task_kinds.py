"""The admitted list of grid tasks that a deployment starts with."""

from datetime import date
from typing import Any

SINCE = date(2020, 1, 1)
RECORDED_BY = "system:template"
# Source: 一市《网格化服务管理条例》第23条 (jianbiaoku.com 171520), which names these seven and lets offices add others by law
# or decision; the names are ours, shortened.
SOURCE = "地方《网格化服务管理条例》（如第23条）的事项清单；以本地公布的清单为准"
KINDS: tuple[tuple[str, str, str], ...] = (
    ("PUBLICITY", "政策法规宣传", "Making policies and laws known"),
    ("INFORMATION", "基础信息采集", "Collecting basic facts"),
    ("DISPUTES", "矛盾纠纷排查", "Looking for disputes"),
    ("HAZARDS", "安全隐患排查", "Looking for hazards"),
    ("CARE", "志愿服务和关爱探访", "Volunteering and caring visits"),
    ("ERRANDS", "代办便民服务", "Errands for those who need help"),
    ("EMERGENCIES", "突发事件报告", "Reporting emergencies"),
)


def install(task_kind: Any) -> None:
    """Whatever of the list is not there yet is there. Takes the model class of its time."""
    known = set(task_kind.objects.values_list("key", flat=True))
    task_kind.objects.bulk_create(
        task_kind(key=key, name=name, name_en=english, source=SOURCE, from_date=SINCE, recorded_by=RECORDED_BY)
        for key, name, english in KINDS
        if key not in known
    )

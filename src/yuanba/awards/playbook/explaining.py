"""Playbooks explained: a file's mistakes as lines for people, and the reference of the format from its dataclasses."""

from collections.abc import Iterable
from dataclasses import MISSING, Field
from pathlib import Path
from typing import Any

from yuanba.awards.playbook.mistakes import Mistake, PlaybookError, mistake
from yuanba.awards.playbook.model import (
    Appeals,
    Basis,
    Category,
    Contact,
    Criterion,
    Kind,
    Material,
    Notice,
    Organiser,
    Override,
    Playbook,
    Ranking,
    Recommendation,
    RegisterCheck,
    Routes,
    Stage,
    Tax,
    Tier,
)
from yuanba.awards.playbook.reading import read, shaped
from yuanba.awards.playbook.stages import SETTINGS, Question, RubricItem

HEAD = """# Playbook format

<!-- Generated from src/yuanba/awards/playbook by explaining.reference(); a test keeps it equal. Do not edit. -->

A playbook is one UTF-8 text in [TOML](https://toml.io) that describes an award campaign whole.
`yuanba playbook check FILE` explains every mistake with its line.
Days are inclusive at both ends and count in Asia/Shanghai. Money is whole yuan.
How to write one: [how-to/write-an-award-playbook.md](../how-to/write-an-award-playbook.md).

一份评选方案是一个 UTF-8 编码的 TOML 文本文件,完整描述一次评选活动。起止日期首尾两日都算在内,按北京时间;金额为整数元。
“默认”一栏为“必填”的项目不能省略。
"""
TABLES: tuple[tuple[str, type], ...] = (
    ("top of the file", Playbook),
    ("[[organisers]]", Organiser),
    ("[[basis]]", Basis),
    ("[[contacts]]", Contact),
    ("[[categories]]", Category),
    ("[[categories.tiers]]", Tier),
    ("[categories.routes]", Routes),
    ("[[categories.routes.recommendation]]", Recommendation),
    ("[[categories.kinds]]", Kind),
    ("[[categories.criteria]], [[categories.kinds.criteria]]", Criterion),
    ("check = { … }", RegisterCheck),
    ("[[categories.materials]], [[categories.kinds.materials]]", Material),
    ("[[stages]]", Stage),
    *((f'[[stages]] with kind = "{kind}"', row) for kind, row in SETTINGS.items()),
    ("[[stages.questions]]", Question),
    ("[[stages.rubric]]", RubricItem),
    ("[ranking]", Ranking),
    ("[[ranking.overrides]]", Override),
    ("[notice]", Notice),
    ("[appeals]", Appeals),
    ("[[tax]]", Tax),
)


def reference() -> str:
    """The text of docs/reference/playbook.md."""
    parts = [HEAD]
    for title, row in TABLES:
        about = " ".join((row.__doc__ or "").split())
        parts.append(f"\n## {row.__name__}\n\n`{title}`\n\n{about}\n")
        slots = shaped(row)
        if slots:
            parts.append("\n| key | value | default | meaning | 含义 |\n|---|---|---|---|---|\n")
            parts.extend(_row(name, item) for name, item in slots.items())
    return "".join(parts)


def _row(name: str, item: "Field[Any]") -> str:
    meta = item.metadata
    return f"| `{name}` | {meta['shape'].describe()} | {_default(item)} | {meta['en']} | {meta['zh']} |\n"


def _default(item: "Field[Any]") -> str:
    value = item.default
    if value is MISSING:
        return "none" if item.default_factory is not MISSING else "**required** 必填"
    if value is None or value in ((), ""):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{part}"' for part in value) + "]`"
    return f"`{value}`" if isinstance(value, str | int) else "see its table"


def lines(mistakes: Iterable[Mistake], name: str = "", language: str = "zh") -> list[str]:
    """Two lines per mistake: where and what is wrong, then what to do."""
    told: list[str] = []
    for item in mistakes:
        where = f"{name}:{item.line}:{item.column}" if item.line else name
        zh = language == "zh"
        path = f" [{item.path}]" if item.path else ""
        told.append(f"{where}{path} {item.message_zh if zh else item.message_en}")
        told.append(f"    → {item.hint_zh if zh else item.hint_en}")
    return told


def check(path: str | Path, language: str = "zh") -> list[str]:
    """The mistakes of a playbook file as lines for people; none for a valid one."""
    name = Path(path).name
    try:
        with Path(path).open("rb") as file:
            read(file.read(1024 * 1024))
    except OSError as error:
        return lines([mistake("unreadable", reason=error.strerror or "")], name, language)
    except PlaybookError as error:
        return lines(error.mistakes, name, language)
    return []

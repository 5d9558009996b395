"""`yuanba import-roll`: says how far it is, and writes the list of mistakes to a file."""

import argparse
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.factories import CompoundFactory
from tests.people.sheets import HEAD, roll

from yuanba.config.verbs import import_roll
from yuanba.people.models import Ownership

pytestmark = pytest.mark.django_db
GOOD = ("3栋", "1单元", "101", 80, "甲", "13800000001")
BAD = ("3栋", "1单元", "102", "很大", "乙", "13800000002")


def run(*arguments: object) -> int:
    parser = argparse.ArgumentParser()
    import_roll.arguments(parser)
    return import_roll.run(parser.parse_args([str(one) for one in arguments]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(roll(GOOD, BAD, head=HEAD))
    return path


def test_mistakes_are_written_by_sheet_row_and_column(file: Path, tmp_path: Path, capsys) -> None:
    errors = tmp_path / "问题.xlsx"
    assert run(file, "--compound", CompoundFactory().pk, "--preview", "--errors", errors) == 1
    rows = list(load_workbook(errors).active.iter_rows(values_only=True))
    assert rows[1] == import_roll.HEADS
    assert rows[2][:3] == ("名册", 3, "D")
    assert Ownership.objects.count() == 0
    assert "正在读取" in capsys.readouterr().err


def test_terminal_reads_per_cent(file: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(file, "--compound", CompoundFactory().pk, "--accept-good-rows") == 0
    said = capsys.readouterr().err
    assert [said.index(one) for one in ("正在读取 0%", "正在核对 0%", "正在写入 95%")] == sorted(
        said.index(one) for one in ("正在读取 0%", "正在核对 0%", "正在写入 95%")
    )
    assert Ownership.objects.count() == 1

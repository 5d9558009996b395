"""Templates hold no script, no style and no foreign address; the components are written down."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "yuanba" / "web" / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
BANNED = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"(src|href)=[\"'](https?:)?//", re.IGNORECASE),
    "end shown as an instant (use |until, |by or |last_day)": re.compile(
        r"\bclos(es|ed)_at\s*\|\s*(moment|day|hour)\b"
    ),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
}


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_keeps_the_content_policy(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [what for what, pattern in BANNED.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    engines["jinja2"].get_template(name(path))


def test_no_view_shows_an_end_as_an_instant() -> None:
    shown = re.compile(r"\b(moment|day|hour)\([\w.]*closes_at\)")
    views = (ROOT / "src" / "yuanba" / "web").rglob("*.py")
    assert [path.name for path in views if shown.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", sorted((FOLDER / "components").glob("*.html")), ids=name)
def test_component_asks_nobody_and_says_how_it_is_called(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("{#-"), "the first lines say how it is called"
    assert not re.search(r"\.objects\b|\.filter\(|request\.", text)


PRIVATE = {"nav_list", "nav_link", "elder_switch", "language_switch", "place_header", "foot", "narrow_nav", "wide_nav", "flash",
           "described", "about", "optional", "filters", "shown"}  # fmt: skip


def test_every_component_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "components.md").read_text(encoding="utf-8")
    macros = {
        macro
        for path in (FOLDER / "components").glob("*.html")
        for macro in re.findall(r"{% macro (\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert sorted(macro for macro in macros - PRIVATE if f"{macro}(" not in page) == []

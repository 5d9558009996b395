"""The documentation hangs together: every link leads somewhere, every page is in the index, nothing names a machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
LARGEST_IMAGE = 150_000  # bytes; a clone is downloaded over slow lines
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)\s>]+)>?\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:", "tel:")
# Folders of somebody's machine and addresses of package registries have no place in what others read.
PRIVATE = re.compile(r"/work/|/root/|/home/\w|\.\./shared|[A-Z]:\\Users|pypi\.org/simple|registry\.npmjs|pythonhosted")


def pages() -> list[Path]:
    """Every Markdown file under version control, and new ones that are not ignored."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(path for name in set(found.stdout.splitlines()) if (path := ROOT / name).is_file())


def links(page: Path, pattern: re.Pattern[str] = LINK) -> list[str]:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [target for target in pattern.findall(text) if not target.startswith(ELSEWHERE)]


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of headings: small letters, blanks as hyphens, other signs left out."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_picture_is_there_and_small(page: Path) -> None:
    pictures = [page.parent / link for link in links(page, IMAGE)]
    assert [str(path) for path in pictures if not path.is_file() or path.stat().st_size > LARGEST_IMAGE] == []


def test_every_page_is_in_the_index() -> None:
    listed = {(DOCS / link.partition("#")[0]).resolve() for link in links(INDEX)}
    assert [name(page) for page in pages() if DOCS in page.parents and page not in {*listed, INDEX}] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    assert PRIVATE.findall(page.read_text(encoding="utf-8")) == []


def test_a_page_in_two_languages_links_its_other_half() -> None:
    halves = [page for page in pages() if page.name.endswith(".zh-CN.md")]
    assert halves
    for chinese in halves:
        english = chinese.with_name(chinese.name.removesuffix(".zh-CN.md") + ".md")
        assert english.name in links(chinese), name(chinese)
        assert chinese.name in links(english), name(english)

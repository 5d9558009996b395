"""Reference pages made from the code, so that they cannot drift from it; a test compares them."""

import importlib
from pathlib import Path

from django.utils import translation

from yuanba.config.cli import VERBS
from yuanba.kernel.transitions import Table
from yuanba.people.posts import POSTS
from yuanba.web.refusals import Text, registry

PACKAGE = Path(__file__).resolve().parent.parent
MADE = "\n<!-- Made by `yuanba docs write`. Do not edit. -->\n"


def pages() -> dict[str, str]:
    """Path from the repository root → what the page says."""
    return {
        "docs/reference/states.md": states(),
        "docs/reference/permissions.md": permissions(),
        "docs/reference/commands.md": commands(),
        "docs/reference/refusals.md": refusals(),
    }


def tables() -> list[Table]:
    """Every table of moves, by subject and name."""
    found: list[Table] = []
    for path in sorted(PACKAGE.glob("*/states.py")):
        module = importlib.import_module(f"yuanba.{path.parent.name}.states")
        found += [value for value in vars(module).values() if isinstance(value, Table)]
    return found


def states() -> str:
    lines = ["# States and moves", MADE, "Every move that is not drawn here is refused.", ""]
    for table in tables():
        lines += [f"## {table.name}", "", "```mermaid", table.diagram(), "```", ""]
        lines += ["| move | from | to | by | needs |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.verb} | {', '.join(sorted(row.sources))} | {row.target} | {row.by} | {', '.join(row.needs) or '–'} |"
            for row in table.rows
        ]
        lines.append("")
    return "\n".join(lines)


def permissions() -> str:
    lines = [
        "# Posts and permissions",
        MADE,
        "A post holds in the territory of its appointment and everything below it.",
        "",
    ]
    lines += ["| post | permissions |", "|---|---|"]
    lines += [f"| {post} | {', '.join(sorted(granted)) or '–'} |" for post, granted in POSTS.items()]
    return "\n".join([*lines, ""])


def commands() -> str:
    lines = [
        "# The command `yuanba`",
        MADE,
        "After `./dev install` it is `.venv/bin/yuanba`. `yuanba VERB --help` says more.",
        "",
    ]
    lines += ["| verb | what it does |", "|---|---|"]
    lines += [f"| `{verb}` | {text} |" for verb, text in VERBS.items()]
    return "\n".join([*lines, ""])


def refusals() -> str:
    """Every code that a page explains, in the order of the alphabet."""
    lines = [
        "# Refusals",
        MADE,
        "What the site says instead of doing something: the rule, the next step, whom to ask. `%(name)s` is filled in.",
        "A code that begins with `*` stands for all that end alike. The status is that of HTTP: 403 where the person may not,",
        "409 where the thing cannot now, 429 where it was too often. The Chinese words stand in `web/<subject>/locale`.",
        "",
        "| code | rule | next step | ask | status |",
        "|---|---|---|---|---|",
    ]
    with translation.override("en"):
        for code, words in sorted(registry().items()):
            cells = [f"`{code}`", cell(words.rule), cell(words.next_step), cell(words.contact), str(words.status)]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def cell(text: Text) -> str:
    """Text that cannot end the cell of a table."""
    return " ".join(str(text).replace("|", "\\|").split())

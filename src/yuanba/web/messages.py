"""The catalogues: what is said in English in the code, and by hand in Chinese beside each subject."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from yuanba.web.subjects import FOLDER, names

LOCALE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
SHELL = "shell"  # the shell's catalogue also keeps what all pages share
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_OPTIONS = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "silent": "false",
}

# Lines of a header that say nothing here, and change with every run.
BOILERPLATE = (
    '"Project-Id',
    '"Report-',
    '"POT-',
    '"PO-',
    '"Last-Tr',
    '"Language-Team',
    '"Generated-By',
)

Key = tuple[str | None, str]


def catalogue_file(subject: str) -> Path:
    return FOLDER / subject / LOCALE


def sources(subject: str) -> list[Path]:
    """The files whose strings belong to the subject."""
    templates = FOLDER / "templates"
    found = [*(FOLDER / subject).rglob("*.py"), *(templates / subject).rglob("*.html")]
    if subject == SHELL:
        found += [*FOLDER.glob("*.py"), *templates.glob("*.html"), *(templates / "components").rglob("*.html")]
    return sorted(found)


def used(subject: str) -> Catalog:
    """Every string that the subject's files say, with where they say it."""
    catalogue = Catalog(locale="zh_Hans", charset="utf-8")
    for file in sources(subject):
        template = file.suffix == ".html"
        method = "jinja2.ext:babel_extract" if template else "python"
        options = TEMPLATE_OPTIONS if template else {}
        where = file.relative_to(FOLDER).as_posix()
        for line, text, comments, context in extract_from_file(
            method, file, keywords=KEYWORDS, comment_tags=("Translators:",), options=options
        ):
            catalogue.add(text, locations=[(where, line)], auto_comments=comments, context=context)
    return catalogue


def written(subject: str) -> Catalog:
    """The subject's catalogue as it was written by hand; empty if there is none."""
    file = catalogue_file(subject)
    if not file.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale="zh_Hans", charset="utf-8")


def _keys(catalogue: Catalog) -> set[Key]:
    return {(message.context, _first(message.id)) for message in catalogue if message.id}


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, (list, tuple)) else str(text)


def _translated(catalogue: Catalog) -> dict[Key, str]:
    """What has words that nobody needs to look at again."""
    done: dict[Key, str] = {}
    for message in catalogue:
        words = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and not message.fuzzy and all(words):
            done[(message.context, _first(message.id))] = "|".join(map(str, words))
    return done


def everywhere() -> dict[Key, dict[str, str]]:
    """For each translated string its Chinese by subject."""
    found: dict[Key, dict[str, str]] = {}
    for subject in names():
        for key, words in _translated(written(subject)).items():
            found.setdefault(key, {})[subject] = words
    return found


def missing() -> list[str]:
    """Every string of any page that no catalogue translates, as "subject: string". Empty when all is well."""
    known = everywhere()
    return [
        f"{subject}: {text!r}" + (f" ({context})" if context else "")
        for subject in names()
        for context, text in sorted(_keys(used(subject)) - known.keys(), key=str)
    ]


def conflicts() -> list[str]:
    """Strings that two catalogues translate differently: one of them would win by chance."""
    return [f"{key[1]!r}: {words}" for key, words in everywhere().items() if len(set(words.values())) > 1]


def extract() -> dict[str, int]:
    """Each catalogue holds its subject's strings: new ones empty, vanished ones gone. Returns the new ones by subject.

    A string that another subject already translates is not asked for again.
    """
    spoken = {subject: used(subject) for subject in names()}
    anywhere: set[Key] = set().union(*(_keys(catalogue) for catalogue in spoken.values()))
    known = everywhere()
    added: dict[str, int] = {}
    for subject, catalogue in spoken.items():
        old = written(subject)
        kept = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
        for message in catalogue:
            key = (message.context, _first(message.id))
            if message.id and (key not in known or subject in known[key]):
                before = old.get(message.id, context=message.context)
                if before is None:
                    added[subject] = added.get(subject, 0) + 1
                kept.add(
                    message.id,
                    before.string if before else None,
                    locations=message.locations,
                    context=message.context,
                    auto_comments=message.auto_comments,
                    user_comments=before.user_comments if before else (),
                )
        for message in old:
            key = (message.context, _first(message.id))
            if message.id and key in anywhere and kept.get(message.id, context=message.context) is None:
                kept[message.id] = message
        _save(subject, kept)
    return added


def _save(subject: str, catalogue: Catalog) -> None:
    file = catalogue_file(subject)
    if not len(catalogue) and not file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = f"# What the pages of {subject} say in Chinese."
    for message in catalogue:  # a written file knows no lines, a source does: without them both sort alike
        message.locations = sorted({(source, 0) for source, _ in message.locations})
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    lines = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(BOILERPLATE)]
    file.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def compile_all() -> int:
    """Every .mo is newer than its .po; returns how many were written."""
    count = 0
    for subject in names():
        file = catalogue_file(subject)
        target = file.with_suffix(".mo")
        if not file.exists() or (target.exists() and target.stat().st_mtime >= file.stat().st_mtime):
            continue
        buffer = BytesIO()
        write_mo(buffer, written(subject))
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(buffer.getvalue())
        fresh.replace(target)  # several test processes may compile at once
        count += 1
    return count

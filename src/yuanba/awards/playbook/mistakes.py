"""What is wrong with a playbook: one Mistake per fault, in both languages, with what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from yuanba.awards.playbook.positions import Path, Positions, path_text
from yuanba.awards.playbook.texts import TEXTS


@dataclass(frozen=True)
class Mistake:
    """One fault: where (line and column from 1, 0 when nowhere), which value, what is wrong, what to do."""

    line: int
    column: int
    path: str
    code: str
    message_zh: str
    message_en: str
    hint_zh: str
    hint_en: str

    @property
    def hint(self) -> str:
        return self.hint_zh


class PlaybookError(Exception):
    """Raised when a text is not a valid playbook; carries every mistake, in the order of the file."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        assert mistakes, "an error says at least one thing"
        super().__init__("; ".join(f"{item.line}: {item.message_en}" for item in mistakes[:5]))
        self.mistakes = mistakes


def mistake(code: str, path: Path = (), place: tuple[int, int] = (0, 0), **facts: object) -> Mistake:
    """A mistake with its sentences filled in from the facts."""
    words = {"path": path_text(path), "name": _name(path), **facts}
    zh, en, hint_zh, hint_en = (sentence.format_map(words).strip() for sentence in TEXTS[code])
    return Mistake(place[0], place[1], path_text(path), f"playbook.{code}", zh, en, hint_zh, hint_en)


def _name(path: Path) -> str:
    """The last key of a path: the list's own name for one of its items."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


# What an officer calls the words that a playbook writes in English.
MEANT = {
    "个人": "PERSON", "集体": "ORGANISATION", "单位": "ORGANISATION", "案例": "CASE", "作品": "WORK",
    "报名": "REGISTRATION", "材料": "MATERIALS", "初审": "SCREENING", "审核": "SCREENING", "测评": "SURVEY",
    "满意度": "SURVEY", "投票": "VOTE", "评议": "COMMENT", "评审": "JURY", "公示": "PUBLICITY", "网上": "ONLINE",
    "社区": "COMMUNITY", "邮件": "EMAIL", "推荐": "RECOMMENDATION", "街道": "SUBDISTRICT",
}  # fmt: skip


def close(word: str, allowed: Iterable[str]) -> tuple[str, str]:
    """“Did you mean …” in both languages, or nothing."""
    allowed = list(allowed)
    meant = next((code for name, code in MEANT.items() if name in word and code in allowed), "")
    if meant:
        return f"“{word}”写成“{meant}”。", f"“{word}” is written “{meant}” here. "
    by_small = {item.lower(): item for item in allowed}
    guesses = difflib.get_close_matches(word.lower()[:60], by_small, n=1, cutoff=0.6)
    if not guesses:
        return "", ""
    return f"是不是“{by_small[guesses[0]]}”？", f"Did you mean “{by_small[guesses[0]]}”? "


class Report:
    """Collects the mistakes of one text, and remembers which values could not be read, so that no rule judges them."""

    def __init__(self, where: Positions) -> None:
        self.where = where
        self.found: list[Mistake] = []
        self.broken: list[Path] = []

    def bad(self, code: str, path: Path, **facts: object) -> None:
        """A value that cannot be read."""
        self.broken.append(path)
        self.found.append(mistake(code, path, self.where.of(path), **facts))

    def rule(self, code: str, path: Path, needs: Iterable[Path] = (), **facts: object) -> None:
        """A rule that is broken, unless one of the values that it rests on could not be read."""
        if not any(self.unread(need) for need in (path, *needs)):
            self.found.append(mistake(code, path, self.where.of(path), **facts))

    def unread(self, path: Path) -> bool:
        return any(path[: len(bad)] == bad or bad[: len(path)] == path for bad in self.broken if bad and path)

    def sorted(self) -> tuple[Mistake, ...]:
        """The mistakes by line and column, each once."""
        return tuple(sorted(dict.fromkeys(self.found), key=lambda item: (item.line, item.column, item.code, item.path)))

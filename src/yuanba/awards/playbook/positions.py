"""Where each value of a TOML text stands: a map from its path to line and column, both counted from 1.

The text has been accepted by tomllib before, so the scanner only walks; it never judges.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
BLANK = " \t"
SPACE = " \t\r\n"


@dataclass
class Scanner:
    """Walks one valid TOML text and notes where every key, table and list item begins."""

    text: str
    at: int = 0
    found: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)

    def run(self) -> None:
        base: Path = ()
        while self.skip(SPACE):
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)

    def skip(self, blanks: str) -> bool:
        """Moves past blanks and comments; False at the end of the text."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif char in blanks:
                self.at += 1
            else:
                return True
        return False

    def header(self) -> Path:
        start, array = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        parts = list(self.keys("]"))
        self.at += 2 if array else 1
        parent = self.resolve(tuple(parts[:-1]))
        path: Path = (*parent, parts[-1])
        self.found.setdefault(path, start)
        if array:
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
            self.found.setdefault(path, start)
            return path
        return self.resolve((*parts[:-1], parts[-1]))

    def resolve(self, parts: tuple[str, ...]) -> Path:
        """The path that a header's parts mean: inside a list of tables, the latest one."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def keys(self, end: str) -> Iterator[str]:
        """The parts of a dotted key; stops in front of `end`."""
        while self.skip(BLANK) and self.text[self.at] != end:
            if self.text[self.at] == ".":
                self.at += 1
            elif self.text[self.at] in "\"'":
                start = self.at
                self.string()
                yield self.text[start + 1 : self.at - 1]
            else:
                start = self.at
                while self.at < len(self.text) and self.text[self.at] not in f".{end} \t\r\n":
                    self.at += 1
                yield self.text[start : self.at]

    def pair(self, base: Path) -> None:
        start = self.at
        path = base
        for part in self.keys("="):
            path = (*path, part)
            self.found.setdefault(path, start)
        self.at += 1
        self.skip(BLANK)
        self.value(path)

    def value(self, path: Path) -> None:
        char = self.text[self.at : self.at + 1]
        if char == "[":
            self.items(path)
        elif char == "{":
            self.inline(path)
        elif char and char in "\"'":
            self.string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\r\n":
                self.at += 1

    def items(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self.skip(SPACE) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.found.setdefault((*path, number), self.at)
            self.value((*path, number))
            number += 1
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while self.skip(SPACE) and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.pair(path)
        self.at += 1

    def string(self) -> None:
        quote = self.text[self.at]
        triple = self.text.startswith(quote * 3, self.at)
        mark = quote * 3 if triple else quote
        self.at += len(mark)
        while not self.text.startswith(mark, self.at) and self.at < len(self.text):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(mark)
        while triple and self.text.startswith(quote, self.at):
            self.at += 1


@dataclass(frozen=True)
class Positions:
    """Answers where a path stands; an unknown path stands where its nearest known parent does."""

    text: str
    offsets: dict[Path, int]

    def of(self, path: Path) -> tuple[int, int]:
        while path and path not in self.offsets:
            path = path[:-1]
        offset = self.offsets.get(path, 0)
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1


def positions(text: str) -> Positions:
    """Where everything in a valid TOML text stands."""
    scanner = Scanner(text)
    with suppress(RecursionError, IndexError):  # an odd text: what was found so far is still right
        scanner.run()
    return Positions(text, scanner.found)


def path_text(path: Path) -> str:
    """A path as people read it, items counted from 1: `categories[2].kinds[1].quota`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text

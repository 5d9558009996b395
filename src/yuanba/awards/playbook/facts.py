"""A playbook under examination: where its parts stand, and the report that every rule writes to."""

from collections.abc import Iterable, Mapping

from yuanba.awards.playbook.mistakes import Report, close
from yuanba.awards.playbook.model import Playbook
from yuanba.awards.playbook.positions import Path


class Facts:
    """A playbook under examination: says where its parts stand and collects what is wrong."""

    def __init__(self, playbook: Playbook, paths: Mapping[int, Path], report: Report) -> None:
        self.playbook = playbook
        self.paths = paths
        self.report = report
        self.categories = {category.key: category for category in playbook.categories if category.key}

    def path(self, thing: object, *names: str | int) -> Path:
        return (*self.paths.get(id(thing), ()), *names)

    def say(self, code: str, path: Path, needs: Iterable[Path] = (), **facts: object) -> None:
        self.report.rule(code, path, needs, **facts)

    def reference(self, code: str, key: str, allowed: Iterable[str], path: Path) -> None:
        """Reports a key that names nothing."""
        known = tuple(allowed)
        if key and key not in known:
            guess, guess_en = close(key, known)
            self.say(code, path, key=key, allowed=", ".join(known) or "—", guess=guess, guess_en=guess_en)

    def unique(self, things: Iterable[object], name: str = "key") -> None:
        """Reports a key that an earlier thing of the same list has."""
        first: dict[str, object] = {}
        for thing in things:
            key = str(getattr(thing, name))
            if key and first.setdefault(key, thing) is not thing:
                line = self.report.where.of(self.path(first[key], name))[0]
                self.say("duplicate", self.path(thing, name), key=key, line=line)

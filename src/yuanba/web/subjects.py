"""Which folders of web hold a subject, and the modules that each of them may bring."""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent


@cache
def names() -> tuple[str, ...]:
    """The subjects with pages, in the order of the alphabet: folders of web that are packages."""
    return tuple(sorted(file.parent.name for file in FOLDER.glob("*/__init__.py")))


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """The module `name` ("urls", "nav", "refusals") of every subject that has one."""
    return tuple(
        import_module(f"yuanba.web.{subject}.{name}")
        for subject in names()
        if (FOLDER / subject / f"{name}.py").exists() or (FOLDER / subject / name / "__init__.py").exists()
    )

"""What import-linter cannot see: keys between tables, file sizes, and names that become drawers."""

import ast
import itertools
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "yuanba"


def layers() -> dict[str, int]:
    """Package name → floor, 0 at the bottom, from the import contract itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    return {name: floor for floor, row in enumerate(reversed(rows)) for name in re.findall(r"\w+", row)}


def own_sources() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_foreign_keys_point_down() -> None:
    floors = layers()
    upward = []
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in floors:
            continue
        for field in itertools.chain(model._meta.fields, model._meta.many_to_many):
            target = field.related_model._meta.app_label if field.is_relation else label
            if target in floors and target != label and floors[target] >= floors[label]:
                upward.append(f"{label}.{model.__name__}.{field.name} → {target}")
    assert upward == []


def test_keys_between_apps_protect_and_stay_silent() -> None:
    loose = []
    for model in apps.get_models():
        for field in model._meta.fields:
            if not field.is_relation or field.related_model._meta.app_label == model._meta.app_label:
                continue
            if model.__module__.startswith("yuanba.") and field.related_model.__module__.startswith("yuanba."):
                rule = field.remote_field.on_delete.__name__
                if rule != "PROTECT" or not field.remote_field.hidden:
                    loose.append(f"{model.__name__}.{field.name}")
    assert loose == []


def test_every_package_has_a_floor() -> None:
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert packages - set(layers()) == set()


def test_no_drawer_names() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "shared", "tools", "lib"}
    assert [str(path) for path in own_sources() if path.stem in drawers or set(path.parts) & {"utils", "common"}] == []


def test_files_stay_small() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in own_sources()
        if path.name != "verify.py"  # one file by ADR 0008, so that anyone can copy it
        and (lines := len(path.read_text().splitlines())) > 400
    ] == []


def test_functions_stay_short() -> None:
    long = []
    for path in own_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 70:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


@pytest.mark.parametrize("word", ["FloatField", "GenericForeignKey", "post_save", "pre_save", "apps.get_model("])
def test_banned_words_are_absent(word: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in own_sources() if word in path.read_text()]
    assert found == []

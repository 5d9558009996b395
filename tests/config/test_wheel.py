"""What an installed wheel must find beside its code, and the names under which it finds it."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from yuanba.awards.playbook import shipped
from yuanba.config.verbs import demo
from yuanba.simulation import demonstration

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yuanba"


def test_the_playbooks_lie_in_the_package_and_go_into_the_wheel() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["yuanba"]
    ours = sorted(path.name for path in (ROOT / "playbooks" / "awards").glob("*.toml"))
    inside = sorted(PACKAGE.joinpath("playbooks", "awards").glob("*.toml"))

    assert PACKAGE in shipped.FOLDER.parents
    assert [path.name for path in inside] == ours
    for path in inside:
        relative = path.relative_to(PACKAGE).as_posix()
        assert any(fnmatch(relative, pattern) for pattern in patterns), relative


def test_a_shipped_playbook_answers_to_its_name(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert shipped.named(Path("huayang-2021")) == shipped.FOLDER / "huayang-2021.toml"
    assert shipped.named(Path("light.toml")) == shipped.FOLDER / "light.toml"
    assert shipped.named(Path("elsewhere/light.toml")) == Path("elsewhere/light.toml")
    assert shipped.named(Path("nothing")) == Path("nothing")
    (tmp_path / "light.toml").write_text("")
    assert shipped.named(Path("light.toml")) == Path("light.toml")


def test_the_demonstration_loads_the_shipped_playbooks(monkeypatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr(demo, "call_command", lambda *args, **kwargs: None)
    monkeypatch.setattr(demo.connection, "vendor", "none")
    monkeypatch.setattr(demo.connection, "close", lambda: None)
    monkeypatch.setattr(demonstration, "load", lambda **given: asked.update(given))

    demo.load()

    assert "huayang" in str(asked["playbook_text"])
    assert "light" in str(asked["light_text"])

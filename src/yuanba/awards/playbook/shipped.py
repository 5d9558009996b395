"""The playbooks that come with Yuanba, to start a campaign from.

They lie in playbooks/ at the root of the source, where people look for them, and in the package as well (a link there,
files in a wheel).
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "playbooks" / "awards"


def shipped() -> dict[str, str]:
    """The text of each shipped playbook under its file's name without ".toml", in the order of the alphabet."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.toml"))}


def named(file: Path) -> Path:
    """The file itself; for the bare name of a shipped playbook ("huayang-2021", where no such file is), that one."""
    ours = FOLDER / f"{file.name.removesuffix('.toml')}.toml"
    return ours if not file.exists() and file.parent == Path() and ours.exists() else file

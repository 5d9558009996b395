"""The playbooks that come with Yuanba, to start a campaign from."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[4] / "playbooks" / "awards"


def shipped() -> dict[str, str]:
    """The text of each shipped playbook under its file's name without ".toml", in the order of the alphabet."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.toml"))}

"""Screenshots for whoever looks: written only where YUANBA_SHOTS names a folder."""

import os
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("YUANBA_SHOTS", "")


def shot(page: Page, name: str) -> None:
    """The whole page as NAME.png, if a folder was named."""
    if FOLDER:
        page.wait_for_load_state()
        page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)

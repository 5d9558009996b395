"""What every page knows of its visitor."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import get_language

from yuanba.web import nav


@dataclass(frozen=True)
class Shell:
    """The frame of the page: language, elder mode, who is signed in, and the way through the rooms."""

    request: HttpRequest

    @property
    def english(self) -> bool:
        return (get_language() or "").startswith("en")

    @property
    def lang(self) -> str:
        return "en" if self.english else "zh-Hans"

    @property
    def elder(self) -> bool:
        return getattr(self.request, "elder", False)

    @property
    def demonstration(self) -> bool:
        return settings.DEMONSTRATION

    @property
    def path(self) -> str:
        """Where a switch comes back to."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @property
    def label(self) -> str:
        return str(self.request.session.get("label", "")) if self.signed_in else ""

    def grouped(self, links: list[nav.Link]) -> list[nav.Group]:
        return nav.grouped(links)

    @property
    def nav(self) -> list[nav.Link]:
        return nav.links(self.request)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"shell": Shell(request), "messages": get_messages(request)}

"""Feeds (Atom, RFC 4287), for whoever reads along without looking in every day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

ATOM = "http://www.w3.org/2005/Atom"
# Source: XML 1.0, section 2.2: characters that no document may hold.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `link` is its page and its identity."""

    link: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime


def address(name: str, *args: object) -> str:
    """The whole address of a page, as others link to it."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=args)


def response(
    request: HttpRequest, *, title: str, here: str, page: str, entries: Iterable[Entry], now: datetime
) -> HttpResponse:
    """The feed at `here` of what stands on `page`; without entries it was updated `now`."""
    shown = tuple(entries)
    root = ElementTree.Element("feed", xmlns=ATOM)
    root.set("xml:lang", request.LANGUAGE_CODE)
    _add(root, "id", here)
    _add(root, "title", title)
    _add(root, "updated", instant(max((one.updated_at for one in shown), default=now)))
    ElementTree.SubElement(root, "link", rel="self", href=here, type="application/atom+xml")
    ElementTree.SubElement(root, "link", rel="alternate", href=page, type="text/html")
    _add(ElementTree.SubElement(root, "author"), "name", _("Yuanba"))
    for one in shown:
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "id", one.link)
        _add(entry, "title", one.title)
        _add(entry, "published", instant(one.published_at))
        _add(entry, "updated", instant(one.updated_at))
        ElementTree.SubElement(entry, "link", rel="alternate", href=one.link, type="text/html")
        _add(entry, "summary", one.summary)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def instant(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_XML.sub("", text)

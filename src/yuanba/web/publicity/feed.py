"""The notices as an Atom feed (RFC 4287), for whoever reads along without looking in every day."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.publicity import queries
from yuanba.web import clock
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody

ATOM = "http://www.w3.org/2005/Atom"
# Source: XML 1.0, section 2.2: characters that no document may hold.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@anyone
@require_safe
@for_everybody
def atom(request: HttpRequest) -> HttpResponse:
    """The latest public notices, newest first. One query."""
    items = queries.feed()
    newest = max((item.updated_at for item in items), default=clock.now())
    root = ElementTree.Element("feed", xmlns=ATOM)
    root.set("xml:lang", request.LANGUAGE_CODE)
    _add(root, "id", address("publicity:feed"))
    _add(root, "title", _("Public notices"))
    _add(root, "updated", instant(newest))
    ElementTree.SubElement(root, "link", rel="self", href=address("publicity:feed"), type="application/atom+xml")
    ElementTree.SubElement(root, "link", rel="alternate", href=address("publicity:index"), type="text/html")
    _add(ElementTree.SubElement(root, "author"), "name", _("Yuanba"))
    for item in items:
        _entry(root, item)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def address(name: str, *args: object) -> str:
    """The whole address of a page, as others link to it."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=args)


def instant(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(root: ElementTree.Element, item: queries.FeedItem) -> None:
    entry = ElementTree.SubElement(root, "entry")
    link = address("publicity:notice", item.id.partition(":")[2])
    title = _("Withdrawn: %(title)s") % {"title": item.title} if item.is_withdrawn else item.title
    _add(entry, "id", link)
    _add(entry, "title", title)
    _add(entry, "published", instant(item.published_at))
    _add(entry, "updated", instant(item.updated_at))
    ElementTree.SubElement(entry, "link", rel="alternate", href=link, type="text/html")
    _add(entry, "summary", item.summary or item.title)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_XML.sub("", text)

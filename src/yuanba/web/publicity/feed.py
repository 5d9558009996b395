"""The notices as an Atom feed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.publicity import queries
from yuanba.web import atom as atoms
from yuanba.web import clock
from yuanba.web.atom import address
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody


@anyone
@require_safe
@for_everybody
def atom(request: HttpRequest) -> HttpResponse:
    """The latest public notices, newest first. One query."""
    here, page = address("publicity:feed"), address("publicity:index")
    entries = (_entry(item) for item in queries.feed())
    return atoms.response(request, title=_("Public notices"), here=here, page=page, entries=entries, now=clock.now())


def _entry(item: queries.FeedItem) -> atoms.Entry:
    title = _("Withdrawn: %(title)s") % {"title": item.title} if item.is_withdrawn else item.title
    link = address("publicity:notice", item.id.partition(":")[2])
    return atoms.Entry(link, title, item.summary or item.title, item.published_at, item.updated_at)

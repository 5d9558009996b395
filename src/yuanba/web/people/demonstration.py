"""The page that shows sign-in codes. It exists in demonstrations only; config.checks refuses it anywhere else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yuanba.messaging.queries import recent
from yuanba.people.queries import demonstration_sign_ins
from yuanba.people.queries.demonstration import EXPERT, PASSWORD
from yuanba.web import clock
from yuanba.web.doors import anyone
from yuanba.web.people.labels import POSTS

SHOWN = 20
EXPERTS = {EXPERT: _("Expert for juries, employed by a company")}


@anyone
@require_safe
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """The newest codes, and how to sign in as each post. Raises Http404 outside demonstrations."""
    if not (settings.DEMONSTRATION and settings.SHOW_SIGN_IN_CODES):
        raise Http404
    sent = [row for row in recent(SHOWN * 2) if row.kind == "sign_in_code" and row.params.get("code")][:SHOWN]
    context = {
        "codes": sent,
        "sign_ins": demonstration_sign_ins(clock.now()),
        "password": PASSWORD,
        "posts": POSTS | EXPERTS,
    }
    return render(request, "people/codes.html", context)

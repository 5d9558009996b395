"""The first page, the switches of language and size, and what a site says about itself."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from yuanba.web.doors import anyone
from yuanba.web.home import GOING_ON, cards
from yuanba.web.middleware import ELDER_COOKIE, LANGUAGE_COOKIE
from yuanba.web.shell.labels import STATEMENTS

IN_SIGHT = 6  # so many cards before the rest is folded; whatever is open to whoever looks is always in sight
WAITS_FOR_ME = 10  # the order of a card that waits for whoever looks; see web.home.Card
YEAR_SECONDS = 365 * 24 * 3600


@anyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what is open now, and the way to everything else. Staff and jurors see their own work first."""
    found = cards(request)
    works = bool(request.user.is_authenticated and request.user.is_staff_account)
    own = [card for card in found if works and card.order <= WAITS_FOR_ME]
    others = [card for card in found if card not in own]
    near = [card for card in others if card.order < GOING_ON]
    far = [card for card in others if card.order >= GOING_ON]
    in_sight = max(0, IN_SIGHT - len(near))
    context = {"works": works, "own": own, "cards": near + far[:in_sight], "elsewhere": far[in_sight:]}
    return render(request, "shell/home.html", context)


def _switched(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    answer = HttpResponseRedirect(back)
    answer.set_cookie(
        cookie, value, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return answer


# The two switches change only how this browser shows pages; without a token the pages can be cached for everybody.
@anyone
@csrf_exempt
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """The pages speak the chosen language from now on."""
    chosen = request.POST.get("language", "")
    return _switched(request, LANGUAGE_COOKIE, chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


@anyone
@csrf_exempt
@require_POST
def switch_elder(request: HttpRequest) -> HttpResponse:
    """Large letters and large targets are on or off."""
    return _switched(request, ELDER_COOKIE, "1" if request.POST.get("elder") == "1" else "0")


@anyone
@require_safe
def statement(request: HttpRequest, name: str) -> HttpResponse:
    """What the site says about itself: about, privacy, accessibility, limits."""
    return render(request, f"shell/{name}.html", {"title": STATEMENTS[name], "contact": settings.CONTACT})


@anyone
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" if the database answers; for the supervisor and the load balancer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@anyone
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public; in a demonstration nothing is."""
    rule = "Disallow: /" if settings.DEMONSTRATION else "Disallow: /me/\nDisallow: /desk/"
    return HttpResponse(f"User-agent: *\n{rule}\n", content_type="text/plain")


@anyone
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(settings.STATIC_URL + "icons/seal.svg")


def only_for_makers() -> None:
    """The page exists in development and demonstrations only. Raises Http404."""
    if settings.MODE == "production":
        raise Http404

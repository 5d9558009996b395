"""Pages for when it does not work: always in our look, always with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yuanba.web.refusals import Explained


def refused(request: HttpRequest, why: Explained) -> HttpResponse:
    """The refusal in words; for htmx only the fragment."""
    template = "shell/refusal_fragment.html" if request.headers.get("HX-Request") else "shell/refused.html"
    return render(request, template, {"why": why}, status=why.status)


def page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "shell/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request, 400, _("That request was not understood"), _("Go back, load the page again, and try once more.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request, 403, _("This door is closed"), _("You may not see this page. If you should, ask whom you work for.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is stale (signed in anew in another tab, or cookies are off)."""
    return page(
        request,
        403,
        _("This form is out of date"),
        _(
            "You signed in or out since it was opened. Go back, load the page again and send it once more; drafts are kept."
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """More bytes than any form takes; nothing of it was read."""
    return page(
        request,
        413,
        _("That is too much at once"),
        _("Go back and choose a smaller file, or hand several in one by one. Nothing was sent."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        404,
        _("Nothing lives at this address"),
        _("The page was moved or never existed. Start from the first page."),
    )


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An empty 405 gets a page; the Allow header stays."""
    answer = page(request, 405, _("This page cannot be called like that"), _("Go back and use the button on the page."))
    answer.headers["Allow"] = response.headers.get("Allow", "")
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours is broken; this page needs neither the session nor the database."""
    return render(request, "shell/broken.html", {"elder": request.COOKIES.get("elder") == "1"}, status=500)

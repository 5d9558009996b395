"""The project's addresses and the yardstick beside them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yuanba.web.ballots import voter
from yuanba.web.cases.public import reporting
from yuanba.web.doors import signed_in


@csrf_exempt
@require_POST
def nothing(request: HttpRequest) -> HttpResponse:
    """What a signed-in form costs without its purpose: the middleware, the session, the fields read, a redirect."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    return HttpResponseRedirect(f"/bench/nothing?fields={len(fields)}")


urlpatterns = [
    path("bench/cast", voter.cast),  # the plain view, which the cast lane does not know by this address
    path("bench/report/<int:pk>", csrf_exempt(reporting.report)),
    path("bench/nothing", csrf_exempt(signed_in(nothing))),
    path("", include("yuanba.config.urls")),
]

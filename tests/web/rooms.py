"""Rooms behind each door, beside the real addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from yuanba.people.models import Account
from yuanba.web import doors, drafts, sessions


def room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def waiting(request: HttpRequest) -> HttpResponse:
    kept = drafts.take(request)
    return HttpResponse(kept.urlencode() if kept else "nothing")


def begin(request: HttpRequest, pk: int) -> HttpResponse:
    sessions.begin(request, Account.objects.get(pk=pk), label="李**")
    return HttpResponse("begun")


def end(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return HttpResponse("ended")


urlpatterns = [
    path("begin/<int:pk>", doors.anyone(begin)),
    path("end", doors.signed_in(end)),
    path("open", doors.anyone(room)),
    path("form", doors.anyone(waiting)),
    path("signed", doors.signed_in(room)),
    path("resident", doors.resident(room)),
    path("staff", doors.staff(room)),
    path("organise", doors.holding("funds.draft")(room)),
    path("elsewhere", doors.holding("audit.read")(room)),
    path("", include("yuanba.web.urls")),
]

"""My page: who I am here, where I live, what I was told, and what is kept about me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.web.doors import signed_in


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The first page of whoever is signed in."""
    return render(request, "people/me.html")

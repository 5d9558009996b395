"""One small form, one action: the view that most registers need."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.forms import PageForm

Text = str | Promise
Data = dict[str, Any]
Do = Callable[[Data], object]
"""Takes the cleaned values, calls the one action. It may add errors to the form; then nothing is said to be done."""

KEEP = gettext_lazy("Keep it")
"""The button of a form that only writes something down."""


def act(  # noqa: PLR0913 - keyword-only: what a small form page says
    request: HttpRequest,
    form: PageForm,
    do: Do,
    *,
    heading: Text,
    button: Text,
    back: str,
    done: Text = "",
    lead: Text = "",
    notes: tuple[Text, ...] = (),
    active: str = "",
    trail: Text = "",
    desk: bool = True,
) -> HttpResponse:
    """The form under its notes, or, after it was sent and the action agreed, the way back with what was done.

    `desk` is false for a neighbour: one narrow column.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        if not form.errors and not form.why:
            if done:
                messages.success(request, str(done))
            return HttpResponseRedirect(back)
    said = {"heading": heading, "button": button, "back": back, "lead": lead, "notes": notes}
    context = {"form": form, **said, "active": active, "trail": trail, "desk": desk}
    return render(request, "shell/act.html", context, status=form.why[0].status if form.why else 200)


def filled(form_class: type[PageForm], request: HttpRequest, **kwargs: Any) -> Any:
    """The form as it was sent, or as it opens (with what waited while somebody signed in)."""
    if request.method == "POST":
        kwargs.pop("initial", None)
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class.opened(request, kwargs.pop("initial", None), **kwargs)


def doer(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when, as every action takes them: `actions.verb(..., **doer(request))`."""
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]

"""One small form, one action: the view that most registers need."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise

from yuanba.kernel.verdict import Refused
from yuanba.web.forms import PageForm

Text = str | Promise
Do = Callable[[dict[str, Any]], object]
"""Takes the cleaned values, calls the one action."""


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
    active: str = "",
) -> HttpResponse:
    """The form, or, after it was sent and the action agreed, the way back with what was done."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if done:
                messages.success(request, str(done))
            return HttpResponseRedirect(back)
    context = {"form": form, "heading": heading, "button": button, "back": back, "lead": lead, "active": active}
    return render(request, "shell/act.html", context, status=form.why[0].status if form.why else 200)


def filled(form_class: type[PageForm], request: HttpRequest, **kwargs: Any) -> Any:
    """The form as it was sent, or as it opens (with what waited while somebody signed in)."""
    if request.method == "POST":
        kwargs.pop("initial", None)
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class.opened(request, kwargs.pop("initial", None), **kwargs)

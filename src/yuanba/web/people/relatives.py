"""My relatives, declared by myself, so that nobody judges or checks their own family."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.queries import relations_of
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.doors import staff
from yuanba.web.forms import PageForm
from yuanba.web.people.forms import status


class RelativeForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Full name of the relative"), max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Mobile number of the relative"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        help_text=gettext_lazy("To find the right person among namesakes; the number is not kept with it."),
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def relatives(request: HttpRequest) -> HttpResponse:
    """Whom I declared, and one more."""
    form = filled(RelativeForm, request)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "phone")}
        try:
            actions.declare_relative(**facts, actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Declared. You are not asked to judge or check this person."))
            return redirect("people:relatives")
    lines = [(row, mask_name(row.relative.name)) for row in relations_of(request.user.person_id)]
    return render(request, "people/relatives.html", {"form": form, "lines": lines}, status=status(form))


@staff
@require_POST
def relative_end(request: HttpRequest, pk: int) -> HttpResponse:
    """My declaration no longer stands; the log keeps that it did."""
    if not relations_of(request.user.person_id).filter(pk=pk).exists():
        raise Http404
    actions.withdraw_relation(relation_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The declaration has ended. That it stood is kept in the log."))
    return redirect("people:relatives")

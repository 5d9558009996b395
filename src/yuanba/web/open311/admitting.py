"""The page where other systems are admitted to report cases, and their keys are ended."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.cases import actions, rules
from yuanba.cases.actions.clients import NAME_LENGTH
from yuanba.cases.queries.clients import clients_in
from yuanba.cases.queries.lists import places_of
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places import queries as places
from yuanba.web import acting, clock
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm


class ClientForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Whose it is and what it does, as it will stand in the record."),
    )
    territory = forms.TypedChoiceField(label=gettext_lazy("It may report in"), coerce=int)


@holding("cases.supervise")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest) -> HttpResponse:
    """Which systems may report here, and a form that admits one: its key is shown this once."""
    now = clock.now()
    mine = places_of(request.actor, (rules.SUPERVISE,), local_date(now))
    names = places.names_at(mine, local_date(now))
    form = acting.filled(ClientForm, request)
    form.fields["territory"].choices = sorted(names.items(), key=lambda one: one[1])
    admitted = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            admitted = actions.admit_client(
                name=data["name"], territory_id=data["territory"], actor=request.actor, now=now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            form = ClientForm.opened(request)
            form.fields["territory"].choices = sorted(names.items(), key=lambda one: one[1])
    rows = [(one, names.get(one.territory_id, "")) for one in clients_in(mine)]
    context = {"form": form, "rows": rows, "admitted": admitted}
    return render(request, "open311/clients.html", context, status=form.why[0].status if form.why else 200)


@holding("cases.supervise")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The key of this system opens nothing any more."""
    client = actions.end_client(client_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("%(name)s reports no more.") % {"name": client.name})
    return redirect("open311:clients")

"""What a resident does: proposes, joins in, takes back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.kernel.verdict import require
from yuanba.programmes import actions, rules
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import resident
from yuanba.web.programmes.forms import IdeaForm
from yuanba.web.programmes.frame import BOTH, by, compound_name


@resident
@never_cache
@require_http_methods(BOTH)
def propose(request: HttpRequest, place: int) -> HttpResponse:
    """A small thing for everyday life. Whoever does not live or own here is told so before filling it in."""
    name = compound_name(place)
    require(rules.may_propose(request.actor, place, clock.now()))

    def do(data: dict) -> object:
        idea = actions.Idea(place, data["title"], data["what"], data["where"], data["cost"])
        return actions.propose(idea=idea, request_key=data["request_key"], **by(request))

    return act(
        request,
        filled(IdeaForm, request),
        do,
        heading=_("Propose a small thing for everyday life"),
        lead=_("For %(place)s. Neighbours read it without your name and can join in.") % {"place": name},
        button=_("Propose it"),
        back=reverse("programmes:ideas", args=[place]),
        done=_("Thank you. It stands on the list, and you are told what comes of it."),
        active="plans",
        desk=False,
    )


@resident
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """I would like this too."""
    actions.support(project_id=pk, **by(request))
    messages.success(request, _("Counted. You can take it back while it is open."))
    return redirect("programmes:idea", pk)


@resident
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """My support is taken back."""
    actions.stop_supporting(project_id=pk, **by(request))
    messages.success(request, _("Taken back."))
    return redirect("programmes:idea", pk)


@resident
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """My idea is taken back."""
    project = actions.withdraw(project_id=pk, **by(request))
    messages.success(request, _("Your idea is taken back."))
    return redirect("programmes:ideas", project.territory_id)

"""The steps of the form, and which comes after which."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from yuanba.web.awards.entering.drafting import Desk

ORDER = ("nominee", "criteria", "materials", "review")
STEPS = {
    "choose": gettext_lazy("Honour"),
    "nominee": gettext_lazy("Who it is about"),
    "criteria": gettext_lazy("The reasons"),
    "materials": gettext_lazy("Documents"),
    "review": gettext_lazy("Look over"),
}


def track(current: str) -> list[dict[str, str]]:
    """Where in the form somebody is."""
    names = list(STEPS)
    place = names.index(current)
    states = ["done" if number < place else "now" if number == place else "next" for number in range(len(names))]
    return [
        {"state": state, "title": str(STEPS[name]), "detail": ""} for name, state in zip(names, states, strict=True)
    ]


def next_of(desk: Desk, name: str) -> HttpResponse:
    after = ORDER[ORDER.index(name) + 1]
    return redirect("awards:enter_step", desk.campaign.code, desk.draft.slot, after)

"""Children under 14: one's own age asked once, and what a guardian agrees to for a child of the household (C-003)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.people import actions
from yuanba.people.queries import children_of_household, current_texts, desk_person
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding, resident
from yuanba.web.forms import PageForm
from yuanba.web.people.labels import CONSENT_KINDS

AGES = (("OLDER", gettext_lazy("14 or older")), ("CHILD", gettext_lazy("Not yet 14")))


class AgeForm(PageForm):
    age = forms.ChoiceField(label=gettext_lazy("How old are you?"), choices=AGES, widget=forms.RadioSelect)
    turns_14 = forms.DateField(
        label=gettext_lazy("Day of the 14th birthday"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only for a child. Only this day is kept, and nothing is asked again."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("age") == "CHILD" and not cleaned.get("turns_14") and "turns_14" not in self.errors:
            self.add_error("turns_14", _("Please give the day of the 14th birthday."))
        return cleaned


class PersonAgeForm(AgeForm):
    """The same about somebody else, at the desk."""

    field_order = ("age", "turns_14")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["age"].label = _("How old is this person, by the document?")


def turns_14(values: dict[str, Any]) -> Any:
    return values["turns_14"] if values["age"] == "CHILD" else None


@resident
@require_POST
def say_age(request: HttpRequest) -> HttpResponse:
    """Said once, beside what one agrees to."""
    form = AgeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(message for _id, message in form.problems))
        return redirect("people:consents")
    actions.say_age(
        person_id=request.user.person_id, turns_14=turns_14(form.cleaned_data), actor=request.actor, now=clock.now()
    )
    messages.success(request, _("Noted. You are not asked again."))
    return redirect("people:consents")


@holding("people.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def age_at_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """A worker who has seen a document says until which day somebody is under 14."""
    found = desk_person(actor=request.actor, person_id=pk, now=clock.now())

    def do(values: dict) -> object:
        return actions.say_age(person_id=pk, turns_14=turns_14(values), actor=request.actor, now=clock.now())

    return act(
        request, filled(PersonAgeForm, request), do,
        heading=_("Under 14? %(name)s") % {"name": found.person.name},
        lead=_("For a child a guardian of the same household agrees. No date of birth is kept, only until when."),
        button=_("Note it"), back=reverse("people:desk_person", args=[pk]), done=_("Noted."), active="desk",
    )  # fmt: skip


@resident
@require_safe
def children(request: HttpRequest) -> HttpResponse:
    """The children of my household, and what I agreed to for each."""
    english = request.LANGUAGE_CODE == "en"
    texts = current_texts()
    lines = []
    for child in children_of_household(request.user.person_id, local_date(clock.now())):
        open_by_text = {row.text_id: row for row in child.consents if not row.subject}
        rows = [
            {
                "text": text,
                "name": CONSENT_KINDS.get(text.kind, text.kind),
                "words": text.text_en if english else text.text_zh,
                "consent": open_by_text.get(text.pk),
                "mine": text.pk in open_by_text and open_by_text[text.pk].guardian_id == request.user.person_id,
            }
            for text in texts
        ]
        lines.append((child, rows))
    return render(request, "people/children.html", {"lines": lines})


@resident
@require_POST
def consent_for(request: HttpRequest, pk: int, kind: str, version: int) -> HttpResponse:
    """I agree for this child."""
    actions.consent_for_child(kind=kind, version=version, child_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Noted: you agree for the child."))
    return redirect("people:children")


@resident
@require_POST
def withdraw_for(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer agree for the child, from now on."""
    actions.withdraw_consent(consent_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Withdrawn. What was done until now stays lawful; from now on it is not done."))
    return redirect("people:children")

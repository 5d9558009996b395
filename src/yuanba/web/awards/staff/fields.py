"""The most changed values of a draft's playbook as a form: days, places, prizes, weights, contacts, the notice."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yuanba.awards.models import Campaign
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook, PlaybookError
from yuanba.awards.playbook.positions import Path, positions
from yuanba.awards.playbook.rewriting import CannotRewrite, rewritten
from yuanba.web.awards.staff.context import campaign_of, in_language, shown
from yuanba.web.awards.staff.forms import VersionForm, day_field
from yuanba.web.awards.staff.setup import _kept, told
from yuanba.web.doors import holding
from yuanba.web.people.forms import status

Slot = tuple[Path, str, str, Any, forms.Field]  # path, group, label, present value, field


def slots(playbook: Playbook) -> Iterator[Slot]:
    """Every value that the form offers, in the order of the file's meaning."""
    for place, stage in enumerate(playbook.stages):
        group = in_language(stage.name, stage.name_en)
        yield ("stages", place, "opens"), group, _("First day"), stage.opens, day_field(_("First day"))
        yield ("stages", place, "closes"), group, _("Last day"), stage.closes, day_field(_("Last day"))
        if stage.scored:
            yield ("stages", place, "weight"), group, _("Weight (per cent)"), stage.weight, _number(0, 100)
    for place, category in enumerate(playbook.categories):
        group = in_language(category.name, category.name_en)
        yield ("categories", place, "quota"), group, _("Number of places"), category.quota, _number(1, 10_000)
        if category.prize_yuan is not None:
            path: Path = ("categories", place, "prize_yuan")
            yield path, group, _("Prize of each (yuan)"), category.prize_yuan, _number(0, 100_000_000)
        for at, tier in enumerate(category.tiers):
            name = in_language(tier.name, tier.name_en)
            path = ("categories", place, "tiers", at)
            places, prize = _("Number of places"), _("Prize of each (yuan)")
            yield (*path, "quota"), group, f"{name} · {places}", tier.quota, _number(1, 10_000)
            yield (*path, "prize_yuan"), group, f"{name} · {prize}", tier.prize_yuan, _number(0, 100_000_000)
    for place, contact in enumerate(playbook.contacts):
        group = _("Contact %(n)s") % {"n": place + 1}
        yield ("contacts", place, "role"), group, _("Post"), contact.role, forms.CharField(max_length=60)
        for key, label in (("phone", _("Landline")), ("hours", _("Hours")), ("mailbox", _("Mailbox"))):
            value = getattr(contact, key)
            yield ("contacts", place, key), group, label, value, forms.CharField(max_length=120, required=False)
    notice, days = _("Public notice"), _("Working days")
    yield ("notice", "workdays"), notice, days, playbook.notice.workdays, _number(1, 60)


def _number(least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=least, max_value=most, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))


def name_of(path: Path) -> str:
    return "-".join(str(part) for part in path)


class FieldsForm(VersionForm):
    """One field per value that stands in the text on its own; the others are changed in the text."""

    def __init__(self, *args: Any, playbook: Playbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths: dict[str, Path] = {}
        self.before: dict[str, Any] = {}
        self.groups: dict[str, list[str]] = {}
        known = positions(playbook.source_text).offsets
        for path, group, label, value, field in slots(playbook):
            if path in known:
                name = name_of(path)
                field.label, field.initial = label, value
                self.fields[name] = field
                self.paths[name], self.before[name] = path, value
                self.groups.setdefault(group, []).append(name)

    def changes(self) -> dict[Path, str | int | date]:
        """What differs from the playbook as it stands."""
        return {
            path: self.cleaned_data[name]
            for name, path in self.paths.items()
            if self.cleaned_data[name] != self.before[name]
        }

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(group, [self[name] for name in names]) for group, names in self.groups.items()]


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """The values are changed in the playbook's own text; its comments stay, and every rule is checked again."""
    campaign = campaign_of(request, pk)
    playbook = playbook_of(campaign)
    mistakes: list[dict[str, Any]] = []
    if request.method == "POST":
        form = FieldsForm(request.POST, playbook=playbook)
        if form.is_valid():
            text, mistakes = _text(campaign, form)
            if text and _kept(request, campaign, form, text):
                return redirect("awards:setup", pk)
    else:
        form = FieldsForm(playbook=playbook, initial={"version": campaign.version})
    context = {"form": form, "mistakes": mistakes}
    return shown(request, "awards/staff/fields.html", context, campaign, room="setup", status=status(form))


def _text(campaign: Campaign, form: FieldsForm) -> tuple[str, list[dict[str, Any]]]:
    """The new text, or "" and what is wrong with it."""
    try:
        return rewritten(campaign.playbook_text, form.changes()), []
    except PlaybookError as error:
        return "", told(error.mistakes)
    except CannotRewrite:
        form.add_error(None, _("One of these values can only be changed in the playbook's text."))
        return "", []

"""Adding files and words to an entry: by its applicant, or by a desk for somebody without a phone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.awards.actions import attaching, corrections
from yuanba.awards.models import Entry
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import applicant
from yuanba.awards.sheet import Attachment
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.awards import uploads
from yuanba.web.awards.entering.drafting import deeds_chars
from yuanba.web.awards.entering.forms import ANSWER, DEEDS
from yuanba.web.awards.entering.sheet import sheet_again
from yuanba.web.awards.fields import MobileField, NameField
from yuanba.web.awards.frame import show
from yuanba.web.awards.mine import entry_view
from yuanba.web.awards.words import said
from yuanba.web.forms import PageForm

LABELS = {
    "contact_phone": gettext_lazy("Mobile number"),
    "contact_name": gettext_lazy("Whom to call"),
    "sex": gettext_lazy("Sex"),
    "birth_month": gettext_lazy("Year and month of birth"),
    "building": gettext_lazy("Building"),
    "leader": gettext_lazy("Who leads it"),
    "founded": gettext_lazy("Founded in"),
    "size": gettext_lazy("How many people"),
    "period": gettext_lazy("When"),
}


class MendForm(PageForm):
    """The texts that were named; without a correction every answer may still be rounded off."""

    def __init__(self, *args: Any, file: applicant.File, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = file.entry
        asked = set(file.correction.items) if file.correction else None
        category = playbook_of(entry.campaign).category(entry.category)
        most = deeds_chars(entry.campaign)
        for one in category.criteria_for(entry.kind):
            if entry.kind not in one.not_applicable_kinds and (asked is None or f"criterion:{one.key}" in asked):
                self._long(f"{ANSWER}{one.key}", said(one, "text"), most, file.answers.get(one.key, ""))
        if asked is None or "form:deeds" in asked:
            self._long("deeds", DEEDS[category.nominee], most, entry.deeds)
        for name in sorted(LABELS):
            if asked is not None and f"form:{name}" in asked:
                field = MobileField if name == "contact_phone" else NameField
                self.fields[name] = field(label=LABELS[name], required=False)

    def _long(self, name: str, label: Any, most: int, value: str) -> None:
        area = forms.Textarea(attrs={"rows": 5})
        self.fields[name] = forms.CharField(label=label, max_length=most, widget=area, required=False, initial=value)

    def answers(self) -> dict[str, str]:
        return {
            key.removeprefix(ANSWER): text for key, text in self.cleaned_data.items() if key.startswith(ANSWER) and text
        }


def mend(request: HttpRequest, entry: Entry, back: str) -> HttpResponse:
    """The page on which an entry is mended. `back` is the route of its own page."""
    file = applicant.file_of(entry)
    form = MendForm(request.POST, file=file) if request.method == "POST" else MendForm(file=file)
    problems: dict[str, list[uploads.Problem]] = {}
    if request.method == "POST":
        problems = _files(request, entry, file)
        if form.is_valid() and _done(request, entry, file, form, problems):
            return redirect(back, entry.serial)
        file = applicant.file_of(applicant_again(entry))
    return show(
        request,
        "entering/mend.html",
        entry.campaign,
        409 if problems or form.why else 200,
        file=file,
        entry=file.entry,
        form=form,
        lines=entry_view.lines(file, _files_at(back, entry)),
        problems=problems,
        back=back,
    )


def _files_at(back: str, entry: Entry) -> str:
    room = "me/entries" if back == "awards:my_entry" else "desk/entries"
    return f"/{room}/{entry.serial}/files/"


def applicant_again(entry: Entry) -> Entry:
    """The entry as it stands now."""
    return Entry.objects.select_related("campaign", "nominee_territory").get(pk=entry.pk)


def _done(
    request: HttpRequest, entry: Entry, file: applicant.File, form: MendForm, problems: Mapping[str, Any]
) -> bool:
    """True if everything was taken and there is nothing more to do on this page."""
    facts = {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
    try:
        if form.has_changed():
            sheet = sheet_again(entry, answers=form.answers(), changes=form.cleaned_data)
            corrections.amend(entry_id=entry.pk, sheet=sheet, **facts)
        if "again" in request.POST and not problems:
            corrections.resubmit(entry_id=entry.pk, **facts)
            messages.success(request, _("Thank you. The entry is with the screeners again."))
            return True
    except Refused as refused:
        form.refuse(refused)
        return False
    if problems or "more" in request.POST or "remove" in request.POST:
        return False
    messages.success(request, _("Kept."))
    return file.correction is None


def _files(request: HttpRequest, entry: Entry, file: applicant.File) -> dict[str, list[uploads.Problem]]:
    """Every chosen file is stored and attached by itself; what was not taken is told line by line."""
    problems: dict[str, list[uploads.Problem]] = {}
    away = request.POST.get("remove", "")
    now, actor = clock.now(), request.actor  # type: ignore[attr-defined]
    for line in file.lines:
        key = line.material.key
        try:
            if away in {str(row.pk) for row, _stored in line.files}:
                attaching.remove(material_id=int(away), actor=actor, now=now)
        except Refused as refused:
            problems.setdefault(key, []).append(uploads.told(refused.verdict, ""))
        for upload in request.FILES.getlist(f"file-{key}"):
            problem = _attach(request, entry, line.material, upload)
            if problem is not None:
                problems.setdefault(key, []).append(problem)
    return problems


def _attach(request: HttpRequest, entry: Entry, material: Any, upload: Any) -> uploads.Problem | None:
    stored = uploads.store(request, upload, material.kinds, material.max_mib)
    if isinstance(stored, uploads.Problem):
        return stored
    try:
        attaching.attach(
            entry_id=entry.pk,
            attachment=Attachment(material=material.key, stored_file_id=stored.pk, name=stored.name),
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
    except Refused as refused:
        return uploads.told(refused.verdict, upload.name)
    return None

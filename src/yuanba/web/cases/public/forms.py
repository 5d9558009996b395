"""The form of a report, what a neighbour adds who has met the same, and what a reporter says to the answer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.cases.rules import TEXT_LENGTH
from yuanba.web import sent
from yuanba.web.forms import PageForm

MOST_PHOTOS = 3
UNSURE = "unsure"  # the reporter leaves the kind to us
MOST_KEPT = 6  # uploads that wait while somebody looks at what neighbours reported
KEY = r"[0-9A-Za-z-]{16,64}"


def fresh_key() -> str:
    return uuid4().hex


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Up to three pictures; an empty list if none was taken."""

    widget = SeveralFiles

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        several = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if len(several) > MOST_PHOTOS:
            raise forms.ValidationError(gettext("At most %(most)s photos.") % {"most": MOST_PHOTOS})
        clean_one = super().clean
        return [clean_one(one, initial) for one in several]


class ToldForm(PageForm):
    """Words, photos, a voice note: any of them is enough. `client_key` stays the same however often it is sent."""

    text = forms.CharField(
        label=_("Say it in a sentence"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = Photos(label=_("Photos"), required=False)
    voice = forms.FileField(label=_("Or say it"), required=False)
    client_key = forms.RegexField(KEY, widget=forms.HiddenInput, initial=fresh_key)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].says_optional = False

    def kept_ids(self) -> list[int]:
        """Uploads of this form that came with an earlier sending; the action asks whose they are."""
        said = [sent.whole(one) for one in self.cleaned_data.get("kept", "").split(",")]
        return [one for one in said if one][:MOST_KEPT]


class ReportForm(ToldForm):
    """Everything of a report. Where a label was scanned, the place is known and not asked."""

    field_order = ["category", "text", "photos", "voice", "building", "place_note", "keep_private"]

    category = forms.ChoiceField(label=_("What kind of thing is it?"), widget=forms.RadioSelect)
    building = forms.TypedChoiceField(label=_("Which building?"), coerce=int, empty_value=None, required=False)
    place_note = forms.CharField(
        label=_("Where exactly"), required=False, max_length=80,
        help_text=_("For instance: underground level B, beside the lift. No flat numbers of others."),
    )  # fmt: skip
    keep_private = forms.BooleanField(
        label=_("Do not show it on the public board"), required=False,
        help_text=_("The board never shows who reported; personal numbers are masked."),
    )  # fmt: skip
    told_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    alike_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)

    def __init__(self, *args, categories: Sequence = (), buildings: Sequence = (), scanned: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(one.key, one.key) for one in categories] + [(UNSURE, UNSURE)]
        self.fields["building"].choices = [("", _("Not in one building, or I do not know")), *buildings]
        for name in ("building", "place_note", "keep_private"):
            self.fields[name].says_optional = False
        if scanned or not buildings:
            del self.fields["building"]

    def clean_told_at(self) -> datetime | None:
        """When a phone without a network kept it; None for anything that is no instant."""
        try:
            said = datetime.fromisoformat(self.cleaned_data["told_at"].replace("Z", "+00:00"))
        except ValueError:
            return None
        return said if said.tzinfo is not None else None


class ForSomebodyForm(ReportForm):
    """A desk or a grid worker writes down what somebody says, with how to reach them."""

    field_order = ["name", "phone", *ReportForm.field_order]

    name = forms.CharField(label=_("Name of who says it"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("Their phone"), required=False, max_length=20,
        help_text=_("They hear of the result by SMS, or in their own list if the number has an account."),
    )  # fmt: skip


class JoinForm(ToldForm):
    field_order = ["text", "photos", "voice"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Anything to add?")


class MoreForm(JoinForm):
    """What a reporter adds to an own case."""


class SayForm(PageForm):
    """What is still not right, or what should be known besides."""

    text = forms.CharField(
        label=_("What is still not right?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

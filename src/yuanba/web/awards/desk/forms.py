"""Forms of the community's desk: handing out paper, keying in, comparing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.awards.models import Channel
from yuanba.awards.rules import NAME_LENGTH
from yuanba.web.awards.fields import DayField, HourField, NameField
from yuanba.web.forms import PageForm

# The words of a proof by channel: what is scanned or uploaded.
PROOFS = {
    Channel.COMMUNITY: _("The signed form, scanned or photographed"),
    Channel.PAPER: _("The paper that came back, scanned or photographed"),
    Channel.EMAIL: _("The message (.eml), or its text"),
    Channel.RECOMMENDATION: _("The signed recommendation, scanned or photographed"),
}


class IssueForm(PageForm):
    """A blank form is handed out."""

    what = forms.ChoiceField(label=_("For which honour"))
    territory = forms.ChoiceField(label=_("Compound or community"))
    issued_to = NameField(
        label=_("Handed to"), max_length=NAME_LENGTH, required=False, help_text=_("A name is enough; no number.")
    )


class IntakeForm(PageForm):
    """How the entry reached the desk."""

    form_serial = NameField(label=_("Number on the form"), max_length=40)
    sender = NameField(label=_("Sent by"), max_length=120, required=False)
    body_kind = forms.ChoiceField(label=_("Recommended by"))
    body_name = NameField(label=_("Name of the recommending body"), max_length=NAME_LENGTH)
    body = forms.ChoiceField(label=_("Is it one of these?"), required=False, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Their opinion"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    received_date = DayField(label=_("Received on"))
    received_hour = HourField(label=_("At"), required=False)

    KEPT = {
        Channel.COMMUNITY: {"received_date", "received_hour"},
        Channel.PAPER: {"form_serial", "received_date", "received_hour"},
        Channel.EMAIL: {"sender", "received_date", "received_hour"},
        Channel.RECOMMENDATION: {"body_kind", "body_name", "body", "opinion", "received_date", "received_hour"},
    }

    def __init__(
        self, *args: Any, channel: str, bodies: list[tuple[str, str]], found: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        keep = self.KEPT[Channel(channel)] | {"request_key"}
        for name in [name for name in self.fields if name not in keep]:
            del self.fields[name]
        if channel == Channel.EMAIL:
            self.fields["received_date"].required = False
            self.fields["received_date"].help_text = str(_("Left empty, the message’s own header says it."))
        if channel == Channel.RECOMMENDATION:
            self.fields["body_kind"].choices = bodies  # type: ignore[attr-defined]
            self.fields["body"].choices = [(str(one.pk), one.name) for one in found]  # type: ignore[attr-defined]


class CheckForm(PageForm):
    """The second person's answer."""

    agrees = forms.ChoiceField(
        label=_("Do the form and the paper agree?"),
        choices=[("1", _("Yes, they agree")), ("0", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = NameField(
        label=_("What does not agree"),
        max_length=400,
        required=False,
        help_text=_("Needed if they do not agree; the person reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].says_optional = False  # type: ignore[attr-defined]  # after "No" it is needed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("agrees") == "0" and not values.get("reason"):
            self.add_error("reason", str(_("Write in a sentence what does not agree.")))
        return values

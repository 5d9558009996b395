"""Forms about authorisations, meetings, shows of hands and proofs of delivery."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.web.forms import PageForm

PICTURE_HELP = _("JPEG, PNG or PDF, at most 20 MB. On a phone you can take the picture here.")
Entries = list[tuple[str, str]]


class MobileField(forms.CharField):
    """A mainland mobile number, however it was typed."""

    def clean(self, value: str) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return mobile(text)
        except BadIdentifier as error:
            raise forms.ValidationError(_("Type the 11 digits of the mobile number.")) from error


class AskProxyForm(PageForm):
    """A voter asks a neighbour, whom name and number tell apart, to vote for one of the voter's sheets."""

    entry = forms.ChoiceField(label=_("For which sheet"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Full name of the person you trust"), max_length=60)
    phone = MobileField(label=_("Their mobile number"), max_length=20)

    def __init__(self, *args, entries: Entries, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = entries
        if len(entries) == 1:
            self.fields["entry"].initial = entries[0][0]


class WrittenProxyForm(PageForm):
    """A written authorisation at the desk."""

    entry = forms.ChoiceField(label=_("For which sheet"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Full name of the proxy"), max_length=60)
    phone = MobileField(
        label=_("Mobile number of the proxy"),
        max_length=20,
        required=False,
        help_text=_("With it a proxy whom the roll knows can vote on the phone; anybody else votes on paper."),
    )
    until = forms.DateField(
        label=_("Good until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if the paper is for this vote only."),
    )
    scan = forms.FileField(label=_("Picture or scan of the authorisation"), help_text=PICTURE_HELP)

    def __init__(self, *args, entries: Entries, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = entries
        if len(entries) == 1:
            self.fields["entry"].initial = entries[0][0]


class RevokeForm(PageForm):
    """Why the desk takes an authorisation back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Such as: taken back at the desk."))


class MeetingForm(PageForm):
    """Where and when people met."""

    place = forms.TypedChoiceField(label=_("Place"), coerce=int)
    title = forms.CharField(label=_("What kind of meeting"), max_length=120, help_text=_("Such as: owners’ assembly."))
    held = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    where = forms.CharField(label=_("Where it is held"), max_length=120, required=False)

    def __init__(self, *args, places: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class SheetForm(PageForm):
    """The signed sheet of a meeting."""

    sheet = forms.FileField(label=_("Picture or scan of the signed sheet"), help_text=PICTURE_HELP)


class RecordForm(PageForm):
    """The signed record of a show of hands."""

    record = forms.FileField(label=_("Picture or scan of the signed record"), help_text=PICTURE_HELP)


class DropForm(PageForm):
    """Why a show of hands is dropped."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Such as: keyed wrongly."))


class DeliveryForm(PageForm):
    """One voter, or a table of many, and the proof."""

    home = forms.CharField(
        label=_("Home"), max_length=40, required=False, help_text=_("Such as 3栋1单元402. For one voter at a time.")
    )
    way = forms.ChoiceField(label=_("How it was delivered"), widget=forms.RadioSelect, required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    table = forms.FileField(
        label=_("Or a table of many (.xlsx)"),
        required=False,
        help_text=_("Columns: 房号, 送达方式 (当面签收, 短信确认 or 挂号信), 送达日期. One line per home."),
    )
    proof = forms.FileField(
        label=_("Picture or scan of the proof"),
        help_text=_(
            "The signed list, the operator’s report, the receipts of the post: JPEG, PNG or PDF, at most 20 MB."
        ),
    )

    def __init__(self, *args, ways: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways

    def clean(self) -> dict:
        data = super().clean() or {}
        if not data.get("table") and not (data.get("home") and data.get("way") and data.get("day")):
            raise forms.ValidationError(_("Give home, way and day of one voter, or a table."))
        return data

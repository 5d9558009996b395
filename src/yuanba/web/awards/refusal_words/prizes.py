"""Words for winners who say where their prize goes, and for the consent to ask about fees."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

FINANCE = _("The finance desk of the subdistrict office")

PRIZES = {
    "payee.not_yet": Refusal(
        _("The prize list is not approved yet."),
        _("You get a message as soon as we need to know where the prize goes."),
        FINANCE,
    ),
    "payee.too_late": Refusal(
        _("This prize was already paid or cancelled."), _("Ask the finance desk if something is wrong."), FINANCE
    ),
    "payee.no_consent": Refusal(
        _("Without your consent we may not keep these data."),
        _("Read the text and tick it, or come to the finance desk."),
        FINANCE,
    ),
    "payee.paper_unnamed": Refusal(
        _("It is not said where the signed paper lies."),
        _("Write the folder and the sheet, so that it is found again."),
        FINANCE,
    ),
    "payee.incomplete": Refusal(
        _("The name of the account’s owner or the bank is missing."), _("Please fill in both.")
    ),
    "payee.id_number_missing": Refusal(
        _("The ID number is missing."), _("Tax is withheld from this prize, and the tax return names you by it.")
    ),
    "payee.id_number": Refusal(
        _("This ID number contains a slip."), _("Compare it with your ID card: 18 characters, the last may be X.")
    ),
    "payee.id_number_unneeded": Refusal(_("For a body no ID number is needed."), _("Leave the field empty.")),
    "payee.account": Refusal(_("This account number is not complete."), _("It has 8 to 30 digits; spaces are fine.")),
    "payee.keep_until": Refusal(_("The term for keeping these data is over."), _("Ask the finance desk."), FINANCE),
    "payee.none": Refusal(_("There are no payment data."), _("Nothing needs to be done."), FINANCE),
    "funds.not_yours": Refusal(
        _("This prize belongs to somebody else."), _("Sign in with the phone of the winner."), FINANCE, status=403
    ),
    "fee_status.no_consent": Refusal(
        _("Without the consent of the person concerned the property company may not be asked."),
        _("Tick the consent, or leave it: the screeners will ask you for a proof."),
    ),
    "fee_status.no_company": Refusal(
        _("For your home no property company is registered, so there is nobody to ask."),
        _("Attach a receipt of your property fee instead."),
    ),
    "fee_status.period": Refusal(_("The period asked about makes no sense."), _("Call the duty line of the campaign.")),
    "check.no_premises": Refusal(
        _("No home of yours stands in the roll, so there is nobody to ask."),
        _("Attach a receipt of your property fee instead."),
    ),
}

"""Words for what prize lists refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.funds.labels import LIST_STATES, RECIPIENTS
from yuanba.web.refusals import Refusal

FINANCE = _("The finance officer of your office")
ORGANISER = _("The organiser of the campaign")

REFUSALS = {
    "prize_list.same_person": Refusal(
        _("You had a part in this list already."),
        _("Handing over, checking and approving take three different people. Leave it to a colleague."),
        FINANCE,
        status=403,
    ),
    "prize_list.totals": Refusal(
        _("The totals are not the sums of the lines."), _("Send the list back and have it handed over again."), FINANCE
    ),
    "prize_list.tax": Refusal(
        _("The tax of lines %(lines)s is not what its rule says."),
        _("Look at the tax rule, then send the list back."),
        FINANCE,
    ),
    "prize_list.over_budget": Refusal(
        _("The list comes to more than the announcement promised."), _("Send it back."), FINANCE
    ),
    "prize_list.not_approved": Refusal(
        _("The list is not approved (now: %(state)s)."),
        _("Prizes are paid once a leader has approved the list."),
        FINANCE,
        words={"state": LIST_STATES},
    ),
    "prize_list.reason_missing": Refusal(_("This needs a reason."), _("Write one sentence that says why."), FINANCE),
    "prize_list.empty": Refusal(_("The list has no lines."), _("There is nothing to hand over."), ORGANISER),
    "prize_list.exists": Refusal(_("There is a prize list for this already."), _("Go on with that one."), FINANCE),
    "prize_list.bad_amount": Refusal(_("An amount cannot be right."), _("Look at the prizes again."), FINANCE),
    "prize_list.twice": Refusal(_("Somebody stands on the list twice."), _("Look at the winners again."), ORGANISER),
    "prize_list.no_tax_rule": Refusal(
        _("There is no tax rule for prizes of %(recipient)s."),
        _("Finance enters the rule with its source first."),
        FINANCE,
        words={"recipient": RECIPIENTS},
    ),
    "prize_list.unpaid": Refusal(
        _("%(number)s prizes still wait."), _("Pay or cancel each of them, then settle the list."), FINANCE
    ),
    "prize_line.no_payee": Refusal(
        _("The winner has not said where the prize goes."), _("Ask the winner to fill it in under “Mine”."), FINANCE
    ),
    "prize_line.paid_day": Refusal(
        _("%(day)s lies before the approval or after today."), _("Take the day on the bank's receipt."), FINANCE
    ),
    "prize_line.corrected": Refusal(
        _("Line %(line)s was corrected already."), _("Correct its latest correction instead."), FINANCE
    ),
    "payee.reason_missing": Refusal(
        _("Showing payee data needs a reason."), _("Write what you need it for; it is recorded."), FINANCE
    ),
    "tax_rule.no_source": Refusal(_("A tax rule needs its source."), _("Name the article."), FINANCE),
    "tax_rule.order": Refusal(
        _("A later rule holds since %(since)s."), _("The new one must begin after that."), FINANCE
    ),
}

"""Words for what the registers refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.oversight.company_refusals import COMPANY_REFUSALS
from yuanba.web.oversight.labels import ANSWERS
from yuanba.web.refusals import Refusal

KEEPER = _("Whoever keeps the registers")

REFUSALS = {
    "oversight.not_yours": Refusal(
        _("Your appointment does not cover this place or company."),
        _("Ask a colleague who holds the post there."),
        KEEPER,
        status=403,
    ),
    "record.severity": Refusal(
        _("Only safety incidents have a severity, and they need one."), _("Choose it, or leave it out."), KEEPER
    ),
    "record.ended": Refusal(_("Only lists end, and not before they begin."), _("Look at the two days again."), KEEPER),
    "record.in_the_future": Refusal(_("%(day)s is still to come."), _("Look at the day again."), KEEPER),
    "record.issuer_missing": Refusal(_("Who issued it is missing."), _("Fill it in."), KEEPER),
    "record.term_missing": Refusal(
        _("An infringement belongs to a committee's term of office."), _("Choose the term."), KEEPER
    ),
    "record.outside_term": Refusal(
        _("%(day)s does not lie in term %(term)s."), _("Look at the day and the term again."), KEEPER
    ),
    "record.superseded": Refusal(
        _("This line was corrected already."), _("Go on with the line that holds now."), KEEPER
    ),
    "record.reason_missing": Refusal(
        _("A correction needs its reason."), _("Write one sentence that says why."), KEEPER
    ),
    "coverage.dates": Refusal(
        _("The days from %(first)s to %(last)s cannot be right."), _("The last day is today at the latest."), KEEPER
    ),
    "company.wrong_kind": Refusal(_("Only property companies have a file."), _("Look at the body's kind."), KEEPER),
    "company.grade_order": Refusal(
        _("A grade holds since %(since)s already."), _("The new grade must begin after that."), KEEPER
    ),
    "project.exists": Refusal(_("The company serves this compound already."), _("Nothing needs to be done."), KEEPER),
    "project.ended": Refusal(_("It ended on %(since)s already."), _("Nothing needs to be done."), KEEPER),
    "project.dates": Refusal(_("It began on %(since)s."), _("Choose a day after that."), KEEPER),
    "fee_status.answered": Refusal(
        _("It was answered already: %(answer)s."),
        _("Load the page again; another answer is kept as a correction."),
        KEEPER,
        words={"answer": ANSWERS},
    ),
    "fee_status.not_your_company": Refusal(
        _("Another company is asked."), _("Leave it to that company."), KEEPER, status=403
    ),
    "fee_status.unanswered": Refusal(_("It is not answered yet."), _("Answer yes or no first."), KEEPER),
    **COMPANY_REFUSALS,
}

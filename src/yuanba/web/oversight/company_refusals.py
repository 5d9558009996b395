"""Words for what the choice of a property company and a hand-over refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.oversight.company_labels import HANDOVER_STATES, SIDES
from yuanba.web.refusals import Refusal

COMMITTEE = _("The owners’ committee of your compound, or the subdistrict")
STREET = _("The subdistrict office")
AGAIN = _("Look at it again and send it once more. What you wrote is kept.")
READ_ON = _("Look at the page again; somebody may have been quicker.")

PLAN = {
    "selection.unknown": Refusal(
        _("There is no such procedure."), _("See which ones there are."), COMMITTEE, status=404
    ),
    "selection.under_way": Refusal(
        _("In this compound a choice of the property company is under way already."),
        _("Go on with that one, or cancel it with a reason."),
        COMMITTEE,
    ),
    "selection.unreadable": Refusal(_("The plan lacks a fee, a length or a way of payment."), AGAIN, COMMITTEE),
    "selection.other_compound": Refusal(
        _("This contract belongs to another compound."), _("Choose the present contract of this compound."), COMMITTEE
    ),
    "selection.plan_empty": Refusal(
        _("The plan does not say yet what is proposed, or for which service level."), _("Fill it in first."), COMMITTEE
    ),
    "selection.no_present_company": Refusal(
        _("The present contract is not entered. Without it nobody can renew or dismiss."),
        _("Enter the present contract first."),
        COMMITTEE,
    ),
    "selection.plan_stands": Refusal(
        _("The plan is public and no longer changes."),
        _("If it must change, cancel the procedure with a reason and draft a new plan."),
        COMMITTEE,
    ),
    "selection.not_public": Refusal(
        _("This is done while the plan is public and before the vote is called."), READ_ON, COMMITTEE
    ),
    "selection.vote_called": Refusal(
        _("The vote is called. What owners read before they vote no longer changes."),
        _("Wait for the result."),
        COMMITTEE,
    ),
    "selection.reason_missing": Refusal(
        _("The reason is missing; everybody reads it."), _("Write one sentence."), COMMITTEE
    ),
}
BEFORE = {
    "selection.session_too_soon": Refusal(
        _("Neighbours learn of a session at least %(days)s days before."), _("Choose a later day."), COMMITTEE
    ),
    "selection.session_empty": Refusal(_("Something is left empty."), _("Fill it in and send it again."), COMMITTEE),
    "selection.session_to_come": Refusal(
        _("The session begins on %(starts)s. Minutes are written after it."), _("Come back then."), COMMITTEE
    ),
    "selection.minuted": Refusal(
        _("The minutes stand already."), _("Open questions can still be answered."), COMMITTEE
    ),
    "selection.answered": Refusal(_("This question is answered already."), READ_ON, COMMITTEE),
    "selection.no_session": Refusal(
        _("No session was held about this plan yet, or its minutes are missing."),
        _("Announce a session, hold it, and write down what was asked."),
        COMMITTEE,
    ),
    "selection.no_poll": Refusal(
        _("Neighbours were not asked yet what they think of this plan."),
        _("Open an opinion poll, or enter one that was made on paper."),
        COMMITTEE,
    ),
    "selection.poll_runs": Refusal(
        _("An opinion poll is not counted yet."), _("Wait for its end; it is counted by itself."), COMMITTEE
    ),
    "selection.poll_sums": Refusal(
        _("%(asked)s households were asked, but %(said)s answers are entered."), _("Count again."), COMMITTEE
    ),
    "selection.poll_to_come": Refusal(_("%(day)s is still to come."), _("Look at the day again."), COMMITTEE),
    "selection.opinion_empty": Refusal(
        _("An opinion needs its author, what the author knows, and the words."), _("Fill it in."), COMMITTEE
    ),
    "selection.interests_undeclared": Refusal(
        _("Whoever advises says first whether a company interests them."),
        _("Ask the author, and tick what was said."),
        COMMITTEE,
    ),
    "selection.opinion_unpublished": Refusal(
        _("%(number)s opinions of experts are not public yet."), _("Publish them before the vote."), COMMITTEE
    ),
    "selection.offers_over": Refusal(
        _("Offers were taken until %(last)s."), _("The next round is open to you again."), COMMITTEE
    ),
    "selection.offers_run": Refusal(
        _("Companies may send offers until %(last)s."), _("Call the vote after that day."), COMMITTEE
    ),
    "selection.too_few_tenders": Refusal(
        _("A tender needs %(needed)s companies; %(number)s stand."),
        _("Invite tenders anew, or draft the plan for a negotiation."),
        COMMITTEE,
    ),
    "selection.no_candidate": Refusal(
        _("No company stands for choice yet."), _("Enter the companies that sent an offer."), COMMITTEE
    ),
}
OFFERS = {
    "selection.renewal_has_one": Refusal(
        _("A renewal is about the present company only."), _("For other companies draft a choice."), COMMITTEE
    ),
    "selection.candidate_twice": Refusal(_("This company has sent its offer already."), READ_ON, COMMITTEE),
    "selection.offer_empty": Refusal(_("The offer lacks its fee or its words."), _("Fill it in."), COMMITTEE),
    "selection.above_plan": Refusal(
        _("The plan allows at most ¥%(most)s per m² and month."), _("Ask for a lower offer."), COMMITTEE
    ),
    "selection.listed": Refusal(
        _("The company still stands on the list of serious dishonesty."),
        _("When %(issuer)s has taken it off, have the register corrected first."),
        COMMITTEE,
    ),
    "selection.reply_empty": Refusal(_("Nothing is written."), _("Write what you want to say."), COMMITTEE),
    "selection.reply_elsewhere": Refusal(
        _("A company replies to what is said about itself."), _("Reply on your own line."), COMMITTEE, status=403
    ),
    "selection.not_your_company": Refusal(
        _("You do not speak for this company here."),
        _("Its own manager signs in; or its letter is brought to the committee."),
        STREET,
        status=403,
    ),
    "selection.letter_missing": Refusal(
        _("What a company says on paper is kept with its letter."), _("Add the scan of the letter."), COMMITTEE
    ),
}
DECIDING = {
    "selection.result_unpublished": Refusal(
        _("The result of the vote is not public yet."), _("Count and publish the vote first."), COMMITTEE
    ),
    "selection.other_winner": Refusal(
        _("The owners chose another company."), _("Sign with the one they chose."), COMMITTEE
    ),
    "selection.fee_above_vote": Refusal(
        _("The owners agreed to ¥%(voted)s per m² and month; the contract asks for more."),
        _("Sign at most for that fee, or ask the owners again."),
        COMMITTEE,
    ),
    "selection.payment_differs": Refusal(
        _("The owners agreed to another way of payment."), _("Sign what they agreed to, or ask them again."), COMMITTEE
    ),
    "selection.term_differs": Refusal(
        _("The owners agreed to %(months)s months."), _("Look at the two days again."), COMMITTEE
    ),
    "selection.before_old_ends": Refusal(
        _("The old contract holds until %(ends)s."), _("Let the new one begin then."), COMMITTEE
    ),
}
TERMS = {
    "term.old_not_told": Refusal(
        _(
            "The old contract has no fixed term and nobody has ended it. It ends by a notice in writing, 60 days before."
        ),
        _("Give the notice first."),
        COMMITTEE,
    ),
    "term.unreadable": Refusal(_("The contract lacks its company, its fee or its way of payment."), AGAIN, COMMITTEE),
    "term.dates": Refusal(_("The contract would end before it begins."), _("Look at the two days again."), COMMITTEE),
    "term.in_the_future": Refusal(_("%(day)s is still to come."), _("Look at the day again."), COMMITTEE),
    "term.no_summary": Refusal(
        _("What was agreed is public in a summary, and it is missing."), _("Write it in plain words."), COMMITTEE
    ),
    "term.contract_twice": Refusal(_("This contract is entered already."), READ_ON, COMMITTEE),
    "term.wrong_side": Refusal(
        _("Owners dismiss a company; a company refuses to renew. Neither does it for the other."),
        _("Choose the kind of notice again."),
        COMMITTEE,
        status=403,
    ),
    "term.not_decided": Refusal(
        _("A company is dismissed early only when the owners have decided so by a vote."),
        _("Hold the vote first."),
        COMMITTEE,
    ),
    "term.still_fixed": Refusal(
        _("The contract has a fixed term until %(until)s. Only a contract without one is ended so."),
        _("Choose the kind of notice again."),
        COMMITTEE,
    ),
    "term.no_end": Refusal(
        _("The contract has no fixed term, so that there is nothing to renew."),
        _("Either side ends it by a notice 60 days before."),
        COMMITTEE,
    ),
    "term.notice_too_short": Refusal(
        _("With a notice of that day the contract ends on %(earliest)s at the earliest."),
        _("Choose that day or a later one."),
        COMMITTEE,
    ),
    "term.told_late": Refusal(
        _("The last day to refuse a renewal was %(last)s."),
        _("Talk with each other: the contract goes on unless both agree."),
        COMMITTEE,
    ),
    "term.ends_elsewhere": Refusal(
        _("A refused renewal ends the contract when its term ends: %(until)s."), _("Enter that day."), COMMITTEE
    ),
    "term.noticed": Refusal(_("A notice ends this contract already."), READ_ON, COMMITTEE),
}
HANDOVER = {
    "handover.unknown": Refusal(
        _("There is no such hand-over."), _("See which ones there are."), COMMITTEE, status=404
    ),
    "handover.same_company": Refusal(
        _("A company hands nothing over to itself."), _("Choose the new company."), COMMITTEE
    ),
    "handover.dates": Refusal(
        _("Without an agreement a hand-over takes %(days)s days. Another day needs the place where it was agreed."),
        _("Name it, such as: contract, article 12."),
        COMMITTEE,
    ),
    "handover.under_way": Refusal(
        _("In this compound a hand-over is under way already."), _("Go on with that one."), COMMITTEE
    ),
    "handover.not_contracted": Refusal(
        _("A hand-over follows a signed contract."), _("Enter the contract first."), COMMITTEE
    ),
    "handover.item_unreadable": Refusal(_("The line lacks its kind or its name."), _("Fill it in."), COMMITTEE),
    "handover.unreadable": Refusal(
        _("The count, the condition or who must act is missing."), _("Fill it in."), COMMITTEE
    ),
    "handover.over": Refusal(_("This hand-over is over."), READ_ON, COMMITTEE),
    "handover.too_many_items": Refusal(
        _("A list holds %(most)s lines."), _("Put small things together in one line."), COMMITTEE
    ),
    "handover.started": Refusal(
        _("The hand-over has begun; nothing leaves the list unseen."),
        _("Mark the line as open, with the reason."),
        COMMITTEE,
    ),
    "handover.no_items": Refusal(_("The list is empty."), _("Add what is handed over."), COMMITTEE),
    "handover.not_running": Refusal(
        _("Nothing is counted or signed now: the hand-over is %(state)s."),
        READ_ON,
        COMMITTEE,
        words={"state": HANDOVER_STATES},
    ),
    "handover.not_a_side": Refusal(
        _("Only the two companies and the owners’ committee count."),
        _("Ask the committee if something is wrong."),
        COMMITTEE,
        status=403,
    ),
    "handover.not_your_side": Refusal(
        _("You do not sign for this side: %(side)s."),
        _("Its own manager signs in, or signs on paper at the committee."),
        COMMITTEE,
        status=403,
        words={"side": SIDES},
    ),
    "handover.not_counted": Refusal(
        _("Only what was counted, and is not signed by both yet, can be signed."),
        _("Count it first."),
        COMMITTEE,
    ),
    "handover.counted_anew": Refusal(
        _("Somebody counted this line anew while you read it."), _("Read the line again, then sign."), COMMITTEE
    ),
    "handover.signed_already": Refusal(
        _("This side has signed already: %(side)s."), READ_ON, COMMITTEE, words={"side": SIDES}
    ),
    "handover.name_missing": Refusal(_("Who signed on paper is missing."), _("Write the name."), COMMITTEE),
    "handover.act_by_past": Refusal(_("%(day)s is over."), _("Choose a day to come."), COMMITTEE),
    "handover.items_open": Refusal(
        _("%(number)s lines are not signed by both sides."),
        _("Sign them, or close the round with the open lines listed."),
        COMMITTEE,
    ),
    "handover.nothing_open": Refusal(_("Every line is signed by both sides."), _("Finish the hand-over."), COMMITTEE),
    "handover.open_without_reason": Refusal(
        _("%(number)s lines are open without a reason."),
        _("Say of each line why it is open and who must act."),
        COMMITTEE,
    ),
}
COMPANY_REFUSALS = PLAN | BEFORE | OFFERS | DECIDING | TERMS | HANDOVER

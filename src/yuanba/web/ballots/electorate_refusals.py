"""Words for what is refused about authorisations, meetings, shows of hands, proofs of delivery and objections."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

ORGANISER = _("Whoever organises the vote in your subdistrict")
DESK = _("The service desk of your community")
CLERK = _("The colleague who set up the paper channel")
LIST = (_("See all votes"), "ballots:index")

PROXIES = {
    "ballots.secret_no_proxies": Refusal(
        _("In a secret vote nobody can vote for another: each voter has one token of their own."),
        _("Vote yourself, on a phone or on paper at the desk."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.no_proxies": Refusal(
        _("In this vote nobody can vote for another."),
        _("Vote yourself, on a phone or on paper at the desk."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.not_under_way": Refusal(
        _("Authorisations are taken between the announcement and the close of a vote."),
        _("See which votes are announced or open."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.principal_not_on_roll": Refusal(
        _("Whoever authorises is not on the roll of this vote, or no longer: perhaps the home was sold."),
        _("Look up who owns the home today. Only they can authorise somebody."),
        DESK,
    ),
    "ballots.principal_dead": Refusal(
        _("%(name)s has died, so this authorisation is not good, whenever it was signed."),
        _("Have the heirs entered as owners; then one of them votes, or authorises somebody."),
        _("The keeper of the roll"),
    ),
    "ballots.authorisation_over": Refusal(
        _("This authorisation was good until %(until)s."),
        _("Ask for a new one, or let the voter vote in person."),
        DESK,
    ),
    "ballots.until_passed": Refusal(
        _("%(until)s is past, so the authorisation would never be good."),
        _("Look at the last day on the paper again."),
        DESK,
        status=422,
    ),
    "ballots.proxy_self": Refusal(
        _("This person may vote for the home anyway."), _("Choose somebody else, or leave it."), DESK, status=422
    ),
    "ballots.proxy_unknown": Refusal(
        _("Nobody is named who shall vote."), _("Give the full name of the person."), DESK, status=422
    ),
    "ballots.proxy_dead": Refusal(
        _("According to the roll %(name)s has died."),
        _("Choose another person. If the roll is wrong, tell the service desk."),
        DESK,
    ),
    "ballots.proxy_not_voter": Refusal(
        _("%(name)s is not on the roll of this vote; here only another voter can be authorised."),
        _("Choose another voter of the community."),
        DESK,
    ),
    "ballots.proxy_limit": Refusal(
        _("%(name)s has been authorised by %(limit)s voters already; more are not allowed (%(law)s)."),
        _("Choose another person."),
        DESK,
    ),
    "ballots.proxy_taken": Refusal(
        _("For this home somebody is authorised or asked already."),
        _("Take that back first, then authorise another."),
        DESK,
    ),
    "ballots.no_proxy": Refusal(
        _("Nobody is authorised to vote for this home."),
        _("Enter the written authorisation first."),
        CLERK,
    ),
    "ballots.no_authorisation_scan": Refusal(
        _("The picture of the authorisation is missing."), _("Scan it, or take its picture."), CLERK, status=422
    ),
    "ballots.no_such_authorisation": Refusal(
        _("There is no such authorisation."), _("Go back to the list of your authorisations."), DESK, status=404
    ),
    "authorisation.no_such_move": Refusal(
        _("This authorisation has ended already."), _("Load the page again to see how it stands."), DESK
    ),
    "ballots.objection_late": Refusal(
        _("Objections to this roll were taken until %(last)s (%(law)s)."),
        _("Ask the service desk to enter your home correctly for the next vote."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.objections_waiting": Refusal(
        _("%(number)s objections to the roll wait for their ruling, which is due within %(days)s days (%(law)s)."),
        _("Answer each in writing; then the roll can be frozen."),
        ORGANISER,
    ),
}
MEETINGS = {
    "ballots.body_missing": Refusal(
        _("It is not said whose members vote."), _("Choose the committee."), ORGANISER, status=422
    ),
    "ballots.meeting_missing": Refusal(
        _("It is not said at which meeting."), _("Choose the meeting and its list."), ORGANISER, status=422
    ),
    "ballots.meeting_ahead": Refusal(
        _("The meeting is on %(day)s. The list is taken when people are there."), _("Come back then."), CLERK
    ),
    "ballots.no_such_meeting": Refusal(
        _("There is no such meeting in this place."), _("Look at the list of meetings."), CLERK, status=404
    ),
    "ballots.meeting_not_checked": Refusal(
        _("The list of those present has not been checked yet."),
        _("A second colleague compares it with the signed sheet."),
        CLERK,
    ),
    "ballots.same_secretary": Refusal(
        _("You took this list yourself. Another colleague checks it."), _("Ask a colleague."), CLERK, status=403
    ),
    "ballots.no_signed_sheet": Refusal(
        _("The picture of the signed sheet is missing."), _("Scan it, or take its picture."), CLERK, status=422
    ),
    "ballots.nobody_present": Refusal(_("Nobody is on the list."), _("Enter who was there."), CLERK, status=422),
    "ballots.list_stands": Refusal(
        _("The list was checked and no longer changes."), _("Take another list if there was another meeting."), CLERK
    ),
    "ballots.already_present": Refusal(_("%(name)s is on the list already."), _("Go on with the next."), CLERK),
    "ballots.no_hall_vote": Refusal(
        _("The vote of an award is not taken by a show of hands."), _("Vote on a phone or on paper."), ORGANISER
    ),
    "ballots.no_hall_record": Refusal(
        _("The picture of the signed record is missing."), _("Scan it, or take its picture."), CLERK, status=422
    ),
    "ballots.hall_waiting": Refusal(
        _("A show of hands of this meeting waits for its second clerk."),
        _("Confirm it, or drop it with a reason, before another is keyed."),
        CLERK,
    ),
    "ballots.no_hands": Refusal(
        _("No hand is entered yet."),
        _("Choose for each voter what the hand was raised for, then keep it."),
        CLERK,
        status=422,
    ),
    "ballots.hand_twice": Refusal(
        _("One home stands twice among the hands."), _("Each home raises one hand."), CLERK, status=422
    ),
    "ballots.not_present": Refusal(
        _("Row %(row)s raised a hand, but nobody who may vote for it is on the list of those present."),
        _("Compare with the signed sheet. Whoever was not there votes on a phone or on paper."),
        CLERK,
        status=422,
    ),
    "ballots.hands_differ": Refusal(
        _("%(called)s hands were called out, but the list shows %(hands)s."),
        _("Count the list again, row by row; nothing is entered while the two differ."),
        CLERK,
        status=422,
    ),
    "ballots.no_such_count": Refusal(
        _("There is no such show of hands."), _("Go back to the vote."), CLERK, status=404
    ),
}
DELIVERIES = {
    "ballots.silence_counts_nothing": Refusal(
        _("In this vote silence counts for nothing, so no proof of delivery is needed."),
        _("Go on to the next voter."),
        CLERK,
    ),
    "ballots.no_proof_file": Refusal(
        _("The proof is missing: the signed list, the operator's report or the receipts of the post."),
        _("Add it as a picture or PDF."),
        CLERK,
        status=422,
    ),
    "ballots.way_unknown": Refusal(
        _("One of the ways of delivery is not known."),
        _("Use: handed over with signature, message acknowledged, registered letter."),
        CLERK,
        status=422,
    ),
    "ballots.delivery_day": Refusal(
        _("%(day)s cannot be the day of delivery: it must lie between %(first)s and %(last)s."),
        _("Look at the date again."),
        CLERK,
        status=422,
    ),
}
ELECTORATES = PROXIES | MEETINGS | DELIVERIES

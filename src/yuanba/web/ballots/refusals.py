"""Words for what ballots refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.ballots.electorate_refusals import ELECTORATES
from yuanba.web.ballots.labels import STATES
from yuanba.web.ballots.refusals_after import AFTER
from yuanba.web.refusals import Refusal

ORGANISER = _("Whoever organises the vote in your subdistrict")
LIST = (_("See all votes"), "ballots:index")
AGAIN = _("Go back to your sheet, change it, and send it again. What you chose is kept.")
CLERK = _("The colleague who set up the paper channel")

VOTERS = {
    "ballots.no_such_ballot": Refusal(
        _("There is no such vote."), _("See which votes there are."), ORGANISER, status=404, link=LIST
    ),
    "ballots.not_yet_open": Refusal(
        _("The vote has not begun. It opens on %(opens)s."),
        _("Come back then. Nothing needs to be done before."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.closed": Refusal(
        _("The vote is closed since %(closes)s."),
        _("Nothing more can be sent. The result will stand on the page of the vote."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.annulled": Refusal(
        _("This vote was annulled. It counts for nothing."),
        _("The reason stands on the page of the vote."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.not_verified": Refusal(
        _("Only residents whose home is confirmed can vote."),
        _("Confirm your home with the code in the letter, or at the service desk. It takes a minute."),
        status=403,
    ),
    "ballots.not_on_roll": Refusal(
        _("You are not on the roll of this vote. It lists who lived in the area on the day of the opening."),
        _("If you live there and were left out, ask the service desk to look it up with you."),
        status=403,
        link=LIST,
    ),
    "ballots.already_cast": Refusal(
        _("A sheet of yours has been received. Each person has one."),
        _("There is nothing more to do. If it was not you who sent it, tell the service desk."),
        link=LIST,
    ),
    "ballots.paper_voided": Refusal(
        _("Your sheet was voided after two people reviewed it; it cannot be cast again."),
        _("Ask the organiser for the reason. You may object while the result is on display."),
        ORGANISER,
        status=403,
    ),
    "ballots.item_unknown": Refusal(_("The sheet names a question that is not asked."), AGAIN, ORGANISER),
    "ballots.option_unknown": Refusal(_("The sheet names a candidate who is not on it."), AGAIN, ORGANISER),
    "ballots.option_twice": Refusal(_("One candidate was chosen twice."), AGAIN, ORGANISER),
    "ballots.option_withdrawn": Refusal(
        _("A candidate whom you chose has been withdrawn meanwhile."), AGAIN, ORGANISER
    ),
    "ballots.too_many": Refusal(
        _("At most %(choose)s can be chosen here; you chose %(chosen)s."),
        _("Take some of them off again."),
        ORGANISER,
        status=422,
    ),
    "ballots.too_few": Refusal(
        _("At least %(minimum)s must be chosen here; you chose %(chosen)s."),
        _("Choose some more."),
        ORGANISER,
        status=422,
    ),
    "ballots.ranking_incomplete": Refusal(
        _("Here everything is put in order; you ranked %(ranked)s of %(options)s."),
        _("Give the others a place too, or leave this question empty."),
        ORGANISER,
        status=422,
    ),
    "ballots.rank_twice": Refusal(
        _("Place %(number)s stands at two of them, so the order is not clear."),
        _("Give each a place of its own. Nothing is lost."),
        ORGANISER,
        status=422,
    ),
    "ballots.nothing_chosen": Refusal(
        _("Nobody is chosen yet."),
        _("Choose at least one candidate in one of the questions. The others may stay empty."),
        ORGANISER,
        status=422,
    ),
    "ballots.ticket_invalid": Refusal(
        _("This page is damaged or belongs to another vote."),
        _("Open your sheet again and look it over once more before you send it."),
        ORGANISER,
        link=LIST,
    ),
    "ballots.ticket_expired": Refusal(
        _("The review was open for more than %(minutes)s minutes, so it is no longer good. Nothing was sent."),
        AGAIN,
        ORGANISER,
    ),
    "ballots.ticket_revoked": Refusal(
        _(
            "You signed out, or a sheet of paper of yours came in, after this page was opened. Nothing was sent from it."
        ),
        AGAIN,
        ORGANISER,
    ),
    "ballots.try_again": Refusal(_("The sheet changed at the moment you sent it. Nothing was sent."), AGAIN, ORGANISER),
    "ballots.not_published": Refusal(
        _("The result is not public yet: %(state)s."),
        _("Come back later. It appears on the page of the vote for everybody at once."),
        ORGANISER,
        status=403,
        link=LIST,
        words={"state": STATES},
    ),
    "ballots.roll_not_displayed": Refusal(
        _("Objections to the roll are taken between the announcement and the opening."),
        _("Ask the service desk to enter your home correctly for the next vote."),
        link=LIST,
    ),
    "ballots.objection_open": Refusal(
        _("You have objected already, and the answer is still to come."),
        _("Wait for the answer; it stands on the same page."),
        ORGANISER,
    ),
    "ballots.tally_hidden": Refusal(
        _("Nobody sees counts before the vote is closed and counted, staff included."),
        _("Wait for the count."),
        ORGANISER,
        status=403,
    ),
}

STAFF = {
    "ballots.not_permitted": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "ballots.notice_too_short": Refusal(
        _(
            "All voters are told at least %(days)s days before the opening (%(law)s), "
            "but it is set to open on %(opens)s."
        ),
        _("Let it open on %(earliest)s or later, then announce it."),
        ORGANISER,
    ),
    "ballots.owners_decide": Refusal(
        _("The law leaves this to the owners. A courtyard committee cannot put it to a vote."),
        _("Choose “only opinions”, or ask the subdistrict to prepare a first owners’ assembly."),
        _("The subdistrict"),
        status=403,
    ),
    "ballots.consent_by_authority": Refusal(
        _("That the authority agreed to a decision by law is entered by the subdistrict office, which has its letter."),
        _("Ask for opinions, or hand the letter to the subdistrict and let it draft the vote."),
        _("The subdistrict office and the housing authority"),
    ),
    "ballots.consent_missing": Refusal(
        _("A decision that binds by law is held here only if the authority has agreed in writing."),
        _("Give the number of its letter, or ask for opinions only."),
        _("The subdistrict office and the housing authority"),
    ),
    "ballots.threshold_missing": Refusal(
        _("A decision that binds by law needs to say what is decided, so that the law says how many must agree."),
        _("Choose the matter, or ask for opinions only."),
        ORGANISER,
    ),
    "ballots.one_option": Refusal(
        _("The question “%(item)s” has only one option, so there is nothing to choose."),
        _("Add another option, or ask whether people agree with it."),
        ORGANISER,
        status=422,
    ),
    "ballots.options_alike": Refusal(
        _("In the question “%(item)s” the option “%(option)s” stands twice."),
        _("Take one of them off, or say how they differ."),
        ORGANISER,
        status=422,
    ),
    "ballots.cost_above_budget": Refusal(
        _("“%(option)s” costs %(cost)s yuan, more than the whole budget of %(budget)s."),
        _("Make it smaller, split it, or take it off: it could never be chosen."),
        ORGANISER,
        status=422,
    ),
    "ballots.file_not_public": Refusal(
        _("The file beside this option is not open to everybody."),
        _("Hand it in again on this page."),
        ORGANISER,
        status=422,
    ),
    "ballots.announced_stands": Refusal(
        _("It is announced, so the questions, the rule and the dates stand."),
        _("If something in it is wrong, annul it with the reason and announce another."),
        ORGANISER,
    ),
    "ballots.no_such_objection": Refusal(
        _("There is no such objection."), _("Go back to the page of the vote."), ORGANISER, status=404
    ),
    "ballots.objection_answered": Refusal(
        _("This objection has been answered."), _("Load the page again to read the answer."), ORGANISER
    ),
    "ballots.window_empty": Refusal(
        _("The vote would close before it opens."), _("Give a closing time after the opening."), ORGANISER
    ),
    "ballots.rule_unknown": Refusal(
        _("There is no counting rule “%(rule)s”."), _("Choose one of the rules of the playbook."), ORGANISER
    ),
    "ballots.no_items": Refusal(_("The ballot asks nothing."), _("Add a question."), ORGANISER),
    "ballots.item_twice": Refusal(_("Two questions have the same key."), _("Name them apart."), ORGANISER),
    "ballots.item_without_options": Refusal(
        _("The question “%(item)s” has no candidates."), _("Add candidates or leave it out."), ORGANISER
    ),
    "ballots.option_keys_twice": Refusal(
        _("A candidate stands twice in the question “%(item)s”."), _("Take one of them off."), ORGANISER
    ),
    "ballots.choose_out_of_range": Refusal(
        _("In the question “%(item)s” between %(minimum)s and %(choose)s can be chosen, which is impossible."),
        _("Correct the numbers."),
        ORGANISER,
    ),
    "ballots.tie_rule_unknown": Refusal(
        _("For the question “%(item)s” nobody could tell how a tie is decided."),
        _("Name the steps that this counting rule knows; a draw needs the name of the public draw."),
        ORGANISER,
    ),
    "ballots.threshold_unreadable": Refusal(
        _("For the question “%(item)s” it is not clear how many must take part and agree."),
        _("Take the threshold from the table of the law, or leave it out: not every counting rule can have one."),
        ORGANISER,
    ),
    "ballots.law_not_in_force": Refusal(
        _("“%(law)s” is not the law of %(day)s, or does not say this."),
        _("Take the threshold that is in force on the day of the opening."),
        ORGANISER,
    ),
    "ballots.silence_unreadable": Refusal(
        _("Silence counts for nothing, unless your rules of procedure say so."),
        _("Name the article of the rules of procedure and how the silent count, or leave it out."),
        ORGANISER,
    ),
    "ballots.not_yes_no": Refusal(
        _("The question “%(item)s” must offer “agree” and “against”, and one of them is chosen."),
        _("Offer both; abstaining may be added."),
        ORGANISER,
    ),
    "ballots.seats_out_of_range": Refusal(
        _("For the question “%(item)s” there are not as many seats as its %(options)s candidates can fill."),
        _("Correct the number of seats, and by what the candidates are ordered: heads or area."),
        ORGANISER,
    ),
    "ballots.ranking_needs_all": Refusal(
        _("In the question “%(item)s” all %(options)s options are put in order."),
        _("Let as many be chosen as there are options."),
        ORGANISER,
    ),
    "ballots.budget_incomplete": Refusal(
        _("For the question “%(item)s” the budget or the cost of a project is missing."),
        _("Give the budget and the cost of every project, in whole fen and above zero."),
        ORGANISER,
    ),
    "ballots.step_out_of_range": Refusal(
        _("For the question “%(item)s” the step by which shares grow is missing, or far too small."),
        _("Give a step in fen, at least a five-thousandth of the dearest project."),
        ORGANISER,
    ),
    "ballots.draw_needed": Refusal(
        _("The question “%(item)s” ended in a tie that the named public draw decides."),
        _(
            "Announce the draw first, under “Draws” on the page of the ballot. After it, take its number there, and count."
        ),
        ORGANISER,
    ),
    "ballots.paper_rule_needs_revotes": Refusal(
        _("A later paper can replace a vote only where votes may be changed."),
        _("Allow changes, or let the first sheet stand."),
        ORGANISER,
    ),
    "ballots.sheet_too_large": Refusal(
        _("The sheet with %(options)s candidates is too large."), _("Split it into two ballots."), ORGANISER
    ),
    "ballots.roll_empty": Refusal(
        _("Nobody is on the roll of this place today."), _("Import the roll first."), _("The keeper of the roll")
    ),
    "ballots.area_unknown": Refusal(
        _("Of %(premises)s premises nobody has entered the area. Owners count by heads and by area."),
        _("Enter it as registered; if nothing is registered yet, as surveyed, else as in the contract."),
        _("The keeper of the roll"),
    ),
    "ballots.not_yet_closing": Refusal(
        _("The announced time runs until %(closes)s. A vote is not closed before."),
        _("Wait until then; it closes by itself. A vote that must stop earlier is annulled, with its reason."),
        ORGANISER,
    ),
    "ballots.sheets_open": Refusal(
        _("%(sheets)s sheets of paper are scanned but not entered yet."),
        _("Have them keyed by two clerks."),
        CLERK,
    ),
    "ballots.reviews_open": Refusal(
        _("%(cases)s cases of conspicuous votes are not decided."),
        _("Two reviewers look at each."),
        _("The reviewers"),
    ),
    "ballots.full_edition_closed": Refusal(
        _(
            "The sheets of this vote carry areas, which would tell the flats. Only its voters and the organisers get them."
        ),
        _("Everybody can check the public edition; whoever voted can check every sheet."),
        ORGANISER,
        status=403,
    ),
    "ballots.papers_not_logged": Refusal(
        _("%(papers)s sheets came after the log of this vote was closed; such sheets are not counted."),
        _("Find out where they come from before the count; the log shows what was in time."),
        _("The technical administrator"),
    ),
    "ballots.withdrawn_too_late": Refusal(
        _("The votes are counted; a candidate can no longer be withdrawn."),
        _("Object while the result is on display."),
        ORGANISER,
    ),
    "ballots.reason_missing": Refusal(
        _("Without a reason nobody can check it."), _("Write the reason in a few words."), ORGANISER, status=422
    ),
    "ballots.no_paper_channel": Refusal(
        _("This vote takes no paper."), _("Help the voter to vote on a phone at the desk."), ORGANISER
    ),
    "ballots.sheet_out": Refusal(
        _("A sheet is already out for this voter."),
        _("Look for it in the list below. If it was lost, take it out of use first."),
        CLERK,
    ),
    "ballots.no_such_sheet": Refusal(
        _("There is no sheet with the number %(serial)s."),
        _("Type the number under the QR code once more."),
        CLERK,
        status=404,
        link=(_("To the paper ballots"), "ballots:paper_desk"),
    ),
    "ballots.not_scanned": Refusal(
        _("This sheet cannot be keyed now."), _("Scan it first; a decided sheet is not keyed again."), CLERK
    ),
    "ballots.no_scan": Refusal(_("The scan of sheet %(serial)s is not there."), _("Scan the sheet once more."), CLERK),
    "ballots.same_clerk": Refusal(
        _("You have read this sheet. The next reading is another clerk's."),
        _("Hand it to a colleague. You can go on with another sheet."),
        CLERK,
        status=403,
        link=(_("To the paper ballots"), "ballots:paper_desk"),
    ),
    "ballots.same_reviewer": Refusal(
        _("You proposed this yourself. Another person decides."),
        _("Ask a second reviewer to open the case."),
        _("The other reviewers"),
        status=403,
    ),
    "ballots.not_reviewable": Refusal(
        _("Votes are reviewed while the vote is open or before it is counted."),
        _("Nothing more can be voided here; object while the result is on display."),
        ORGANISER,
    ),
    "ballots.no_such_case": Refusal(_("There is no such case."), _("Go back to the list."), ORGANISER, status=404),
    "ballots.codes_outside_case": Refusal(
        _("One of the votes does not belong to this case."), _("Load the page again."), ORGANISER
    ),
}

REFUSALS = VOTERS | STAFF | ELECTORATES | AFTER

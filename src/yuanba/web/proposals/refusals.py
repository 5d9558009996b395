"""Words for what calls and proposals refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.proposals.labels import STATES
from yuanba.web.refusals import SERVICE_DESK, Refusal

ORGANISER = _("Whoever organises for your compound or community")
CONTACT = _("Whoever the page of the call names")
LIST = (_("See all calls"), "proposals:index")

CALLS = {
    "proposals.not_permitted": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "proposals.missing": Refusal(_("There is no such call."), _("See the list."), ORGANISER, status=404, link=LIST),
    "proposals.call_incomplete": Refusal(
        _("A call needs a title, what it is for, the terms and whom to ask."),
        _("Fill in all of them."),
        ORGANISER,
        status=422,
    ),
    "proposals.nothing_asked": Refusal(
        _("It is not said what is asked for, or how many a vote needs."),
        _("Choose at least one."),
        ORGANISER,
        status=422,
    ),
    "proposals.window_empty": Refusal(
        _("The call would end before it begins."),
        _("Correct the dates."),
        ORGANISER,
        status=422,
    ),
    "proposals.announced_stands": Refusal(
        _("What was announced no longer changes (%(state)s)."),
        _("Take proposals longer, or call it off with a reason and make a new one."),
        ORGANISER,
        words={"state": STATES},
    ),
    "proposals.extends_backwards": Refusal(
        _("Proposals are taken %(closes)s already; a longer time ends later."),
        _("Give a later day."),
        ORGANISER,
        status=422,
    ),
    "proposals.still_open": Refusal(
        _("Proposals are taken %(closes)s: somebody may be drawing right now."), _("Wait until then."), ORGANISER
    ),
    "proposals.undecided": Refusal(
        _("Proposals and appeals without a decision: %(number)s."), _("Decide on each of them first."), ORGANISER
    ),
    "proposals.appeals_possible": Refusal(
        _("Whoever was refused can still appeal, %(until)s."),
        _("Wait until then, and decide on what comes."),
        ORGANISER,
    ),
    "proposals.too_few_all": Refusal(
        _("On the shortlist are %(number)s proposals: too few for a vote on any item."),
        _("Take proposals longer and tell people, or call it off."),
        ORGANISER,
    ),
    "proposals.not_screening": Refusal(
        _("Proposals are decided on before the shortlist is published (now: %(state)s)."),
        _("See on the board where the call stands."),
        ORGANISER,
        words={"state": STATES},
    ),
    "proposals.not_discussing": Refusal(
        _("A proposal is struck while the shortlist is discussed (now: %(state)s)."),
        _("See on the board where the call stands."),
        ORGANISER,
        words={"state": STATES},
    ),
    "proposals.objection_upheld": Refusal(
        _("An objection against no. %(number)s was upheld, and it still stands on the shortlist."),
        _("Strike it from the shortlist, with the reason."),
        ORGANISER,
    ),
    "proposals.ballot_runs": Refusal(
        _("Votes are taken %(closes)s."), _("Wait until then; nobody counts before."), ORGANISER
    ),
    "proposals.ballot_annulled": Refusal(
        _("The vote was annulled: it counts for nothing."), _("Make a new call."), ORGANISER
    ),
    "proposals.no_tie": Refusal(_("No item is tied."), _("See on the board what waits."), ORGANISER),
    "proposals.not_tied": Refusal(
        _("Lots are drawn only between those that the vote left equal."),
        _("Choose one of them."),
        ORGANISER,
        status=422,
    ),
    "proposals.adopted_too_early": Refusal(
        _("%(day)s is too early: it shows from today at the earliest, and after the one before it."),
        _("Give today or a later day."),
        ORGANISER,
        status=422,
    ),
    "proposals.covenant_by_text": Refusal(
        _("A covenant is adopted by way of its text: everybody comments on it first."),
        _("Put the text up for comments; it counts as adopted when the text is."),
        ORGANISER,
    ),
    "proposals.no_covenant_chosen": Refusal(
        _("No covenant was chosen here."), _("See on the board what waits."), ORGANISER
    ),
    "proposals.text_under_way": Refusal(
        _("The text of the covenant is under way."),
        _("Give the text up, or record that it was not adopted."),
        ORGANISER,
    ),
    "proposals.reason_missing": Refusal(
        _("Without a reason nobody can check it."),
        _("Write the reason in a few words."),
        CONTACT,
        status=422,
    ),
    "proposals.rule_missing": Refusal(
        _("A refusal rests on a rule of the call."),
        _("Choose the rule, and write the reason."),
        ORGANISER,
        status=422,
    ),
    "proposals.involved": Refusal(
        _("You, or a relative of yours, handed this in. Somebody else decides."),
        _("Leave it to a colleague."),
        ORGANISER,
        status=403,
    ),
    "proposals.same_decider": Refusal(
        _("You refused this proposal; somebody else decides on the appeal."),
        _("Leave it to a colleague."),
        ORGANISER,
        status=403,
    ),
}
WORKS = {
    "proposals.not_yet": Refusal(_("Proposals are taken %(opens)s."), _("Come back then."), CONTACT, link=LIST),
    "proposals.over": Refusal(
        _("Proposals were taken %(closes)s; nothing more is taken, at the desk neither."),
        _("You can comment on the shortlist, and vote."),
        CONTACT,
        link=LIST,
    ),
    "proposals.not_verified": Refusal(
        _("We do not know yet that you live or own here."),
        _("Have your home confirmed; it takes a few minutes."),
        SERVICE_DESK,
        status=403,
        link=(_("Confirm my home"), "people:verify"),
    ),
    "proposals.not_of_here": Refusal(
        _("This call is for another place: whoever lives or owns there may hand in."),
        _("If you live or own there, have that home confirmed."),
        SERVICE_DESK,
        status=403,
        link=(_("To my own page"), "people:me"),
    ),
    "proposals.guardian_hands_in": Refusal(
        _("Whoever is under %(years)s hands in together with a parent."),
        _("Ask your father or mother to hand it in for you and to agree to the terms."),
        SERVICE_DESK,
        status=403,
    ),
    "proposals.author_missing": Refusal(
        _("It is not said who made it."),
        _("Choose: you yourself, or your child."),
        CONTACT,
        status=422,
    ),
    "proposals.not_asked": Refusal(
        _("The call does not ask for this."), _("See what it asks for."), CONTACT, link=LIST
    ),
    "proposals.terms_not_agreed": Refusal(
        _("Without your consent to the terms the work cannot be used."),
        _("Read them, and tick if you agree."),
        CONTACT,
        status=422,
    ),
    "proposals.title_missing": Refusal(_("It has no name yet."), _("Write one line."), CONTACT, status=422),
    "proposals.too_long": Refusal(
        _("The line has at most %(title)s characters, the text %(text)s."),
        _("Shorten it."),
        CONTACT,
        status=422,
    ),
    "proposals.picture_missing": Refusal(
        _("A logo needs its picture."),
        _("Photograph the drawing, or choose a picture."),
        CONTACT,
        status=422,
    ),
    "proposals.clauses_missing": Refusal(
        _("A covenant has clauses, at least %(least)s characters."),
        _("Write them, one on each line."),
        CONTACT,
        status=422,
    ),
    "proposals.too_many_files": Refusal(
        _("At most %(most)s pictures belong to a proposal."),
        _("Choose the best ones."),
        CONTACT,
        status=422,
    ),
    "proposals.file_missing": Refusal(
        _("A picture is not there any more, or is not yours."),
        _("Choose the pictures again."),
        CONTACT,
        status=422,
    ),
    "proposals.scan_missing": Refusal(
        _("What comes on paper needs a photo of the signed sheet, which you hand in yourself."),
        _("Photograph the sheet and hand it in."),
        ORGANISER,
        status=422,
    ),
    "proposals.personal_numbers": Refusal(
        _("There are %(number)s personal numbers in it (ID, mobile or bank card). They must not become public."),
        _("Take them out. Write a role and an office telephone instead."),
        CONTACT,
        status=422,
    ),
    "proposals.enough": Refusal(
        _("You have handed in %(most)s proposals for this; more are not taken."),
        _("Take one back first, then hand in the better one."),
        CONTACT,
        status=429,
    ),
    "proposals.no_proposal": Refusal(
        _("There is no such proposal."), _("See the page of the call."), CONTACT, status=404, link=LIST
    ),
    "proposals.not_yours": Refusal(
        _("Only whoever handed it in can do this."),
        _("Sign in with the phone with which it was handed in."),
        SERVICE_DESK,
        status=403,
    ),
    "proposals.vote_began": Refusal(
        _("The vote has been announced: what is on a sheet stays on it (%(state)s)."),
        _("If there is a grave reason, tell the organiser; an option can be withdrawn from the vote."),
        CONTACT,
        words={"state": STATES},
    ),
    "proposals.appeal_late": Refusal(
        _("An appeal is made within %(days)s days of the refusal."),
        _("You can comment on the shortlist when it is published."),
        CONTACT,
    ),
}

REFUSALS = {**CALLS, **WORKS}

"""Words for what secret ballots refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

ORGANISER = _("Whoever organises the vote in your subdistrict")
OPERATOR = _("Whoever looks after this site")
CLERK = _("The colleague who set up the paper channel")
CHANNELS = {"channel": {"TOKEN": _("on the phone"), "PAPER": _("on paper")}}
MISSING = {
    "missing": {
        "ceremony": _("The ceremony of the keys was not held."),
        "issuers": _("The issuers have not been asked for their keys."),
        "urn": _("The urn has not been asked for its key."),
    }
}
WAITS = {
    "why": {
        "urn": _("The urn has not been emptied yet."),
        "sheets": _("The sheets of paper have not been read yet."),
    }
}

ORDERS = {
    "ballots.secret_by_area": Refusal(
        _("A vote that counts areas cannot be secret: the area of a dwelling tells whose it is."),
        _("Hold it as an open vote, or ask residents without counting areas."),
        ORGANISER,
    ),
    "ballots.secret_no_revotes": Refusal(
        _("In a secret vote nobody can change a vote: nobody knows whose it is."),
        _("Take the tick away from changing votes."),
        ORGANISER,
    ),
    "ballots.trustees_out_of_range": Refusal(
        _("%(needed)s of %(trustees)s trustees is not possible. There are at most 9, and at least 2 open the votes."),
        _("Name 3 trustees of whom 2 are needed. That is usual."),
        ORGANISER,
    ),
    "ballots.casts_outside_window": Refusal(
        _("Voting must begin after the tickets are given out and before the vote closes."),
        _("Choose a time between the opening and the close."),
        ORGANISER,
    ),
    "ballots.secret_too_few": Refusal(
        _("Only %(rows)s people may vote. Fewer than %(least)s cannot hide among each other."),
        _("Hold an open vote, or ask a larger place."),
        ORGANISER,
    ),
    "ballots.secret_too_alike": Refusal(
        _(
            "The same was asked in secret within %(days)s days, and only %(people)s people differ. "
            "Comparing both counts would tell what they chose."
        ),
        _("Ask everybody again after that time, or ask something else. At least %(least)s people must differ."),
        ORGANISER,
    ),
    "ballots.not_secret": Refusal(
        _("This is not a secret vote."), _("Open the page of the vote and go on from there."), ORGANISER, status=404
    ),
    "ballots.secret_under_way": Refusal(
        _("The vote has opened. Its keys are public and no longer change."),
        _("If a key is lost, annul the vote and hold another one."),
        ORGANISER,
    ),
    "ballots.ceremony_held": Refusal(
        _("The ceremony was held before, and its shares are with the trustees."),
        _("Hold it again only if a share was lost. All earlier shares are worth nothing then."),
        ORGANISER,
    ),
    "ballots.issuers_missing": Refusal(
        _("Secret votes need two issuers and an urn. This site has not named them."),
        _("Have YUANBA_ISSUERS and YUANBA_URN set, then try again."),
        OPERATOR,
    ),
    "ballots.issuers_alike": Refusal(
        _("Both issuers answered with the same key. They have to be two that do not trust each other."),
        _("Have the second issuer run at the committee or the subdistrict."),
        OPERATOR,
    ),
    "ballots.issuer_silent": Refusal(
        _("Issuer %(issuer)s does not answer."),
        _("Try again in a few minutes. Nothing is lost."),
        OPERATOR,
        status=503,
    ),
    "ballots.issuer_refuses": Refusal(
        _("Issuer %(issuer)s refuses. It says: %(why)s."),
        _("Try again in a few minutes. If it stays so, tell whoever looks after this site."),
        OPERATOR,
        status=503,
    ),
    "ballots.urn_silent": Refusal(
        _("The urn does not answer."), _("Try again in a few minutes. Nothing is lost."), OPERATOR, status=503
    ),
    "ballots.secret_keys_missing": Refusal(
        _("The vote cannot open yet. %(missing)s"),
        _("Do it on the organiser's page. The vote opens by itself then."),
        ORGANISER,
        words=MISSING,
    ),
}

VOTERS = {
    "ballots.secret_by_token": Refusal(
        _("This vote is secret. It is cast in another way."),
        _("Open the page of the vote and go on from there."),
        ORGANISER,
    ),
    "ballots.tokens_over": Refusal(
        _("Voting tickets were given out until %(until)s."),
        _("You can still ask for a sheet of paper at the service desk."),
        ORGANISER,
    ),
    "ballots.blinded_unreadable": Refusal(
        _("Your phone's request could not be read."),
        _("Load the page again. If it stays so, ask for a sheet of paper at the service desk."),
        ORGANISER,
        status=400,
    ),
    "ballots.paper_given": Refusal(
        _("You took a sheet of paper for this vote. Each person votes in one way."),
        _("Fill the sheet in and put it into the urn."),
        ORGANISER,
    ),
    "ballots.token_conflict": Refusal(
        _("You took a voting ticket before, with another code. Nobody can take two."),
        _("Use the code that you wrote down or photographed then. If it was not you, tell the organiser at once."),
        ORGANISER,
    ),
}

DESKS = {
    "ballots.turn_taken": Refusal(
        _("This person votes %(channel)s already. Each person votes in one way."),
        _("If that is wrong, the person can give back an unused ticket before voting begins."),
        CLERK,
        words=CHANNELS,
    ),
    "ballots.casting_began": Refusal(
        _("Votes are taken since %(casts)s. A ticket that may have been used stays."),
        _("The person can vote with the code. Without it, this vote is lost to them."),
        ORGANISER,
    ),
    "ballots.seed_unreadable": Refusal(
        _("The code has a mistake in line %(line)s."), _("Compare this line sign by sign, or scan the picture."), CLERK
    ),
    "ballots.seed_unknown": Refusal(
        _("No voting ticket of this vote was taken with this code."),
        _("See whether the code belongs to another vote."),
        CLERK,
    ),
    "ballots.urn_not_emptied": Refusal(
        _("The vote cannot be counted yet. %(why)s"), _("Wait a minute and try again."), ORGANISER, words=WAITS
    ),
    "ballots.sheets_counted": Refusal(
        _("Two people have read the sheets alike. They are counted."), _("There is nothing more to do."), CLERK
    ),
    "ballots.too_many_sheets": Refusal(
        _("%(found)s sheets were found, but only %(given)s were handed out."),
        _(
            "Count the sheets once more, two of you. Do not throw any away. Write down what you find and tell the organiser."
        ),
        CLERK,
    ),
    "ballots.urn_differs": Refusal(
        _("The urn and the public log do not agree: %(why)s."),
        _("Change nothing. Keep both machines as they are and call the supervising body."),
        OPERATOR,
    ),
    "ballots.too_many_cast": Refusal(
        _("%(cast)s votes lie in the urn for %(issued)s tickets and %(rows)s voters."),
        _("Somebody has invented votes. Annul the vote and call the supervising body."),
        OPERATOR,
    ),
}

TRUSTEES = {
    "ballots.share_early": Refusal(
        _("The vote is not closed yet, or its log is not complete. No share is taken before."),
        _("Keep your share where nobody sees it, and come back after the close."),
        ORGANISER,
    ),
    "ballots.too_few_to_open": Refusal(
        _(
            "Only %(sheets)s sheets came, and fewer than %(least)s are never opened: what so few said would be known of each."
        ),
        _("Nobody needs your share any more. Destroy it."),
        ORGANISER,
    ),
    "ballots.share_unreadable": Refusal(
        _("The share has a mistake in line %(line)s."),
        _("Compare this line sign by sign, or scan the picture."),
        ORGANISER,
        status=400,
    ),
    "ballots.share_wrong": Refusal(
        _("Share %(share)s is not one of the ceremony of this vote."),
        _(
            "See whether it belongs to another vote. The other trustees can open the votes without it if there are enough."
        ),
        ORGANISER,
        status=400,
    ),
    "ballots.still_sealed": Refusal(
        _("The votes are still sealed. %(have)s of %(needed)s shares were handed in."),
        _("Ask the trustees for their shares."),
        ORGANISER,
    ),
}

REFUSALS = ORDERS | VOTERS | DESKS | TRUSTEES

"""Words for the states and kinds of ballots."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "DRAFT": _("Being drafted"),
    "ANNOUNCED": _("Announced, not open yet"),
    "OPEN": _("Open for votes"),
    "CLOSED": _("Closed, being counted"),
    "COUNTED": _("Counted, not published yet"),
    "PUBLISHED": _("Result published"),
    "ANNULLED": _("Annulled"),
}
STATE_KINDS = {
    "DRAFT": "plain",
    "ANNOUNCED": "sky",
    "OPEN": "leaf",
    "CLOSED": "amber",
    "COUNTED": "amber",
    "PUBLISHED": "leaf",
    "ANNULLED": "brick",
}
ELECTORATES = {
    "RESIDENTS": _("every verified resident, one sheet each"),
    "HOUSEHOLDS": _("one sheet per household"),
    "OWNERS": _("the owners, by heads and by area"),
    "COMMITTEE": _("the members of a committee, one head each"),
    "MEETING": _("whoever was at the meeting and signed, one head each"),
}
CHANNELS = {"PHONE": _("on line"), "PAPER": _("on paper"), "HALL": _("by a show of hands")}
AUTHORISATIONS = {
    "OFFERED": _("Waits for the answer"),
    "IN_FORCE": _("The authorisation stands"),
    "DECLINED": _("Declined"),
    "REVOKED": _("Taken back"),
}
AUTHORISATION_KINDS = {"OFFERED": "amber", "IN_FORCE": "leaf", "DECLINED": "plain", "REVOKED": "plain"}
WAYS = {"PHONE": _("by phone"), "PAPER": _("in writing")}
DELIVERY_WAYS = {
    "SIGNED": _("Handed over with signature"),
    "SMS": _("Message acknowledged"),
    "REGISTERED": _("Registered letter"),
}
HALL_STATES = {
    "KEYED": _("A second clerk is due"),
    "CONFIRMED": _("Hands confirmed"),
    "DROPPED": _("Hands dropped"),
}
HALL_KINDS = {"KEYED": "amber", "CONFIRMED": "leaf", "DROPPED": "plain"}
HAND_REASONS = {
    "already_cast": _("had voted before"),
    "proxy_ended": _("the authorisation was taken back"),
}
SHEETS = {
    "ISSUED": _("Handed out"),
    "RECEIVED": _("Scanned, to be keyed"),
    "DISPUTED": _("Two readings differ, a third decides"),
    "ENTERED": _("Entered"),
    "REJECTED": _("Not counted"),
    "CANCELLED": _("Out of use"),
}
SHEET_KINDS = {
    "ISSUED": "sky",
    "RECEIVED": "amber",
    "DISPUTED": "amber",
    "ENTERED": "leaf",
    "REJECTED": "brick",
    "CANCELLED": "plain",
}
SHEET_REASONS = {
    "late": _("It came back after the closing time."),
    "unreadable": _("Three clerks read three different things."),
    "already_cast": _("The voter's other sheet was there first."),
    "proxy_ended": _("The authorisation was taken back before the sheet was entered."),
}
REVIEWS = {
    "OPEN": _("To be looked at"),
    "PROPOSED": _("A second reviewer is due"),
    "CLEARED": _("Nothing to it: the votes count"),
    "VOIDED": _("Voided by two reviewers"),
}
REVIEW_KINDS = {"OPEN": "amber", "PROPOSED": "amber", "CLEARED": "leaf", "VOIDED": "brick"}
SIGNALS = {
    "SHARED_DEVICE": _("Many votes from one device"),
    "SHARED_ADDRESS": _("Many alike votes from one network address"),
    "BURST": _("Many votes within one minute"),
    "NEW_ACCOUNTS": _("Many alike votes from accounts that are days old"),
    "RING": _("A group of votes that are exactly alike"),
}
MOVES = {
    "announce": _("Announce it"),
    "open": _("Open the vote"),
    "close": _("Close the vote"),
    "count": _("Count the votes"),
    "publish": _("Publish the result"),
}
KINDS = {
    "AWARD": _("Award vote"),
    "SURVEY": _("Secret survey"),
    "OPINION": _("Opinion ballot"),
    "STATUTORY": _("Decision by law"),
}
ANSWERS = {"agree": _("Agree"), "against": _("Against"), "abstain": _("Abstain")}
MATTERS = {
    "property-company": _("Choosing, keeping or dismissing the property company"),
    "committee-members": _("Electing or replacing members of the owners’ committee"),
    "covenant": _("The covenant of the compound"),
    "rules-of-procedure": _("The rules of procedure of the owners’ assembly"),
    "use-repair-fund": _("Using the repair fund"),
    "raise-repair-fund": _("Raising money for the repair fund"),
    "rebuild": _("Altering or rebuilding buildings, such as adding a lift"),
    "change-common-parts": _("Changing the use of common parts, or earning money with them"),
    "other-major": _("Another major matter of common ownership"),
}
SHARES = {">1/2": _("more than half"), "2/3": _("at least two thirds"), "3/4": _("at least three quarters")}
# How a rule turns sheets into a result, in a sentence or two for voters.
HOW = {
    "approval": _("The one that most people want is chosen."),
    "committee": _("Those with most votes are elected."),
    "ranked-irv": _(
        "First places are counted. As long as nobody has more than half, whoever has fewest goes out, and these sheets"
        " count for the next one on them."
    ),
    "ranked-schulze": _(
        "Each is compared with each: whoever stands before the other on more sheets wins. Whoever is beaten by nobody is chosen."
    ),
    "budget-greedy": _(
        "Projects are paid for by most votes, as long as the money lasts; what does not fit is passed over."
    ),
    "budget-equal-shares": _(
        "Everybody who votes gets an equal part of the money, which goes only into projects they ticked. So no group takes"
        " all of it. What is left goes by votes."
    ),
}
GAPS = {
    "AREA": _("No area is entered; the vote does not open without it"),
    "OWNER": _("No owner is entered, so nobody can vote for them"),
    "NAME": _("The owner has no name"),
    "DEAD": _("The owner has died and no heir is entered"),
    "TWICE": _(
        "Perhaps one owner entered twice, which would be two heads: the keeper of the roll looks before the opening"
    ),
}

_EVERYBODY = _("After the count everybody may recount: each sheet is published under a code, without a name.")
# What will be known of a single sheet, and by whom: said before it is sent, and again on the receipt.
WHO_SEES = {
    "RESIDENTS": _EVERYBODY,
    "HOUSEHOLDS": _EVERYBODY,
    "COMMITTEE": _EVERYBODY,
    "MEETING": _EVERYBODY,
    "OWNERS": _(
        "The public sees the sums only. Owners on the roll may recount everything: they see each sheet with a code"
        " and its area, without a name. Whoever knows how large your home is may guess which one is yours."
    ),
}

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
}
CHANNELS = {"PHONE": _("on line"), "PAPER": _("on paper")}
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

"""Words for people who enter, mend, appeal, comment or withdraw."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.awards.applicant_labels import CAMPAIGN_STATES, CHANNELS
from yuanba.web.refusals import Refusal

CONTACT = _("The duty line on the page of the campaign, or the service desk of your community")
FIELDS = {
    "nominee_name": _("the name"),
    "title": _("the title"),
    "deeds": _("the account of the deeds"),
}
MINE = (_("My entries"), "awards:my_entries")

ENTERING = {
    "entry.late": Refusal(
        _("Entries closed at the end of %(closes)s. This one came later."),
        _("What you wrote is kept under “My entries”. Next year’s campaign is announced on the first page."),
        CONTACT,
        link=MINE,
    ),
    "entry.too_early": Refusal(
        _("Entries open on %(opens)s."),
        _("What you wrote is kept. Come back from that day on and send it."),
        CONTACT,
        link=MINE,
    ),
    "entry.closed_early": Refusal(
        _("Entries were closed on %(closed)s."),
        _("What you wrote is kept. Ask the organiser for the reason."),
        CONTACT,
        link=MINE,
    ),
    "entry.no_campaign": Refusal(
        _("This campaign takes no entries now."),
        _("Look at its page to see where it stands. What you wrote is kept."),
        CONTACT,
        words={"state": CAMPAIGN_STATES},
    ),
    "entry.channel_closed": Refusal(
        _("This campaign takes no entries this way."),
        _("Its page says how to enter."),
        CONTACT,
        words={"channel": CHANNELS},
    ),
    "entry.recommended_only": Refusal(
        _("For this honour one is recommended; nobody applies."),
        _("Ask your community or your committee to recommend. The page of the campaign names who may."),
        CONTACT,
    ),
    "entry.not_signed_in": Refusal(
        _("To send an entry you must be signed in."), _("Sign in; what you wrote is kept."), status=403
    ),
    "entry.no_request_key": Refusal(_("The form came incomplete."), _("Open the page again; what you wrote is kept.")),
    "entry.no_category": Refusal(
        _("The campaign has no such honour."), _("Go back to the first step and choose one of the list."), CONTACT
    ),
    "entry.no_kind": Refusal(
        _("Please say which kind of body it is."), _("Go back to the first step and choose one of the list."), CONTACT
    ),
    "entry.no_nominee": Refusal(_("Nobody is named yet."), _("Write who is put forward.")),
    "entry.no_title": Refusal(_("The title is missing."), _("Write what the case or the work is called.")),
    "entry.too_long": Refusal(
        _("One text is too long: %(got)s characters where %(most)s are taken."),
        _("Shorten it a little. Long documents can be attached as files."),
    ),
    "entry.bad_phone": Refusal(
        _("This is not a mobile number."),
        _("A mobile number has 11 digits and begins with 1. “+86”, spaces and full-width digits are fine."),
    ),
    "entry.wrong_nominee": Refusal(
        _("This honour is for somebody else."), _("Go back to the first step and choose the honour again."), CONTACT
    ),
    "entry.elsewhere": Refusal(
        _("The place lies outside the area of this campaign."),
        _("Choose a compound of the list. If yours is missing, tell us."),
        CONTACT,
    ),
    "entry.no_service_area": Refusal(_("For this honour no service area is declared."), _("Leave it out."), CONTACT),
    "entry.no_criterion": Refusal(
        _("The conditions have changed since you opened the page."), _("Open the page again; what you wrote is kept.")
    ),
    "entry.criteria_open": Refusal(
        _("%(count)s conditions have no answer yet."), _("Say a sentence or two about each of them, in your own words.")
    ),
    "entry.unknown": Refusal(_("There is no such entry."), _("Look at the number once more."), status=404),
    "entry.not_yours": Refusal(
        _("This entry was handed in by somebody else."),
        _("Sign in with the phone with which it was handed in."),
        status=403,
    ),
    "entry.other_category": Refusal(
        _("The honour of an entry cannot be changed."),
        _("Withdraw this one and hand in a new one, as long as entries are open."),
        CONTACT,
    ),
    "draft.not_signed_in": Refusal(
        _("To keep a draft you must be signed in."), _("Sign in; the text stays on this device."), status=403
    ),
    "draft.bad_slot": Refusal(_("This draft has no address."), _("Begin from the page of the campaign.")),
    "draft.too_big": Refusal(
        _("The draft is longer than can be kept."), _("Shorten the texts; long documents can be attached as files.")
    ),
    "draft.too_many": Refusal(
        _("You have %(most)s forms begun and not sent; that is the most."),
        _("Go on with one of them under “My entries”."),
        link=MINE,
    ),
    "draft.sent": Refusal(_("This form was already sent."), _("You find the entry under “My entries”."), link=MINE),
    "draft.newer_elsewhere": Refusal(
        _("You went on with this form in another window or on another device."),
        _("To see the newer version, load the page again. If what stands here is to count, send it once more."),
    ),
    "correction.late": Refusal(
        _("The time for mending is over."), _("You may appeal; “My entries” says until when."), CONTACT, link=MINE
    ),
    "correction.still_missing": Refusal(
        _("%(count)s of the documents asked for are still missing."), _("Add them, then send the entry again.")
    ),
    "appeal.late": Refusal(
        _("Appeals were possible until %(until)s."), _("If the delay was not your fault, call the organiser."), CONTACT
    ),
    "appeal.only_once": Refusal(
        _("This entry was already appealed once."), _("The decision stands under “My entries”."), CONTACT
    ),
    "appeal.empty": Refusal(
        _("The appeal has no text, or more than %(most)s characters."), _("Say in a few sentences what was overlooked.")
    ),
    "appeal.unknown": Refusal(_("There is no such appeal."), _("Load the list again."), status=404),
    "comment.not_verified": Refusal(
        _("Comments are for residents whose home is confirmed."),
        _("Confirm your home with the code in the letter, or at the desk."),
        status=403,
    ),
    "comment.elsewhere": Refusal(
        _("Comments are for residents of the campaign’s area."),
        _("If you moved here lately, have your home confirmed."),
        status=403,
    ),
    "comment.not_open": Refusal(
        _("Comments are not open now."), _("The page of the campaign says when they are."), CONTACT
    ),
    "comment.no_such_candidate": Refusal(
        _("Nobody can comment on this entry now."), _("Go back to the list of candidates."), CONTACT
    ),
    "comment.empty": Refusal(_("The comment is empty."), _("Write a sentence or two.")),
    "comment.too_long": Refusal(
        _("The comment has %(got)s characters; %(most)s are taken."), _("Shorten it a little.")
    ),
    "comment.needs_name": Refusal(_("Here comments stand with a name."), _("Tick that your name may be shown.")),
    "results.not_public": Refusal(
        _("The results are not public yet."),
        _("They are shown from the day on which the proposed list is put on notice."),
        CONTACT,
        status=404,
    ),
    "bundle.not_named": Refusal(
        _("The files for checking are public once the winners are named."),
        _("Come back after the decision."),
        CONTACT,
        status=404,
    ),
    "bundle.other_winners": Refusal(
        _("The files do not lead to the winners who were named; something was changed since."),
        _("Please tell the organiser and whoever keeps the audit. Nothing is shown until this is cleared up."),
        CONTACT,
    ),
    "campaign.unknown": Refusal(
        _("There is no such campaign."), _("The list of campaigns shows them all."), status=404
    ),
    "campaign.not_public": Refusal(
        _("This campaign is not announced yet."), _("It will stand on the first page when it is."), status=404
    ),
}

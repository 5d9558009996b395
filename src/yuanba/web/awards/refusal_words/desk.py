"""Words for community workers at their desk."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

OFFICE = _("The organiser at the subdistrict office")

DESK = {
    "form.bad_serial": Refusal(
        _("The number %(serial)s contains a slip: its last character does not fit."),
        _("Compare it with the number beside the code on the paper, or scan the code."),
        OFFICE,
    ),
    "form.unknown": Refusal(
        _("No form with the number %(serial)s was handed out in this campaign."),
        _("Look at which campaign the paper belongs to. A copy without a number can be entered “for somebody”."),
        OFFICE,
    ),
    "form.already_back": Refusal(
        _("The form %(serial)s was already entered."),
        _("Search for it in the list of entries. One form is one entry."),
        OFFICE,
    ),
    "email.no_reference": Refusal(
        _("The message has no identification."), _("Save the message as .eml and upload that."), OFFICE
    ),
    "email.already_in": Refusal(
        _("This message was already registered."), _("Search for the entry in the list."), OFFICE
    ),
    "entry.person_elsewhere": Refusal(
        _("On the roll, the person who was picked has another name than “%(name)s”, or no home in this place."),
        _("Look the person up once more, or choose “None of these” and enter the paper as it is."),
        OFFICE,
    ),
    "entry.received_in_future": Refusal(
        _("The day on which it was received lies in the future."),
        _("Write the day and hour at which it was handed over or arrived."),
    ),
    "entry.screening_over": Refusal(
        _("The screening is over; nothing can be entered any more."),
        _("Tell the person until when it was possible, and about the next campaign."),
        OFFICE,
    ),
    "proxy.same_person": Refusal(
        _("You entered this one yourself."),
        _("A second person must compare it with the signed paper. Ask a colleague."),
        OFFICE,
    ),
    "proxy.not_needed": Refusal(_("This entry needs no second look."), _("Go on to the next one.")),
    "proxy.already_checked": Refusal(
        _("A colleague was quicker: this one was already looked at."), _("Go on to the next one.")
    ),
    "email.no_arrival": Refusal(
        _("When the message arrived is not known."),
        _("Write the day and hour at which it arrived in the mailbox."),
        OFFICE,
    ),
    "recommendation.body_unknown": Refusal(
        _("It is not clear which body recommends."),
        _("Write its name, send, and choose it from the list that appears."),
        OFFICE,
    ),
    "recommendation.no_such_body": Refusal(
        _("For this honour such a body does not recommend."), _("The page of the campaign names who may."), OFFICE
    ),
    "recommendation.not_your_body": Refusal(
        _("You do not speak for this body."), _("Ask whoever is appointed for it."), OFFICE, status=403
    ),
    "recommendation.quota_full": Refusal(
        _("This body has used all of its %(quota)s places."),
        _("A place becomes free when one of its recommendations is withdrawn."),
        OFFICE,
    ),
}

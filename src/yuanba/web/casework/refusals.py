"""Words for what ledgers, hotline and routing rules refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

COLLEAGUE = _("Whoever keeps the desk of your place")
SUPERVISOR = _("The supervisor of your office")

LEDGERS = {
    "ledger.unknown": Refusal(_("There is no such line."), _("Go back to the ledger."), COLLEAGUE, status=404),
    "ledger.changed_meanwhile": Refusal(
        _("A colleague changed it a moment ago."), _("Look at it again and decide anew."), COLLEAGUE
    ),
    "ledger.day_past": Refusal(_("%(day)s is over."), _("Choose today or a later day."), COLLEAGUE, status=422),
    "ledger.no_body": Refusal(
        _("It is not said which organisation is responsible."), _("Choose one of the list."), COLLEAGUE, status=422
    ),
    "ledger.no_handler": Refusal(
        _("This account handles nothing in this place."), _("Choose a colleague of the list."), COLLEAGUE, status=422
    ),
    "ledger.own_work": Refusal(
        _("Whoever handles it, or brought the proof, does not sign it off."),
        _("Ask another colleague to look at it."),
        SUPERVISOR,
        status=403,
    ),
    "ledger.no_case": Refusal(
        _("This case is not yours to handle."), _("Open it from your own list."), COLLEAGUE, status=403
    ),
    "ledger.other_place": Refusal(
        _("That lies in another place."), _("Choose the place again."), COLLEAGUE, status=422
    ),
    "ledger.confidential": Refusal(
        _("A confidential case does not enter a ledger that others read."), _("Handle it on its own."), SUPERVISOR
    ),
    "special_matter.no_kind": Refusal(
        _("This is none of the three special matters."), _("Choose one of the list."), COLLEAGUE, status=422
    ),
    "special_matter.no_authority": Refusal(
        _("It is not said which authority it goes to."), _("Name the authority."), COLLEAGUE, status=422
    ),
    "recurring_issue.no_plan": Refusal(
        _("It is not said which plan took it up."), _("Choose the plan."), COLLEAGUE, status=422
    ),
}
HOTLINE = {
    "hotline.number": Refusal(
        _("This is no number of a hotline order."),
        _("Copy the number as the hotline shows it; a phone number is none."),
        COLLEAGUE,
        status=422,
    ),
    "hotline.number_rounded": Refusal(
        _("Excel has rounded the order number: it keeps 15 digits."),
        _("Have the column exported as text, then upload the file again."),
        COLLEAGUE,
        status=422,
    ),
    "hotline.called_at": Refusal(
        _("This is no time of a call."), _("Write it like 2026-05-07 09:30."), COLLEAGUE, status=422
    ),
    "hotline.due": Refusal(
        _("This is no deadline."), _("Write it like 2026-05-14, or leave it empty."), COLLEAGUE, status=422
    ),
    "hotline.future": Refusal(_("The call is still to come."), _("Check day and hour."), COLLEAGUE, status=422),
    "hotline.phone": Refusal(_("This is no phone number."), _("Check whether the cells slid."), COLLEAGUE, status=422),
    "hotline.name": Refusal(_("This is no name."), _("Check whether the cells slid."), COLLEAGUE, status=422),
    "hotline.place": Refusal(_("This is no place."), _("Check whether the cells slid."), COLLEAGUE, status=422),
    "hotline.text": Refusal(
        _("This is no text of what somebody said."), _("Check whether the cells slid."), COLLEAGUE, status=422
    ),
    "hotline.text_missing": Refusal(
        _("What was said is missing."), _("Look it up with the hotline."), COLLEAGUE, status=422
    ),
    "hotline.text_too_long": Refusal(
        _("The text has more than 2,000 characters."), _("Enter this order by hand, shortened."), COLLEAGUE, status=422
    ),
    "hotline.shifted": Refusal(
        _("The cells of this line slid to the side."), _("Put them right in the file and upload it again."), COLLEAGUE
    ),
    "hotline.formula": Refusal(
        _("A cell holds a formula that was never calculated."), _("Open and save the file in Excel once."), COLLEAGUE
    ),
    "hotline.twice": Refusal(
        _("This number stands in the file twice; the first one counts."), _("Nothing needs to be done."), COLLEAGUE
    ),
    "hotline.too_many": Refusal(
        _("The file has more than 2,000 lines."), _("Upload the rest as another file."), COLLEAGUE
    ),
    "hotline.taken_already": Refusal(_("This list was taken already."), _("Look at what came of it."), COLLEAGUE),
    "hotline.file_gone": Refusal(_("The file is no longer kept."), _("Upload it again."), COLLEAGUE),
}
ROUTING = {
    "routing.unknown": Refusal(_("There is no such rule."), _("Go back to the rules."), SUPERVISOR, status=404),
    "routing.no_category": Refusal(_("This kind does not exist."), _("Choose another kind."), SUPERVISOR, status=422),
    "routing.no_organ": Refusal(
        _("There is no such service organ."), _("Choose one of the list."), SUPERVISOR, status=422
    ),
    "routing.no_place": Refusal(_("There is no such place."), _("Choose the place again."), SUPERVISOR, status=422),
    "routing.other_place": Refusal(
        _("The building or cluster does not lie in this compound."), _("Choose it again."), SUPERVISOR, status=422
    ),
    "routing.backwards": Refusal(
        _("%(day)s is over; a rule changes nothing that was."),
        _("Choose today or a later day."),
        SUPERVISOR,
        status=422,
    ),
    "routing.period": Refusal(
        _("The last day lies before the first."), _("Choose a later day."), SUPERVISOR, status=422
    ),
    "routing.ended": Refusal(_("This rule ended on %(to_date)s."), _("Nothing needs to be done."), SUPERVISOR),
}
KINDS = {
    "kind.unknown": Refusal(_("This kind does not exist."), _("Choose another kind."), SUPERVISOR, status=404),
    "kind.name_missing": Refusal(
        _("The name is missing."), _("Write it in Chinese and in English."), SUPERVISOR, status=422
    ),
    "kind.name_taken": Refusal(
        _("There is a kind called “%(name)s”."), _("Choose another name."), SUPERVISOR, status=422
    ),
    "kind.unknown_part": Refusal(
        _("Queue or deadline is none of the list."), _("Choose one of the list."), SUPERVISOR, status=422
    ),
    "kind.urgent_number": Refusal(
        _("Urgent kinds, and only those, have an emergency number."),
        _("Add it, or leave it out."),
        SUPERVISOR,
        status=422,
    ),
    "kind.backwards": Refusal(
        _("%(day)s is over, or lies before the first day."), _("Choose a later day."), SUPERVISOR, status=422
    ),
    "kind.needed": Refusal(
        _("“%(name)s” takes what fits nowhere else; it does not end."), _("End another kind."), SUPERVISOR
    ),
    "kind.ended": Refusal(_("This kind ended on %(to_date)s."), _("Nothing needs to be done."), SUPERVISOR),
}
REFUSALS = KINDS | LEDGERS | HOTLINE | ROUTING

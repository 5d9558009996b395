"""Words for what juries refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal
from yuanba.web.rubrics.labels import PANELS

ORGANISER = _("Whoever organises the awards in your subdistrict")
CHAIR = _("The chair of the panel")
MINE = (_("To my panels"), "rubrics:index")


def _organisers(rule, step, status=409, **more):
    return Refusal(rule, step, ORGANISER, status=status, **more)


JUROR = {
    "panel.not_a_member": Refusal(
        _("You do not sit on this panel."), _("Open one of your own panels."), ORGANISER, 403, MINE
    ),
    "panel.conflicts_not_declared": Refusal(
        _("Nothing can be read before you have declared whom you may not judge, “nobody” included."),
        _("Open the panel and declare it. It takes a minute."),
        CHAIR,
        403,
        MINE,
    ),
    "panel.not_open": Refusal(
        _("This cannot be done now: %(state)s."), _("Look at where the panel stands."), CHAIR, words={"state": PANELS}
    ),
    "panel.over": Refusal(
        _("The scoring ended on %(closed_at)s; no mark changes any more."),
        _("Tell the chair if a sheet is missing."),
        CHAIR,
    ),
    "panel.unknown_subject": Refusal(_("This entry is not judged here."), _("Load the page again."), CHAIR),
    "panel.not_chair": Refusal(_("Only the chair may do this."), _("Ask the chair."), CHAIR, 403, MINE),
    "panel.not_closed": Refusal(
        _("Nobody reads scores before the panel has closed: %(state)s."),
        _("Wait until all sheets are in."),
        CHAIR,
        403,
        words={"state": PANELS},
    ),
    "sheet.not_yours": Refusal(_("This sheet is another juror's."), _("Open one of your own."), CHAIR, 403, MINE),
    "sheet.recused": Refusal(
        _("You do not judge this entry: a conflict is on record."), _("Go on with the next entry."), CHAIR, 403, MINE
    ),
    "sheet.submitted": Refusal(
        _("The sheet is handed in and changes no more."), _("Ask the chair to return it, with the reason."), CHAIR
    ),
    "sheet.changed_elsewhere": Refusal(
        _("The sheet was saved in another window meanwhile."),
        _("Compare it with what stands below, and save again if yours is right."),
        CHAIR,
    ),
    "sheet.incomplete": Refusal(
        _("Some criteria have no mark yet. A skipped one never counts as zero."),
        _("Give the marked criteria their marks. What you gave is kept."),
        CHAIR,
        422,
    ),
    "sheet.outside_scale": Refusal(
        _("Marks run from %(low)s to %(high)s in steps of %(step)s."), _("Correct the marked criterion."), CHAIR, 422
    ),
    "sheet.unknown_criterion": Refusal(_("This criterion is not asked."), _("Load the page again."), CHAIR, 422),
    "panel.not_live": Refusal(
        _("This panel does not judge live in a hall."), _("Open the panel and read the entries there."), ORGANISER
    ),
    "sheet.not_called": Refusal(
        _("%(subject)s has not been called up yet."), _("Wait until the chair calls it up."), CHAIR
    ),
    "sheet.shown": Refusal(
        _("The result of %(subject)s was shown in the hall: no mark about it changes."),
        _("Tell the chair if something went wrong; it goes into the minutes."),
        CHAIR,
    ),
    "sheet.keyed_by_member": Refusal(
        _("Whoever sits on the panel does not key a colleague's sheet."), _("Ask a clerk."), ORGANISER, 403
    ),
    "sheet.keyed_by_two": Refusal(
        _("Two clerks have keyed this sheet."), _("The chair settles what they read differently."), CHAIR
    ),
    "sheet.nothing_to_settle": Refusal(
        _("There is nothing to settle on this sheet."), _("Go back to the panel."), CHAIR
    ),
    "sheet.settle_after_own": Refusal(
        _("Before you read a colleague's marks, your own for this entry must be in."),
        _("Hand in your own sheet first, then settle this one."),
        ORGANISER,
        403,
        MINE,
    ),
    "sheet.not_as_keyed": Refusal(
        _("Each mark in question is one of the two that the clerks read."),
        _("Choose one for each criterion."),
        CHAIR,
        422,
    ),
    "panel.summary_changed": Refusal(
        _("The minutes were changed meanwhile."), _("Read the new version and sign that one."), CHAIR
    ),
    "panel.summary_signed": Refusal(
        _("You have answered this version of the minutes."), _("There is nothing more to do."), CHAIR
    ),
    "panel.summary_empty": Refusal(_("The minutes are empty."), _("Write what the panel did and found."), CHAIR, 422),
}

REFUSALS = JUROR | {
    "panel.not_yours": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "panel.exists": _organisers(_("There is such a panel already."), _("Use it, or dissolve it first.")),
    "panel.pool_is_fixed": _organisers(
        _("The pool is fixed since its hash is public."), _("Dissolve the panel to draw from another pool.")
    ),
    "panel.pool_too_small": _organisers(
        _("The pool has %(pool)s people for %(seats)s seats."), _("Add people to the pool.")
    ),
    "panel.seed_unnamed": _organisers(
        _("The later public draw is not named."), _("Name the draw and its number."), 422
    ),
    "panel.seed_not_later": _organisers(
        _("The draw that gives the seed must lie ahead; %(seed_at)s has passed."), _("Name a later draw."), 422
    ),
    "panel.seed_not_yet": _organisers(
        _("The seed is drawn on %(seed_at)s, not before."), _("Enter it after the draw.")
    ),
    "panel.seed_missing": _organisers(_("The seed is missing."), _("Enter the numbers as published."), 422),
    "panel.pool_changed": _organisers(
        _("The pool is not the one whose hash was published."), _("Dissolve the panel and announce the pool anew.")
    ),
    "panel.seats": _organisers(
        _("The panel has %(seats)s seats; you named %(named)s."), _("Name as many as there are.")
    ),
    "panel.chair_not_a_member": _organisers(
        _("The chair must be one of the members."), _("Choose a member as chair."), 422
    ),
    "panel.subjects_are_fixed": _organisers(
        _("What the panel judges is fixed since members declared."), _("Withdraw an entry instead.")
    ),
    "panel.declarations_missing": _organisers(
        _("These members have not declared their conflicts: %(members)s."), _("Remind them.")
    ),
    "panel.nothing_to_judge": _organisers(_("The panel has no entries yet."), _("Open the stage first.")),
    "panel.closes_in_the_past": _organisers(_("The panel would close in the past."), _("Give a later time.")),
    "panel.sheets_missing": _organisers(
        _("%(missing)s sheets are not in."), _("Wait for them or for the closing time.")
    ),
    "panel.too_few_readers": _organisers(
        _("Too few members may judge entry %(subject)s: %(readers)s, %(needed)s are needed."), _("Seat a reserve.")
    ),
    "panel.disconnected": _organisers(
        _("The jurors cannot be compared: %(parts)s groups read nothing in common."), _("Raise the shared part.")
    ),
    "panel.no_reserve": _organisers(_("The draw has no reserve left."), _("Go on with fewer, or draw a new panel.")),
    "panel.reason_missing": _organisers(
        _("Without a reason nobody can check it."), _("Write the reason in a few words."), 422
    ),
    "panel.not_later": _organisers(
        _("The panel scores until %(closes_at)s already."), _("Give a later last day."), 422
    ),
    "panel.reserve_waits": _organisers(
        _("This panel was drawn: a seat goes to the next reserve of the draw."), _("Seat the next reserve.")
    ),
    "panel.sat_already": _organisers(_("This person sits or sat on the panel."), _("Name somebody else."), 422),
    "panel.too_few_left": _organisers(
        _("%(left)s members would stay; at least %(needed)s are needed to judge."),
        _("Seat somebody in the place, or dissolve the jury and draw another."),
    ),
    "panel.unsigned": _organisers(
        _("These members have not answered the minutes: %(members)s."), _("Remind them to confirm or dissent.")
    ),
    "rubric.no_criteria": _organisers(_("The score sheet has no criteria."), _("Correct the playbook.")),
    "rubric.keys": _organisers(_("Two criteria have the same key: %(keys)s."), _("Correct the playbook.")),
    "rubric.scale": _organisers(
        _("The scale from %(low)s to %(high)s in steps of %(step)s does not work out."), _("Correct the playbook.")
    ),
    "rubric.weights": _organisers(_("These weights are not above zero: %(keys)s."), _("Correct the playbook.")),
}

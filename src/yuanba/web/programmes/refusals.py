"""Words for what the plans refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.programmes.labels import PLANS
from yuanba.web.refusals import Refusal

KEEPER = _("Whoever keeps the plans of the compound")
LOOK = _("Look at it again.")

WORDS = {
    "programmes.text_missing": Refusal(_("Something that has to be written is missing."), _("Fill it in."), KEEPER),
    "programmes.too_long": Refusal(
        _("The text has %(length)s characters, at most %(most)s go in."), _("Say it shorter."), KEEPER
    ),
    "programmes.personal_numbers": Refusal(
        _("There is a mobile, ID or card number in it (%(number)s), and everybody reads this."),
        _("Leave the number out. Nothing you wrote is lost."),
        KEEPER,
    ),
    "programmes.reason_missing": Refusal(
        _("Everybody reads the reason, and it is missing."), _("Write one sentence."), KEEPER
    ),
    "programmes.source_unknown": Refusal(_("It is not said where the need comes from."), _("Choose one."), KEEPER),
    "programmes.side_unknown": Refusal(_("It is not said who spoke."), _("Choose one."), KEEPER),
    "programmes.kind_unknown": Refusal(_("It is not said which of the three plans it is."), _("Choose one."), KEEPER),
    "programmes.count_wrong": Refusal(
        _("The numbers do not fit together."), _("For and against together are at most those who were there."), KEEPER
    ),
    "programmes.trace_unknown": Refusal(
        _("“%(ref)s” is no number of a reported problem."), _("Look at the number again, or leave it out."), KEEPER
    ),
    "programmes.too_many_traces": Refusal(
        _("A need rests on at most %(most)s reported problems."), _("Name the most telling ones."), KEEPER
    ),
    "programmes.dates": Refusal(_("The last day lies before the first, or is over."), LOOK, KEEPER),
}
PLANNING = {
    "programmes.missing": Refusal(_("This is not there any more."), _("Go back to the list."), KEEPER, status=404),
    "programmes.not_permitted": Refusal(
        _("Your appointment does not allow this here."),
        _("Ask whoever holds the post for this compound."),
        KEEPER,
        status=403,
    ),
    "programmes.needs_missing": Refusal(
        _("Every item answers a need of residents; none is chosen."),
        _("Choose one, or put the need on the list first."),
        KEEPER,
    ),
    "programmes.need_elsewhere": Refusal(_("A need belongs to another compound."), _("Choose again."), KEEPER),
    "programmes.resource_elsewhere": Refusal(_("An offer belongs to another compound."), _("Choose again."), KEEPER),
    "programmes.consultation_open": Refusal(
        _("The consultation is not settled, or is about another need."), _("Choose again, or leave it out."), KEEPER
    ),
    "programmes.owner_missing": Refusal(_("Nobody answers for it yet."), _("Choose a body."), KEEPER),
    "programmes.owner_elsewhere": Refusal(
        _("This body does not work here, or no longer exists."), _("Choose another body."), KEEPER
    ),
    "programmes.due_outside": Refusal(
        _("The last day must lie ahead, and within the plan: %(first)s to %(last)s."), _("Choose another day."), KEEPER
    ),
    "programmes.budget": Refusal(_("This amount cannot be right."), LOOK, KEEPER),
    "programmes.nobody_pays": Refusal(_("There is a budget, but nobody who pays."), _("Say who pays."), KEEPER),
    "programmes.spent_less": Refusal(
        _("%(before)s yuan were spent already; in all it cannot be less now."),
        _("Enter what was spent in all."),
        KEEPER,
    ),
    "programmes.adopted_stands": Refusal(
        _("The plan is adopted; what stands in it is not rewritten."),
        _("Move the day with a reason, or drop the item and add another."),
        KEEPER,
    ),
    "programmes.plan_over": Refusal(
        _("Nothing more goes into this plan: it is over or put away."),
        _("Choose a plan that runs, or draft one."),
        KEEPER,
    ),
    "programmes.plan_not_running": Refusal(
        _("The plan does not run, so nothing in it moves."), _("Adopt the plan first."), KEEPER
    ),
    "programmes.nothing_planned": Refusal(_("The plan is empty."), _("Add at least one item."), KEEPER),
    "programmes.another_runs": Refusal(
        _("A plan of this kind runs already: %(kind)s."), _("Close that one first."), KEEPER, words={"kind": PLANS}
    ),
    "programmes.decision_missing": Refusal(
        _("It is not said who decided on the plan."), _("Name the meeting and its day."), KEEPER
    ),
    "programmes.not_held_yet": Refusal(_("%(day)s is still to come."), _("Enter it when it has happened."), KEEPER),
    "programmes.items_open": Refusal(
        _("%(number)s items are not settled, the first is no. %(first)s."),
        _("Accept them, or drop them with a reason."),
        KEEPER,
    ),
    "programmes.item_over": Refusal(_("The item is settled or waits for its sign-off."), LOOK, KEEPER),
    "programmes.one_sided": Refusal(
        _("%(heard)s sides were heard; a joint consultation hears at least %(least)s."),
        _("Write down what another side says."),
        KEEPER,
    ),
    "programmes.same_person": Refusal(
        _("Whoever reported it done does not sign it off."), _("Ask a colleague."), KEEPER, status=403
    ),
    "programmes.file_missing": Refusal(_("The file did not arrive."), _("Choose it again."), KEEPER),
    "programmes.not_accepted": Refusal(
        _("Only what was accepted counts as a livelihood deed."), _("Have it accepted first."), KEEPER
    ),
    "programmes.deed_twice": Refusal(
        _("It is counted already; everything counts once."), _("Nothing needs to be done."), KEEPER
    ),
    "programmes.deed_ended": Refusal(_("It does not count any more."), _("Nothing needs to be done."), KEEPER),
}
IDEAS = {
    "programmes.not_verified": Refusal(
        _("Only residents whose home is confirmed take part here."),
        _("Confirm your home on the phone or at the service desk."),
        status=403,
    ),
    "programmes.not_of_here": Refusal(
        _("You do not live or own in this compound, as far as the roll knows."),
        _("Look for your own compound, or have the roll mended at the service desk."),
        status=403,
    ),
    "programmes.enough": Refusal(
        _("You have %(most)s open ideas here, that is as many as go."),
        _("Wait for one to be settled, or take one back."),
        KEEPER,
    ),
    "programmes.not_yours": Refusal(_("Somebody else proposed this."), _("You can join it."), KEEPER, status=403),
    "programmes.own_idea": Refusal(
        _("You proposed it yourself, so you count already."), _("Tell your neighbours about it."), KEEPER
    ),
    "programmes.over": Refusal(_("Joining is over: it was decided on."), _("See how it goes."), KEEPER),
    "programmes.meets_in_past": Refusal(_("The talk would be in the past."), _("Choose a later time."), KEEPER),
    "programmes.meeting_ahead": Refusal(
        _("It was not talked over yet."), _("Enter the result after the talk."), KEEPER
    ),
    "programmes.not_in_favour": Refusal(
        _("%(agree)s were for it, %(against)s against it: it was not chosen."),
        _("Decline it, with the reason."),
        KEEPER,
    ),
}
REFUSALS = {**WORDS, **PLANNING, **IDEAS}

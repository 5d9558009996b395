"""Words for what blocks a campaign, who must act, and the moves of its trail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanba.awards.queries.blockers import Blocker
from yuanba.web import dates

BLOCKERS = {
    "campaign.no_policy_basis": _("No document is named on which the campaign rests"),
    "campaign.no_approval": _("The document that approves the activity is missing"),
    "stage.earlier_open": _("An earlier stage is still open"),
    "stage.not_yet": _("It begins at 0:00 on %(until)s, by itself"),
    "stage.window_gone": _("Its announced days are over; give it new ones"),
    "stage.runs": _("It runs to 24:00 on %(until)s"),
    "proxy.waiting": _("%(count)s entries made at a desk wait for their second check"),
    "correction.waiting": _("%(count)s entries are being mended, the last until 24:00 on %(until)s"),
    "screening.pending": _("%(count)s entries wait to be screened"),
    "screening.second": _("%(count)s rejections lack the second opinion"),
    "appeal.waiting": _("%(count)s appeals wait for a decision"),
    "appeal.term_runs": _("%(count)s rejections may be appealed until 24:00 on %(until)s"),
    "calendar.year_unknown": _("The working days of the year are not in the calendar yet"),
    "survey.sheets": _("%(count)s paper forms wait to be keyed or compared"),
    "survey.drafted_for_others": _("Candidates or days changed since the secret survey was prepared: prepare it again"),
    "survey.keys": _("The keys of the secret survey are not made yet"),
    "survey.sealed": _("The secret survey waits for its trustees"),
    "vote.reviews": _("%(count)s groups of unusual votes wait for review"),
    "vote.sheets": _("%(count)s paper ballots wait to be keyed or compared"),
    "jury.no_panel": _("The panel is not set up"),
    "jury.not_seated": _("%(count)s panels are not drawn and seated"),
    "jury.declarations": _("%(panel)s: %(count)s jurors have not declared their conflicts of interest"),
    "jury.sheets": _("%(panel)s: %(count)s score sheets are not in"),
    "jury.not_read": _("%(panel)s: everybody has declared, the entries are about to be dealt out"),
    "jury.not_signed": _("%(panel)s: %(count)s jurors have not signed the minutes"),
    "decision.not_recorded": _("What the meeting decided is not recorded"),
    "ranking.not_made": _("The ranking is not made"),
    "list.not_proposed": _("The proposed list is not on notice"),
    "list.amend_needed": _("%(count)s objections were upheld: the list must be amended"),
    "notice.missing": _("There is no notice"),
    "notice.not_open": _("The notice is not open"),
    "notice.term_runs": _("The notice has not run its working days"),
    "notice.objection_open": _("%(count)s objections wait for a decision"),
    "notice.objection_upheld": _("An objection against the whole list was upheld"),
    "notice.not_posted": _("No photo proves that the notice hangs on the board"),
    "notice.posted_late": _("The notice was hung up late, so its days count from then"),
}
WHO = {
    "awards.organise": _("the organiser"),
    "awards.approve": _("the leader who approves"),
    "awards.screen": _("the screeners"),
    "awards.appeal": _("whoever decides appeals"),
    "awards.desk": _("a second person at the desk"),
    "applicant": _("the applicants"),
    "jurors": _("the jurors"),
    "trustees": _("the trustees, with their shares"),
    "surveys.paper": _("whoever keys paper forms"),
    "ballots.paper": _("whoever keys paper ballots"),
    "ballots.review": _("two reviewers"),
    "places.edit": _("whoever keeps the calendar"),
    "system:tick": _("the calendar"),
}
# Where the next step of a blocker is done; "" stays on the board.
WHERE = {
    "campaign.no_policy_basis": "awards:setup",
    "campaign.no_approval": "awards:setup",
    "screening.pending": "awards:queue",
    "screening.second": "awards:queue",
    "appeal.waiting": "awards:queue",
    "correction.waiting": "awards:queue",
    "ranking.not_made": "awards:results",
    "decision.not_recorded": "awards:results",
    "list.not_proposed": "awards:results",
    "list.amend_needed": "awards:results",
}
BY_DATE = frozenset({"stage.runs", "stage.not_yet"})  # nobody's turn: the calendar does it
REMINDED = frozenset(
    {
        "proxy.waiting",
        "screening.pending",
        "screening.second",
        "appeal.waiting",
        "survey.sheets",
        "vote.reviews",
        "vote.sheets",
        "jury.declarations",
        "jury.sheets",
        "jury.not_signed",
        "calendar.year_unknown",
    }
)
VERBS = {
    "open": pgettext_lazy("a move", "opened"),
    "start": pgettext_lazy("a move", "begun"),
    "close": pgettext_lazy("a move", "ended"),
    "extend": pgettext_lazy("a move", "given more days"),
    "reopen": pgettext_lazy("a move", "opened again"),
    "reschedule": pgettext_lazy("a move", "given other days"),
    "ask_secretly": pgettext_lazy("a move", "prepared as a secret survey"),
    "rank": pgettext_lazy("a move", "ranked"),
    "propose": pgettext_lazy("a move", "list put on notice"),
    "amend": pgettext_lazy("a move", "list amended"),
    "name": pgettext_lazy("a move", "winners named"),
    "cancel": pgettext_lazy("a move", "called off"),
}
ENTRY_VERBS = {
    "submit": pgettext_lazy("a move", "handed in"),
    "confirm": pgettext_lazy("a move", "second check passed"),
    "discard": pgettext_lazy("a move", "not taken in"),
    "return": pgettext_lazy("a move", "sent back for mending"),
    "resubmit": pgettext_lazy("a move", "mended and handed in again"),
    "lapse": pgettext_lazy("a move", "not mended in time"),
    "qualify": pgettext_lazy("a move", "passed"),
    "propose_rejection": pgettext_lazy("a move", "rejection proposed"),
    "disagree": pgettext_lazy("a move", "second person disagreed"),
    "reject": pgettext_lazy("a move", "rejected by two"),
    "appeal": pgettext_lazy("a move", "appealed"),
    "allow": pgettext_lazy("a move", "appeal allowed"),
    "dismiss": pgettext_lazy("a move", "appeal dismissed"),
    "drop": pgettext_lazy("a move", "not on the shortlist"),
    "restore": pgettext_lazy("a move", "moved up"),
    "propose": pgettext_lazy("a move", "on the proposed list"),
    "pass_over": pgettext_lazy("a move", "ranked without a place"),
    "remove": pgettext_lazy("a move", "taken off the list"),
    "name": pgettext_lazy("a move", "honoured"),
    "revoke": pgettext_lazy("a move", "honour revoked"),
    "withdraw": pgettext_lazy("a move", "withdrawn"),
}


def blocker_facts(blocker: Blocker) -> Mapping[str, Any]:
    """What the sentence of a blocker is filled with."""
    until = dates.day(blocker.until) if blocker.until else ""
    return {"count": blocker.count, "until": until, "panel": blocker.facts.get("panel", "")}


def blocker_text(blocker: Blocker) -> str:
    """The blocker as a sentence without its full stop."""
    sentence = BLOCKERS.get(blocker.code)
    return str(sentence) % blocker_facts(blocker) if sentence else blocker.code


# The blockers without their numbers, for the refusal that names only the first of them.
BLOCKERS_SHORT = {
    "stage.earlier_open": _("an earlier stage is still open"),
    "stage.not_yet": _("its first day is still to come"),
    "stage.window_gone": _("its announced days are over"),
    "stage.runs": _("its last day is still to come"),
    "proxy.waiting": _("second checks are waiting"),
    "correction.waiting": _("entries are being mended"),
    "screening.pending": _("entries wait to be screened"),
    "screening.second": _("rejections lack the second opinion"),
    "appeal.waiting": _("appeals wait for a decision"),
    "appeal.term_runs": _("rejections may still be appealed"),
    "calendar.year_unknown": _("the calendar of the year is missing"),
    "survey.sheets": _("paper forms are waiting"),
    "survey.drafted_for_others": _("the secret survey was prepared for other candidates or days"),
    "survey.keys": _("the keys of the secret survey are missing"),
    "survey.sealed": _("the secret survey is still sealed"),
    "vote.reviews": _("unusual votes wait for review"),
    "vote.sheets": _("paper ballots are waiting"),
    "jury.no_panel": _("the panel is not set up"),
    "jury.not_seated": _("the panel is not seated"),
    "jury.declarations": _("jurors have not declared their conflicts of interest"),
    "jury.sheets": _("score sheets are not in"),
    "jury.not_read": _("the entries are not dealt out"),
    "jury.not_signed": _("the minutes are not signed"),
    "decision.not_recorded": _("the meeting's decision is not recorded"),
    "ranking.not_made": _("the ranking is not made"),
    "list.not_proposed": _("the list is not on notice"),
    "list.amend_needed": _("the list must be amended"),
    "notice.missing": _("there is no notice"),
    "notice.not_open": _("the notice is not open"),
    "notice.term_runs": _("the notice still runs"),
    "notice.objection_open": _("objections wait for a decision"),
    "notice.objection_upheld": _("an objection against the whole list was upheld"),
    "notice.not_posted": _("no photo proves that the notice hangs on the board"),
    "notice.posted_late": _("the notice was hung up late"),
}

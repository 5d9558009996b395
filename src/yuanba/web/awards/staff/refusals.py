"""Words for what setting up, moving, screening, ranking and naming refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.awards.labels import CAMPAIGN_STATES, STAGE_KINDS, STAGE_STATES
from yuanba.web.awards.staff.labels import BLOCKERS_SHORT, WHO
from yuanba.web.refusals import Refusal

ORGANISER = _("The organiser of the campaign")
APPOINTER = _("Whoever keeps the appointments in your office")
LEADER = _("A leader who approves in your office")

GENERAL = {
    "awards.not_allowed": Refusal(
        _("Your appointment does not allow this here."),
        _("Ask a colleague who holds the post for this place, or have the appointment entered."),
        APPOINTER,
        status=403,
    ),
    "awards.no_reason": Refusal(_("This needs a reason."), _("Write one sentence that says why."), ORGANISER),
    "awards.changed_meanwhile": Refusal(
        _("Somebody else changed this while you had it open."),
        _("Look at it as it stands now, then decide again. What you typed is still here."),
        ORGANISER,
    ),
    "reminder.nothing": Refusal(
        _("Nothing of this kind waits any more."), _("Load the board again; it has moved on."), ORGANISER
    ),
    "reminder.nobody": Refusal(
        _("There is nobody whom Yuanba could remind of this."),
        _("Call them, or have somebody appointed to the post."),
        APPOINTER,
    ),
}
SETTING_UP = {
    "campaign.bad_code": Refusal(
        _("“%(given)s” cannot be a short code."),
        _("Take 2 to 16 capital letters and digits, beginning with a letter, such as HY2026."),
        ORGANISER,
    ),
    "campaign.code_taken": Refusal(
        _("Another campaign has the short code %(given)s."), _("Take another one."), ORGANISER
    ),
    "campaign.playbook_invalid": Refusal(
        _("The playbook has %(count)s mistakes, the first on line %(line)s."),
        _("Open its text: every mistake is explained beside its line."),
        ORGANISER,
    ),
    "campaign.pinned": Refusal(
        _("The campaign is announced, so its rules are pinned."),
        _(
            "Dates of stages that have not begun can be changed on the stage's page. Anything else needs another campaign."
        ),
        ORGANISER,
    ),
    "campaign.document_without_title": Refusal(
        _("A document needs its title and who issued it."), _("Fill in both."), ORGANISER
    ),
    "campaign.approval_without_file": Refusal(
        _("An approval counts only with the document itself."), _("Add it as PDF, Word or photo."), ORGANISER
    ),
    "campaign.document_from_tomorrow": Refusal(
        _("The document would be issued on %(issued)s, which is still to come."),
        _("Look at its date again."),
        ORGANISER,
    ),
    "campaign.no_policy_basis": Refusal(
        _("A campaign opens only with a document on which it rests."), _("Record the policy document first."), ORGANISER
    ),
    "campaign.no_approval": Refusal(
        _("A campaign opens only with the document that approves the activity."),
        _("Record the approval first."),
        ORGANISER,
    ),
    "campaign.same_person": Refusal(
        _("You had a hand in preparing this campaign."), _("Another person must open it."), LEADER, status=403
    ),
    "campaign.window_past": Refusal(
        _("The first stage would be over already: its last day is %(closes)s."),
        _("Change the days of the stages before opening."),
        ORGANISER,
    ),
    "campaign.notice_too_short": Refusal(
        _(
            "The notice takes %(days)s working days and so lasts until %(last)s; the playbook lets it close on %(closes)s."
        ),
        _("Holidays and the day of posting do not count. Let the last stage close later."),
        ORGANISER,
    ),
    "campaign.prizes_waiting": Refusal(
        _("The prize list has not gone to finance yet."),
        _("Hand it over on the page of results, then close."),
        ORGANISER,
    ),
}
STAGES = {
    "stage.unknown": Refusal(_("There is no such stage."), _("Go back to the board."), ORGANISER),
    "stage.blocked": Refusal(
        _("Not yet: %(blocker)s (%(count)s)."),
        _("This is the turn of %(who)s. The board shows everything that is waiting."),
        ORGANISER,
        words={"blocker": BLOCKERS_SHORT, "who": WHO},
    ),
    "stage.closes_by_date": Refusal(
        _("People were told that it runs until 24:00 on %(closes)s."), _("It ends by itself then."), ORGANISER
    ),
    "stage.campaign_over": Refusal(
        _("The campaign is over: %(state)s."),
        _("Its stages cannot be moved any more."),
        ORGANISER,
        words={"state": CAMPAIGN_STATES},
    ),
    "stage.not_later": Refusal(
        _("The new last day must be later than %(closes)s."), _("Choose a day after that."), ORGANISER
    ),
    "stage.not_a_survey": Refusal(_("Only a survey can be asked secretly."), _("Go back to the stage."), ORGANISER),
    "stage.announced_end": Refusal(
        _("The end of this stage (%(kind)s) was announced and is printed on the sheets."),
        _("It ends as announced. If it must not, call the campaign off."),
        ORGANISER,
        words={"kind": STAGE_KINDS},
    ),
    "jury.over": Refusal(
        _(
            "The panels of this jury have closed (last day %(closed)s). A panel that closed never opens again: "
            "its marks are no secret any more."
        ),
        _(
            "Go on with the marks that were handed in. Next time give more days before the last day has passed; "
            "then the panels go on with the stage."
        ),
        ORGANISER,
    ),
    "stage.later_started": Refusal(
        _("A later stage has begun already."), _("Stages run one after another; this one stays closed."), ORGANISER
    ),
    "stage.backward": Refusal(
        _("It would end on %(closes)s, before it begins on %(opens)s."), _("Turn the days round."), ORGANISER
    ),
    "stage.in_the_past": Refusal(_("%(closes)s is over."), _("Choose days to come."), ORGANISER),
}
SCREENING = {
    "screening.nobody": Refusal(_("Nobody was chosen to deal out to."), _("Tick at least one screener."), ORGANISER),
    "screening.unknown": Refusal(_("There is no such look."), _("Go back to the queue."), ORGANISER),
    "screening.not_open": Refusal(_("Screening is not open now."), _("Wait until the stage has begun."), ORGANISER),
    "screening.own_entry": Refusal(
        _("This is your own entry, or a relative's."), _("Leave it to a colleague."), ORGANISER, status=403
    ),
    "screening.own_registration": Refusal(
        _("You keyed this entry in, so you do not screen it."), _("Leave it to a colleague."), ORGANISER, status=403
    ),
    "screening.same_person": Refusal(
        _("You proposed this rejection yourself."), _("Somebody else must agree or disagree."), ORGANISER, status=403
    ),
    "screening.bad_finding": Refusal(
        _("This answer does not exist."), _("Choose one of those on the page."), ORGANISER
    ),
    "screening.no_such_criterion": Refusal(
        _("The playbook has no such criterion."), _("Load the page again."), ORGANISER
    ),
    "screening.finding_without_reason": Refusal(
        _("A criterion that is not met needs its reason."), _("Say why, beside the criterion."), ORGANISER
    ),
    "screening.criteria_open": Refusal(
        _("A criterion has no finding yet."), _("Mark every criterion, then pass the entry."), ORGANISER
    ),
    "screening.unclear": Refusal(
        _("A criterion is still unclear."),
        _("Clear it up, or send the entry back and say what is missing."),
        ORGANISER,
    ),
    "screening.veto": Refusal(
        _("This criterion ends the entry when it is not met."), _("Propose a rejection with the reason."), ORGANISER
    ),
    "screening.register_says_otherwise": Refusal(
        _("A register has a record against this criterion."),
        _("Look at the record. If it is wrong, have the register corrected and ask it again."),
        _("Whoever keeps the registers"),
    ),
    "screening.materials_missing": Refusal(
        _("%(count)s required files are missing."), _("Send the entry back and tick what is missing."), ORGANISER
    ),
    "screening.duplicate_open": Refusal(
        _("It looks like another entry, and nobody has settled whether it is the same."),
        _("Open the comparison and settle it."),
        ORGANISER,
    ),
    "correction.no_term": Refusal(
        _("The playbook has no stage that sends entries back."), _("Pass it or propose a rejection."), ORGANISER
    ),
    "correction.nothing_named": Refusal(
        _("It is not said what must be mended."), _("Tick at least one file or criterion."), ORGANISER
    ),
    "appeal.not_a_third": Refusal(
        _("You had a part in this rejection."), _("Somebody who had none decides the appeal."), ORGANISER, status=403
    ),
}
RESULTS = {
    "ranking.stages_open": Refusal(
        _("%(count)s stages have not ended."), _("Rank once every stage before the notice has ended."), ORGANISER
    ),
    "ranking.seed_needed": Refusal(
        _("%(count)s entries are level in everything; only the lot can part them."),
        _("Announce a later public draw, then enter its result as the seed."),
        ORGANISER,
    ),
    "ranking.not_made": Refusal(_("There is no ranking yet."), _("Make the ranking first."), ORGANISER),
    "ranking.stale": Refusal(
        _("Somebody left after the ranking was made."), _("Make the ranking again, then propose the list."), ORGANISER
    ),
    "list.nothing_to_amend": Refusal(
        _("Nothing has changed: the list stays as it is."), _("Amend it once an objection was upheld."), ORGANISER
    ),
    "list.amend_needed": Refusal(
        _("%(count)s objections were upheld, and the list still names whom they concern."),
        _("Amend the list first; successors then have a notice of their own."),
        ORGANISER,
    ),
    "lot.drawn": Refusal(_("The lot is drawn."), _("Its seed stays."), ORGANISER),
    "lot.unnamed": Refusal(_("The draw or its result is not named."), _("Fill it in."), ORGANISER),
    "lot.not_later": Refusal(
        _("The draw must be still to come, so that nobody can know its result."), _("Name a later draw."), ORGANISER
    ),
    "lot.not_announced": Refusal(_("No draw was announced."), _("Announce it first."), ORGANISER),
    "lot.not_yet": Refusal(_("The draw has not taken place yet."), _("Enter its result afterwards."), ORGANISER),
    "decision.by_score": Refusal(
        _("This playbook ranks by score, not by a meeting."), _("Make the ranking."), ORGANISER
    ),
    "decision.too_late": Refusal(
        _("The list is public already."), _("What the meeting decided cannot be changed now."), ORGANISER
    ),
    "decision.no_such_entry": Refusal(
        _("One of the entries is not in this category, or has left."), _("Look at the list again."), ORGANISER
    ),
    "decision.not_recorded": Refusal(
        _("What the meeting decided is not recorded for every category."), _("Record it first."), ORGANISER
    ),
    "decision.too_early": Refusal(
        _("Names are decided once the list was on notice (now: %(state)s)."),
        _("Put the list on notice and let its days run."),
        ORGANISER,
        words={"state": CAMPAIGN_STATES},
    ),
    "decision.no_number": Refusal(_("A decision needs its document number."), _("Fill it in."), ORGANISER),
    "decision.exists": Refusal(_("There is a decision already."), _("Go on with that one."), ORGANISER),
    "decision.unknown": Refusal(_("There is no such decision."), _("Go back to the results."), ORGANISER),
    "decision.published": Refusal(_("The decision is published."), _("It stays as it is."), ORGANISER),
    "decision.same_person": Refusal(
        _("You drafted this decision."), _("Another person must approve it."), LEADER, status=403
    ),
    "title.unknown": Refusal(_("There is no such honour."), _("Go back to the results."), ORGANISER),
    "revocation.asked": Refusal(_("Taking it back was asked for already."), _("A leader decides on it."), LEADER),
    "revocation.not_asked": Refusal(
        _("Nobody asked to take it back."), _("Ask for it first, with the reason."), ORGANISER
    ),
    "revocation.same_person": Refusal(
        _("You asked to take it back."), _("Another person must decide."), LEADER, status=403
    ),
    "prizes.not_named": Refusal(
        _("Prizes are handed over once the winners are named (now: %(state)s)."),
        _("Publish the decision first."),
        ORGANISER,
        words={"state": CAMPAIGN_STATES},
    ),
    "prizes.none": Refusal(_("No honour carries money."), _("There is nothing to hand over."), ORGANISER),
}
FILES = {
    "material.unknown": Refusal(
        _("This file does not belong to the entry any more."), _("Load the list again."), ORGANISER
    ),
}
SHORTLIST = {
    "shortlist.none": Refusal(
        _("This stage has cut nobody, or it is not over."), _("Wait until the stage has ended."), ORGANISER
    ),
}
JURY = {
    "jury.not_a_jury": Refusal(_("This stage has no jury."), _("Go back to the board."), ORGANISER),
    "jury.started": Refusal(
        _("The panel cannot be changed any more (now: %(state)s)."),
        _("Reserves take the seats of those who drop out."),
        ORGANISER,
        words={"state": STAGE_STATES},
    ),
    "jury.no_panel": Refusal(_("No jury is set up."), _("Name the pool first."), ORGANISER),
    "jury.judged": Refusal(
        _("A panel of this jury has closed: its result stands."),
        _("Whoever has doubts objects during the public notice."),
        ORGANISER,
    ),
    "jury.pool_too_small": Refusal(
        _("The expert list has %(count)s names; the rules ask for %(least)s."), _("Add experts, then draw."), ORGANISER
    ),
    "jury.must_be_drawn": Refusal(
        _("The rules say that jurors are drawn by lot."), _("Announce the pool and draw."), ORGANISER
    ),
}
STAFF: dict[str, Refusal] = {**GENERAL, **SETTING_UP, **STAGES, **SCREENING, **RESULTS, **JURY, **SHORTLIST, **FILES}

"""The ordered list of timed duties. Each is safe to do twice, and one that fails does not hold up the others."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yuanba.agreements import actions as agreements
from yuanba.assemblies import actions as assemblies
from yuanba.assemblies.actions import renovating
from yuanba.audit import actions as audit
from yuanba.awards import actions as awards
from yuanba.ballots import actions as ballots
from yuanba.ballots import secret_places
from yuanba.ballots import tasks as ballot_tasks
from yuanba.cases import actions as cases
from yuanba.cases import desk_tasks
from yuanba.cases.actions import rounds
from yuanba.config import clocks, expired, orphans
from yuanba.files import actions as files
from yuanba.files import exports
from yuanba.funds import actions as funds
from yuanba.kernel.actor import system
from yuanba.messaging import actions as messaging
from yuanba.oversight import actions as oversight
from yuanba.people import actions as people
from yuanba.proposals import actions as proposals
from yuanba.publicity import actions as publicity
from yuanba.rubrics import actions as rubrics
from yuanba.surveys import actions as surveys

logger = logging.getLogger("yuanba.tick")


@dataclass(frozen=True)
class Duty:
    """Something to do whenever it is due; `do(now)` finds out itself what is."""

    name: str
    do: Callable[[datetime], object]


CLOCK = system("tick")


def secret_ballots(now: datetime) -> int:
    """What urn and issuers have for us is fetched, where this deployment has any; new leaves."""
    if not secret_places.are_there():
        return 0
    return ballots.secret_round(urn=secret_places.urn(), issuers=secret_places.issuers(), now=now)


DUTIES: tuple[Duty, ...] = (
    Duty("this machine's clock agrees with the database's", lambda now: clocks.agree(now)),
    Duty("juries close in time", lambda now: rubrics.close_due(actor=CLOCK, now=now)),
    Duty("campaigns move on", lambda now: awards.advance(now)),
    Duty("ballots open and close as announced", lambda now: ballots.open_and_close_due(now)),
    Duty("surveys open and close as announced", lambda now: surveys.open_and_close_due(actor=CLOCK, now=now)),
    Duty("comment periods on texts end in time", lambda now: agreements.close_due(actor=CLOCK, now=now)),
    Duty("calls for proposals and their ballots move on", lambda now: proposals.close_due(now)),
    Duty("covenants that were called for follow their texts", lambda now: proposals.follow_covenants(now)),
    Duty("consents to renovations are measured at their end", lambda now: renovating.close_due(now)),
    Duty("votes about renovations are read", lambda now: renovating.read_votes_due(now)),
    Duty("owners' choices of a property company are read", lambda now: oversight.read_results_due(now)),
    Duty("opinion polls about property companies are counted", lambda now: oversight.finish_polls_due(now)),
    Duty("hand-overs whose last day is over are overdue", lambda now: oversight.fall_due(now)),
    Duty("secret ballots: batches are logged, urns of closed ones emptied", lambda now: secret_ballots(now)),
    Duty("voters hear of ballots", lambda now: ballots.tell_due(now)),
    Duty("organisers hear of results to be posted", lambda now: ballots.remind_posting_due(now)),
    Duty("packages of large ballots are made", lambda now: ballot_tasks.pack_due(now)),
    Duty("survey answers are unlinked", lambda now: surveys.flush_due(now=now)),
    Duty("long work of dead workers is put back", lambda now: orphans.put_back(now)),
    Duty("where objections came from is forgotten", lambda now: publicity.forget_marks(now)),
    Duty("committee members who sold their home leave", lambda now: assemblies.end_seats_of_former_owners(now)),
    Duty("changes of term are prepared in time", lambda now: assemblies.remind_of_term_changes(now)),
    Duty("owners' questions go to the community when late", lambda now: assemblies.escalate_questions(now)),
    Duty("what a committee was ordered to do is seen to be done", lambda now: assemblies.finish_duties(now)),
    Duty("demands for a recall lapse", lambda now: assemblies.lapse_recalls(now)),
    Duty("cases that waited go on", lambda now: cases.resume_due(now)),
    Duty("deadlines counted without holidays are settled", lambda now: cases.settle_due_dates(now)),
    Duty("overdue cases move up a level", lambda now: cases.escalate_due(now)),
    Duty("tasks of grids end after their last day", lambda now: cases.end_grid_tasks_due(now)),
    Duty("door-knock rounds end after their last day", lambda now: rounds.end_rounds_due(now)),
    Duty("answers that nobody confirmed lapse", lambda now: cases.lapse_due(now)),
    Duty("problems that come again and again are raised", lambda now: desk_tasks.raise_due(now)),
    Duty("categories are learnt once a week", lambda now: desk_tasks.teach_due(now)),
    Duty("messages go out", lambda now: messaging.deliver(now)),
    Duty("sign-in codes are forgotten", lambda now: messaging.forget(now)),
    Duty("sessions that are over are cleared", lambda now: expired.clear_sessions(now)),
    Duty("old attempts to sign in are forgotten", lambda now: people.forget_attempts(now=now)),
    Duty("devices that signed out long ago are forgotten", lambda now: people.forget_sessions(now=now)),
    Duty("old requests about data are forgotten", lambda now: people.forget_requests(now=now)),
    Duty("old words to whoever serves are forgotten", lambda now: people.forget_words(now)),
    Duty("old messages are forgotten", lambda now: messaging.forget_old(now)),
    Duty("texts to agree to come into force", lambda now: people.consent_texts_due(now)),
    Duty("consents of guardians end when the child is 14", lambda now: people.end_outgrown_consents(now)),
    Duty("first looks at the desk that no second followed are forgotten", lambda now: people.forget_desk_proofs(now)),
    Duty("changes of number that nobody checked lapse", lambda now: people.lapse_phone_changes(now)),
    Duty("payee data is erased when its term ends", lambda now: funds.erase_due(actor=CLOCK, now=now)),
    Duty("lists of roll imports are forgotten", lambda now: people.forget_roll_reports(now)),
    Duty(
        "award entries are forgotten when their term ends",
        lambda now: awards.forgetting.forget_due(actor=CLOCK, now=now),
    ),
    Duty("cases name nobody when their term ends", lambda now: cases.anonymise_due(now)),
    Duty("old exports are forgotten", lambda now: exports.forget_old(now)),
    Duty("files are erased when their term ends", lambda now: files.sweep(actor=CLOCK, now=now)),
    Duty(
        "details of the audit log are erased when their term ends",
        lambda now: audit.erase_details(actor=CLOCK, now=now),
    ),
    Duty("papers that were cast have their places in the log", lambda now: ballots.sequence_once(now)),
    Duty("the audit log is sealed", lambda now: audit.seal(now)),  # last: it seals what the others recorded
)


def round_of_duties(now: datetime) -> list[str]:
    """Every duty has been tried once, in order. Returns a line for each that failed; the details are in the log."""
    failures = []
    for duty in DUTIES:
        try:
            duty.do(now)
        except Exception as error:
            logger.exception("duty %s failed", duty.name)
            failures.append(f"{duty.name}: {error!r}")
    return failures

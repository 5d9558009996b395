"""One case as somebody may see it."""

from dataclasses import dataclass
from datetime import datetime

from yuanba.cases import rules, states
from yuanba.cases.models import Attachment, CallBack, Case, CoHandler, Note, Reply, Report, Step, Transfer
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no

# Moves that a reporter and the public read of; the rest is the office's own way of working.
PUBLIC_STEPS = frozenset(
    {"report", "accept", "dispatch", "start", "wait", "resume", "answer", "confirm", "call_back", "dissatisfied",
     "lapse", "merge", "split", "escalate", "overdue", "reroute", "hand_over", "ask_to_help", "add_words"}
)  # fmt: skip


@dataclass(frozen=True)
class Thread:
    """A case with what `sight` (STAFF, HELPER, REPORTER, PUBLIC) allows; everything else is empty.

    `own` is the actor's own report. `reports` of a HELPER or the public are empty: nobody learns who reported.
    """

    case: Case
    sight: str
    own: Report | None
    text: str
    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    replies: tuple[Reply, ...]
    attachments: tuple[Attachment, ...]
    transfers: tuple[Transfer, ...]
    co_handlers: tuple[CoHandler, ...]
    call_backs: tuple[CallBack, ...]
    notes: tuple[Note, ...]
    may_confirm: bool
    may_reopen: bool

    @property
    def is_staff(self) -> bool:
        return self.sight == rules.STAFF


def thread(case_id: int, actor: Actor, now: datetime) -> Thread:
    """The case for this actor. At most fifteen queries. Raises Refused("cases.missing") where it may not be seen."""
    case = Case.objects.select_related("category", "building", "entrance", "merged_into").filter(pk=case_id).first()
    seen = "" if case is None else rules.sight(case, actor, now)
    if case is None or not seen:
        raise Refused(no("cases.missing", rules.CONFIDENTIAL))
    own = rules.own_report(case, actor)
    staff = seen == rules.STAFF
    inside = staff or seen == rules.HELPER
    return Thread(
        case=case,
        sight=seen,
        own=own,
        text=case.text if inside else (own.text if own is not None and own.text else case.public_text),
        reports=tuple(case.reports.order_by("-is_first", "pk")) if staff else (),
        steps=_steps(case, all_of_them=inside),
        replies=tuple(case.replies.order_by("pk")),
        attachments=_attachments(case, own, inside=inside),
        transfers=tuple(case.transfers.order_by("pk")) if staff else (),
        co_handlers=tuple(case.co_handlers.select_related("organisation").order_by("pk")) if inside else (),
        call_backs=tuple(case.call_backs.order_by("pk")) if staff else (),
        notes=tuple(case.notes.order_by("pk")) if staff else (),
        may_confirm=own is not None and states.CASE.may(case.state, "confirm").ok,
        may_reopen=own is not None and rules.may_reopen(case, now).ok,
    )


def _steps(case: Case, *, all_of_them: bool) -> tuple[Step, ...]:
    return tuple(step for step in case.steps.order_by("pk") if all_of_them or step.verb in PUBLIC_STEPS)


def _attachments(case: Case, own: Report | None, *, inside: bool) -> tuple[Attachment, ...]:
    """All of them for those who work on it; one's own and what is public for everybody else."""
    rows = case.attachments.order_by("pk")
    if inside:
        return tuple(rows)
    return tuple(one for one in rows if one.is_public or (own is not None and one.report_id == own.pk))

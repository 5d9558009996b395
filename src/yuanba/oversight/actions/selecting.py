"""The plan of a selection: drafted, changed while nobody has seen it, published as a notice, cancelled, begun again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, texts
from yuanba.oversight.actions.steps import move, note, selection_locked, words
from yuanba.oversight.models import Payment, ProcedureStep, Selection, ServiceContract
from yuanba.places.queries import name_at
from yuanba.publicity import actions as publicity

SELECT, WORK = "oversight.select", "oversight.work"


@dataclass(frozen=True)
class Plan:
    """What is proposed to the owners. `fee_fen` per m² and month: of the renewal, or the most that is acceptable."""

    kind: str
    title: str
    service_level: str
    fee_fen: int
    payment: str
    term_months: int
    plan: str
    method: str = Selection.Method.NEGOTIATION
    dismisses_present: bool = False
    present_contract_id: int | None = None
    plan_file_id: int | None = None
    offers_until: date | None = None


@transaction.atomic
def draft_selection(*, compound_id: int, plan: Plan, actor: Actor, now: datetime) -> Selection:
    """A procedure stands in DRAFT, seen by its makers only.

    Raises Refused(oversight.not_yours, selection.under_way, selection.unreadable, selection.other_compound).
    """
    require(rules.may(actor, SELECT, compound_id, now))
    selection = Selection(compound_id=compound_id, drafted_at=now, drafted_by=actor.id)
    _fill(selection, plan)
    try:
        with transaction.atomic():
            selection.save()
    except IntegrityError as error:
        raise Refused(no("selection.under_way", "one procedure at a time in a compound")) from error
    ProcedureStep.objects.create(
        subject=str(selection), verb="draft", source="", target=states.DRAFT, actor=actor.id, at=now
    )
    note(selection, "company_selection.draft", actor=actor, now=now, detail={"kind": selection.kind})
    return selection


@transaction.atomic
def revise_plan(*, selection_id: int, plan: Plan, actor: Actor, now: datetime) -> Selection:
    """The draft proposes something else. Raises Refused(selection.plan_stands once it is public, …)."""
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    require(procedure_rules.still_writing(selection))
    _fill(selection, plan)
    selection.save()
    note(selection, "company_selection.revise", actor=actor, now=now)
    return selection


@transaction.atomic
def publish_plan(*, selection_id: int, actor: Actor, now: datetime, working_days: int = 5) -> Selection:
    """Everybody reads the plan, as a notice that runs `working_days` and hangs on the board too.

    Raises Refused(selection.plan_empty, selection.no_present_company, notice.*, company_selection.no_such_move).
    """
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    require(states.SELECTION.may(selection.state, "publish"))
    require(procedure_rules.is_whole(selection))
    made = publicity.draft_notice(
        content=_content(selection, now),
        subject_ref=queries.notice_reference(selection),
        territory_id=selection.compound_id,
        terms=publicity.Terms(working_days=working_days),
        actor=actor,
        now=now,
    )
    selection.notice = publicity.open_notice(notice_id=made.pk, actor=actor, now=now)
    move(selection, "publish", actor=actor, now=now, detail={"notice": made.pk})
    selection.published_at = now
    selection.save()
    return selection


@transaction.atomic
def begin_again(*, selection_id: int, actor: Actor, now: datetime) -> Selection:
    """After a vote that did not pass the plan is written anew; what was said and offered in the first round stays readable."""
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    move(selection, "again", actor=actor, now=now, detail={"round": selection.round + 1})
    selection.round += 1
    selection.ballot = selection.winner = selection.notice = None
    selection.published_at = selection.decided_at = None
    selection.save()
    return selection


@transaction.atomic
def cancel_selection(*, selection_id: int, reason: str, actor: Actor, now: datetime) -> Selection:
    """The procedure goes no further, for a reason that stays public if the plan was."""
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    move(selection, "cancel", actor=actor, now=now, reason=words(reason, "selection.reason_missing"))
    selection.save()
    return selection


def _fill(selection: Selection, plan: Plan) -> None:
    readable = plan.kind in Selection.Kind.values and plan.payment in Payment.values
    if not readable or plan.method not in Selection.Method.values or plan.fee_fen < 1 or plan.term_months < 1:
        raise Refused(no("selection.unreadable", rules.SELECTING))
    selection.kind, selection.title = plan.kind, clean(plan.title)[:60]
    selection.service_level, selection.fee_fen = clean(plan.service_level)[:60], plan.fee_fen
    selection.payment, selection.term_months, selection.method = plan.payment, plan.term_months, plan.method
    selection.dismisses_present = plan.dismisses_present and plan.kind == Selection.Kind.SELECT
    selection.offers_until_date = plan.offers_until if plan.kind == Selection.Kind.SELECT else None
    selection.plan, selection.plan_file_id = clean_lines(plan.plan), plan.plan_file_id
    selection.present = None
    if plan.present_contract_id is not None:
        selection.present = ServiceContract.objects.filter(
            pk=plan.present_contract_id, compound_id=selection.compound_id
        ).first()
        if selection.present is None:
            raise Refused(no("selection.other_compound", rules.SELECTING))


def _content(selection: Selection, now: datetime) -> publicity.Content:
    what = texts.KINDS[selection.kind]
    present = selection.present
    body = texts.plan_notice(
        {
            "what": what,
            "present": present.company.organisation.name if present else "—",
            "service_level": selection.service_level,
            "fee": texts.yuan(selection.fee_fen),
            "payment": texts.PAYMENTS[selection.payment],
            "term": texts.months(selection.term_months),
            "method": texts.METHODS[selection.method],
            "plan": selection.plan,
        }
    )
    title = texts.NOTICE_TITLE.format(compound=name_at(selection.compound_id, local_date(now)), what=what)
    return publicity.Content(texts.NOTICE_KIND, title, body)

"""Paper answers: a numbered envelope marks the roll row, the form inside carries a code of its own.

Who prints keeps no list of which form went into which envelope, and the platform does not either. A returned envelope
is opened only after its row was marked; the form then says nothing of the envelope. At most as many forms of a place
are entered as envelopes of it came back, and a form's code proves that it was printed here.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.places.queries import lineage
from yuanba.surveys import queries, rules, states
from yuanba.surveys.actions.answering import mark_answered
from yuanba.surveys.actions.steps import hold, note, shared
from yuanba.surveys.models import Envelope, FormReading, PaperForm, PendingAnswer, Survey, SurveyGroup, SurveyRoll
from yuanba.surveys.questions import check_answer
from yuanba.surveys.states import ENVELOPE, PAPER_FORM

SERIAL_BYTES = 6
MAC_DIGITS = 8
# Source: issue A, 3.4: paper answers keyed twice; a third clerk decides a difference.
READINGS = 3
PAPER_SOURCE = "paper answers are keyed twice"


@dataclass(frozen=True)
class IssuedEnvelope:
    """What to print: the envelope with its serial, and the code on the form inside, which is stored nowhere."""

    envelope: Envelope
    form_code: str


@transaction.atomic
def issue_envelope(*, survey_id: int, roll_id: int, actor: Actor, now: datetime) -> IssuedEnvelope:
    """An envelope and a form may be printed for this roll row.

    Raises Refused: surveys.not_permitted, .not_on_roll, .already_answered, .envelope_out, and those of
    rules.may_answer_now.
    """
    survey = shared(survey_id, now)
    row = SurveyRoll.objects.select_related("group").filter(pk=roll_id, survey_id=survey_id).first()
    if row is None:
        raise Refused(no("surveys.not_on_roll", "the roll frozen at opening", date=survey.roll_date))
    require(_may_handle(actor, row.group, now))
    if row.answered_date is not None:
        raise Refused(no("surveys.already_answered", PAPER_SOURCE))
    try:
        with transaction.atomic():
            envelope = Envelope.objects.create(
                survey=survey,
                roll=row,
                serial=secrets.token_hex(SERIAL_BYTES).upper(),
                issued_at=now,
                issued_by=actor.id,
            )
    except IntegrityError as error:
        raise Refused(no("surveys.envelope_out", PAPER_SOURCE)) from error
    note(survey, "issue_envelope", actor=actor, now=now, detail={"envelope": envelope.pk})
    return IssuedEnvelope(envelope, _new_code(survey, row.group))


@transaction.atomic
def return_envelope(*, serial: str, actor: Actor, now: datetime) -> Envelope:
    """The row has answered, and the envelope may be opened. If the state is REFUSED it stays shut: `reason` says why,
    "late" or "already_answered".

    Raises Refused: surveys.no_such_envelope, .not_permitted, survey_envelope.no_such_move.
    """
    envelope = _locked_envelope(serial)
    require(_may_handle(actor, envelope.roll.group, now))
    hold(envelope.survey_id)
    survey = Survey.objects.get(pk=envelope.survey_id)
    if not rules.may_answer_now(survey, now):
        return _refuse(envelope, "late", actor, now)
    target = ENVELOPE.step(envelope.state, "return")
    try:
        mark_answered(envelope.roll, now)
    except Refused:
        return _refuse(envelope, "already_answered", actor, now)
    envelope.state, envelope.returned_date, envelope.returned_by = target, local_date(now), actor.id
    envelope.save()
    note(survey, "return_envelope", actor=actor, now=now, detail={"envelope": envelope.pk})
    return envelope


@transaction.atomic
def refuse_envelope(*, serial: str, reason: str, actor: Actor, now: datetime) -> Envelope:
    """An envelope that was lost or spoilt is out of use, and another may be issued.

    Raises Refused: surveys.no_such_envelope, .not_permitted, .reason_missing, survey_envelope.no_such_move.
    """
    envelope = _locked_envelope(serial)
    require(_may_handle(actor, envelope.roll.group, now))
    text = clean(reason)[:60]
    if not text:
        raise Refused(no("surveys.reason_missing", "an act without a reason cannot be checked"))
    return _refuse(envelope, text, actor, now)


@transaction.atomic
def key_paper_form(*, survey_id: int, code: str, values: Mapping[str, Any], actor: Actor, now: datetime) -> PaperForm:
    """One clerk's reading is kept; the first reading that two clerks share waits as an answer like those from phones.

    Look at the returned state: READ (a second reading is due), DISPUTED (a third is), ENTERED, UNREADABLE.
    Raises Refused: surveys.no_such_survey, .closed, .form_unknown, .not_permitted, .form_decided, .same_clerk,
    .more_forms_than_envelopes, and those of questions.check_answer.
    """
    hold(survey_id)
    survey = Survey.objects.select_related("form").filter(pk=survey_id).first()
    if survey is None:
        raise Refused(no("surveys.no_such_survey", survey=survey_id))
    group = _group_of(survey, code)
    require(_may_handle(actor, group, now))
    # All forms of a place are keyed one after another: the count of envelopes is compared under this lock.
    SurveyGroup.objects.select_for_update().get(pk=group.pk)
    if survey.state not in (states.OPEN, states.CLOSED):
        raise Refused(no("surveys.closed", "the score is made", closes=survey.closes_at.isoformat()))
    form, _ = PaperForm.objects.get_or_create(survey=survey, code=clean(code).upper(), defaults={"group": group})
    if form.state not in (states.READ, states.DISPUTED):
        raise Refused(no("surveys.form_decided", PAPER_SOURCE, state=form.state))
    require(rules.may_read(actor, form))
    targets = [one.ref for one in queries.targets_of(group.pk)]
    read = check_answer(queries.questions_of(survey), targets, values, on_paper=True)
    earlier = list(form.readings.values_list("values", flat=True))
    FormReading.objects.create(form=form, clerk=actor.id, clerk_person_id=actor.person_id, values=read)
    note(survey, "key_paper_form", actor=actor, now=now, detail={"form": form.pk, "reading": len(earlier) + 1})
    if read in earlier:
        _require_envelope(group)
        form.state = PAPER_FORM.step(form.state, "enter")
        PendingAnswer.objects.create(survey=survey, values=read)
    elif len(earlier) + 1 >= READINGS:
        form.state = PAPER_FORM.step(form.state, "give_up")
    elif earlier:
        form.state = PAPER_FORM.step(form.state, "dispute")
    form.save(update_fields=["state"])
    return form


def _require_envelope(group: SurveyGroup) -> None:
    returned = Envelope.objects.filter(roll__group=group, state=states.RETURNED).count()
    entered = group.paper_forms.filter(state=states.ENTERED).count()
    if entered >= returned:
        raise Refused(no("surveys.more_forms_than_envelopes", PAPER_SOURCE, envelopes=returned))


def _refuse(envelope: Envelope, reason: str, actor: Actor, now: datetime) -> Envelope:
    envelope.state, envelope.reason = ENVELOPE.step(envelope.state, "refuse"), reason
    envelope.save()
    note(envelope.survey, "refuse_envelope", actor=actor, now=now, detail={"envelope": envelope.pk})
    return envelope


def _locked_envelope(serial: str) -> Envelope:
    rows = Envelope.objects.select_for_update(of=("self",)).select_related("roll__group", "survey")
    envelope = rows.filter(serial=clean(serial).upper()).first()
    if envelope is None:
        raise Refused(no("surveys.no_such_envelope", PAPER_SOURCE, serial=serial[:16]))
    return envelope


def _may_handle(actor: Actor, group: SurveyGroup, now: datetime) -> Verdict:
    return rules.may_handle_paper(actor, lineage(group.territory_id, local_date(now)))


def _new_code(survey: Survey, group: SurveyGroup) -> str:
    """GROUP-RANDOM-MAC: which place it is for, and that it was printed here."""
    stem = f"{group.pk}-{secrets.token_hex(SERIAL_BYTES).upper()}"
    return f"{stem}-{_mac(survey, stem)}"


def _group_of(survey: Survey, code: str) -> SurveyGroup:
    stem, _, mac = clean(code).upper().rpartition("-")
    if hmac.compare_digest(_mac(survey, stem).encode(), mac.encode()):
        group = survey.groups.filter(pk=int(stem.partition("-")[0])).first()
        if group is not None:
            return group
    raise Refused(no("surveys.form_unknown", PAPER_SOURCE, form=code[:32]))


def _mac(survey: Survey, stem: str) -> str:
    return hmac.new(bytes.fromhex(survey.paper_key), stem.encode(), "sha256").hexdigest()[:MAC_DIGITS].upper()

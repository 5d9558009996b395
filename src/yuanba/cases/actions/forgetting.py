"""After its term a case is a number in the statistics: no words, no names, no numbers, no pictures."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import states
from yuanba.cases.models import Case
from yuanba.files import actions as files
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused, no

CLOCK = system("tick")
FORGOTTEN = "—"


@transaction.atomic
def forget(*, case_id: int, now: datetime) -> Case:
    """Nothing of an ended case says who reported it or what exactly; category, place, times and outcome stay.

    Raises Refused("cases.missing") for one that is not over, or is forgotten already.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None or case.state not in states.ENDED or case.anonymised_at is not None:
        raise Refused(no("cases.missing", case=case_id))
    _erase_files(case, now)
    reporters = set(case.reports.values_list("account_ref", flat=True)) - {""}
    case.steps.filter(by__in=reporters).update(by="")
    case.reports.update(
        text="", name="", contact=None, phone_hash="", account_ref="", verdict_text="", entered_by="", told_at=None
    )
    case.rectifications.update(problem=FORGOTTEN)
    case.rectifications.exclude(proof_text="").update(proof_text=FORGOTTEN)
    case.special_matters.update(what=FORGOTTEN, who="")
    case.notes.update(text="")
    case.replies.update(text="", public_text="")
    case.call_backs.update(note="")
    case.steps.update(reason="")
    case.transfers.update(reason="")
    case.co_handlers.update(asked_for=FORGOTTEN)
    case.co_handlers.exclude(done_text="").update(done_text=FORGOTTEN)
    case.text = case.public_text = case.place_note = case.waiting_for = ""
    case.premises_id = case.entrance_id = None
    case.is_public = False
    case.anonymised_at, case.clock_at = now, None
    case.revision += 1
    case.save()
    record(verb="cases.anonymise", subject=str(case), actor=CLOCK, now=now, territory_id=case.territory_id)
    return case


def _erase_files(case: Case, now: datetime) -> None:
    ids = {one for pair in case.attachments.values_list("file_id", "public_file_id") for one in pair if one is not None}
    for file_id in StoredFile.objects.filter(pk__in=ids, erased_at__isnull=True).values_list("pk", flat=True):
        files.erase(file_id=file_id, actor=CLOCK, now=now)

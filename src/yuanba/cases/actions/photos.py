"""Photos of cases: blurred by hand, and shown to everybody only when somebody looked at them first."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import rules
from yuanba.cases.models import Attachment
from yuanba.files import actions as files
from yuanba.files.images import Spot
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require

PICTURES = frozenset({Attachment.Kind.PHOTO, Attachment.Kind.PROOF})


def blur_photo(*, attachment_id: int, spot: Spot, actor: Actor, now: datetime) -> Attachment:
    """The public copy of the photo has one more spot that nobody recognises; the original stays for who handles it.

    Raises Refused: cases.not_permitted, cases.no_photo, cases.changed_meanwhile, files.nothing_blurred.
    """
    before = _allowed(attachment_id, actor, now)
    copy = files.blur(
        file_id=before.public_file_id or before.file_id, spots=[spot], visibility="PRIVATE", actor=actor, now=now
    )
    with transaction.atomic():
        row = Attachment.objects.select_for_update().get(pk=attachment_id)
        if row.public_file_id != before.public_file_id:
            raise Refused(no("cases.changed_meanwhile", rules.SOURCE, state=before.case.state))
        return _with_copy(row, copy.pk, "cases.photo_blurred", actor, now)


@transaction.atomic
def unblur_photo(*, attachment_id: int, actor: Actor, now: datetime) -> Attachment:
    """There is no blurred copy any more, and the photo is shown to nobody else until it is looked at again."""
    _allowed(attachment_id, actor, now)
    row = Attachment.objects.select_for_update().get(pk=attachment_id)
    row.is_public = False
    return _with_copy(row, None, "cases.photo_unblurred", actor, now)


@transaction.atomic
def show_photo(*, attachment_id: int, shown: bool, actor: Actor, now: datetime) -> Attachment:
    """Everybody sees the photo, its blurred copy if there is one; or nobody but those who handle it, and its reporter.

    Raises Refused: cases.not_permitted, cases.no_photo, cases.not_public.
    """
    row = _allowed(attachment_id, actor, now)
    if shown and not row.case.is_public:
        raise Refused(no("cases.not_public", rules.PIPL))
    if row.is_public != shown:
        row.is_public = shown
        row.save(update_fields=["is_public"])
        verb = "cases.photo_shown" if shown else "cases.photo_hidden"
        record(verb=verb, subject=str(row.case), actor=actor, now=now, territory_id=row.case.territory_id)
    return row


def _allowed(attachment_id: int, actor: Actor, now: datetime) -> Attachment:
    row = Attachment.objects.select_related("case").filter(pk=attachment_id).first()
    if row is None or row.kind not in PICTURES:
        raise Refused(no("cases.no_photo", rules.SOURCE))
    require(rules.may_handle(row.case, actor, now))
    return row


def _with_copy(row: Attachment, copy_id: int | None, verb: str, actor: Actor, now: datetime) -> Attachment:
    earlier, row.public_file_id = row.public_file_id, copy_id
    row.save(update_fields=["public_file_id", "is_public"])
    if earlier is not None:
        files.erase(file_id=earlier, actor=actor, now=now)
    record(verb=verb, subject=str(row.case), actor=actor, now=now, territory_id=row.case.territory_id)
    return row

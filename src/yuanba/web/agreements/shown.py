"""A version as its page shows it: text, changes, comments, signatures, and how anyone checks it."""

from typing import Any

from yuanba.agreements import queries, states
from yuanba.agreements.models import Agreement, AgreementVersion
from yuanba.audit.leaves import instant
from yuanba.audit.models import AuditEvent
from yuanba.kernel import canonical
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import full_name_at
from yuanba.web import clock
from yuanba.web.agreements.decisions import ballot_of
from yuanba.web.agreements.labels import CHIPS, KINDS, REMARK_CHIPS, REMARKS, STATES
from yuanba.web.people.difference import SAME, changes
from yuanba.web.publicity.blocks import HEADING, ITEM, blocks

Parts = list[tuple[str, str]]


def difference(old: str, new: str) -> Parts:
    """What changed, clause by clause; empty if nothing did."""
    parts = list(changes(_said(old), _said(new)))
    return [] if all(what == SAME for what, _words in parts) else parts


def _said(text: str) -> str:
    """The text as it is read: without the signs that make headings and lists."""
    return "\n".join(line.removeprefix(HEADING).removeprefix(ITEM) for line in text.splitlines())


def main_version(versions: list[AgreementVersion]) -> AgreementVersion:
    """What somebody wants who opens the text: what holds, else what is being made, else the last one."""
    today = local_date(clock.now())
    for one in versions:
        if one.from_date and one.from_date <= today and (one.to_date is None or today < one.to_date):
            return one
    return next((one for one in versions if one.state in states.PREPARED), versions[0])


def page(version: AgreementVersion, versions: list[AgreementVersion]) -> dict[str, Any]:
    """Everything that anybody may read of this version."""
    agreement, now = version.agreement, clock.now()
    old = queries.before(version)
    is_decided = version.state in states.DECIDED
    by_persons = agreement.signers in (Agreement.Signers.RESIDENTS, Agreement.Signers.OWNERS)
    return {
        "agreement": agreement,
        "version": version,
        "versions": versions,
        "place_name": full_name_at(agreement.territory_id, local_date(now)),
        "kind": KINDS[agreement.kind],
        "state": STATES[version.state],
        "chip_of": CHIPS[version.state],
        "states": STATES,
        "chips": CHIPS,
        "body": blocks(version.text),
        "since_last": difference(old.text, version.text) if old is not None else [],
        "old": old,
        "since_comments": difference(version.commented_text, version.text) if version.commented_text else [],
        "remarks": list(queries.answered(version.pk)),
        "remark_states": REMARKS,
        "remark_chips": REMARK_CHIPS,
        "waiting": queries.waiting_comments(version.pk),
        "may_comment": version.state == states.COMMENT
        and version.comments_close_at is not None
        and now < version.comments_close_at,
        "may_sign": version.state == states.ADOPTED and by_persons,
        "by_persons": by_persons,
        "is_decided": is_decided,
        "signed": queries.signed_count(version.pk) if is_decided else 0,
        "names": queries.shown_names(version.pk) if is_decided and by_persons else [],
        "parties": list(queries.parties(version.pk)) if is_decided and not by_persons else [],
        "ballot": ballot_of(version.decision_ref),
        "proof": proof(queries.logged_text(version.text_hash)),
    }


def proof(event: AuditEvent | None) -> dict[str, Any] | None:
    """The leaf of the audit log that names the text, with all that it is made of; None before the text is public."""
    if event is None:
        return None
    record = {
        "actor": event.actor,
        "at": instant(event.at),
        "detail": event.detail_hash,
        "subject": event.subject,
        "territory": "" if event.territory_id is None else event.territory_id,
        "verb": event.verb,
    }
    return {"record": canonical.encode(record).decode(), "leaf": event.leaf_hash, "index": event.sequence}

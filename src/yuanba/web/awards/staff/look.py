"""One entry as its screener reads it: what was handed in, what the system looked up, what is to be settled."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.awards import rules
from yuanba.awards.models import Entry, Screening
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.agreed import fee_consent
from yuanba.awards.queries.screening import criteria_of, hints_of, materials_missing
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile
from yuanba.oversight.models import ComplianceRecord, FeeStatus
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards import keyed
from yuanba.web.awards.labels import (
    CAUSES,
    CHANNELS,
    CHECK_CHIPS,
    CHECK_RESULTS,
    FINDING_CHIPS,
    FINDINGS,
    MATERIAL_STATES,
    REGISTERS,
)
from yuanba.web.awards.staff.context import actor_words, group_name, holds, in_language, nominee
from yuanba.web.awards.staff.labels import ENTRY_VERBS

MACHINE = re.compile(r"[a-z_]+:\d")  # "ranking:2 removed:1"
KILO, MEGA = 1024, 1024 * 1024
PERSONAL = {
    "id_number": gettext_lazy("ID number"),
    "mobile": gettext_lazy("mobile number"),
    "bank_card": gettext_lazy("bank card"),
}


def size_text(size: int) -> str:
    """ "340 KB", "1.2 MB" in whole tenths."""
    if size < MEGA:
        return f"{max(1, size // KILO)} KB"
    return f"{size // MEGA}.{size % MEGA * 10 // MEGA} MB"


def facts(entry: Entry) -> list[tuple[str, str]]:
    """Who, what, where, by which way. The phone is masked."""
    playbook = playbook_of(entry.campaign)
    where = places.full_name_at(entry.nominee_territory_id, local_date(clock.now()))
    found = [
        (_("Put forward"), f"《{entry.title}》 {entry.nominee_name}" if entry.title else entry.nominee_name),
        (_("Category"), group_name(playbook, entry.category, entry.kind)),
        (_("Compound or community"), where),
        (_("Came by"), str(CHANNELS[entry.channel])),
        (_("Number"), entry.serial),
        (_("Public code"), entry.code),
        (_("Arrived on"), dates.moment(entry.received_at)),
    ]
    if entry.contact_phone:
        found.append((_("Contact"), f"{entry.contact_name} {mask_mobile(entry.contact_phone)}".strip()))
    return found + keyed.further(entry)


def answers(entry: Entry) -> list[dict[str, Any]]:
    """Each criterion that applies, with what the applicant says to it."""
    said = dict(entry.answers.values_list("criterion", "text"))
    return [
        {
            "key": one.key,
            "text": in_language(one.text, one.text_en),
            "veto": one.veto,
            "answer": said.get(one.key, ""),
        }
        for one in criteria_of(entry)
    ]


def materials(entry: Entry) -> list[dict[str, Any]]:
    """The checklist: each line with its files, what is missing, what the scanner saw. Two queries."""
    category = playbook_of(entry.campaign).category(entry.category)
    rows = list(entry.materials.exclude(state="REPLACED").order_by("pk"))
    stored = chosen([row.stored_file_id for row in rows])
    missing = set(materials_missing([entry])[entry.pk])
    return [
        {
            "key": line.key,
            "name": in_language(line.name, line.name_en),
            "required": line.required,
            "missing": line.key in missing,
            "files": [file_line(row, stored.get(row.stored_file_id)) for row in rows if row.material == line.key],
        }
        for line in category.materials_for(entry.kind)
    ]


def file_line(row: Any, stored: StoredFile | None) -> dict[str, Any]:
    """A file with its size, its state, and what the scanner saw in it."""
    warned = ", ".join(str(PERSONAL.get(kind, kind)) for kind in dict.fromkeys(row.warnings))
    note = _("holds personal numbers: %(kinds)s") % {"kinds": warned} if warned else str(MATERIAL_STATES[row.state])
    return {
        "name": row.name,
        "url": reverse("awards:material", args=[row.pk]),
        "size_text": size_text(stored.size) if stored else _("erased"),
        "note": note,
        "note_kind": "amber" if warned or row.state == "RETURNED" else "plain",
        "remove_url": "",
    }


def checks(entry: Entry) -> list[dict[str, Any]]:
    """What each register answered, with the records that it found and their sources, and who settled it without one."""
    rows = list(entry.automatic_checks.order_by("criterion", "register"))
    by_hand = _by_hand(entry) if any(row.result == "UNKNOWN" for row in rows) else {}
    ids = {pk for row in rows for pk in row.detail.get("records", ())}
    records = {one.pk: one for one in ComplianceRecord.objects.filter(pk__in=ids)}
    return [
        {
            "register": REGISTERS.get(row.register, row.register),
            "result": CHECK_RESULTS[row.result],
            "kind": CHECK_CHIPS[row.result],
            "veto": row.is_veto and row.result == "HIT",
            "since": row.from_date,
            "until": row.to_date,
            "at": row.run_at,
            "settled": by_hand.get(row.criterion, "") if row.result == "UNKNOWN" else "",
            "records": [_record(records[pk]) for pk in row.detail.get("records", ()) if pk in records],
        }
        for row in rows
    ]


def _by_hand(entry: Entry) -> dict[str, str]:
    """By criterion: what a screener concluded, who and when; a look that is still open settles nothing."""
    look = entry.screenings.exclude(state__in=["PENDING", "AWAITING_SECOND"]).order_by("round").last()
    if look is None or look.concluded_at is None:
        return {}
    who = actor_words([look.screened_by])[look.screened_by]
    return {
        one.criterion: _("A screener (%(who)s) settled it by hand on %(when)s: %(finding)s")
        % {"who": who, "when": dates.moment(look.concluded_at), "finding": FINDINGS[one.finding]}
        for one in look.findings.exclude(finding="UNCLEAR")
    }


def _record(record: ComplianceRecord) -> str:
    parts = (dates.day(record.happened_date, year=True), record.issuer, record.document_no)
    return " · ".join(part for part in parts if part)


def fee_status(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """What is known of the nominee's fees, where a criterion asks for it; whether the company can be asked now."""
    asks = any(one.check is not None and "FEE_STATUS" in one.check.registers for one in criteria_of(entry))
    if not asks or entry.nominee_person_id is None:
        return None
    rows = FeeStatus.objects.filter(person_id=entry.nominee_person_id, superseded_by__isnull=True)
    consent = fee_consent(entry)
    return {
        "asked": [
            {
                "period": dates.span(row.period_from_date, row.period_to_date - timedelta(days=1)),
                "answer": {"YES": _("paid"), "NO": _("not paid"), "": _("no answer yet")}[row.answer],
                "kind": {"YES": "leaf", "NO": "brick", "": "amber"}[row.answer],
            }
            for row in rows.order_by("pk")
        ],
        "consent": consent.pk if consent else None,
        "may_ask": holds(request, rules.DESK, entry.campaign),
    }


def likenesses(entry: Entry) -> list[dict[str, Any]]:
    """Entries that look like this one."""
    found = []
    for hint in hints_of(entry):
        other = hint.second if hint.first_id == entry.pk else hint.first
        other.campaign = entry.campaign
        found.append(
            {
                "url": reverse("awards:likeness", args=[hint.pk]),
                "kind": hint.kind,
                "likeness": hint.likeness_permille // 10,
                "other": f"{other.serial} {nominee(other)}",
                "state": hint.state,
            }
        )
    return found


def findings(entry: Entry, screening: Screening) -> list[dict[str, Any]]:
    """What one look found of each criterion, with the reason that its screener wrote."""
    found = {one.criterion: one for one in screening.findings.all()}
    return [
        {
            "text": in_language(one.text, one.text_en),
            "finding": FINDINGS[found[one.key].finding] if one.key in found else _("not judged"),
            "kind": FINDING_CHIPS[found[one.key].finding] if one.key in found else "plain",
            "reason": found[one.key].reason if one.key in found else "",
        }
        for one in criteria_of(entry)
    ]


def looks(entry: Entry, rows: Iterable[Screening]) -> list[dict[str, Any]]:
    """Earlier conclusions with who, why, and what was found of each criterion."""
    concluded = [row for row in rows if row.concluded_at is not None]
    names = actor_words({one for row in concluded for one in (row.screened_by, row.second_by) if one})
    return [
        {
            "round": row.round,
            "state": row.state,
            "who": names.get(row.screened_by, ""),
            "at": row.concluded_at,
            "reason": row.reason,
            "second": names.get(row.second_by, ""),
            "second_reason": row.second_reason,
            "findings": findings(entry, row),
        }
        for row in concluded
    ]


def history(entry: Entry) -> list[dict[str, Any]]:
    """Every move of the entry, newest first."""
    steps = list(entry.steps.order_by("-pk"))
    names = actor_words({step.actor for step in steps})
    return [
        {
            "verb": ENTRY_VERBS.get(one.verb, one.verb),
            "who": names[one.actor],
            "cause": cause_words(one.cause),
            "at": one.at,
        }
        for one in steps
    ]


def cause_words(text: str) -> str:
    """A cause that a person wrote, or what it means; codes of the machine stay away from the page."""
    if text in CAUSES:
        return str(CAUSES[text])
    return "" if text.isascii() and (" " not in text or MACHINE.match(text)) else text

"""One entry told to whoever sent it or keeps it: its track, its checklist, its words."""

from typing import Any

from django.utils.translation import gettext as _

from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import applies
from yuanba.awards.queries.applicant import File
from yuanba.awards.states import ENTRY_ENDED
from yuanba.kernel.calendar import local_date
from yuanba.web import dates
from yuanba.web.awards import uploads
from yuanba.web.awards.applicant_labels import ENTRY_STATES, MATERIAL_CHIPS, MATERIAL_STATES, STEPS, TOLD
from yuanba.web.awards.labels import CAUSES
from yuanba.web.awards.words import said


def track(file: File) -> list[dict[str, str]]:
    """Handed in, then each stage that the honour passes; where the entry ended the track stops."""
    entry = file.entry
    received = entry.state == "RECEIVED"
    found = [
        {"state": "now" if received else "done", "title": _("Handed in"), "detail": dates.moment(entry.received_at)}
    ]
    ended = entry.state in ENTRY_ENDED
    playbook = playbook_of(entry.campaign)
    for run in file.runs:
        if run.kind == "REGISTRATION":
            continue
        over = run.state == "CLOSED" and (entry.ended_at is None or (run.closed_at or run.closes_at) <= entry.ended_at)
        name = said(playbook.stage(run.key))
        if ended and not over:
            when = dates.moment(entry.ended_at) if entry.ended_at else ""
            found.append({"state": "stopped", "title": str(ENTRY_STATES[entry.state]), "detail": when})
            return found
        state = "done" if over else "now" if run.state in ("OPEN", "REOPENED") and not received else "next"
        detail = "" if over else dates.by(run.closes_at) if state == "now" else dates.after(local_date(run.opens_at))
        found.append({"state": state, "title": name, "detail": detail})
    if entry.state in ("NAMED", "PROPOSED", "REVOKED"):
        states = {"NAMED": "done", "PROPOSED": "now", "REVOKED": "stopped"}
        found.append({"state": states[entry.state], "title": str(ENTRY_STATES[entry.state]), "detail": ""})
    return found


def lines(file: File, address: str) -> list[dict[str, Any]]:
    """The checklist with its files; `address` is what the id of a material is put behind."""
    return [
        {
            "key": line.material.key,
            "name": said(line.material),
            "required": line.material.required,
            "missing": line.missing,
            "asked": line.asked,
            "taken": uploads.taken(line.material),
            "accept": uploads.accept(line.material.kinds),
            "many": line.material.max_files > 1,
            "files": [
                {
                    "id": row.pk,
                    "name": row.name or (stored.name if stored else ""),
                    "url": f"{address}{row.pk}",
                    "size": uploads.size_text(stored.size) if stored else "",
                    "state": MATERIAL_STATES[row.state],
                    "chip": MATERIAL_CHIPS[row.state],
                    "reason": row.reason,
                    "warning": uploads.warning(row.warnings),
                    "removable": row.state in ("ATTACHED", "RETURNED"),
                }
                for row, stored in line.files
            ],
        }
        for line in file.lines
    ]


def answers(file: File, left_empty: str = "") -> list[tuple[str, str]]:
    """(condition, words) in the order of the playbook; conditions without words only where `left_empty` says so."""
    entry = file.entry
    criteria = playbook_of(entry.campaign).category(entry.category).criteria_for(entry.kind)
    found = [(one, file.answers.get(one.key) or (left_empty if applies(one, entry.kind) else "")) for one in criteria]
    return [(said(one, "text"), words) for one, words in found if words]


def told(file: File) -> list[dict[str, str]]:
    """What happened to the entry, with the reasons that were given to the applicant, the latest first."""
    return [
        {
            "title": str(STEPS[step.verb]),
            "when": dates.moment(step.at),
            "reason": str(CAUSES.get(step.cause, step.cause)) if step.verb in TOLD else "",
        }
        for step in reversed(file.steps)
        if step.verb in STEPS
    ]

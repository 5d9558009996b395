"""Choices, contracts, hand-overs and their lines as pages show them: codes in words, only what the reader may see."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanba.ballots import queries as ballots
from yuanba.kernel.calendar import local_date
from yuanba.oversight import procedure_rules, queries, states, terms
from yuanba.oversight.models import (
    Candidate,
    CompanyReply,
    Handover,
    HandoverItem,
    ItemSignature,
    Selection,
    ServiceContract,
)
from yuanba.oversight.texts import MONEY
from yuanba.places.queries import name_at
from yuanba.web.ballots.deciding import questions
from yuanba.web.dates import day as said_day
from yuanba.web.dates import moment
from yuanba.web.filters import yuan
from yuanba.web.oversight.choice_summary import summary
from yuanba.web.oversight.company_labels import (
    CANDIDATE_CHIPS,
    CANDIDATE_STATES,
    CATEGORIES,
    CONDITIONS,
    DAYS,
    HANDOVER_CHIPS,
    HANDOVER_STATES,
    ITEM_CHIPS,
    ITEM_STATES,
    KINDS_OF_CHOICE,
    METHODS,
    NOTICES,
    PAYMENT_HINTS,
    PAYMENTS,
    SELECTION_CHIPS,
    SELECTION_STATES,
    SIDES,
)
from yuanba.web.oversight.labels import KINDS


def fee(fen: int) -> str:
    return _("¥%(yuan)s per m² and month") % {"yuan": f"{fen / 100:.2f}"}


def months(number: int) -> str:
    if number % 12 == 0:
        return ngettext("%(n)s year", "%(n)s years", number // 12) % {"n": number // 12}
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}


def contract_shown(contract: ServiceContract, today: date) -> dict[str, Any]:
    """A contract with the days that the law and the contract set."""
    notice = queries.notice_of(contract)
    return {
        "row": contract,
        "company": contract.company.organisation.name,
        "fee": fee(contract.fee_fen),
        "payment": PAYMENTS[contract.payment],
        "from": contract.from_date,
        "to": contract.to_date,
        "is_indefinite": terms.is_indefinite(contract.to_date, today),
        "notice": NOTICES[notice.kind] if notice else "",
        "days": [
            {"label": DAYS[one.key], "day": said_day(one.day), "source": one.source, "is_over": one.is_over}
            for one in queries.days_of(contract, today)
        ],
    }


def choice_shown(selection: Selection, now: datetime, *, is_desk: bool = False) -> dict[str, Any]:
    """Everything about one choice. Offers are shown after their last day, opinions once they are public; at the desk all."""
    today = local_date(now)
    candidates = list(selection.candidates.all())
    subjects = {str(one) for one in candidates} | {str(selection)}
    replies = queries.replies(subjects)
    lines = queries.register_lines({one.company.organisation_id for one in candidates}, today)
    shows_offers = is_desk or selection.state != states.PUBLISHED or bool(procedure_rules.offers_over(selection, today))
    result = _result(selection)
    return {
        "selection": selection,
        "summary": summary(selection, candidates if shows_offers else (), result, fee, months(selection.term_months)),
        "compound": name_at(selection.compound_id, today),
        "state": SELECTION_STATES[selection.state],
        "state_kind": SELECTION_CHIPS[selection.state],
        "facts": _facts(selection),
        "payment_hint": PAYMENT_HINTS[selection.payment],
        "track": _track(selection),
        "sessions": list(selection.sessions.all()),
        "polls": [_poll(one) for one in selection.polls.all()],
        "opinions": [one for one in selection.opinions.all() if is_desk or one.published_at],
        "candidates": [
            _candidate(one, shows_offers, lines[one.company.organisation_id], replies)
            for one in candidates
            if is_desk or one.round == selection.round
        ],
        "shows_offers": shows_offers,
        "replies": _replies(replies.get(str(selection), ())),
        "result": result,
        "contract": contract_shown(selection.contract, today) if selection.contract else None,
        "present": contract_shown(selection.present, today) if selection.present else None,
        "last_reason": _last_reason(selection),
        "handover_pk": _begun(selection),
        "is_desk": is_desk,
    }


def _begun(selection: Selection) -> int:
    """The id of the hand-over that follows the contract, once it has begun; 0 before."""
    found = queries.public_handovers(selection.compound_id).filter(selection=selection).first()
    return found.pk if found else 0


def _facts(selection: Selection) -> list[tuple[str, Any]]:
    present = selection.present
    most = selection.kind == Selection.Kind.SELECT
    return [
        (_("What is proposed"), KINDS_OF_CHOICE[selection.kind]),
        (_("Present company"), present.company.organisation.name if present else "—"),
        (_("Service level"), selection.service_level),
        (_("Fee at most") if most else _("Fee"), fee(selection.fee_fen)),
        (_("Way of payment"), PAYMENTS[selection.payment]),
        (_("Length"), months(selection.term_months)),
        *([(_("How companies are found"), METHODS[selection.method])] if most else []),
    ]


def _track(selection: Selection) -> list[dict[str, str]]:
    """The way of a choice, with where it is now."""
    titles = [
        _("Plan drafted"), _("Plan public, explained and discussed"), _("Owners vote"), _("Company chosen"),
        _("Contract signed"),
    ]  # fmt: skip
    places = {"DRAFT": 0, "PUBLISHED": 1, "VOTING": 2, "NOT_PASSED": 2, "DECIDED": 3, "CONTRACTED": 5}
    here = places.get(selection.state, 0)
    if selection.state == states.DECIDED:
        here = 4
    stopped = selection.state in (states.NOT_PASSED, states.CANCELLED)
    return [
        {
            "title": title,
            "state": "done" if place < here else "next" if place > here else "stopped" if stopped else "now",
            "detail": "",
        }
        for place, title in enumerate(titles)
    ]


def _poll(poll: Any) -> dict[str, Any]:
    if poll.survey_id:
        return {
            "row": poll,
            "title": poll.survey.title,
            "url": reverse("surveys:form", args=[poll.survey_id]),
            "is_open": poll.survey.state == "OPEN",
            "is_counted": poll.survey.state == "PUBLISHED",
            "result_url": reverse("surveys:result", args=[poll.survey_id]),
        }
    return {
        "row": poll,
        "title": poll.ballot.title if poll.ballot_id else "",
        "is_open": bool(poll.ballot_id),
        "url": reverse("ballots:about", args=[poll.ballot_id]) if poll.ballot_id else "",
        "is_counted": poll.ballot is not None and poll.ballot.state == "PUBLISHED",
        "result_url": reverse("ballots:result", args=[poll.ballot_id]) if poll.ballot_id else "",
    }


def _candidate(
    candidate: Candidate, shows_offer: bool, lines: Sequence[Any], replies: Mapping[str, Sequence[CompanyReply]]
) -> dict[str, Any]:
    return {
        "row": candidate,
        "name": candidate.company.organisation.name,
        "state": CANDIDATE_STATES[candidate.state],
        "kind": CANDIDATE_CHIPS[candidate.state],
        "fee": fee(candidate.fee_fen) if shows_offer else "",
        "offer": candidate.offer if shows_offer else "",
        "documents": list(candidate.documents.all()) if shows_offer else [],
        "lines": [(KINDS[one.kind], one.happened_date, one.issuer, one.document_no, one.ended_date) for one in lines],
        "replies": _replies(replies.get(str(candidate), ())),
        "verbs": states.CANDIDATE.verbs(candidate.state),
    }


def _replies(rows: Sequence[CompanyReply]) -> list[tuple[str, str, str]]:
    return [(one.company.organisation.name, one.text, moment(one.said_at)) for one in rows]


def _result(selection: Selection) -> dict[str, Any] | None:
    """The vote and, once it is public, its outcome in sentences with the article."""
    ballot = selection.ballot
    if ballot is None:
        return None
    public = ballot.state == "PUBLISHED"
    found = questions(ballot, ballots.result(ballot.pk), list(ballots.options(ballot.pk))) if public else []
    return {
        "ballot": ballot,
        "url": reverse("ballots:result" if public else "ballots:about", args=[ballot.pk]),
        "is_public": public,
        "questions": found,
    }


def _last_reason(selection: Selection) -> str:
    if selection.state not in (states.CANCELLED, states.NOT_PASSED):
        return ""
    last = queries.steps_of({str(selection)}).last()
    return last.reason if last else ""


def amount(item: HandoverItem, number: int | None) -> str:
    """A number of this line in words: money in yuan, things with their unit; "" where nobody knows it."""
    if number is None:
        return ""
    if item.category in MONEY:
        return yuan(number, full=True)
    return f"{number:,} {item.unit}".strip()


def handover_shown(handover: Handover, now: datetime, *, is_desk: bool = False) -> dict[str, Any]:
    """A hand-over: what is open first, then everything by its kind."""
    today = local_date(now)
    kept = [one for one in handover.items.all() if one.state != states.DROPPED or is_desk]
    replies = queries.replies({str(one) for one in kept})
    items = [item_shown(one, replies, is_desk=is_desk) for one in kept]
    progress = queries.progress(handover)
    return {
        "handover": handover,
        "compound": name_at(handover.compound_id, today),
        "state": HANDOVER_STATES[handover.state],
        "state_kind": HANDOVER_CHIPS[handover.state],
        "old": handover.old.organisation.name,
        "new": handover.new.organisation.name if handover.new else _("The owners themselves"),
        "progress": progress,
        "is_late": handover.due_date < today and progress.unresolved > 0,
        "unresolved": [one for one in items if one["row"].state == states.DISPUTED],
        "groups": [
            (label, [one for one in items if one["row"].category == key])
            for key, label in CATEGORIES.items()
            if any(one["row"].category == key for one in items)
        ],
        "is_desk": is_desk,
    }


def item_shown(
    item: HandoverItem, replies: Mapping[str, Sequence[CompanyReply]], *, is_desk: bool = False
) -> dict[str, Any]:
    signed: Mapping[str, ItemSignature] = queries.signatures_now(item)
    return {
        "row": item,
        "state": ITEM_STATES[item.state],
        "kind": ITEM_CHIPS[item.state],
        "category": CATEGORIES[item.category],
        "expected": amount(item, item.expected),
        "counted": amount(item, item.counted),
        "condition": CONDITIONS.get(item.condition, ""),
        "must_act": SIDES.get(item.must_act, ""),
        "signed": [
            (
                SIDES[side],
                signed[side].name if is_desk else "",
                moment(signed[side].signed_at),
                signed[side].scan_file_id,
            )
            for side in ("OLD", "NEW", "COMMITTEE")
            if side in signed
        ],
        "waits_for": [SIDES[side] for side in ("OLD", "NEW") if side not in signed]
        if item.state == states.CHECKED
        else [],
        "replies": _replies(replies.get(str(item), ())),
    }

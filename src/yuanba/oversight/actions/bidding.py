"""Companies that offer their service: offers with their papers, exclusion by register, withdrawal, and their own words."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, texts
from yuanba.oversight.actions.selecting import WORK
from yuanba.oversight.actions.steps import move, note, selection_locked, tell, words
from yuanba.oversight.models import (
    BidDocument,
    Candidate,
    CompanyReply,
    Handover,
    HandoverItem,
    PropertyCompany,
    Selection,
)
from yuanba.places.queries import name_at

SHORT = 40


@dataclass(frozen=True)
class Offer:
    """What a company offers. `documents` are (title, file id)."""

    company_id: int
    fee_fen: int
    text: str
    documents: tuple[tuple[str, int], ...] = ()


@transaction.atomic
def enter_candidate(*, selection_id: int, offer: Offer, actor: Actor, now: datetime) -> Candidate:
    """The company's offer is public with its papers; whoever stands on an excluding register is shown as excluded.

    Entered by the committee, or by whoever speaks for that company. Raises Refused(selection.not_public,
    selection.offers_over, selection.candidate_twice, selection.offer_empty, selection.above_plan, selection.renewal_has_one).
    """
    selection = _taking_offers(selection_id, now)
    company = PropertyCompany.objects.select_related("organisation").get(pk=offer.company_id)
    _may_enter(selection, company, actor, now)
    if not clean_lines(offer.text) or offer.fee_fen < 1:
        raise Refused(no("selection.offer_empty", rules.SELECTING))
    if offer.fee_fen > selection.fee_fen:
        raise Refused(no("selection.above_plan", rules.SELECTING, most=texts.yuan(selection.fee_fen)))
    row = Candidate(
        selection=selection,
        round=selection.round,
        company=company,
        fee_fen=offer.fee_fen,
        offer=clean_lines(offer.text),
        entered_at=now,
        entered_by=actor.id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("selection.candidate_twice", "one offer of a company")) from error
    BidDocument.objects.bulk_create(
        BidDocument(candidate=row, title=clean(title)[:120] or "—", file_id=file_id, added_at=now, added_by=actor.id)
        for title, file_id in offer.documents
    )
    note(row, "company_candidate.enter", actor=actor, now=now, detail={"company": company.pk})
    exclude_listed(row, actor=actor, now=now)
    return row


def exclude_listed(candidate: Candidate, *, actor: Actor, now: datetime) -> bool:
    """A candidate that stands on an excluding register today is excluded with the line as its reason."""
    lines = queries.excluding_lines(candidate.company.organisation_id, local_date(now))
    if candidate.state != states.BID or not lines:
        return False
    line = lines[0]
    candidate.reason = texts.EXCLUDED.format(
        register=texts.REGISTERS[line.kind], issuer=line.issuer, day=line.happened_date.isoformat()
    )
    move(candidate, "exclude", actor=actor, now=now, reason=candidate.reason, detail={"record": line.pk})
    candidate.save(update_fields=["state", "reason"])
    compound = candidate.selection.compound_id
    facts = {"company": candidate.company.organisation.name, "compound": name_at(compound, local_date(now))}
    tell("company.excluded", "oversight.select", compound, now=now, **facts)
    return True


@transaction.atomic
def exclude_candidate(*, candidate_id: int, reason: str, actor: Actor, now: datetime) -> Candidate:
    """The committee leaves a company out, for a reason that everybody reads (an unreadable or late offer)."""
    candidate = _candidate(candidate_id)
    require(rules.may(actor, "oversight.select", candidate.selection.compound_id, now))
    candidate.reason = words(reason, "selection.reason_missing")
    move(candidate, "exclude", actor=actor, now=now, reason=candidate.reason)
    candidate.save(update_fields=["state", "reason"])
    return candidate


@transaction.atomic
def admit_candidate(*, candidate_id: int, reason: str, actor: Actor, now: datetime) -> Candidate:
    """An excluded company stands again: taken off the list, or excluded by mistake. Raises Refused(selection.listed)."""
    candidate = _candidate(candidate_id)
    require(rules.may(actor, "oversight.select", candidate.selection.compound_id, now))
    lines = queries.excluding_lines(candidate.company.organisation_id, local_date(now))
    if lines:
        raise Refused(no("selection.listed", rules.LOOK_BACK, issuer=lines[0].issuer))
    move(candidate, "admit", actor=actor, now=now, reason=words(reason, "selection.reason_missing"))
    candidate.reason = ""
    candidate.save(update_fields=["state", "reason"])
    return candidate


@transaction.atomic
def withdraw_candidate(*, candidate_id: int, reason: str, actor: Actor, now: datetime) -> Candidate:
    """The company offers no longer; said by itself, or kept by the committee from its letter."""
    candidate = _candidate(candidate_id)
    _may_enter(candidate.selection, candidate.company, actor, now)
    move(candidate, "withdraw", actor=actor, now=now, reason=words(reason, "selection.reason_missing"))
    candidate.reason = words(reason, "selection.reason_missing")
    candidate.save(update_fields=["state", "reason"])
    return candidate


@transaction.atomic
def reply(
    *, subject: str, text: str, actor: Actor, now: datetime, company_id: int, file_id: int | None = None
) -> CompanyReply:
    """A company's own words stand beside what is said about it. From a letter the committee keeps them, with the scan.

    `subject` is "selection:3", "candidate:4", "handover:2" or "handover_item:7".
    Raises Refused(selection.reply_empty, selection.reply_elsewhere, selection.not_your_company, selection.letter_missing).
    """
    compound_id, companies = _subject(subject)
    company = PropertyCompany.objects.select_related("organisation").get(pk=company_id)
    if company.pk not in companies:
        raise Refused(no("selection.reply_elsewhere", "a company replies to what is said about it"))
    if not procedure_rules.speaks_for(actor, company.organisation_id, compound_id, now):
        require(rules.may(actor, WORK, compound_id, now) if file_id else _no_letter(actor, compound_id, now))
    if not clean_lines(text):
        raise Refused(no("selection.reply_empty", rules.SELECTING))
    row = CompanyReply.objects.create(
        company=company, subject=subject, text=clean_lines(text)[:1000], said_at=now, said_by=actor.id, file_id=file_id
    )
    holder = _row(subject)
    note(holder, "company.reply", actor=actor, now=now, detail={"reply": row.pk, "company": company.pk})
    return row


def _no_letter(actor: Actor, compound_id: int, now: datetime) -> Verdict:
    """Who works for the committee needs the company's letter; anybody else speaks for no company here."""
    if rules.may(actor, WORK, compound_id, now):
        return no("selection.letter_missing", "what a company says on paper is kept with its letter")
    return no("selection.not_your_company", rules.SELECTING)


def _row(subject: str) -> Selection | Candidate | Handover | HandoverItem:
    """The row that a reply is about. Raises Refused(selection.reply_elsewhere)."""
    kind, _, number = subject.partition(":")
    row: Selection | Candidate | Handover | HandoverItem | None = None
    if number.isdecimal() and len(subject) <= SHORT:
        key = int(number)
        if kind == "selection":
            row = Selection.objects.filter(pk=key).first()
        elif kind == "candidate":
            row = Candidate.objects.select_related("selection").filter(pk=key).first()
        elif kind == "handover":
            row = Handover.objects.filter(pk=key).first()
        elif kind == "handover_item":
            row = HandoverItem.objects.select_related("handover").filter(pk=key).first()
    if row is None:
        raise Refused(no("selection.reply_elsewhere", "a company replies to what is said about it"))
    return row


def _subject(subject: str) -> tuple[int, set[int]]:
    """The compound of what is replied to, and the companies that it is about."""
    row = _row(subject)
    if isinstance(row, Candidate):
        return row.selection.compound_id, {row.company_id}
    if isinstance(row, Selection):
        present = {row.present.company_id} if row.present else set()
        return row.compound_id, present | set(row.candidates.values_list("company_id", flat=True))
    handover = row.handover if isinstance(row, HandoverItem) else row
    return handover.compound_id, {one for one in (handover.old_id, handover.new_id) if one is not None}


def _taking_offers(selection_id: int, now: datetime) -> Selection:
    selection = selection_locked(selection_id)
    if selection.state != states.PUBLISHED:
        raise Refused(no("selection.not_public", "offers come in while the plan is public", state=selection.state))
    if selection.kind == Selection.Kind.RENEW:
        raise Refused(no("selection.renewal_has_one", rules.SELECTING))
    require(procedure_rules.offers_in_time(selection, local_date(now)))
    return selection


def _may_enter(selection: Selection, company: PropertyCompany, actor: Actor, now: datetime) -> None:
    if not procedure_rules.speaks_for(actor, company.organisation_id, selection.compound_id, now):
        require(rules.may(actor, WORK, selection.compound_id, now))


def _candidate(candidate_id: int) -> Candidate:
    """The candidate, locked, while its selection still takes offers."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("selection", "company__organisation")
    candidate = rows.get(pk=candidate_id)
    if candidate.selection.state != states.PUBLISHED:
        raise Refused(
            no("selection.vote_called", "the sheet stands once the vote is called", state=candidate.selection.state)
        )
    return candidate

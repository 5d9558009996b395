"""Handing in on line and at the desk, and taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Person
from yuanba.proposals import rules, states
from yuanba.proposals.actions.steps import locked, move_on, note
from yuanba.proposals.models import Call, CallItem, CallStep, Proposal, ProposalFile


@dataclass(frozen=True)
class Work:
    """What is handed in. `agrees`: the author (for a child its guardian) agrees to the terms of the call.

    `credit_name` is how the author wants to be thanked in public; "" for not at all.
    """

    kind: str
    title: str
    text: str = ""
    file_ids: tuple[int, ...] = ()
    author: str = Proposal.Author.SELF
    credit_name: str = ""
    agrees: bool = False


@transaction.atomic
def hand_in(*, call_id: int, work: Work, request_key: str, actor: Actor, now: datetime) -> Proposal:
    """The proposal is in, with its public number. The same form sent again is the same proposal.

    Raises Refused: proposals.missing, .not_yet, .over, .not_verified, .not_of_here, .guardian_hands_in, .not_asked,
    .terms_not_agreed, .title_missing, .too_long, .picture_missing, .clauses_missing, .too_many_files, .file_missing,
    .personal_numbers, .enough.
    """
    call = locked(call_id)
    if actor.person_id is None:
        raise Refused(no("proposals.not_verified", rules.SOURCE))
    person = Person.objects.get(pk=actor.person_id)
    return _taken(call, work, person, request_key, actor, now)


@transaction.atomic
def hand_in_on_paper(
    *, call_id: int, work: Work, person_id: int, scan_file_id: int, request_key: str, actor: Actor, now: datetime
) -> Proposal:
    """A clerk writes down what somebody brings on paper; the signed sheet is kept with it.

    Raises Refused: proposals.not_permitted, .scan_missing, and those of `hand_in`.
    """
    call = locked(call_id)
    require(rules.holds(actor, rules.DESK, call.territory_id, now))
    _own_files([scan_file_id], actor, "proposals.scan_missing")
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(no("proposals.not_of_here", rules.SOURCE))
    return _taken(call, work, person, request_key, actor, now, scan_file_id)


@transaction.atomic
def withdraw(*, proposal_id: int, actor: Actor, now: datetime) -> Proposal:
    """The author takes the proposal back, before the vote begins; its number stays empty.

    Raises Refused: proposals.no_proposal, .not_yours, .vote_began, proposal.no_such_move.
    """
    proposal, call = found(proposal_id)
    require(rules.is_own(actor, proposal))
    require(states.PROPOSAL.may(proposal.state, "withdraw"))
    require(rules.may_withdraw(proposal, call))
    move_on(proposal, "withdraw", call=call, actor=actor, now=now)
    return proposal


def found(proposal_id: int) -> tuple[Proposal, Call]:
    """The proposal and its call, the call locked first: as everywhere. Raises Refused("proposals.no_proposal")."""
    call_id = Proposal.objects.filter(pk=proposal_id).values_list("call_id", flat=True).first()
    if call_id is None:
        raise Refused(no("proposals.no_proposal", proposal=proposal_id))
    call = locked(call_id)
    return Proposal.objects.select_related("item").get(pk=proposal_id), call


def _taken(
    call: Call,
    work: Work,
    person: Person,
    request_key: str,
    actor: Actor,
    now: datetime,
    scan_file_id: int | None = None,
) -> Proposal:
    earlier = call.proposals.filter(sent_by=actor.id, request_key=request_key).first()
    if earlier is not None:
        return earlier
    require(rules.is_collecting(call, now))
    item = call.items.filter(kind=work.kind).first()
    if item is None:
        raise Refused(no("proposals.not_asked", rules.SOURCE))
    require(rules.may_hand_in(person, work.author, call, now))
    title, text, credit = clean(work.title), clean_lines(work.text), clean(work.credit_name)[:40]
    if not work.agrees:
        raise Refused(no("proposals.terms_not_agreed", rules.SOURCE))
    require(rules.is_whole(item.kind, title, text, len(work.file_ids)))
    require(rules.impersonal(credit))
    files = _own_files(work.file_ids, actor, "proposals.file_missing")
    mine = item.proposals.filter(person=person).exclude(state=states.WITHDRAWN).count()
    require(rules.room_for(mine))
    return _kept(call, item, person, work, files, request_key, actor, now, (title, text, credit), scan_file_id)


def _kept(  # noqa: PLR0913 - what `_taken` has checked, piece by piece
    call: Call,
    item: CallItem,
    person: Person,
    work: Work,
    files: Sequence[StoredFile],
    request_key: str,
    actor: Actor,
    now: datetime,
    words: tuple[str, str, str],
    scan_file_id: int | None,
) -> Proposal:
    title, text, credit = words
    last = call.proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal.objects.create(
        call=call,
        item=item,
        number=last + 1,
        title=title,
        text=text,
        person=person,
        author=work.author,
        credit_name=credit,
        channel=Proposal.Channel.ONLINE if scan_file_id is None else Proposal.Channel.PAPER,
        scan_file_id=scan_file_id,
        likeness=rules.likeness(title, text),
        sent_at=now,
        sent_by=actor.id,
        request_key=request_key,
    )
    ProposalFile.objects.bulk_create(
        ProposalFile(proposal=proposal, file_id=one.pk, sha256=one.received_sha256, position=place)
        for place, one in enumerate(files)
    )
    CallStep.objects.create(
        call=call, subject=str(proposal), verb="hand_in", target=proposal.state, actor=actor.id, at=now
    )
    note(call, "hand_in", actor=actor, now=now, subject=str(proposal), detail={"files": len(files)})
    return proposal


def _own_files(file_ids: Sequence[int], actor: Actor, code: str) -> list[StoredFile]:
    """The files in this order; naming the file of somebody else would publish it."""
    known = chosen(file_ids)
    files = [known[one] for one in file_ids if one in known]
    if len(files) < len(file_ids) or any(one.uploader != actor.id or one.erased_at is not None for one in files):
        raise Refused(no(code, rules.SOURCE))
    return files

"""What the system looks up by itself: registers, fee status, likeness with other entries. People conclude."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.consents import agree, agree_on_paper
from yuanba.awards.actions.locks import locked, locked_entry
from yuanba.awards.duplicates import Text, near_texts, same_nominee
from yuanba.awards.models import AutomaticCheck, Campaign, CriterionAnswer, DuplicateHint, Entry
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Criterion, RegisterCheck
from yuanba.awards.texts import FEES
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import actions as oversight_actions
from yuanba.oversight import queries as oversight
from yuanba.oversight.registers import months_before
from yuanba.people.models import Organisation, Ownership, Person, Residence
from yuanba.places.queries import current

FEE_STATUS = "FEE_STATUS"
RESULTS = {"MET": "CLEAR", "UNMET": "HIT", "NOT_APPLICABLE": "NOT_APPLICABLE", "UNKNOWN": "UNKNOWN"}
COMPARED = ("SUBMITTED", "RETURNED", "DOUBTED", "QUALIFIED", "APPEALED")


def run_checks(entries: Sequence[Entry], now: datetime) -> int:
    """Each entry has the registers' newest answers to the criteria that name some; how many answers there are.

    The look-back ends with the entry deadline. Source: the announcement (clean records).
    """
    count = 0
    for entry in entries:
        campaign = entry.campaign
        until = playbook_of(campaign).stages[0].closes
        for criterion in playbook_of(campaign).category(entry.category).criteria_for(entry.kind):
            if criterion.check is not None:
                count += _ask(entry, criterion, criterion.check, until, now)
    return count


def _ask(entry: Entry, criterion: Criterion, check: RegisterCheck, until: date, now: datetime) -> int:
    since = _since(entry, check, until)
    answers: list[tuple[str, str, list[int]]] = []
    if entry.kind in criterion.not_applicable_kinds:
        answers = [(register, "NOT_APPLICABLE", []) for register in check.registers]
    else:
        if FEE_STATUS in check.registers:
            answers.append((FEE_STATUS, _fees(entry, since, until), []))
        answers += _registers(entry, [one for one in check.registers if one != FEE_STATUS], since, until)
    rows = [
        AutomaticCheck(
            entry=entry,
            criterion=criterion.key,
            register=register,
            result=RESULTS[result],
            is_veto=criterion.veto,
            from_date=since,
            to_date=until,
            detail={"records": records} if records else {},
            run_at=now,
        )
        for register, result, records in answers
    ]
    AutomaticCheck.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["entry", "criterion", "register"],
        update_fields=["result", "is_veto", "from_date", "to_date", "detail", "run_at"],
    )
    return len(answers)


def _since(entry: Entry, check: RegisterCheck, until: date) -> date:
    """The first day of the look-back: the body's present term, or so many months before the deadline."""
    if check.term and entry.nominee_organisation_id is not None:
        term = oversight.term_at(entry.nominee_organisation_id, until)
        if term is not None:
            return term.from_date
    return months_before(until, check.lookback_months or 12)


def _fees(entry: Entry, since: date, until: date) -> str:
    """Paid until the entry came in: the company is asked then, and of days to come nobody knows."""
    if entry.nominee_person_id is None:
        return "UNKNOWN"
    return oversight.fee_paid(entry.nominee_person_id, since, min(until, local_date(entry.received_at)))


def _registers(entry: Entry, kinds: Sequence[str], since: date, until: date) -> list[tuple[str, str, list[int]]]:
    if not kinds:
        return []
    if entry.nominee_organisation_id is None:
        return [(kind, "UNKNOWN", []) for kind in kinds]
    found = oversight.look_back(entry.nominee_organisation_id, kinds, since, until)
    return [(one.kind, one.result, [record.pk for record in one.records]) for one in found]


@transaction.atomic
def check_again(*, entry_id: int, actor: Actor, now: datetime) -> Entry:
    """The registers were asked anew about one entry. Raises Refused: awards.not_allowed."""
    entry = locked_entry(entry_id)
    require(rules.may_screen(actor, entry, now))
    run_checks([entry], now)
    return entry


@transaction.atomic
def link_nominee(
    *, entry_id: int, actor: Actor, now: datetime, person_id: int | None = None, organisation_id: int | None = None
) -> Entry:
    """The nominee that the form only named is the person or body of the register; the registers are asked about it.

    Raises Refused: awards.not_allowed, screening.own_entry, check.nominee_unknown, material.entry_settled.
    """
    entry = locked_entry(entry_id)
    require(rules.may_screen(actor, entry, now))
    if entry.state not in ("RECEIVED", *COMPARED):
        raise Refused(no("material.entry_settled", "announcement: stages in order", state=entry.state))
    is_person = organisation_id is None and Person.objects.filter(pk=person_id or 0).exists()
    is_body = person_id is None and Organisation.objects.filter(pk=organisation_id or 0).exists()
    nominee = playbook_of(entry.campaign).category(entry.category).nominee
    if not (is_person and nominee != "ORGANISATION") and not (is_body and nominee != "PERSON"):
        raise Refused(no("check.nominee_unknown", "announcement: clean records", nominee=nominee))
    entry.nominee_person_id, entry.nominee_organisation_id = person_id, organisation_id
    entry.save(update_fields=["nominee_person", "nominee_organisation"])
    run_checks([entry], now)
    audit.record(
        verb="awards.entry.link",
        subject=f"entry:{entry.pk}",
        actor=actor,
        now=now,
        detail={"person": person_id or 0, "organisation": organisation_id or 0},
    )
    return entry


@transaction.atomic
def ask_fees(*, entry_id: int, consent_id: int, actor: Actor, now: datetime) -> int:
    """The companies of the nominee's premises are asked for yes or no, with the nominee's consent; how many were.

    Raises Refused: entry.not_yours, fee_status.no_consent, fee_status.no_company, check.no_premises.
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    if entry.nominee_person_id is None:
        raise Refused(no("check.no_premises", "announcement: fees, yes or no"))
    closes = playbook_of(entry.campaign).stages[0].closes
    until = min(closes, local_date(now))
    period = (months_before(closes, _fee_months(entry)), until + timedelta(days=1))
    held: set[int] = set()
    for model in (Ownership, Residence):
        rows = model.objects.filter(current(until), person_id=entry.nominee_person_id)
        held |= set(rows.values_list("premises_id", flat=True))
    if not held:
        raise Refused(no("check.no_premises", "announcement: fees, yes or no"))
    asked = 0
    for premises_id in sorted(held):
        asked += len(
            oversight_actions.ask_fee_status(
                person_id=entry.nominee_person_id,
                premises_id=premises_id,
                period=period,
                consent_id=consent_id,
                actor=actor,
                now=now,
            )
        )
    return asked


def _fee_months(entry: Entry) -> int:
    """How far back the criterion with the fee register looks."""
    for criterion in playbook_of(entry.campaign).category(entry.category).criteria_for(entry.kind):
        if criterion.check is not None and FEE_STATUS in criterion.check.registers:
            return criterion.check.lookback_months or 12
    raise Refused(no("check.no_premises", "announcement: fees, yes or no"))


def ask_fees_on_paper(entry: Entry, *, actor: Actor, now: datetime) -> int:
    """The nominee agreed with the signature on the form, and the companies were asked for yes or no; how many were.

    None where no company serves the home: the screeners read "unknown". Raises Refused: people.consent_of_other.
    """
    assert entry.nominee_person_id is not None, "the roll's person agrees"
    consent = agree_on_paper(
        kind=FEES, person_id=entry.nominee_person_id, subject=f"entry:{entry.pk}", actor=actor, now=now
    )
    try:
        return ask_fees(entry_id=entry.pk, consent_id=consent.pk, actor=actor, now=now)
    except Refused:
        return 0


@transaction.atomic
def find_duplicates(*, campaign_id: int, actor: Actor, now: datetime) -> int:
    """Entries with the same nominee in one category, and entries with nearly the same text, are pointed out; how many new.

    A hint that a person settled stays settled.
    """
    campaign = locked(campaign_id)
    require(rules.may_run(actor, campaign, now))
    entries = list(campaign.entries.filter(state__in=COMPARED).order_by("pk"))
    found = [*_same(entries), *_alike(campaign, entries)]
    before = DuplicateHint.objects.filter(first__campaign=campaign).count()
    DuplicateHint.objects.bulk_create(
        [
            DuplicateHint(first_id=first, second_id=second, kind=kind, likeness_permille=permille, found_at=now)
            for first, second, kind, permille in found
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    new = DuplicateHint.objects.filter(first__campaign=campaign).count() - before
    if new:
        audit.record(
            verb="awards.duplicate.find",
            subject=f"campaign:{campaign.pk}",
            actor=actor,
            now=now,
            detail={"hints": new, "entries": len(entries)},
        )
    return new


def _same(entries: Sequence[Entry]) -> list[tuple[int, int, str, int]]:
    """One nominee twice in one category. A case or a work is told apart by its title."""
    keys = {entry.pk: [f"{entry.category}:{entry.title}:{key}" for key in _nominee_keys(entry)] for entry in entries}
    return [(first, second, "SAME_NOMINEE", 1000) for first, second in same_nominee(keys)]


def _nominee_keys(entry: Entry) -> list[str]:
    name = "".join(entry.nominee_name.split()).casefold()
    keys = [f"name:{name}@{entry.nominee_territory_id}"]
    if entry.nominee_person_id is not None:
        keys.append(f"person:{entry.nominee_person_id}")
    if entry.nominee_organisation_id is not None:
        keys.append(f"organisation:{entry.nominee_organisation_id}")
    return keys


def _alike(campaign: Campaign, entries: Sequence[Entry]) -> list[tuple[int, int, str, int]]:
    words: dict[int, list[str]] = {entry.pk: [entry.title, entry.deeds] for entry in entries}
    answers = CriterionAnswer.objects.filter(entry__campaign=campaign).order_by("entry_id", "criterion")
    for entry_id, text in answers.values_list("entry_id", "text"):
        if entry_id in words:
            words[entry_id].append(text)
    found = near_texts([Text(pk, "\n".join(parts)) for pk, parts in words.items()])
    return [(one.first, one.second, "NEAR_TEXT", int(one.share * 1000)) for one in found]


@transaction.atomic
def agree_and_ask_fees(*, entry_id: int, consent_version: int, actor: Actor, now: datetime) -> int:
    """The nominee agreed that the own fee status is asked, and it was asked; how many companies were.

    Raises Refused as `ask_fees` and `consents.agree` do.
    """
    consent = agree(kind=FEES, version=consent_version, subject=f"entry:{entry_id}", actor=actor, now=now)
    return ask_fees(entry_id=entry_id, consent_id=consent.pk, actor=actor, now=now)

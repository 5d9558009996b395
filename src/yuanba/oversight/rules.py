"""Who may register, confirm, look up and answer."""

from datetime import date, datetime

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.oversight import registers
from yuanba.oversight.models import FeeStatus
from yuanba.people.models import Consent, Organisation, OrganisationTerm
from yuanba.people.queries import holders
from yuanba.places.queries import lineage

LOOK_BACK = "registers are looked back into"
SELECTING = "民法典第278条第1款第4项"
HANDING_OVER = "民法典第949条"
FEES = "PIPL 13: fee status by yes or no, with consent, never an amount"


def may(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("oversight.not_yours", "appointments carry every permission", permission=permission)


def fits(kind: str, severity: str, happened: date, ended: date | None, today: date) -> Verdict:
    """Incidents have a severity, only lists end, and nothing happens in the future or ends before it begins."""
    if (kind == registers.SAFETY_INCIDENT) != bool(severity):
        return no("record.severity", LOOK_BACK, kind=kind)
    if ended is not None and (kind not in registers.LISTS or ended < happened):
        return no("record.ended", LOOK_BACK, kind=kind)
    if happened > today:
        return no("record.in_the_future", LOOK_BACK, day=happened.isoformat())
    return YES


def in_term(kind: str, term: OrganisationTerm | None, organisation_id: int, happened: date) -> Verdict:
    """An infringement belongs to a term of the same committee, and happened within it (R-085)."""
    if kind != registers.INFRINGEMENT:
        return YES
    if term is None or term.organisation_id != organisation_id:
        return no("record.term_missing", "the term of the committee")
    if happened < term.from_date or (term.to_date is not None and happened >= term.to_date):
        return no("record.outside_term", "the term of the committee", day=happened.isoformat(), term=term.number)
    return YES


def may_be_company(organisation: Organisation) -> Verdict:
    if organisation.kind == Organisation.Kind.PROPERTY_COMPANY:
        return YES
    return no("company.wrong_kind", "the register of property companies", kind=organisation.kind)


def consents(consent: Consent | None, person_id: int) -> Verdict:
    """The person, or an account verified as theirs, agreed and has not withdrawn."""
    if consent is None or consent.withdrawn_at is not None:
        return no("fee_status.no_consent", FEES)
    owner = consent.person_id if consent.person_id is not None else None
    if owner is None and consent.account is not None:
        owner = consent.account.person_id
    return YES if owner == person_id else no("fee_status.no_consent", FEES)


def answers_for(actor: Actor, status: FeeStatus, now: datetime) -> Verdict:
    """Whoever answers is appointed by that very company, there: another company of the compound may not."""
    rows = holders("oversight.fee_status", status.premises.compound_id, local_date(now))
    own = rows.filter(organisation_id=status.company.organisation_id).values_list("person_id", flat=True)
    return YES if actor.person_id in set(own) else no("fee_status.not_your_company", FEES)


def may_answer(status: FeeStatus) -> Verdict:
    return no("fee_status.answered", FEES, answer=status.answer) if status.answer else YES


def people_with(permission: str, territory_id: int, now: datetime) -> list[int]:
    """The persons who hold the permission there today: whom to tell, each once."""
    rows = holders(permission, territory_id, local_date(now)).values_list("person_id", flat=True)
    return list(dict.fromkeys(rows))

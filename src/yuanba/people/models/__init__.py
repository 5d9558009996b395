"""Who people are, what they own, where they live, what they were appointed to, and what they agreed to.

Persons come from the roll (or the staff register); an account is a way to sign in. Verification ties the two.
"""

from yuanba.people.models.accounts import Account, DeviceSession, Person, SignInAttempt, SignInCode
from yuanba.people.models.bodies import Appointment, Honour, Organisation, OrganisationTerm
from yuanba.people.models.roll import Likeness, Ownership, Relation, Residence, RollImport, RollJob
from yuanba.people.models.standing import BodyResult, Charter, ForceTask, ForceUnit, Seat, ServiceOrgan, Word
from yuanba.people.models.trust import (
    Consent,
    ConsentText,
    DataRequest,
    DeskProof,
    LetterBatch,
    LetterCode,
    PhoneChange,
    Unmasking,
    Verification,
)

__all__ = [
    "Account",
    "Appointment",
    "BodyResult",
    "Charter",
    "Consent",
    "ConsentText",
    "DataRequest",
    "DeskProof",
    "DeviceSession",
    "ForceTask",
    "ForceUnit",
    "Honour",
    "LetterBatch",
    "LetterCode",
    "Likeness",
    "Organisation",
    "OrganisationTerm",
    "Ownership",
    "Person",
    "PhoneChange",
    "Relation",
    "Residence",
    "RollImport",
    "RollJob",
    "Seat",
    "ServiceOrgan",
    "SignInAttempt",
    "SignInCode",
    "Unmasking",
    "Verification",
    "Word",
]

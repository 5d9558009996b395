"""Which personal fields the people's part keeps: what for, on which ground, how long (C-001).

A field of a person that stands in no line here fails a test: without a purpose nothing may be kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kept:
    """One line of the public register. `fields` are the entries of people.fields.PERSONAL that it says in words."""

    what: str | Promise
    purpose: str | Promise
    ground: str | Promise
    how_long: str | Promise
    fields: Sequence[str] = ()


LAW = _("Law: Civil Code art. 278, PIPL art. 13 (3)")
CONTRACT = _("What you asked for yourself, PIPL art. 13 (2)")
SECURITY = _("Law: Cybersecurity Law art. 23")

KEPT = (
    Kept(
        _("Name"),
        _("Telling who is on the roll of a compound and may vote"),
        LAW,
        _("As long as you own, live or serve here; ended rows stay as history, erased on request afterwards"),
        ("Person.name",),
    ),
    Kept(
        _("Mobile number on the roll"),
        _("Telling namesakes apart, reaching you about a vote; shown half hidden"),
        LAW,
        _("As long as the row of the roll"),
        ("Person.phone",),
    ),
    Kept(
        _("A fingerprint that tells two namesakes apart"),
        _("One person, one paper. An ID number on the list is turned into it and not kept"),
        LAW,
        _("As long as the row of the roll"),
        ("Person.roll_key",),
    ),
    Kept(
        _("Month of birth, day of death"),
        _("Knowing who is of age and who is alive on the day of a vote"),
        LAW,
        _("As long as the row of the roll"),
        ("Person.birth_month", "Person.died_date"),
    ),
    Kept(
        _("Under 14 until which day, and who consented for you"),
        _("A guardian consents for a child; asked once where the roll does not say"),
        LAW,
        _("As long as the row of the roll"),
        ("Person.under_14_until", "Consent.guardian"),
    ),
    Kept(
        _("New number of a lost phone"),
        _("A second person checks it before it holds"),
        CONTRACT,
        _("Until it is decided, 7 days at most; that it happened stays"),
        ("PhoneChange.account", "PhoneChange.person", "PhoneChange.phone"),
    ),
    Kept(
        _("That a first worker saw your document at the desk, and a fingerprint of the number"),
        _("A second worker hears the same number before you are verified"),
        LAW,
        _("Until the second worker has, 7 days at most"),
        ("DeskProof.person", "DeskProof.phone_hash"),
    ),
    Kept(
        _("Mobile number of the account"),
        _("Signing in"),
        CONTRACT,
        _("Until you close the account: at once"),
        ("Account.phone", "Account.login", "Account.person", "SignInCode.phone"),
    ),
    Kept(
        _("Password and second factor of staff, as fingerprint and encrypted"),
        _("Signing in with two factors"),
        SECURITY,
        _("Until the account is closed"),
        ("Account.password", "Account.totp_secret", "Account.last_login"),
    ),
    Kept(
        _("Language and size"),
        _("Showing pages as you read them"),
        CONTRACT,
        _("Until you close the account"),
        ("Account.language", "Account.elder_mode"),
    ),
    Kept(
        _("Tries to sign in, as fingerprint of the network address"),
        _("Stopping whoever guesses codes or passwords"),
        SECURITY,
        _("180 days; with the account at the latest"),
        ("SignInAttempt.login", "SignInAttempt.address_hash", "SignInCode.address_hash"),
    ),
    Kept(
        _("Signed-in devices: kind of browser, when"),
        _("Letting you see and end them"),
        SECURITY,
        _("30 days after the device was signed out or its session ran out; with the account at the latest"),
        ("DeviceSession.label", "DeviceSession.session_key", "DeviceSession.account"),
    ),
    Kept(
        _("What you asked about your data, and the answer"),
        _("Proving that it was answered"),
        _("Law: PIPL art. 50"),
        _("Three years"),
        ("DataRequest.account", "DataRequest.text", "DataRequest.reason"),
    ),
    Kept(
        _("Who looked at your data in full, and why"),
        _("Letting you see it"),
        _("Law: PIPL art. 51"),
        _("As long as the row of the roll"),
        ("Unmasking.person", "Unmasking.reason"),
    ),
    Kept(
        _("What you own, where you live and as what"),
        _("Owners decide by heads and area, residents vote and answer surveys"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        ("Ownership.person", "Residence.person", "Residence.relation"),
    ),
    Kept(
        _("Posts, and the relay line of building leads"),
        _("Knowing who may do what, and how to reach a building lead without a private number"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        ("Appointment.person", "Appointment.relay_line"),
    ),
    Kept(
        _("Who sits in committees and groups, as what, seconded from where; who answers for a unit of a task force"),
        _("Knowing who serves a compound and until when"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        ("Seat.source_unit", "Seat.duty", "ForceUnit.liaison"),
    ),
    Kept(
        _("That you sit in a group as a party member"),
        _("Knowing whether a group has the members that it should have; never shown to the public"),
        _("Your separate consent, PIPL art. 29"),
        _("Until withdrawn"),
        ("Seat.capacity", "Seat.consent"),
    ),
    Kept(
        _("Thanks, questions and complaints about whoever serves your compound, and their answers"),
        _("Bringing them to the person who serves; a complaint to the supervisor alone"),
        CONTRACT,
        _("Two years; with the account at the latest"),
        ("Word.account", "Word.about", "Word.text", "Word.answer"),
    ),
    Kept(
        _("Honours, declared relatives"),
        _("Proof in awards; conflicts of interest of jurors"),
        _("Your consent, PIPL art. 13 (1)"),
        _("Until withdrawn"),
        ("Honour.person", "Relation.person", "Relation.relative"),
    ),
    Kept(
        _("Sealed letters and confirmations: to whom, for which home"),
        _("One account per person"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        (
            "LetterBatch.person_ids",
            "LetterCode.person",
            "LetterCode.premises",
            "LetterCode.code_hash",
            "Verification.account",
            "Verification.person",
            "Verification.ended_reason",
        ),
    ),
    Kept(
        _("Consents and their withdrawal"),
        _("Proving what you agreed to"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        ("Consent.account", "Consent.person"),
    ),
    Kept(
        _("Whether two entries on the roll are one owner, and how that was found out"),
        _("One owner is one head when owners vote"),
        LAW,
        _("As dated rows; your name goes when your data is erased"),
        ("Likeness.first", "Likeness.second", "Likeness.reason"),
    ),
    Kept(
        _("An uploaded list of owners, and what is wrong with it"),
        _("Reading and importing the roll"),
        LAW,
        _("The file until the import ends, 7 days at most; the list of mistakes 30 days"),
        ("RollJob.file_id", "RollJob.report"),
    ),
)

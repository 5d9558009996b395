"""Changing people: sign-in, verification, appointments, consent, rights, and the imported roll."""

from yuanba.people.actions.bodies import (
    appoint,
    end_appointment,
    end_organisation,
    end_term,
    found_organisation,
    open_term,
    register_honour,
)
from yuanba.people.actions.bootstrap import FirstAdministrator, Founded, found_deployment
from yuanba.people.actions.codes import change_phone, open_account, phone_of, request_code, sign_in_by_code
from yuanba.people.actions.consent import give_consent, publish_consent_text, withdraw_consent
from yuanba.people.actions.persons import declare_relation, register_person, unmask, withdraw_relation
from yuanba.people.actions.preferences import set_preferences
from yuanba.people.actions.rights import (
    answer_data_request,
    ask_about_data,
    close_account,
    erase_person,
    forget_attempts,
)
from yuanba.people.actions.roll import RollPreview, import_roll, may_import, preview_roll
from yuanba.people.actions.sessions import end_session, revoke_all, revoke_session, start_session, touch_session
from yuanba.people.actions.staff import (
    Enrolment,
    begin_second_factor,
    change_password,
    check_password,
    check_second_factor,
    confirm_second_factor,
    create_staff_account,
    recover_staff,
    set_active,
)
from yuanba.people.actions.verify import (
    Letter,
    claim_by_letter,
    release_letters,
    request_letters,
    unverify,
    verify_at_desk,
    void_letters,
)

__all__ = [
    "Enrolment",
    "FirstAdministrator",
    "Founded",
    "Letter",
    "RollPreview",
    "answer_data_request",
    "appoint",
    "ask_about_data",
    "begin_second_factor",
    "change_password",
    "change_phone",
    "check_password",
    "check_second_factor",
    "claim_by_letter",
    "close_account",
    "confirm_second_factor",
    "create_staff_account",
    "declare_relation",
    "end_appointment",
    "end_organisation",
    "end_session",
    "end_term",
    "erase_person",
    "forget_attempts",
    "found_deployment",
    "found_organisation",
    "give_consent",
    "import_roll",
    "may_import",
    "open_account",
    "open_term",
    "phone_of",
    "preview_roll",
    "publish_consent_text",
    "recover_staff",
    "register_honour",
    "register_person",
    "release_letters",
    "request_code",
    "request_letters",
    "revoke_all",
    "revoke_session",
    "set_active",
    "set_preferences",
    "sign_in_by_code",
    "start_session",
    "touch_session",
    "unmask",
    "unverify",
    "verify_at_desk",
    "void_letters",
    "withdraw_consent",
    "withdraw_relation",
]

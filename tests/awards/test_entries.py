"""Entries: the window, the form, one entry per request, drafts, staff and second persons, recommendation."""

from dataclasses import replace

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at

from yuanba.awards import actions as awards
from yuanba.awards.actions.intake import Body, Intake, Mail
from yuanba.awards.models import Attempt, Entry, EntryDraft, EntryStep
from yuanba.awards.queries.agreed import fee_consent
from yuanba.awards.serials import is_serial
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people import actions as people
from yuanba.people.models import Consent, Person, Residence

pytestmark = pytest.mark.django_db
OPEN = at("2021-09-10", 0)


@pytest.fixture
def show():
    made = given_awards.announced(given_awards.world_of())
    made.tick(OPEN)
    return made


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def send(show, now, sheet=None, key="one", number=0) -> Entry:
    return awards.entries.submit(
        campaign_id=show.campaign.pk, sheet=sheet or show.sheet(), request_key=key,
        actor=show.world.resident(number, now), now=now,
    )  # fmt: skip


def test_submit_gives_a_serial_and_tells(show) -> None:
    entry = send(show, OPEN)
    assert entry.state == "SUBMITTED"
    assert is_serial(entry.serial)
    assert [step.verb for step in EntryStep.objects.filter(entry=entry)] == ["submit"]
    told = Message.objects.get(kind="awards.entry.submitted")
    assert entry.serial in told.text_zh
    assert entry.code not in entry.serial


def test_the_same_request_is_one_entry(show) -> None:
    first = send(show, OPEN)
    again = send(show, at("2021-09-11"), sheet=show.sheet())
    assert again == first
    assert Entry.objects.count() == 1
    assert Message.objects.filter(kind="awards.entry.submitted").count() == 1


def test_the_retry_after_the_window_still_answers_with_the_entry(show) -> None:
    first = send(show, at("2021-10-09", 23, 59))
    assert send(show, at("2021-10-10", 0)) == first


@pytest.mark.parametrize(
    ("moment", "code"),
    [(at("2021-09-09", 23, 59), "entry.too_early"), (at("2021-10-10", 0), "entry.late"), (OPEN, "")],
)
def test_the_window_is_whole_days(show, moment, code) -> None:
    if not code:
        assert send(show, moment).state == "SUBMITTED"
    else:
        assert refused(lambda: send(show, moment)) == code


def test_last_second_is_in(show) -> None:
    assert send(show, at("2021-10-09", 23, 59)).received_at < show.run("registration").closes_at


def test_midnight_between_opening_and_sending_refuses_and_keeps_the_draft(show) -> None:
    actor = show.world.resident(0, at("2021-10-09", 23, 58))
    data = {"deeds": "写了一半", "step": 3}
    awards.entries.save_draft(
        campaign_id=show.campaign.pk, slot="one", data=data, revision=0, actor=actor, now=at("2021-10-09", 23, 58)
    )
    assert refused(lambda: send(show, at("2021-10-10", 0))) == "entry.late"
    assert EntryDraft.objects.get().data == data
    assert EntryDraft.objects.get().entry is None
    assert list(Attempt.objects.values_list("code", "channel")) == [("entry.late", "ONLINE")]


def test_two_tabs_notice_each_other(show) -> None:
    save = awards.entries.save_draft
    who = {"campaign_id": show.campaign.pk, "slot": "one", "actor": show.world.resident(), "now": OPEN}
    first = save(data={"a": 1}, revision=0, **who)
    assert save(data={"a": 1}, revision=0, **who).revision == first.revision
    second = save(data={"a": 2}, revision=first.revision, **who)
    assert second.revision == first.revision + 1
    assert refused(lambda: save(data={"a": 3}, revision=first.revision, **who)) == "draft.newer_elsewhere"


def test_a_sent_draft_changes_no_more(show) -> None:
    who = {"campaign_id": show.campaign.pk, "slot": "one", "actor": show.world.resident(), "now": OPEN}
    awards.entries.save_draft(data={"a": 1}, revision=0, **who)
    entry = send(show, OPEN)
    assert EntryDraft.objects.get().entry == entry
    assert refused(lambda: awards.entries.save_draft(data={"a": 2}, revision=1, **who)) == "draft.sent"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "nobel"}, "entry.no_category"),
        ({"kind": "bank"}, "entry.no_kind"),
        ({"nominee_name": "  "}, "entry.no_nominee"),
        ({"nominee_name": "长" * 121}, "entry.too_long"),
        ({"deeds": "长" * 1501}, "entry.too_long"),
        ({"nominee_territory_id": 999_999}, "entry.elsewhere"),
        ({"answers": {}}, "entry.criteria_open"),
        ({"answers": {"unheard": "x"}}, "entry.no_criterion"),
        ({"contact_phone": "12345"}, "entry.bad_phone"),
        ({"service_area_ids": (1,)}, "entry.no_service_area"),
    ],
)
def test_an_incomplete_form_is_refused_with_its_reason(show, changes, code) -> None:
    sheet = replace(show.sheet(), **changes)
    assert refused(lambda: send(show, OPEN, sheet)) == code
    assert not Entry.objects.exists()


def test_rare_characters_and_full_width_digits_are_taken(show) -> None:
    sheet = replace(show.sheet(), nominee_name=" 𬴊𠮷 · 王 ", contact_phone="＋８６ １３８ ００００ １２３４")
    entry = send(show, OPEN, sheet)
    assert entry.nominee_name == "𬴊𠮷 · 王"
    assert entry.contact_phone == "13800001234"


def test_a_case_has_a_title(show) -> None:
    sheet = replace(show.sheet("case"), title="")
    assert refused(lambda: send(show, OPEN, sheet)) == "entry.no_title"


def test_what_staff_keyed_in_waits_for_a_second_person(show) -> None:
    worker = show.world.actor("COMMUNITY_WORKER")
    scan = given_awards.upload(worker, OPEN, "签名表")
    entry = awards.intake.register_for(
        campaign_id=show.campaign.pk, sheet=show.sheet(), intake=Intake(scan_file_id=scan), request_key="p",
        actor=worker, now=OPEN,
    )  # fmt: skip
    confirm = awards.intake.confirm
    assert entry.state == "RECEIVED"
    assert (
        refused(lambda: confirm(entry_id=entry.pk, agrees=True, reason="", actor=worker, now=OPEN))
        == "proxy.same_person"
    )
    other = show.world.actor("STREET_ORGANISER")
    assert (
        refused(lambda: confirm(entry_id=entry.pk, agrees=False, reason="", actor=other, now=OPEN))
        == "awards.no_reason"
    )
    assert confirm(entry_id=entry.pk, agrees=True, reason="", actor=other, now=OPEN).state == "SUBMITTED"


def test_a_worker_of_another_community_may_not(show) -> None:
    stranger = show.world.actor("COMMUNITY_WORKER", 1)
    code = refused(
        lambda: awards.intake.register_for(
            campaign_id=show.campaign.pk, sheet=show.sheet(compound=0), intake=Intake(scan_file_id=1),
            request_key="p", actor=stranger, now=OPEN,
        )
    )  # fmt: skip
    assert code == "awards.not_allowed"


def test_one_form_is_one_entry(show) -> None:
    worker = show.world.actor("COMMUNITY_WORKER")
    form = awards.intake.issue_form(
        campaign_id=show.campaign.pk, category="person", kind="", territory_id=show.world.communities[0].pk,
        issued_to="", actor=worker, now=OPEN,
    )  # fmt: skip

    scan = given_awards.upload(worker, OPEN, "表")

    def back(serial: str, key: str) -> Entry:
        return awards.intake.register_paper(
            campaign_id=show.campaign.pk, form_serial=serial, sheet=show.sheet(answers={}),
            intake=Intake(scan_file_id=scan), request_key=key, actor=worker, now=OPEN,
        )  # fmt: skip

    wrong = form.serial[:-1] + ("A" if form.serial[-1] != "A" else "B")
    assert refused(lambda: back(wrong, "a")) == "form.bad_serial"
    assert back(form.serial, "b").serial == form.serial
    assert refused(lambda: back(form.serial, "c")) == "form.already_back"


def test_a_message_that_came_in_time_may_be_registered_later(show) -> None:
    organiser = show.organiser()
    message = given_awards.upload(organiser, OPEN, "邮件")
    mail = Mail(message_file_id=message, message_ref="<7@example.org>", sender="a@b", arrived_at=at("2021-10-09", 23))
    now = at("2021-10-12")
    take = awards.intake.register_email
    who = {"campaign_id": show.campaign.pk, "actor": organiser, "now": now}
    entry = take(sheet=show.sheet(answers={}), mail=mail, request_key="m", **who)
    assert (entry.state, entry.received_at) == ("RECEIVED", mail.arrived_at)
    assert refused(lambda: take(sheet=show.sheet(), mail=mail, request_key="n", **who)) == "email.already_in"
    late = replace(mail, message_ref="<8@example.org>", arrived_at=at("2021-10-10", 0))
    assert refused(lambda: take(sheet=show.sheet(), mail=late, request_key="o", **who)) == "entry.late"


def test_signature_in_a_message_is_a_consent(show) -> None:
    organiser, person_id = show.organiser(), show.world.resident(0).person_id
    home = Residence.objects.get(person_id=person_id).premises.compound_id
    message = given_awards.upload(organiser, OPEN, "邮件")
    mail = Mail(message_file_id=message, message_ref="<9@example.org>", sender="a@b", arrived_at=OPEN, fees_agreed=True)
    entry = awards.intake.register_email(
        campaign_id=show.campaign.pk,
        sheet=show.sheet(
            nominee_person_id=person_id,
            nominee_name=Person.objects.get(pk=person_id).name,
            nominee_territory_id=home,
        ),
        mail=mail, request_key="s", actor=organiser, now=OPEN,
    )  # fmt: skip
    consent = Consent.objects.get(person_id=person_id)
    assert (consent.text.kind, consent.channel, consent.subject) == ("AWARD_FEES", "PAPER", str(entry))
    assert fee_consent(entry) == consent
    people.withdraw_consent(consent_id=consent.pk, actor=show.world.resident(0), now=OPEN)
    assert fee_consent(entry) is None
    entry.nominee_person_id = None
    assert fee_consent(entry) is None


def test_withdraw_is_the_applicants(show) -> None:
    entry = send(show, OPEN)
    stranger = show.world.resident(1)
    withdraw = awards.entries.withdraw
    assert refused(lambda: withdraw(entry_id=entry.pk, reason="", actor=stranger, now=OPEN)) == "entry.not_yours"
    assert withdraw(entry_id=entry.pk, reason="", actor=show.world.resident(0), now=OPEN).state == "WITHDRAWN"
    assert withdraw(entry_id=entry.pk, reason="", actor=show.world.resident(0), now=OPEN).state == "WITHDRAWN"


def test_a_body_recommends_within_its_quota() -> None:
    show = given_awards.announced(given_awards.world_of("2024-02-20"), LIGHT)
    now = at("2024-03-01", 0)
    show.tick(now)
    worker = show.world.actor("COMMUNITY_WORKER", 0, now)
    compound = f"organisation:{show.world.office.pk}"
    building = show.world.premises[0].entrance.building

    def put(ref: str, kind: str, category: str, key: str, actor=worker) -> Entry:
        return awards.intake.recommend(
            campaign_id=show.campaign.pk, sheet=show.sheet(category), body=Body(kind=kind, ref=ref),
            request_key=key, actor=actor, now=now,
        )  # fmt: skip

    assert refused(lambda: put(compound, "compound", "grid_worker", "a")) == "awards.not_allowed"
    first = put(f"building:{building.pk}", "building", "daughter_in_law", "b")
    assert (first.state, first.recommendation.place) == ("SUBMITTED", 1)
    full = refused(lambda: put(f"building:{building.pk}", "building", "daughter_in_law", "c"))
    assert full == "recommendation.quota_full"
    awards.entries.withdraw(entry_id=first.pk, reason="", actor=worker, now=now)
    assert put(f"building:{building.pk}", "building", "daughter_in_law", "d").recommendation.place == 1
    assert refused(lambda: put(compound, "compound", "daughter_in_law", "e")) == "recommendation.no_such_body"
    resident = show.world.resident(0, now)
    assert put(f"person:{resident.person_id}", "residents", "daughter_in_law", "f", resident).state == "SUBMITTED"
    code = refused(lambda: put("person:999", "residents", "daughter_in_law", "g", resident))
    assert code == "recommendation.not_your_body"
    own = refused(lambda: send(show, now, show.sheet("daughter_in_law"), "h"))
    assert own == "entry.channel_closed"


def test_a_file_is_attached_only_by_its_uploader(show) -> None:
    entry = send(show, OPEN)
    stranger = show.world.resident(1)
    foreign = given_awards.upload(stranger, OPEN, "他人", kind=("docx",))
    line = awards.entries.playbook_of(show.campaign).category("person").materials_for()[0]
    attachment = awards.attaching.Attachment(material=line.key, stored_file_id=foreign, name="x")
    code = refused(
        lambda: awards.attaching.attach(
            entry_id=entry.pk, attachment=attachment, actor=show.world.resident(0), now=OPEN
        )
    )
    assert code == "material.no_file"

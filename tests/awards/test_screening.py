"""Screening: registers, likeness, corrections with a deadline, two people for a rejection, appeal to a third."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.factories import OrganisationFactory

from yuanba.awards import actions as awards
from yuanba.awards.models import AutomaticCheck, DuplicateHint, Entry, EntryMaterial, Screening
from yuanba.awards.queries import blockers
from yuanba.awards.queries import screening as screening_queries
from yuanba.kernel.verdict import Refused
from yuanba.oversight import actions as oversight
from yuanba.oversight.actions import Entry as RegisterEntry

pytestmark = pytest.mark.django_db
OPEN = at("2021-09-10", 0)
NOW = at("2021-10-20")


@pytest.fixture
def show():
    made = given_awards.announced(given_awards.world_of())
    made.tick(OPEN)
    return made


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def begin(show) -> None:
    show.tick(at("2021-10-10", 0))
    show.tick(at("2021-10-20", 0))


def fresh(entry: Entry) -> Entry:
    return Entry.objects.select_related("campaign").get(pk=entry.pk)


def test_a_register_hit_is_a_hard_veto(show) -> None:
    company = OrganisationFactory(kind="PROPERTY_COMPANY", name="某某物业", territory=show.world.street)
    officer = show.world.actor("HOUSING_OFFICER")
    record = RegisterEntry(
        kind="CRITICISM", organisation_id=company.pk, happened_date=at("2020-06-01").date(), issuer="住建局"
    )
    oversight.register(entry=record, actor=officer, now=OPEN)
    category = awards.entries.playbook_of(show.campaign).category("collective")
    kind = next(
        one.key for one in category.kinds if any(c.check and "CRITICISM" in c.check.registers for c in one.criteria)
    )
    entry = show.enter(
        show.world.resident(0, OPEN),
        OPEN,
        "collective",
        kind,
        nominee_organisation_id=company.pk,
        nominee_name="某某物业",
    )
    begin(show)
    hit = AutomaticCheck.objects.get(entry=entry, register="CRITICISM")
    assert (hit.result, hit.is_veto) == ("HIT", True)
    assert refused(lambda: show.screen(entry, NOW)) == "screening.register_says_otherwise"
    finding = {hit.criterion: awards.screening.Finding("UNMET", "通报批评")}
    assert refused(lambda: show.screen(entry, NOW, findings=finding)) == "screening.veto"
    assert show.screen(entry, NOW, "REJECT", findings=finding, reason="一票否决").state == "AWAITING_SECOND"


def test_the_lookback_ends_before_older_records(show) -> None:
    company = OrganisationFactory(kind="PROPERTY_COMPANY", name="某某物业", territory=show.world.street)
    officer = show.world.actor("HOUSING_OFFICER")
    for day in ("2019-10-08", "2021-10-10"):
        record = RegisterEntry(
            kind="CRITICISM", organisation_id=company.pk, happened_date=at(day).date(), issuer="住建局"
        )
        oversight.register(entry=record, actor=officer, now=at("2021-10-15"))
    category = awards.entries.playbook_of(show.campaign).category("collective")
    kind = next(
        one.key for one in category.kinds if any(c.check and "CRITICISM" in c.check.registers for c in one.criteria)
    )
    entry = show.enter(
        show.world.resident(0, OPEN),
        OPEN,
        "collective",
        kind,
        nominee_organisation_id=company.pk,
        nominee_name="某某物业",
    )
    begin(show)
    assert AutomaticCheck.objects.get(entry=entry, register="CRITICISM").result == "UNKNOWN"


def test_a_pass_needs_every_criterion_and_every_material(show) -> None:
    entry = awards.entries.submit(
        campaign_id=show.campaign.pk, sheet=show.sheet(), request_key="a", actor=show.world.resident(0, OPEN), now=OPEN
    )
    begin(show)
    pending = Screening.objects.get(entry=entry)
    conclude = awards.screening.conclude
    who = {"screening_id": pending.pk, "actor": show.screener(), "now": NOW}
    passing = awards.screening.Conclusion(verb="PASS")
    assert refused(lambda: conclude(findings={}, conclusion=passing, **who)) == "screening.criteria_open"
    first = screening_queries.criteria_of(fresh(entry))[0].key
    unclear = {one.key: awards.screening.Finding("MET") for one in screening_queries.criteria_of(fresh(entry))}
    unclear[first] = awards.screening.Finding("UNCLEAR", "需电话核实")
    assert refused(lambda: conclude(findings=unclear, conclusion=passing, **who)) == "screening.unclear"
    no_reason = {first: awards.screening.Finding("UNMET")}
    assert (
        refused(lambda: conclude(findings=no_reason, conclusion=passing, **who)) == "screening.finding_without_reason"
    )
    assert refused(lambda: show.screen(entry, NOW)) == "screening.materials_missing"


def test_returned_is_mended_and_what_was_accepted_stays(show) -> None:
    actor = show.world.resident(0, OPEN)
    entry = (
        show.enter(actor, OPEN, "collective", "party_branch")
        if has_kind(show, "party_branch")
        else show.enter(actor, OPEN)
    )
    begin(show)
    material = EntryMaterial.objects.filter(entry=entry).first()
    others = EntryMaterial.objects.filter(entry=entry).exclude(pk=material.pk)
    for one in others:
        awards.attaching.accept(material_id=one.pk, actor=show.screener(), now=NOW)
    show.screen(entry, NOW, "RETURN", reason="请补盖章页", items=[f"material:{material.material}"])
    assert fresh(entry).state == "RETURNED"
    assert set(others.values_list("state", flat=True)) <= {"ACCEPTED"}
    resubmit = awards.corrections.resubmit
    assert refused(lambda: resubmit(entry_id=entry.pk, actor=actor, now=at("2021-10-21"))) == "correction.still_missing"
    stored = given_awards.upload(actor, at("2021-10-21"), "补正", kind=("docx",))
    attachment = awards.attaching.Attachment(material=material.material, stored_file_id=stored, name="补正")
    awards.attaching.attach(entry_id=entry.pk, attachment=attachment, actor=actor, now=at("2021-10-21"))
    assert resubmit(entry_id=entry.pk, actor=actor, now=at("2021-10-25", 23, 59)).state == "SUBMITTED"
    assert Screening.objects.get(entry=entry, state="PENDING").round == 2
    assert show.screen(entry, at("2021-10-26")).state == "PASSED"


def has_kind(show, key: str) -> bool:
    return awards.entries.playbook_of(show.campaign).category("collective").kind(key) is not None


def test_an_overdue_correction_lapses_and_may_be_appealed(show) -> None:
    actor = show.world.resident(0, OPEN)
    entry = show.enter(actor, OPEN)
    begin(show)
    show.screen(entry, NOW, "RETURN", reason="补正", items=["form:deeds"])
    late = at("2021-10-26", 0)
    assert refused(lambda: awards.corrections.resubmit(entry_id=entry.pk, actor=actor, now=late)) == "correction.late"
    assert show.tick(late).lapsed == 1
    assert fresh(entry).state == "LAPSED"
    appeal = awards.appeals.lodge(entry_id=entry.pk, text="住院了", actor=actor, now=at("2021-10-27"))
    officer = show.world.actor("APPEAL_OFFICER")
    awards.appeals.decide(appeal_id=appeal.pk, allow=False, reason="期限已过", actor=officer, now=at("2021-10-28"))
    assert fresh(entry).state == "DISMISSED"


def test_the_appeal_term_counts_working_days(show) -> None:
    entry = show.enter(show.world.resident(0, OPEN), OPEN)
    begin(show)
    screening = show.screen(entry, NOW, "REJECT", reason="不符合")
    second = awards.screening.second
    second(screening_id=screening.pk, agrees=True, reason="同意", actor=show.screener(1), now=NOW)
    assert blockers_of(show, NOW)["appeal.term_runs"].until == at("2021-10-27").date()
    lodge = awards.appeals.lodge
    actor = show.world.resident(0, OPEN)
    assert refused(lambda: lodge(entry_id=entry.pk, text="x", actor=actor, now=at("2021-10-28", 0))) == "appeal.late"
    assert "appeal.term_runs" not in blockers_of(show, at("2021-10-28", 0))
    assert lodge(entry_id=entry.pk, text="x", actor=actor, now=at("2021-10-27", 23, 59)).state == "LODGED"


def blockers_of(show, now) -> dict[str, blockers.Blocker]:
    return {one.code: one for one in blockers.of_campaign(show.fresh(), now)}


def test_a_disagreement_is_looked_at_anew(show) -> None:
    entry = show.enter(show.world.resident(0, OPEN), OPEN)
    begin(show)
    screening = show.screen(entry, NOW, "REJECT", reason="不符合")
    awards.screening.second(
        screening_id=screening.pk, agrees=False, reason="我认为符合", actor=show.screener(1), now=NOW
    )
    assert fresh(entry).state == "SUBMITTED"
    assert show.screen(entry, NOW).round == 2


def test_nobody_screens_the_own_entry(show) -> None:
    screener = show.screener()
    entry = show.enter(show.world.resident(0, OPEN), OPEN, nominee_person_id=screener.person_id)
    begin(show)
    assert refused(lambda: show.screen(entry, NOW)) == "screening.own_entry"


def test_same_nominee_and_near_text_are_pointed_out_and_block_until_settled(show) -> None:
    text = given_awards.deeds(3) * 3
    actor = show.world.resident(0, OPEN)
    twin = show.enter(actor, OPEN, nominee_name="张 三", deeds=text)
    other = show.enter(show.world.resident(1, OPEN), OPEN, nominee_name="张三", deeds=given_awards.deeds(9))
    copy = show.enter(show.world.resident(2, OPEN), OPEN, deeds=text[:-8] + "改了几个字")
    plain = show.enter(show.world.resident(3, OPEN), OPEN)
    begin(show)
    kinds = set(DuplicateHint.objects.values_list("first_id", "second_id", "kind"))
    assert kinds == {(twin.pk, other.pk, "SAME_NOMINEE"), (twin.pk, copy.pk, "NEAR_TEXT")}
    assert refused(lambda: show.screen(other, NOW)) == "screening.duplicate_open"
    hint = DuplicateHint.objects.get(kind="SAME_NOMINEE")
    awards.screening.settle_hint(
        hint_id=hint.pk, state="DIFFERENT", reason="同名不同人", actor=show.screener(), now=NOW
    )
    assert show.screen(other, NOW).state == "PASSED"
    assert show.screen(plain, NOW).state == "PASSED"
    again = awards.checks.find_duplicates(campaign_id=show.campaign.pk, actor=show.organiser(), now=NOW)
    assert again == 0


def test_the_queue_costs_the_same_at_one_and_three_entries(show, django_assert_num_queries) -> None:
    show.enter(show.world.resident(0, OPEN), OPEN)
    begin_rows = show.campaign
    with django_assert_num_queries(5):
        assert len(screening_queries.queue(begin_rows)) == 1
    for number in (1, 2):
        show.enter(show.world.resident(number, OPEN), OPEN)
    with django_assert_num_queries(5):
        assert len(screening_queries.queue(begin_rows)) == 3


def test_an_allowed_appeal_of_a_lapsed_entry_is_screened(show) -> None:
    actor = show.world.resident(0, OPEN)
    entry = show.enter(actor, OPEN)
    begin(show)
    show.screen(entry, NOW, "RETURN", reason="补正", items=["form:deeds"])
    show.tick(at("2021-10-26", 0))
    appeal = awards.appeals.lodge(entry_id=entry.pk, text="住院了", actor=actor, now=at("2021-10-27"))
    officer = show.world.actor("APPEAL_OFFICER")
    awards.appeals.decide(appeal_id=appeal.pk, allow=True, reason="属实", actor=officer, now=at("2021-10-28"))
    assert fresh(entry).state == "SUBMITTED"
    assert show.screen(entry, at("2021-10-28")).round == 2
    assert fresh(entry).state == "QUALIFIED"


def test_a_nominee_that_was_only_named_is_linked_and_checked(show) -> None:
    company = OrganisationFactory(kind="PROPERTY_COMPANY", name="某某物业", territory=show.world.street)
    officer = show.world.actor("HOUSING_OFFICER")
    record = RegisterEntry(
        kind="CRITICISM", organisation_id=company.pk, happened_date=at("2020-06-01").date(), issuer="住建局"
    )
    oversight.register(entry=record, actor=officer, now=OPEN)
    category = awards.entries.playbook_of(show.campaign).category("collective")
    asks = [one for one in category.kinds if any(c.check and "CRITICISM" in c.check.registers for c in one.criteria)]
    entry = show.enter(show.world.resident(0, OPEN), OPEN, "collective", asks[0].key, nominee_name="某某物业")
    begin(show)
    check = AutomaticCheck.objects.filter(entry=entry, register="CRITICISM")
    assert check.get().result == "UNKNOWN"
    link = awards.checks.link_nominee
    who = {"entry_id": entry.pk, "actor": show.screener(), "now": NOW}
    assert refused(lambda: link(person_id=show.world.resident(1).person_id, **who)) == "check.nominee_unknown"
    link(organisation_id=company.pk, **who)
    assert check.get().result == "HIT"

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.factories import OrganisationFactory, PersonFactory, TerritoryFactory
from tests.officers import officer, somebody
from tests.refusals import refused
from yuanba.kernel.calendar import SHANGHAI
from yuanba.oversight import actions, queries
from yuanba.oversight.models import ComplianceRecord, RecordKind
from yuanba.people.models import OrganisationTerm

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 10, 12, 9, 0, tzinfo=SHANGHAI)
SINCE, UNTIL = date(2019, 10, 9), date(2021, 10, 9)
KINDS = ["SAFETY_INCIDENT", "CRITICISM"]
BUREAU = "区住房和城乡建设局"


@pytest.fixture
def street():
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道")


@pytest.fixture
def clerk(street):
    return officer("HOUSING_OFFICER", street, NOW)


@pytest.fixture
def company(street):
    return OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=street)


def incident(company, clerk, *, day=date(2020, 5, 1), severity="SERIOUS", now=NOW, **facts) -> ComplianceRecord:
    entry = actions.Entry("SAFETY_INCIDENT", company.pk, day, BUREAU, "安〔2020〕5号", severity, **facts)
    return actions.register(entry=entry, actor=clerk, now=now)


def entry(company, kind, day, **facts) -> actions.Entry:
    return actions.Entry(kind=kind, organisation_id=company.pk, happened_date=day, issuer=BUREAU, **facts)


def covered(street, clerk, kinds=tuple(KINDS), first=SINCE, last=UNTIL) -> None:
    for kind in kinds:
        actions.confirm_coverage(
            kind=kind, territory_id=street.pk, first_date=first, last_date=last, source=BUREAU, actor=clerk, now=NOW
        )


def looked(company, kinds=tuple(KINDS), since=SINCE, until=UNTIL) -> list[str]:
    return [finding.result for finding in queries.look_back(company.pk, kinds, since, until)]


def test_an_empty_register_is_unknown_until_somebody_says_it_is_complete(company, street, clerk) -> None:
    assert looked(company) == ["UNKNOWN", "UNKNOWN"]
    covered(street, clerk, ["CRITICISM"])
    actions.record_check(
        kind="SAFETY_INCIDENT",
        organisation_id=company.pk,
        days=(SINCE, UNTIL),
        source="信用中国",
        evidence_file_id=3,
        actor=clerk,
        now=NOW,
    )
    findings = queries.look_back(company.pk, KINDS, SINCE, UNTIL)
    assert [(one.result, one.source) for one in findings] == [("MET", "信用中国"), ("MET", BUREAU)]


def test_coverage_that_leaves_days_out_is_unknown(company, street, clerk) -> None:
    covered(street, clerk, first=date(2019, 10, 10))
    assert looked(company) == ["UNKNOWN", "UNKNOWN"]
    covered(street, clerk, first=date(2019, 1, 1), last=date(2019, 10, 9))
    assert looked(company) == ["MET", "MET"]


def test_coverage_elsewhere_proves_nothing(company, clerk) -> None:
    other = TerritoryFactory(kind="SUBDISTRICT", name="别的街道")
    covered(other, officer("HOUSING_OFFICER", other, NOW))
    assert looked(company) == ["UNKNOWN", "UNKNOWN"]


@pytest.mark.parametrize(
    ("day", "severity", "result"),
    [
        (date(2019, 10, 8), "MAJOR", "MET"),
        (date(2019, 10, 9), "SERIOUS", "UNMET"),
        (date(2021, 10, 9), "EXTRAORDINARY", "UNMET"),
        (date(2021, 10, 10), "SERIOUS", "MET"),
        (date(2020, 5, 1), "ORDINARY", "MET"),
        (date(2020, 5, 1), "MINOR", "MET"),
    ],
)
def test_incidents_count_from_the_first_to_the_last_day_and_from_serious_on(
    company, street, clerk, day, severity, result
) -> None:
    covered(street, clerk)
    incident(company, clerk, day=day, severity=severity)
    assert looked(company)[0] == result


def test_a_lower_threshold_counts_smaller_incidents(company, clerk) -> None:
    incident(company, clerk, severity="MINOR")
    (finding,) = queries.look_back(company.pk, ["SAFETY_INCIDENT"], SINCE, UNTIL, severity_from="MINOR")
    assert finding.result == "UNMET"


def test_a_list_counts_while_the_body_stands_on_it(company, street, clerk) -> None:
    covered(street, clerk, ["ABNORMAL_LIST"])
    row = actions.register(entry=entry(company, "ABNORMAL_LIST", date(2018, 1, 1)), actor=clerk, now=NOW)
    assert looked(company, ["ABNORMAL_LIST"]) == ["UNMET"]
    row = actions.end_listing(record_id=row.pk, ended_date=SINCE, actor=clerk, now=NOW)
    assert looked(company, ["ABNORMAL_LIST"]) == ["UNMET"]
    actions.end_listing(record_id=row.pk, ended_date=date(2019, 10, 8), actor=clerk, now=NOW)
    assert looked(company, ["ABNORMAL_LIST"]) == ["MET"]


def test_what_cannot_stand_in_a_register_is_not_applicable_unless_it_does(street, clerk) -> None:
    group = OrganisationFactory(kind="SELF_ORGANISED_GROUP", name="巧手队", territory=street)
    kinds = ["PENALTY", "ABNORMAL_LIST", "DISHONESTY_LIST", "CRITICISM"]
    assert looked(group, kinds) == ["NOT_APPLICABLE"] * 4
    actions.register(entry=entry(group, "CRITICISM", date(2021, 1, 1)), actor=clerk, now=NOW)
    assert looked(group, kinds) == ["NOT_APPLICABLE"] * 3 + ["UNMET"]


def test_an_infringement_counts_within_its_term(street, clerk) -> None:
    committee = OrganisationFactory(kind="OWNERS_COMMITTEE", name="业委会", territory=street)
    old = OrganisationTerm.objects.create(
        organisation=committee, number=1, from_date=date(2016, 1, 1), to_date=date(2021, 1, 1)
    )
    term = OrganisationTerm.objects.create(organisation=committee, number=2, from_date=date(2021, 1, 1))
    covered(street, clerk, ["INFRINGEMENT"])
    write = {"actor": clerk, "now": NOW}
    refused("record.term_missing", actions.register, entry=entry(committee, "INFRINGEMENT", UNTIL), **write)
    outside = entry(committee, "INFRINGEMENT", UNTIL, term_id=old.pk)
    refused("record.outside_term", actions.register, entry=outside, **write)
    actions.register(entry=entry(committee, "INFRINGEMENT", date(2020, 12, 31), term_id=old.pk), **write)
    current = queries.term_at(committee.pk, UNTIL)
    assert current == term
    assert looked(committee, ["INFRINGEMENT"], since=current.from_date) == ["MET"]
    actions.register(entry=entry(committee, "INFRINGEMENT", date(2021, 1, 1), term_id=term.pk), **write)
    assert looked(committee, ["INFRINGEMENT"], since=current.from_date) == ["UNMET"]


def test_corrections_supersede_and_nothing_is_edited(company, street, clerk) -> None:
    covered(street, clerk)
    row = incident(company, clerk)
    correct = {"record_id": row.pk, "actor": clerk, "now": NOW}
    lower = entry(company, "SAFETY_INCIDENT", row.happened_date, severity="ORDINARY")
    refused("record.reason_missing", actions.correct_record, entry=lower, reason=" ", **correct)
    newer = actions.correct_record(entry=lower, reason="复核后降级", **correct)
    assert looked(company)[0] == "MET"
    refused("record.superseded", actions.correct_record, entry=lower, reason="x", **correct)
    refused("record.superseded", actions.cancel_record, reason="x", **correct)
    again = incident(company, clerk, day=date(2021, 1, 1))
    assert looked(company)[0] == "UNMET"
    actions.cancel_record(record_id=again.pk, reason="登记错误", actor=clerk, now=NOW)
    assert looked(company)[0] == "MET"
    assert ComplianceRecord.objects.count() == 4
    assert list(queries.records_of(company.pk)) == [newer]


def test_a_record_fits_its_kind(company, clerk) -> None:
    write = {"actor": clerk, "now": NOW}
    bad = [
        ("record.severity", entry(company, "SAFETY_INCIDENT", UNTIL)),
        ("record.severity", entry(company, "CRITICISM", UNTIL, severity="MAJOR")),
        ("record.ended", entry(company, "PENALTY", UNTIL, ended_date=UNTIL)),
        ("record.ended", entry(company, "ABNORMAL_LIST", UNTIL, ended_date=SINCE)),
        ("record.in_the_future", entry(company, "PENALTY", date(2021, 10, 13))),
    ]
    for code, wrong in bad:
        refused(code, actions.register, entry=wrong, **write)
    nobody = actions.Entry("PENALTY", company.pk, UNTIL, " ")
    refused("record.issuer_missing", actions.register, entry=nobody, **write)
    stranger = somebody(PersonFactory(), NOW)
    refused("oversight.not_yours", actions.register, entry=bad[0][1], actor=stranger, now=NOW)


def test_coverage_does_not_reach_into_the_future(street, clerk) -> None:
    refused(
        "coverage.dates",
        actions.confirm_coverage,
        kind="PENALTY",
        territory_id=street.pk,
        first_date=SINCE,
        last_date=date(2021, 10, 13),
        source=BUREAU,
        actor=clerk,
        now=NOW,
    )


def test_the_database_refuses_a_correction_without_reason(company, clerk) -> None:
    row = incident(company, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplianceRecord.objects.create(
            kind="CRITICISM",
            organisation=company,
            happened_date=UNTIL,
            issuer=BUREAU,
            supersedes=row,
            recorded_at=NOW,
            recorded_by="x",
        )


def test_the_look_back_takes_the_same_queries_whatever_it_finds(
    company, street, clerk, django_assert_max_num_queries
) -> None:
    kinds = list(RecordKind.values)
    with django_assert_max_num_queries(9):
        queries.look_back(company.pk, kinds[:1], SINCE, UNTIL)
    for month in range(1, 4):
        incident(company, clerk, day=date(2021, month, 1))
    covered(street, clerk)
    with django_assert_max_num_queries(9):
        queries.look_back(company.pk, kinds, SINCE, UNTIL)

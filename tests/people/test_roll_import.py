"""Importing rolls: nothing without consent to the good rows, idempotent, dated, each person once."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from tests.factories import CompoundFactory
from tests.given import NOW
from tests.people.sheets import HEAD, roll
from yuanba.kernel.actor import Actor, Grant, system
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import Organisation, Ownership, Person, Residence, RollImport
from yuanba.people.queries import compound_card, occupancy, roll_at
from yuanba.places.models import Building, PremisesArea

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 6, 1), date(2026, 10, 1)
FULL = (*HEAD, "入住人", "与业主关系")
ROWS = [
    ("3栋", "1单元", "101", 80, "甲", "13800000001", "甲", "本人"),
    ("3栋", "1单元", "102", 90, "乙、丙", "13800000002、13800000003", "租客丁", "租户"),
    ("3栋", "1单元", "103", 90, "甲", "13800000001", "", ""),
]


@pytest.fixture
def compound():
    return CompoundFactory()


def preview(compound, rows, day=FIRST, head=FULL, actor=None):
    return actions.preview_roll(
        compound_id=compound.pk, content=roll(*rows, head=head), as_of_date=day, actor=actor or system("test"), now=NOW
    )


def imported(compound, rows, day=FIRST, head=FULL, **choices):
    found = preview(compound, rows, day, head)
    facts = {"accept_good_rows": False} | choices
    return actions.import_roll(preview=found, actor=system("test"), now=NOW, **facts)


def owners(number, **filters):
    rows = Ownership.objects.filter(premises__number=number, **filters).order_by("pk")
    return [(row.person.name, row.from_date, row.to_date) for row in rows]


def test_preview_counts_and_writes_nothing(compound):
    found = preview(compound, ROWS)
    assert (found.counts["rows"], found.counts["new"], found.counts["persons_new"]) == (3, 3, 4)
    assert (Person.objects.count(), Building.objects.count()) == (0, 0)


def test_import_makes_each_person_once_and_dated_rows(compound):
    imported(compound, ROWS)
    assert set(Person.objects.values_list("name", flat=True)) == {"甲", "乙", "丙", "租客丁"}
    assert owners("102") == [("乙", FIRST, None), ("丙", FIRST, None)]
    shares = Ownership.objects.filter(premises__number="102")
    assert {Fraction(row.share_num, row.share_den) for row in shares} == {Fraction(1, 2)}
    assert Residence.objects.get(premises__number="102").relation == "TENANT"
    voters = {entry.voters: (entry.heads, entry.area_cm2) for entry in roll_at(FIRST, "OWNERS", compound.pk)}
    first = Person.objects.get(name="甲").pk
    assert voters[first,] == (1, 1_700_000)
    assert occupancy(compound.pk, FIRST) == Fraction(2, 3)
    card = {fact.key: fact for fact in compound_card(compound.pk, FIRST)}
    assert (card["OCCUPANCY_RATE"].value, card["HOUSEHOLDS"].value, card["SHOPS"].value) == ("66.7", "3", "0")
    assert card["OCCUPANCY_RATE"].is_computed


def test_import_again_changes_nothing(compound):
    imported(compound, ROWS)
    before = list(Ownership.objects.values()), list(Residence.objects.values()), list(PremisesArea.objects.values())
    again = imported(compound, ROWS, SECOND)
    after = list(Ownership.objects.values()), list(Residence.objects.values()), list(PremisesArea.objects.values())
    assert before == after
    assert (again.counts["unchanged"], again.counts["changed"], again.counts["new"]) == (3, 0, 0)


def test_changed_rows_end_the_old_and_begin_the_new(compound):
    imported(compound, ROWS)
    sold = ("3栋", "1单元", "101", 81, "戊", "13800000005", "戊", "本人")
    found = imported(compound, [sold, *ROWS[1:]], SECOND)
    assert found.counts["changed"] == 1
    assert owners("101") == [("甲", FIRST, SECOND), ("戊", SECOND, None)]
    areas = PremisesArea.objects.filter(premises__number="101").order_by("pk")
    assert [(row.exclusive_area_cm2, row.to_date) for row in areas] == [(800_000, SECOND), (810_000, None)]
    before = {entry.person_id for entry in roll_at(SECOND - timedelta(days=1), "RESIDENTS", compound.pk)}
    assert Person.objects.get(name="甲").pk in before


def test_same_day_is_corrected_without_an_empty_period(compound):
    imported(compound, ROWS)
    imported(compound, [("3栋", "1单元", "101", 80, "戊", "13800000005", "", ""), *ROWS[1:]])
    assert owners("101") == [("戊", FIRST, None)]


def test_vanished_premises_are_reported_and_ended_only_if_asked(compound):
    imported(compound, ROWS)
    assert preview(compound, ROWS[:2], SECOND).vanished == [("3栋", "1单元", "103")]
    imported(compound, ROWS[:2], SECOND)
    assert owners("103") == [("甲", FIRST, None)]
    imported(compound, ROWS[:2], SECOND, end_vanished=True)
    assert owners("103") == [("甲", FIRST, SECOND)]


def test_errors_stop_the_import_until_the_good_rows_are_accepted(compound):
    rows = [*ROWS, ("3栋", "1单元", "104", "八十", "己", "", "", "")]
    with pytest.raises(Refused) as refused:
        imported(compound, rows)
    assert refused.value.verdict.code == "people.roll_has_errors"
    assert Person.objects.count() == 0
    imported(compound, rows, accept_good_rows=True)
    assert Ownership.objects.count() == 4
    found = preview(compound, rows, SECOND)
    assert found.vanished == []
    assert (
        actions.may_import(found, accept_good_rows=True, end_vanished=True).code == "people.roll_vanished_with_errors"
    )


def test_new_phone_keeps_the_person(compound):
    imported(compound, ROWS)
    person = Person.objects.get(name="甲")
    changed = [("3栋", "1单元", "101", 80, "甲", "13800000009", "甲", "本人"), *ROWS[1:2]]
    imported(compound, changed, SECOND)
    person.refresh_from_db()
    assert (person.phone, Person.objects.filter(name="甲").count()) == ("13800000009", 1)
    assert imported(compound, changed, SECOND).counts["unchanged"] == 2


def test_id_number_joins_what_phones_part(compound):
    number = "11010119900307" + "001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number += "10X98765432"[sum(w * int(d) for w, d in zip(weights, number, strict=True)) % 11]
    head = (*HEAD, "身份证号")
    imported(
        compound,
        [
            ("3栋", "1", "101", 80, "甲", "13800000001", number),
            ("3栋", "1", "102", 80, "甲", "13800000002", number),
            ("3栋", "1", "103", 80, "甲", "13800000001", ""),
        ],
        head=head,
    )
    person = Person.objects.get()
    assert (person.birth_month, Ownership.objects.filter(person=person).count()) == ("1990-03", 3)
    assert number not in str(list(Person.objects.values()))


def test_same_person_in_another_compound_is_found_again(compound):
    imported(compound, ROWS)
    imported(CompoundFactory(), ROWS[:1])
    assert Person.objects.filter(name="甲").count() == 1


def test_known_namesake_is_pointed_out(compound):
    imported(compound, ROWS)
    found = preview(compound, [("4栋", "1", "101", 80, "甲", "13800000077", "", "")], SECOND)
    assert [one.code for one in found.problems] == ["people.roll_namesake"]


def test_companies_own_as_organisations(compound):
    rows = [("", "", str(n), 45, "某某置业有限公司", "", "", "") for n in (1, 2)]
    head = ("楼栋", "单元", "铺号", *FULL[3:], "类型")
    imported(compound, [(*row, "商铺") for row in rows], head=head)
    body = Organisation.objects.get(kind="DEVELOPER")
    (entry,) = roll_at(FIRST, "OWNERS", compound.pk)
    assert (entry.key, entry.area_cm2) == (f"organisation:{body.pk}", 900_000)
    assert imported(compound, [(*row, "商铺") for row in rows], SECOND, head=head).counts["unchanged"] == 2


def test_owners_date_is_kept_for_new_premises_only(compound):
    head = (*HEAD, "登记日期")
    imported(compound, [("3栋", "1", "101", 80, "甲", "", "2021年3月5日")], head=head)
    assert owners("101") == [("甲", date(2021, 3, 5), None)]
    imported(compound, [("3栋", "1", "101", 80, "乙", "", "2021年3月5日")], SECOND, head=head)
    assert owners("101") == [("甲", date(2021, 3, 5), SECOND), ("乙", SECOND, None)]


def test_who_and_when(compound):
    stranger = Actor("account:1", 1, 1, frozenset({Grant("people.import_roll", 999_999)}))
    keeper = Actor("account:1", 1, 1, frozenset({Grant("people.import_roll", compound.pk)}))

    def refusal(**facts):
        with pytest.raises(Refused) as refused:
            preview(compound, ROWS, **facts)
        return refused.value.verdict.code

    assert refusal(actor=stranger) == "people.not_allowed"
    assert preview(compound, ROWS, actor=keeper).errors == 0
    assert refusal(day=date(2030, 1, 1)) == "people.roll_date_future"
    imported(compound, ROWS, SECOND)
    assert refusal(day=FIRST) == "people.roll_older"
    assert RollImport.objects.get().as_of_date == SECOND


def test_unreadable_file_imports_nothing(compound):
    found = actions.preview_roll(
        compound_id=compound.pk, content=b"<html>", as_of_date=FIRST, actor=system("test"), now=NOW
    )
    assert [one.code for one in found.problems] == ["people.roll_html"]
    assert actions.may_import(found, accept_good_rows=True).code == "people.roll_nothing_good"


@pytest.mark.parametrize("number", [3, 30])
def test_queries_do_not_grow_with_rows(compound, number, django_assert_max_num_queries):
    rows = [("3栋", "1", str(100 + n), 80, f"业主{n}", f"1380000{n:04d}", f"业主{n}", "本人") for n in range(number)]
    with django_assert_max_num_queries(60):
        imported(compound, rows)


@settings(max_examples=20, deadline=None)
@hypothesis_given(turns=st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=3), min_size=1, max_size=5))
def test_every_premises_has_one_set_of_owners_a_day(turns):
    compound = CompoundFactory()
    days = [FIRST + timedelta(days=7 * place) for place in range(len(turns))]
    for day, names in zip(days, turns, strict=True):
        imported(compound, [("3栋", "1", "101", 80, "、".join(names), "", "", "")], day)
    expected: set[str] = set()
    for day, names in zip(days, turns, strict=True):
        expected = set(names) or expected
        rows = Ownership.objects.filter(premises__compound=compound, from_date__lte=day).exclude(to_date__lte=day)
        assert {row.person.name for row in rows} == expected
        assert not expected or sum(Fraction(row.share_num, row.share_den) for row in rows) == 1

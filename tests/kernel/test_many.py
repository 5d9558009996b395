"""Many rows in few statements."""

from yuanba.kernel.many import VARIABLES, inserts


def test_inserts_of_no_rows():
    assert list(inserts("thing", ["a"], [])) == []


def test_inserts_of_two_rows():
    made = list(inserts("thing", ["a", "b"], [(1, "x"), (2, None)], ending="ON CONFLICT DO NOTHING"))

    assert made == [
        ("INSERT INTO thing (a, b) VALUES (%s, %s), (%s, %s) ON CONFLICT DO NOTHING", [1, "x", 2, None]),
    ]


def test_inserts_in_statements_that_every_database_takes():
    made = list(inserts("thing", ["a", "b", "c"], ((1, 2, 3) for _ in range(VARIABLES // 3 + 1))))

    assert [len(values) for _, values in made] == [VARIABLES, 3]

"""The narrowest rule that holds on the day speaks, then the newest; a dry run names what would turn."""

from datetime import date, timedelta

from yuanba.cases.routes import Past, Route, Rule, Spot, dry_run, route

DAY = date(2026, 5, 4)
SPOT = Spot(lineage=(30, 20, 10), cluster_id=7, building_id=5)
LEAK = 1
RULES = [
    Rule(1, LEAK, "SERVICES", DAY - timedelta(90)),
    Rule(2, LEAK, "RIGHTS", DAY - timedelta(80), territory_id=10),
    Rule(3, LEAK, "SAFETY", DAY - timedelta(70), territory_id=30),
    Rule(4, LEAK, "AUTONOMY", DAY - timedelta(60), cluster_id=7),
    Rule(5, LEAK, "NEIGHBOURS", DAY - timedelta(50), building_id=5, handler_ref="account:9"),
    Rule(6, 2, "SAFETY", DAY - timedelta(50), building_id=5),
]


def where(rules: list[Rule], spot: Spot = SPOT, on: date = DAY) -> Route:
    return route(rules, category_id=LEAK, own_organ="OWN", spot=spot, on=on)


def test_the_narrowest_place_speaks() -> None:
    assert where(RULES) == Route("NEIGHBOURS", "account:9", 5)
    assert [where(RULES[:number]).organ for number in (0, 1, 2, 3, 4)] == [
        "OWN",
        "SERVICES",
        "RIGHTS",
        "SAFETY",
        "AUTONOMY",
    ]
    assert where(RULES, Spot((31, 20, 10), 8, 6)).organ == "RIGHTS"
    assert where(RULES, Spot(())).organ == "SERVICES"


def test_days_are_half_open_and_the_newer_of_two_speaks() -> None:
    older = Rule(7, LEAK, "A", DAY - timedelta(2), DAY, territory_id=30)
    newer = Rule(8, LEAK, "B", DAY - timedelta(1), territory_id=30)
    assert where([older], on=DAY - timedelta(1)).organ == "A"
    assert where([older]).organ == "OWN"
    assert where([older], on=DAY - timedelta(3)).organ == "OWN"
    assert where([newer, older], on=DAY - timedelta(1)).organ == "B"
    twin = Rule(9, LEAK, "C", DAY - timedelta(1), territory_id=30)
    assert where([twin, newer]).organ == "C"


def test_a_dry_run_names_what_would_turn() -> None:
    past = [Past(1, LEAK, "OWN", SPOT), Past(2, LEAK, "OWN", Spot((31, 20))), Past(3, 2, "OWN", SPOT)]
    turns = dry_run(past, before=RULES[:1], after=RULES[:3], on=DAY)
    assert [(turn.id, turn.before.organ, turn.after.organ) for turn in turns] == [(1, "SERVICES", "SAFETY")]
    assert dry_run(past, before=RULES, after=list(reversed(RULES)), on=DAY) == []

"""Counting by hand-computed examples and by invariants."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ballots import given as made
from yuanba.ballots import casting, sealing
from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally
from yuanba.kernel.verdict import Refused

ITEM = CountItem("persons", 2, ("entry:1", "entry:2", "entry:3"), frozenset({"entry:3"}))
ROLL = Roll(10, 10, 0)


def test_worked_example() -> None:
    """Five sheets of ten voters: one blank, one voided, one that names the withdrawn third candidate."""
    papers = [
        CountPaper("a", 0, {"persons": ["entry:1", "entry:2"]}),
        CountPaper("b", 0, {"persons": ["entry:1"]}),
        CountPaper("c", 0, {"persons": []}, channel="PAPER"),
        CountPaper("d", 0, {"persons": ["entry:2"]}, void_reason="RING"),
        CountPaper("e", 0, {"persons": ["entry:2"]}),
        CountPaper("e", 1, {"persons": ["entry:3", "entry:1"]}),
    ]
    assert tally(made.RULE, [ITEM], papers, ROLL) == {
        "rule": "choose-k",
        "roll": {"rows": 10, "heads": 10, "area_cm2": 0},
        "participation": {"papers": 4, "heads": 4, "area_cm2": 0, "on_paper": 1},
        "voided": {"RING": 1},
        "items": [{"key": "persons", "votes": {"entry:1": 3, "entry:2": 1}, "withdrawn": {"entry:3": 1}, "blank": 1}],
    }


choices = st.lists(st.sampled_from(ITEM.options), max_size=2, unique=True)
papers = st.lists(
    st.builds(
        CountPaper,
        code=st.sampled_from([f"{n:02}" for n in range(12)]),
        attempt=st.integers(0, 2),
        choices=st.fixed_dictionaries({"persons": choices}),
        heads=st.integers(1, 3),
        area_cm2=st.integers(0, 10**9),
        void_reason=st.sampled_from(["", "", "RING", "BURST"]),
    ),
    max_size=40,
    unique_by=lambda paper: (paper.code, paper.attempt),
)


@given(papers, st.randoms(use_true_random=False))
def test_order_of_papers_does_not_matter(cast: list[CountPaper], random) -> None:
    shuffled = list(cast)
    random.shuffle(shuffled)
    assert tally(made.RULE, [ITEM], cast, ROLL) == tally(made.RULE, [ITEM], shuffled, ROLL)


@given(papers)
def test_sums_add_up(cast: list[CountPaper]) -> None:
    result = tally(made.RULE, [ITEM], cast, ROLL)
    assert result["participation"]["papers"] + sum(result["voided"].values()) == len({paper.code for paper in cast})
    item = result["items"][0]
    votes = sum(item["votes"].values()) + sum(item["withdrawn"].values())
    assert votes <= 2 * result["participation"]["heads"]


def desk(choose: int, options: int) -> casting.Desk:
    spec = casting.ItemSpec("persons", choose, 0, {f"entry:{n}": None for n in range(options)})
    key = b"\x07" * 32
    return casting.Desk(
        1, "OPEN", made.OPENS, made.CLOSES, 0, False, "FIRST_STANDS", (spec,), key, key, b"\x08" * 32, b"\x09" * 32
    )


@given(st.integers(1, 6), st.integers(1, 12), st.data())
@settings(deadline=None)
def test_k_choices_pass_in_any_order_and_one_more_is_refused(choose: int, options: int, data) -> None:
    table = desk(choose, options)
    expires = int(made.DURING.timestamp()) + 60
    ticket = sealing.Ticket(1, 5, "c" * 64, 0, 0, "", expires).written(table.ticket_key)
    chosen = data.draw(
        st.lists(st.sampled_from(sorted(table.items[0].options)), min_size=1, max_size=choose + 1, unique=True)
    )

    def prepared(keys: list[str]) -> casting.Prepared:
        return casting.prepare(table, ticket=ticket, choices={"persons": keys}, channel="PHONE", now=made.DURING)

    if len(chosen) > choose:
        try:
            prepared(chosen)
        except Refused as refusal:
            assert refusal.verdict.code == "ballots.too_many"
            return
        raise AssertionError("one choice too many was accepted")
    assert prepared(chosen) == prepared(sorted(chosen))


def test_ticket_for_another_ballot_is_refused_even_under_the_same_key() -> None:
    table = desk(1, 2)
    expires = int(made.DURING.timestamp()) + 60
    ticket = sealing.Ticket(2, 5, "c" * 64, 0, 0, "", expires).written(table.ticket_key)
    try:
        casting.prepare(table, ticket=ticket, choices={"persons": ["entry:1"]}, channel="PHONE", now=made.DURING)
    except Refused as refusal:
        assert refusal.verdict.code == "ballots.ticket_invalid"
        return
    raise AssertionError("a ticket of another ballot was accepted")

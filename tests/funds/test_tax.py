from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from yuanba.funds import tax

AMOUNTS = st.integers(0, 10**12)
RATES = st.fractions(0, 1, max_denominator=1000)


def test_worked_examples_of_the_seed() -> None:
    # ¥3,000 to a person: 20 % is ¥600, ¥2,400 are paid. ¥10,000 to a company: nothing is withheld.
    by_kind = {(rule.recipient, rule.grantor): rule for rule in tax.DEFAULTS}
    person = by_kind["PERSON", "BELOW_PROVINCE"]
    assert tax.withheld(300_000, person.rate) == 60_000
    assert tax.withheld(1_000_000, by_kind["ORGANISATION", "BELOW_PROVINCE"].rate) == 0
    assert tax.withheld(300_000, by_kind["PERSON", "PROVINCE_OR_ABOVE"].rate) == 0
    assert len(by_kind) == 4
    assert all(rule.source and rule.note for rule in tax.DEFAULTS)


def test_half_a_fen_goes_up() -> None:
    assert [tax.withheld(fen, Fraction(1, 2)) for fen in (1, 2, 3)] == [1, 1, 2]
    assert [tax.withheld(fen, Fraction(1, 5)) for fen in (2, 3, 12, 13)] == [0, 1, 2, 3]


@given(AMOUNTS, RATES)
def test_the_tax_is_the_exact_share_to_half_a_fen(gross: int, rate: Fraction) -> None:
    withheld = tax.withheld(gross, rate)
    assert 0 <= withheld <= gross
    assert abs(withheld - gross * rate) <= Fraction(1, 2)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=6), RATES)
def test_a_chain_of_corrections_ends_at_the_tax_of_the_last_amount(first: int, later: list[int], rate) -> None:
    gross, withheld, net = first, tax.withheld(first, rate), first - tax.withheld(first, rate)
    for amount in later:
        more = tax.difference(gross, amount, rate)
        assert more[0] == more[1] + more[2]
        gross, withheld, net = gross + more[0], withheld + more[1], net + more[2]
    assert (gross, withheld, net) == (later[-1], tax.withheld(later[-1], rate), later[-1] - withheld)

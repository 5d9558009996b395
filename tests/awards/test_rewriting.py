"""The most changed values of a playbook are rewritten in its text, and nothing else is."""

from datetime import date

import pytest
from tests.awards.given_awards import HUAYANG

from yuanba.awards.playbook import PlaybookError, read
from yuanba.awards.playbook.rewriting import CannotRewrite, rewritten, written


def test_days_quotas_weights_and_contacts_are_replaced() -> None:
    text = HUAYANG.read_text()
    made = rewritten(
        text,
        {
            ("stages", 0, "closes"): date(2021, 10, 8),
            ("categories", 0, "quota"): 31,
            ("categories", 0, "prize_yuan"): 2000,
            ("contacts", 0, "phone"): '028-00000009 "转" 1',
            ("contacts", 0, "role"): "值班\\岗",
        },
    )
    playbook = read(made)
    assert playbook.stages[0].closes == date(2021, 10, 8)
    assert (playbook.categories[0].quota, playbook.categories[0].tiers[0].prize_yuan) == (31, 2000)
    assert (playbook.contacts[0].phone, playbook.contacts[0].role) == ('028-00000009 "转" 1', "值班\\岗")
    changed = [one for one, other in zip(text.splitlines(), made.splitlines(), strict=True) if one != other]
    assert len(changed) == 5


def test_value_that_has_no_line_of_its_own_is_refused() -> None:
    with pytest.raises(CannotRewrite):
        rewritten(HUAYANG.read_text(), {("stages", 0, "keep_by"): "composite"})


def test_outcome_must_be_a_valid_playbook() -> None:
    with pytest.raises(PlaybookError):
        rewritten(HUAYANG.read_text(), {("stages", 0, "closes"): date(2020, 1, 1)})


@pytest.mark.parametrize("value", ['a"b', "a\\b", "line\nbreak", "𠮷野家", ""])
def test_written_strings_read_back(value: str) -> None:
    import tomllib

    assert tomllib.loads(f"x = {written(value)}")["x"] == value

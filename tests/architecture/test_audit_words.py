"""Every verb that anything records in the audit log has words, in both languages."""

import pytest
from django.utils import translation
from tests.architecture.recorded import recorded

from yuanba.places.models import TerritoryChange
from yuanba.web.audit_words import verbs, words


def test_every_recorded_verb_has_words() -> None:
    known = recorded() | {kind.lower() for kind in TerritoryChange.Kind}
    assert len(known) > 200
    assert sorted(known - verbs().keys()) == []


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_words_are_chinese_and_english(verb) -> None:
    with translation.override("zh-hans"):
        chinese = words(verb)
    with translation.override("en"):
        english = words(verb)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
    assert english.isascii() and english != verb


def test_verb_of_an_earlier_version_stands_as_it_is() -> None:
    assert words("gone_by_now") == "gone_by_now"

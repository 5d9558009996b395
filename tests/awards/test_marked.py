"""What two texts share is marked in both, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from yuanba.awards.duplicates import marked


def test_shared_phrases_are_marked_across_punctuation() -> None:
    runs = marked("他常年帮助邻里，照顾老人。今年种花。", "大家说他常年帮助邻里照顾老人，不图回报。")
    assert [text for text, common in runs if common] == ["他常年帮助邻里，照顾老人"]


def test_short_and_empty_texts_share_nothing() -> None:
    assert marked("", "abc") == ()
    assert marked("热心", "热心") == (("热心", False),)


@given(st.text(max_size=60), st.text(max_size=60))
def test_runs_join_to_the_text(text: str, other: str) -> None:
    assert "".join(run for run, _ in marked(text, other)) == text

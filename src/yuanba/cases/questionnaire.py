"""The questionnaire that a round brings to every door: contentment, what to begin with, and free words. Pure."""

from collections.abc import Iterable
from typing import Any

FORM_KEY = "governance"
CONTENT, FIRST, WORDS = "content", "first", "words"
LEAST_ANSWERS = 5  # Source: docs/reference/ballots.md, level N, 4: subtotals below 5 are suppressed


def questions(kinds: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """The form; `kinds` are (key, Chinese, English) of the categories from which residents choose what to begin with."""
    return [
        {
            "key": CONTENT,
            "kind": "SCALE",
            "low": 1,
            "high": 5,
            "scored": True,
            "text_zh": "您对小区现在的治理满意吗？",
            "text_en": "How content are you with how the compound is run?",
        },
        {
            "key": FIRST,
            "kind": "MULTI",
            "per_target": False,
            "options": [{"key": key, "text_zh": zh, "text_en": en} for key, zh, en in kinds],
            "text_zh": "您最希望先解决哪些事？",
            "text_en": "What should be dealt with first?",
        },
        {
            "key": WORDS,
            "kind": "TEXT",
            "per_target": False,
            "text_zh": "还有什么想说的？（请不要写姓名和电话）",
            "text_en": "Anything else? (No names or numbers, please.)",
        },
    ]

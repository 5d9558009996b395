"""Reading cases: one for whoever may see it, lists for the desk, the public board, what is alike, figures."""

from yuanba.cases.queries.intake import clock_for, reported_before
from yuanba.cases.queries.lists import Filters, Page, board, categories_at, desk, mine, similar
from yuanba.cases.queries.thread import Thread, thread

__all__ = [
    "Filters",
    "Page",
    "Thread",
    "board",
    "categories_at",
    "clock_for",
    "desk",
    "mine",
    "reported_before",
    "similar",
    "thread",
]

"""Reading cases: one for whoever may see it, lists for the desk, the public board, what is alike, figures."""

from yuanba.cases.queries.figures import Figure, complaint_rate, counted, drill, figures, handling
from yuanba.cases.queries.grids import (
    Queue,
    grid_tasks,
    own_grids,
    parts_before,
    queues,
    task,
    task_kind_changes,
    task_kinds,
)
from yuanba.cases.queries.intake import clock_for, reported_before
from yuanba.cases.queries.lists import Filters, Page, board, categories_at, desk, mine, similar, threads_of
from yuanba.cases.queries.outside import public_of
from yuanba.cases.queries.showing import (
    BoardCounts,
    BoardPage,
    alike_before,
    board_counts,
    board_page,
    id_of,
    repeats,
    waiting_for_word,
)
from yuanba.cases.queries.thread import Thread, thread

__all__ = [
    "BoardCounts",
    "BoardPage",
    "Figure",
    "Filters",
    "Page",
    "Queue",
    "Thread",
    "alike_before",
    "board",
    "board_counts",
    "board_page",
    "categories_at",
    "clock_for",
    "complaint_rate",
    "counted",
    "desk",
    "drill",
    "figures",
    "grid_tasks",
    "handling",
    "id_of",
    "mine",
    "own_grids",
    "parts_before",
    "public_of",
    "queues",
    "repeats",
    "reported_before",
    "similar",
    "task",
    "task_kind_changes",
    "task_kinds",
    "thread",
    "threads_of",
    "waiting_for_word",
]

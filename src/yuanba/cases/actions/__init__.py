"""Everything that changes a case."""

from yuanba.cases.actions.adding import add_words
from yuanba.cases.actions.answering import answer, call_back, confirm, dissatisfied, lapse
from yuanba.cases.actions.clients import admit_client, end_client
from yuanba.cases.actions.dating import NewTerm, set_hours, set_term
from yuanba.cases.actions.forgetting import forget
from yuanba.cases.actions.grid_tasks import (
    NewTask,
    admit_task_kind,
    approve_grid_task,
    call_off_grid_task,
    done_in_grid,
    drop_task_kind,
    end_grid_tasks_due,
    give_grid_task,
    refuse_grid_task,
)
from yuanba.cases.actions.joining import merge, split
from yuanba.cases.actions.moving import ask_to_help, hand_over, helped, reroute
from yuanba.cases.actions.photos import blur_photo, show_photo, unblur_photo
from yuanba.cases.actions.reporting import Joining, NewReport, join, report
from yuanba.cases.actions.timed import anonymise_due, escalate_due, lapse_due, resume_due, settle_due_dates
from yuanba.cases.actions.working import (
    accept,
    add_note,
    attach_files,
    dispatch,
    mark_deed,
    publish,
    publish_attachment,
    resume,
    start,
    wait,
)

__all__ = [
    "Joining",
    "NewReport",
    "NewTask",
    "NewTerm",
    "accept",
    "add_note",
    "add_words",
    "admit_client",
    "admit_task_kind",
    "anonymise_due",
    "answer",
    "approve_grid_task",
    "ask_to_help",
    "attach_files",
    "blur_photo",
    "call_back",
    "call_off_grid_task",
    "confirm",
    "dispatch",
    "dissatisfied",
    "done_in_grid",
    "drop_task_kind",
    "end_client",
    "end_grid_tasks_due",
    "escalate_due",
    "forget",
    "give_grid_task",
    "hand_over",
    "helped",
    "join",
    "lapse",
    "lapse_due",
    "mark_deed",
    "merge",
    "publish",
    "publish_attachment",
    "refuse_grid_task",
    "report",
    "reroute",
    "resume",
    "resume_due",
    "set_hours",
    "set_term",
    "settle_due_dates",
    "show_photo",
    "split",
    "start",
    "unblur_photo",
    "wait",
]

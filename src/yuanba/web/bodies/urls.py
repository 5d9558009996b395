"""Addresses of whoever serves a place: bodies, rosters, task forces, words."""

from django.urls import path

from yuanba.web.bodies import desk, forces, gaps, public, roster, words

app_name = "bodies"

urlpatterns = [
    path("places/<int:pk>/serving", public.serving, name="serving"),
    path("bodies/<int:pk>", public.body, name="body"),
    path("bodies/<int:pk>/result", public.result, name="result"),
    path("bodies/tasks/<int:pk>/done", forces.finish, name="task_done"),
    path("serving/<int:pk>/word", words.leave, name="leave_word"),
    path("me/words", words.mine, name="words"),
    path("me/words/<int:pk>/answer", words.answer, name="answer_word"),
    path("desk/complaints", words.complaints, name="complaints"),
    path("desk/complaints/<int:pk>/answer", words.answer_complaint, name="answer_complaint"),
    path("desk/bodies", desk.desk, name="desk"),
    path("desk/bodies/found/<slug:kind>", desk.choose, name="choose"),
    path("desk/bodies/found/<slug:kind>/<int:place_pk>", desk.found, name="found"),
    path("desk/bodies/<int:pk>", desk.body, name="keep"),
    path("desk/bodies/<int:pk>/seat", desk.seat, name="seat"),
    path("desk/bodies/<int:pk>/seats/<int:seat_pk>/end", desk.end_seat, name="end_seat"),
    path("desk/bodies/<int:pk>/organ", desk.organ, name="organ"),
    path("desk/bodies/<int:pk>/change", desk.change, name="change"),
    path("desk/bodies/<int:pk>/end", desk.end, name="end"),
    path("desk/bodies/<int:pk>/unit", forces.unit, name="unit"),
    path("desk/bodies/<int:pk>/units/<int:unit_pk>/end", forces.end_unit, name="end_unit"),
    path("desk/bodies/<int:pk>/units/<int:unit_pk>/task", forces.task, name="task"),
    path("desk/gaps", gaps.gaps, name="gaps"),
    path("desk/rosters", roster.rosters, name="rosters"),
    path("desk/rosters/<int:pk>", roster.roster, name="roster"),
    path("desk/rosters/<int:pk>/worker", roster.worker, name="assign_worker"),
    path("desk/rosters/<int:pk>/compounds/<int:compound_pk>/<slug:post>", roster.lead, name="assign_lead"),
    path("desk/rosters/<int:pk>/end/<int:appointment_pk>", roster.end, name="end_serving"),
]

"""Addresses of door-knock rounds."""

from django.urls import path

from yuanba.web.rounds import desk, findings, public, walking

app_name = "rounds"

urlpatterns = [
    path("visits/<int:pk>", public.about, name="about"),
    path("rounds", walking.index, name="walks"),
    path("rounds/<int:pk>", walking.buildings, name="buildings"),
    path("rounds/<int:pk>/buildings/<int:building>", walking.building, name="building"),
    path("rounds/doors/<int:pk>", walking.door, name="door"),
    path("rounds/visits/<int:pk>/correct", walking.correct, name="correct"),
    path("desk/rounds", desk.index, name="desk"),
    path("desk/rounds/<int:place>/new", desk.new, name="new"),
    path("desk/rounds/round/<int:pk>", desk.board, name="board"),
    path("desk/rounds/round/<int:pk>/doors", desk.doors, name="doors"),
    path("desk/rounds/round/<int:pk>/codes", findings.codes, name="codes"),
    path("desk/rounds/round/<int:pk>/needs/<int:category>", findings.to_need, name="to_need"),
    path("desk/rounds/round/<int:pk>/<str:verb>", desk.step, name="step"),
]

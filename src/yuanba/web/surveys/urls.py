"""Addresses of surveys."""

from django.urls import path

from yuanba.web.surveys import organiser, paper, resident, secretly, texts

app_name = "surveys"

urlpatterns = [
    path("surveys", resident.index, name="index"),
    path("surveys/<int:pk>", resident.form, name="form"),
    path("surveys/<int:pk>/thanks", resident.thanks, name="thanks"),
    path("surveys/<int:pk>/result", resident.result, name="result"),
    path("desk/surveys", organiser.index, name="desk"),
    path("desk/surveys/<int:pk>", organiser.board, name="board"),
    path("desk/surveys/<int:pk>/keys", secretly.keys, name="keys"),
    path("desk/surveys/<int:pk>/move", organiser.move, name="move"),
    path("desk/surveys/<int:pk>/annul", organiser.annul, name="annul"),
    path("desk/surveys/<int:pk>/scores", organiser.staged, name="staged"),
    path("desk/surveys/<int:pk>/texts", texts.read, name="texts"),
    path("desk/survey-papers", paper.index, name="paper_desk"),
    path("desk/survey-papers/<int:pk>", paper.desk, name="paper"),
    path("desk/survey-papers/<int:pk>/issue", paper.issue, name="issue"),
    path("desk/survey-papers/<int:pk>/back", paper.take_back, name="back"),
    path("desk/survey-papers/<int:pk>/key", paper.key, name="key"),
]

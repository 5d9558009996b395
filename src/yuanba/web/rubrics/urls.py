"""Addresses of juries."""

from django.urls import path

from yuanba.web.rubrics import chair, juror, live, organiser, paper, seats

app_name = "rubrics"

urlpatterns = [
    path("jury", juror.index, name="index"),
    path("jury/<int:pk>", juror.panel, name="panel"),
    path("jury/<int:pk>/declare", juror.declare, name="declare"),
    path("jury/<int:pk>/others", juror.others, name="others"),
    path("jury/<int:pk>/chair", chair.view, name="chair"),
    path("jury/<int:pk>/close", chair.close, name="close"),
    path("jury/<int:pk>/minutes", chair.minutes, name="minutes"),
    path("jury/<int:pk>/sign", chair.sign, name="sign"),
    path("jury/<int:pk>/conclude", chair.conclude, name="conclude"),
    path("jury/sheets/<int:sheet>", juror.score, name="score"),
    path("jury/sheets/<int:sheet>/draft", juror.draft, name="draft"),
    path("jury/sheets/<int:sheet>/return", chair.send_back, name="return"),
    path("jury/sheets/<int:sheet>/step-back", seats.step_back, name="step_back"),
    path("jury/sheets/<int:sheet>/settle", paper.settle, name="settle"),
    path("jury/sheets/<int:sheet>/scan", paper.scan, name="scan"),
    path("jury/<int:pk>/hall", live.hall, name="hall"),
    path("jury/<int:pk>/now", live.now, name="now"),
    path("jury/<int:pk>/direct", live.direct, name="direct"),
    path("jury/<int:pk>/direct/do", live.do, name="direct_do"),
    path("jury/<int:pk>/recuse", seats.order, name="recuse"),
    path("desk/jury/paper", paper.index, name="paper_desk"),
    path("desk/jury/paper/<int:pk>", paper.desk, name="paper"),
    path("desk/jury/sheets/<int:sheet>/key", paper.key, name="key"),
    path("jury/sheets/<int:sheet>/materials/<int:material>", juror.material, name="material"),
    path("panels/<int:pk>/draw", organiser.draw_page, name="draw"),
    path("panels/<int:pk>/pool.txt", organiser.pool_file, name="pool"),
    path("desk/jury", organiser.index, name="desk"),
    path("desk/jury/stages/<int:pk>", organiser.stage, name="stage"),
    path("desk/jury/panels/<int:pk>", organiser.board, name="board"),
    path("desk/jury/panels/<int:pk>/replace", seats.replace, name="replace"),
    path("desk/jury/panels/<int:pk>/withdraw", seats.withdraw, name="withdraw"),
    path("desk/jury/stages/<int:pk>/dissolve", seats.dissolve, name="dissolve"),
]

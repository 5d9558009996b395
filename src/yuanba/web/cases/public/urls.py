"""Addresses of reporting, following and the board."""

from django.urls import path

from yuanba.web.cases.public import board, following, photos, reporting, taking

urlpatterns = [
    path("report", reporting.choose, name="choose"),
    path("report/outbox", reporting.outbox, name="outbox"),
    path("report/<int:pk>", reporting.report, name="report"),
    path("report/<int:pk>/for", reporting.report_for, name="report_for"),
    path("cases/mine", following.mine, name="mine"),
    path("cases/board/<int:pk>", board.board, name="board"),
    path("cases/board/<int:pk>/feed.atom", taking.feed, name="feed"),
    path("cases/board/<int:pk>/cases.<str:form>", taking.table, name="table"),
    path("cases/<str:number>", following.thread, name="thread"),
    path("cases/at/<int:pk>", reporting.at, name="at"),
    path("cases/<str:number>/add", reporting.add, name="add"),
    path("cases/<str:number>/join", reporting.join, name="join"),
    path("cases/<str:number>/confirm", following.confirm, name="confirm"),
    path("cases/<str:number>/not-solved", following.dissatisfied, name="dissatisfied"),
    path("cases/<str:number>/files/<int:pk>", following.attached, name="attached"),
    path("cases/<str:number>/photos/<int:pk>", photos.photo, name="photo"),
]

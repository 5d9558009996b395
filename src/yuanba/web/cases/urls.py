"""Addresses of cases: what everybody sees stands in public/urls.py; here is what a supervisor sets, and the figures."""

from django.urls import path

from yuanba.web.cases import deadlines, numbers
from yuanba.web.cases.public.urls import urlpatterns as public

app_name = "cases"

urlpatterns = [
    path("deadlines", deadlines.deadlines, name="deadlines"),
    path("deadlines/hours", deadlines.hours, name="hours"),
    path("deadlines/<str:term_class>/<str:level>", deadlines.deadline, name="deadline"),
    path("case-figures", numbers.numbers, name="numbers"),
    path("case-figures/<str:key>/<str:part>", numbers.behind, name="behind"),
    *public,
]

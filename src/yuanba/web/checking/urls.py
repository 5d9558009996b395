"""Addresses of the page on which anybody checks a ballot in the own browser."""

from django.urls import path

from yuanba.web.checking import views

app_name = "checking"

urlpatterns = [
    path("ballots/<int:pk>/check", views.check, name="check"),
]

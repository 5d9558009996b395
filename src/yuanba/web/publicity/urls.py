"""Addresses of public notices."""

from django.urls import path

from yuanba.web.publicity import public

app_name = "publicity"

urlpatterns = [
    path("notices", public.index, name="index"),
    path("notices/<int:pk>", public.notice, name="notice"),
]

"""Addresses of the frame."""

from django.urls import path

from yuanba.web.shell import gallery, views
from yuanba.web.shell.labels import STATEMENTS

app_name = "shell"

urlpatterns = [
    path("", views.home, name="home"),
    path("language", views.switch_language, name="language"),
    path("elder", views.switch_elder, name="elder"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("components", gallery.components, name="components"),
    *[path(name, views.statement, {"name": name}, name=name) for name in STATEMENTS],
]

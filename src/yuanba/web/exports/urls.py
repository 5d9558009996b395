"""Addresses of long downloads."""

from django.urls import path

from yuanba.web.exports import views

app_name = "exports"

urlpatterns = [
    path("me/exports", views.index, name="index"),
    path("me/exports/<int:pk>", views.job, name="job"),
    path("me/exports/<int:pk>/file", views.download, name="file"),
]

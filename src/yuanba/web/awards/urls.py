"""Addresses of award campaigns. Each half keeps its own list."""

from yuanba.web.awards.staff_urls import STAFF

app_name = "awards"

urlpatterns = [*STAFF]

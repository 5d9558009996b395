"""Addresses of cases: what everybody sees stands in public/urls.py."""

from yuanba.web.cases.public.urls import urlpatterns as public

app_name = "cases"

urlpatterns = [*public]

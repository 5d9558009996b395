"""Addresses of those who run, screen and approve award campaigns."""

from django.urls import URLPattern

STAFF: list[URLPattern] = []

"""Addresses of secret ballots. Those in JSON are fixed by docs/reference/secret-ballots.md."""

from django.urls import path

from yuanba.web.secret import desk, endpoints, pages

app_name = "secret"

urlpatterns = [
    path("secret/<int:pk>", pages.vote, name="vote"),
    path("secret/<int:pk>/limits", pages.limits, name="limits"),
    path("secret/<int:pk>/trustees", pages.trustees, name="trustees"),
    path("desk/secret/<int:pk>/ceremony", pages.ceremony, name="ceremony"),
    path("desk/secret/<int:pk>/paper", desk.index, name="desk"),
    path("desk/secret/<int:pk>/paper/sheet.pdf", desk.printed, name="printed"),
    path("desk/secret/<int:pk>/paper/give", desk.give, name="give"),
    path("desk/secret/<int:pk>/paper/back", desk.back, name="back"),
    path("desk/secret/<int:pk>/paper/read", desk.read, name="read"),
    path("secret/<int:pk>/manifest.json", endpoints.manifest, name="manifest"),
    path("secret/<int:pk>/roll.jsonl", endpoints.roll, name="roll"),
    path("secret/<int:pk>/revoked.json", endpoints.revoked, name="revoked"),
    path("secret/<int:pk>/tokens", endpoints.tokens, name="tokens"),
    path("secret/<int:pk>/mine", endpoints.mine, name="mine"),
    path("secret/<int:pk>/shares", endpoints.shares, name="shares"),
]

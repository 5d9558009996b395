"""Addresses of secret ballots. Those in JSON are fixed by docs/reference/secret-ballots.md."""

from django.urls import path

from yuanba.web.secret import endpoints

app_name = "secret"

urlpatterns = [
    path("secret/<int:pk>/manifest.json", endpoints.manifest, name="manifest"),
    path("secret/<int:pk>/roll.jsonl", endpoints.roll, name="roll"),
    path("secret/<int:pk>/revoked.json", endpoints.revoked, name="revoked"),
    path("secret/<int:pk>/tokens", endpoints.tokens, name="tokens"),
    path("secret/<int:pk>/mine", endpoints.mine, name="mine"),
    path("secret/<int:pk>/shares", endpoints.shares, name="shares"),
]

"""Addresses of the interface for other systems, and of the page where they are admitted."""

from django.urls import path

from yuanba.web.open311 import admitting, posting, reading

app_name = "open311"

urlpatterns = [
    path("open311/openapi.json", reading.document, name="document"),
    path("open311/discovery.<str:form>", reading.discovery, name="discovery"),
    path("open311/v2/services.<str:form>", reading.services, name="services"),
    path("open311/v2/services/<str:code>.<str:form>", reading.definition, name="definition"),
    path("open311/v2/requests.<str:form>", posting.requests, name="requests"),
    path("open311/v2/requests/<str:number>.<str:form>", reading.one_request, name="request"),
    path("open311/v2/servicerequestupdates.<str:form>", posting.updates, name="updates"),
    path("open311/v2/tokens/<str:number>.<str:form>", reading.token, name="token"),
    path("open311/v2/places.<str:form>", reading.known_places, name="places"),
    path("open311/clients", admitting.clients, name="clients"),
    path("open311/clients/<int:pk>/end", admitting.end, name="end_client"),
]

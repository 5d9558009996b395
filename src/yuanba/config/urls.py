"""The root of the address tree."""

from django.urls import include, path

urlpatterns = [path("", include("yuanba.web.urls"))]

handler400 = "yuanba.web.errors.bad_request"
handler403 = "yuanba.web.errors.forbidden"
handler404 = "yuanba.web.errors.not_found"
handler500 = "yuanba.web.errors.broken"

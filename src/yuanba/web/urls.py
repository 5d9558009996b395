"""Every subject's addresses side by side; each subject's urls.py writes its paths in full."""

from django.urls import include, path

from yuanba.web import subjects

urlpatterns = [path("", include(module)) for module in subjects.modules("urls")]

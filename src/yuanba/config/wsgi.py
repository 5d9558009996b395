"""The WSGI application that granian serves: the cast lane, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanba.config.settings")
django_application = get_wsgi_application()

# Django's apps are ready now. Every page and its texts are loaded before the first visitor waits for them.
from django.urls import get_resolver  # noqa: E402

from yuanba.web.ballots.lane import in_front_of  # noqa: E402

get_resolver().check()
application = in_front_of(django_application)

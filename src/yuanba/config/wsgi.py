"""The WSGI application that granian serves: the cast lane, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanba.config.settings")
django_application = get_wsgi_application()

from yuanba.web.ballots.lane import in_front_of  # noqa: E402 -- Django's apps are ready now

application = in_front_of(django_application)

"""Addresses of award campaigns. Each role keeps its own list."""

from yuanba.web.awards.desk.views import DESK
from yuanba.web.awards.entering.steps import ENTERING
from yuanba.web.awards.mine.views import MINE
from yuanba.web.awards.public.views import PUBLIC
from yuanba.web.awards.staff.urls import STAFF

app_name = "awards"

# Whatever begins with a campaign's code comes last.
urlpatterns = [*ENTERING, *MINE, *DESK, *STAFF, *PUBLIC]

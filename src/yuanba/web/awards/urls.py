"""Addresses of award campaigns. Each half keeps its own lists."""

from yuanba.web.awards.desk import DESK
from yuanba.web.awards.entering import ENTERING
from yuanba.web.awards.public import PUBLIC
from yuanba.web.awards.staff_urls import STAFF

app_name = "awards"

# Whatever begins with a campaign's code comes last.
urlpatterns = [*ENTERING, *DESK, *STAFF, *PUBLIC]

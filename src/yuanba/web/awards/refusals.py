"""Words for what awards refuse. Each half keeps its own: what staff meet, and what applicants meet."""

from yuanba.web.awards.staff_refusals import STAFF

REFUSALS = {**STAFF}

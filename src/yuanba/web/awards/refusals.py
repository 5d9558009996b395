"""Words for what awards refuse. Each half keeps its own: what staff meet, and what applicants and desks meet."""

from yuanba.web.awards.refusal_words.desk import DESK
from yuanba.web.awards.refusal_words.entering import ENTERING
from yuanba.web.awards.refusal_words.materials import MATERIALS
from yuanba.web.awards.refusal_words.prizes import PRIZES
from yuanba.web.awards.staff.refusals import STAFF

REFUSALS = {**STAFF, **ENTERING, **DESK, **MATERIALS, **PRIZES}

"""Words for what running, screening, ranking and naming refuse."""

from yuanba.web.refusals import Refusal

STAFF: dict[str, Refusal] = {}

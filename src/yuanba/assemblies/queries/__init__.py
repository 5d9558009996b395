"""Reading assemblies: who owns, who sits, where each stands and what blocks it."""

from yuanba.assemblies.queries.bodies import (
    InOffice,
    bodies,
    committees_in,
    in_office,
    owners_committee,
    recused,
    running_term,
    seats_of,
)
from yuanba.assemblies.queries.owners import belongs, is_owner, is_resident, known_tie, named, voter_entry
from yuanba.assemblies.queries.reading import (
    Deadline,
    blocking,
    candidates,
    deadlines,
    looked_after_by,
    objections,
    open_objections,
    public,
    ready_to_post,
    term_end,
    unknown,
)

__all__ = [
    "Deadline",
    "InOffice",
    "belongs",
    "blocking",
    "bodies",
    "candidates",
    "committees_in",
    "deadlines",
    "in_office",
    "is_owner",
    "is_resident",
    "known_tie",
    "looked_after_by",
    "named",
    "objections",
    "open_objections",
    "owners_committee",
    "public",
    "ready_to_post",
    "recused",
    "running_term",
    "seats_of",
    "term_end",
    "unknown",
    "voter_entry",
]

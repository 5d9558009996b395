"""What assemblies keep."""

from yuanba.assemblies.models.assembly import (
    Assembly,
    AssemblyDocument,
    AssemblyStep,
    Candidate,
    CandidateObjection,
    GroupMember,
    Seat,
    Support,
)

__all__ = [
    "Assembly",
    "AssemblyDocument",
    "AssemblyStep",
    "Candidate",
    "CandidateObjection",
    "GroupMember",
    "Seat",
    "Support",
]

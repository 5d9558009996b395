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
from yuanba.assemblies.models.committee import (
    HandOverItem,
    Mandate,
    OwnerQuestion,
    Recall,
    RecallSignature,
    SupervisionEntry,
    SupervisionReply,
    TermReminder,
)

__all__ = [
    "Assembly",
    "AssemblyDocument",
    "AssemblyStep",
    "Candidate",
    "CandidateObjection",
    "GroupMember",
    "HandOverItem",
    "Mandate",
    "OwnerQuestion",
    "Recall",
    "RecallSignature",
    "Seat",
    "SupervisionEntry",
    "SupervisionReply",
    "Support",
    "TermReminder",
]

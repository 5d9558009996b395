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
from yuanba.assemblies.models.duty import DutyOrder
from yuanba.assemblies.models.renovation import (
    AskedOwner,
    ConsentSaid,
    MediationNote,
    Renovation,
    RenovationObjection,
    RenovationStep,
)

__all__ = [
    "AskedOwner",
    "Assembly",
    "AssemblyDocument",
    "AssemblyStep",
    "Candidate",
    "CandidateObjection",
    "ConsentSaid",
    "DutyOrder",
    "GroupMember",
    "HandOverItem",
    "Mandate",
    "MediationNote",
    "OwnerQuestion",
    "Recall",
    "RecallSignature",
    "Renovation",
    "RenovationObjection",
    "RenovationStep",
    "Seat",
    "SupervisionEntry",
    "SupervisionReply",
    "Support",
    "TermReminder",
]

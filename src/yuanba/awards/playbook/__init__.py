"""Playbooks: an award campaign as a documented, versioned text that is valid in every rule before it is used."""

from yuanba.awards.playbook.explaining import check, lines, reference
from yuanba.awards.playbook.mistakes import Mistake, PlaybookError
from yuanba.awards.playbook.model import (
    Basis,
    Category,
    Contact,
    Criterion,
    Kind,
    Material,
    Organiser,
    Playbook,
    Ranking,
    Recommendation,
    RegisterCheck,
    Routes,
    Stage,
    Tax,
    Tier,
    applies,
)
from yuanba.awards.playbook.publishing import from_public_json, shifted, to_public_json
from yuanba.awards.playbook.reading import kept, read
from yuanba.awards.playbook.stages import (
    CommentSettings,
    JurySettings,
    MaterialsSettings,
    PublicitySettings,
    Question,
    RegistrationSettings,
    RubricItem,
    ScreeningSettings,
    SurveySettings,
    VoteSettings,
)

__all__ = [
    "Basis", "Category", "CommentSettings", "Contact", "Criterion", "JurySettings", "Kind", "Material",
    "MaterialsSettings", "Mistake", "Organiser", "Playbook", "PlaybookError", "PublicitySettings", "Question",
    "Ranking", "Recommendation", "RegisterCheck", "RegistrationSettings", "Routes", "RubricItem", "ScreeningSettings",
    "Stage", "SurveySettings", "Tax", "Tier", "VoteSettings", "applies", "check", "from_public_json", "kept", "lines",
    "read", "reference", "shifted", "to_public_json",
]  # fmt: skip

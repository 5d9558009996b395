"""The award bundle: everything that anyone needs to recompute an award, without a name. Pure, no Django.

The format is docs/reference/award-bundle.md; `yuanba.verify` reads it with code of its own.
"""

from yuanba.awards.bundle.inputs import (
    BallotInput,
    DrawInput,
    EntryRow,
    Inputs,
    Juror,
    NoticeRow,
    PanelInput,
    Recusal,
    Sheet,
    SurveyRow,
)
from yuanba.awards.bundle.results import Results, compute
from yuanba.awards.bundle.writing import BundleError, files, write

__all__ = [
    "BallotInput",
    "BundleError",
    "DrawInput",
    "EntryRow",
    "Inputs",
    "Juror",
    "NoticeRow",
    "PanelInput",
    "Recusal",
    "Results",
    "Sheet",
    "SurveyRow",
    "compute",
    "files",
    "write",
]

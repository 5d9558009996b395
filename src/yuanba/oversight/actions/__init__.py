"""Everything that changes what oversight keeps."""

from yuanba.oversight.actions.companies import (
    end_project,
    grade_company,
    open_company_file,
    start_project,
)
from yuanba.oversight.actions.fees import (
    ask_fee_status,
    confirm_fee_status,
    correct_fee_status,
)
from yuanba.oversight.actions.records import (
    Entry,
    cancel_record,
    confirm_coverage,
    correct_record,
    end_listing,
    record_check,
    register,
)

__all__ = [
    "Entry",
    "ask_fee_status",
    "cancel_record",
    "confirm_coverage",
    "confirm_fee_status",
    "correct_fee_status",
    "correct_record",
    "end_listing",
    "end_project",
    "grade_company",
    "open_company_file",
    "record_check",
    "register",
    "start_project",
]

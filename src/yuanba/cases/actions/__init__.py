"""Everything that changes a case."""

from yuanba.cases.actions.reporting import Joining, NewReport, join, report

__all__ = ["Joining", "NewReport", "join", "report"]

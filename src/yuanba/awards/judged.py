"""What the sheets of a panel add up to by the playbook's rule. Pure."""

from collections.abc import Mapping
from fractions import Fraction

from yuanba.rubrics import aggregate

Totals = Mapping[tuple[str, str], Fraction]


def settled(method: str, totals: Totals) -> dict[str, Fraction]:
    """Subject → score; one with too few sheets is left out. Raises Refused(rubrics.disconnected) for the severity model."""
    if method == "severity":
        return aggregate.severity_model(dict(totals)).scores if totals else {}
    return _trimmed(totals)


def on_the_spot(method: str, totals: Totals) -> dict[str, Fraction]:
    """As `settled`, candidate by candidate: the severity model needs every sheet, so it has nothing to show yet."""
    return {} if method == "severity" else _trimmed(totals)


def _trimmed(totals: Totals) -> dict[str, Fraction]:
    """The trimmed mean per subject; a subject with too few sheets is left out."""
    by_subject: dict[str, list[Fraction]] = {}
    for (_, subject), total in totals.items():
        by_subject.setdefault(subject, []).append(total)
    enough = {key: values for key, values in by_subject.items() if len(values) >= aggregate.TRIMMED_LEAST}
    return {key: aggregate.trimmed_mean(values) for key, values in enough.items()}

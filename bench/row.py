"""One line of the table."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """`value` was measured; `limit_value` is what it is held against: a yardstick of the same run, or a fixed limit.

    `ratio` = value / limit_value; `target` says what the ratio must be (">= 0.5"), "" where nothing is demanded.
    """

    name: str
    value: float
    unit: str
    limit_value: float | None = None
    target: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.limit_value if self.limit_value else None

    @property
    def ok(self) -> bool | None:
        """Whether the target was met; None without one."""
        if not self.target or self.ratio is None:
            return None
        sign, number = self.target.split()
        return self.ratio >= float(number) if sign == ">=" else self.ratio <= float(number)

    def document(self) -> dict[str, Any]:
        """The row as build/bench.json keeps it."""
        plain = asdict(self)
        ratio = self.ratio
        return plain | {
            "value": rounded(self.value),
            "limit_value": None if self.limit_value is None else rounded(self.limit_value),
            "ratio": None if ratio is None else rounded(ratio),
            "ok": self.ok,
        }


def rounded(value: float) -> float:
    """Four digits that count."""
    return float(f"{value:.4g}")


def fixed(name: str, value: float, unit: str, limit: float, note: str = "") -> Row:
    """A row with a fixed upper limit."""
    return Row(name, value, unit, limit, "<= 1", note)

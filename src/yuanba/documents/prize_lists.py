"""The prize list that finance pays by: gross, tax and net a line, sums a category, totals also in capital characters."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuanba.documents import pdf
from yuanba.documents.pdf import plain
from yuanba.kernel.fen import capital, yuan_text

SIGNATURES = ("制表", "审核", "财务", "批准（盖章）")


class DoesNotBalance(ValueError):
    """A line's gross is not its tax and net together."""


@dataclass(frozen=True)
class PrizeLine:
    """One prize in whole fen; `note` may hold a masked account or what is still missing, never a full number."""

    name: str
    gross_fen: int
    tax_fen: int
    net_fen: int
    community: str = ""
    note: str = ""


@dataclass(frozen=True)
class PrizeGroup:
    """The lines of one category."""

    name: str
    lines: tuple[PrizeLine, ...]


@dataclass(frozen=True)
class PrizeListPaper:
    """`basis` is the decision that it rests on, `watermark` who printed it, when and for what (C-019)."""

    title: str
    organiser: str
    groups: tuple[PrizeGroup, ...]
    basis: str = ""
    reference: str = ""
    watermark: str = ""
    tax_notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = SIGNATURES


def prize_list(content: PrizeListPaper) -> bytes:
    """The list as PDF, landscape, its head on every page. Raises DoesNotBalance."""
    lines = [line for group in content.groups for line in group.lines]
    for line in lines:
        if line.gross_fen != line.tax_fen + line.net_fen:
            raise DoesNotBalance(f"{line.gross_fen} is not {line.tax_fen} + {line.net_fen}")
    sums = _sums(lines)
    return pdf.compiled(
        "prizes",
        {
            **plain(content),
            "groups": _groups(content.groups),
            "count": len(lines),
            **{key: yuan_text(fen) for key, fen in sums.items()},
            **{f"{key}_capital": capital(fen) for key, fen in sums.items()},
        },
    )


def _sums(lines: Sequence[PrizeLine]) -> dict[str, int]:
    return {
        "gross": sum(line.gross_fen for line in lines),
        "tax": sum(line.tax_fen for line in lines),
        "net": sum(line.net_fen for line in lines),
    }


def _groups(groups: Sequence[PrizeGroup]) -> list[dict[str, object]]:
    """The places count on through the whole list, so that a line can be named by its number."""
    made: list[dict[str, object]] = []
    place = 0
    for group in groups:
        rows = []
        for line in group.lines:
            place += 1
            rows.append(
                {
                    "place": place,
                    "name": line.name,
                    "community": line.community,
                    "note": line.note,
                    "gross": yuan_text(line.gross_fen),
                    "tax": yuan_text(line.tax_fen),
                    "net": yuan_text(line.net_fen),
                }
            )
        if rows:
            sums = {key: yuan_text(fen) for key, fen in _sums(group.lines).items()}
            made.append({"name": group.name, "lines": rows, **sums})
    return made

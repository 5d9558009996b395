"""The packed bundles of published ballots: where they lie, and packing them anew when a witness has signed since."""

from pathlib import Path

from django.conf import settings

from yuanba.ballots import bundle
from yuanba.ballots.models import Ballot

# A compound's bundle is packed while somebody waits; a subdistrict's 300,000 papers took 8 seconds.
AT_ONCE = 20_000  # rows of the roll


def name_of(ballot: Ballot, *, full: bool) -> str:
    return f"ballot-{ballot.pk}-{'full' if full else 'public'}"


def current(ballot: Ballot, *, full: bool) -> Path:
    """Where the bundle lies that carries all that was signed until now; it need not be there yet."""
    return _folder() / f"{name_of(ballot, full=full)}-{bundle.signed_by_witnesses(ballot)}.zip"


def ready(ballot: Ballot, *, full: bool) -> Path | None:
    """The bundle to hand out: the current one, else the newest earlier one (fewer signatures, the same papers)."""
    file = current(ballot, full=full)
    if file.exists():
        return file
    older = sorted(_folder().glob(f"{name_of(ballot, full=full)}-*.zip"), key=lambda one: one.stat().st_mtime)
    return older[-1] if older else None


def pack(ballot: Ballot, *, full: bool) -> Path:
    """The current bundle is there; earlier ones are gone. Doing it twice is doing it once."""
    file = current(ballot, full=full)
    if not file.exists():
        older = list(_folder().glob(f"{name_of(ballot, full=full)}-*.zip"))
        bundle.write(ballot, file, full=full)
        for one in older:
            one.unlink(missing_ok=True)
    return file


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "bundles"

"""Looking for rigged votes: pure, exact, and only ever a suspicion. People decide, two of them.

The detector sees pseudonyms, minutes, hashes and whether two papers chose the same; never whom they chose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median_low


class Kind(StrEnum):
    SHARED_DEVICE = "SHARED_DEVICE"
    SHARED_ADDRESS = "SHARED_ADDRESS"
    BURST = "BURST"
    NEW_ACCOUNTS = "NEW_ACCOUNTS"
    RING = "RING"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One vote as the detector sees it; `pattern` is equal where the choices are equal."""

    code: str
    minute: int
    address: str
    device: str
    account_age_days: int
    pattern: str


@dataclass(frozen=True)
class Limits:
    """From how many on a coincidence is worth two people's time.

    Source: our own choice, printed with the result (docs/explanation/voting.md): a household shares a phone, so three
    on one device are ordinary; a compound shares an address behind its operator's gateway, so an address counts only
    where most papers on it agree; `alike_percent` is the share that agrees.
    """

    device: int = 4
    address: int = 12
    burst: int = 20
    burst_times_median: int = 8
    new_account_days: int = 2
    new_accounts: int = 10
    ring: int = 8
    alike_percent: int = 75


@dataclass(frozen=True)
class Suspicion:
    """Votes that belong together: why (`kind`), by what (`anchor`), whose (sorted codes), and the figures behind it."""

    kind: Kind
    anchor: str
    codes: tuple[str, ...]
    facts: Mapping[str, int] = field(default_factory=dict)


DEFAULTS = Limits()


def detect(sightings: Iterable[Sighting], limits: Limits = DEFAULTS) -> list[Suspicion]:
    """Every suspicion, sorted; the order of the sightings does not matter."""
    seen = sorted(sightings, key=lambda one: one.code)
    found = [
        *_shared_devices(seen, limits),
        *_shared_addresses(seen, limits),
        *_bursts(seen, limits),
        *_new_accounts(seen, limits),
        *_rings(seen, limits),
    ]
    return sorted(found, key=lambda one: (one.kind, one.anchor))


def _shared_devices(seen: Sequence[Sighting], limits: Limits) -> list[Suspicion]:
    groups = _grouped(seen, "device")
    return [
        _suspicion(Kind.SHARED_DEVICE, device, group) for device, group in groups.items() if len(group) >= limits.device
    ]


def _shared_addresses(seen: Sequence[Sighting], limits: Limits) -> list[Suspicion]:
    found = []
    for address, group in _grouped(seen, "address").items():
        alike = _most_alike(group)
        if len(group) >= limits.address and _is_share(len(alike), len(group), limits):
            found.append(_suspicion(Kind.SHARED_ADDRESS, address, alike, votes=len(group)))
    return found


def _bursts(seen: Sequence[Sighting], limits: Limits) -> list[Suspicion]:
    minutes: dict[int, list[Sighting]] = defaultdict(list)
    for one in seen:
        minutes[one.minute].append(one)
    if not minutes:
        return []
    usual = median_low([len(group) for group in minutes.values()])
    found = []
    for minute, group in minutes.items():
        alike = _most_alike(group)
        is_burst = len(group) >= max(limits.burst, limits.burst_times_median * usual)
        # A reminder also makes a burst; one that agrees is worth a look.
        if is_burst and _is_share(len(alike), len(group), limits):
            found.append(_suspicion(Kind.BURST, f"minute:{minute}", alike, votes=len(group), usual=usual))
    return found


def _new_accounts(seen: Sequence[Sighting], limits: Limits) -> list[Suspicion]:
    young = [one for one in seen if one.account_age_days <= limits.new_account_days]
    share_of_all = {pattern: len(group) for pattern, group in _grouped(seen, "pattern").items()}
    found = []
    for pattern, group in _grouped(young, "pattern").items():
        # A popular choice is popular with newcomers too: they must be most of those who chose exactly so.
        if len(group) >= limits.new_accounts and _is_share(len(group), share_of_all[pattern], limits):
            found.append(_suspicion(Kind.NEW_ACCOUNTS, pattern, group, same_choice=share_of_all[pattern]))
    return found


def _rings(seen: Sequence[Sighting], limits: Limits) -> list[Suspicion]:
    """Voters chained by devices and addresses that carry few others, who chose the same."""
    parents = {one.code: one.code for one in seen}

    def find(code: str) -> str:
        while parents[code] != code:
            parents[code] = parents[parents[code]]
            code = parents[code]
        return code

    for name in ("device", "address"):
        for group in _grouped(seen, name).values():
            # Votes are chained only to those that agree: a shared gateway must not join strangers.
            for alike in _grouped(group, "pattern").values():
                for one in alike[1:]:
                    parents[find(one.code)] = find(alike[0].code)
    rings: dict[str, list[Sighting]] = defaultdict(list)
    for one in seen:
        rings[find(one.code)].append(one)
    return [
        _suspicion(
            Kind.RING, min(one.code for one in ring), ring, devices=len({one.device for one in ring if one.device})
        )
        for ring in rings.values()
        if len(ring) >= limits.ring and _links(ring) >= len(ring)
    ]


def _links(ring: Sequence[Sighting]) -> int:
    """How often a member shares a device or an address with an earlier one: both, for most, in a ring that was made."""
    links = 0
    for name in ("device", "address"):
        links += sum(len(group) - 1 for group in _grouped(ring, name).values())
    return links


def _grouped(seen: Iterable[Sighting], name: str) -> dict[str, list[Sighting]]:
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for one in seen:
        value = getattr(one, name)
        if value:
            groups[value].append(one)
    return groups


def _most_alike(group: Sequence[Sighting]) -> list[Sighting]:
    """Those that made the most frequent choice; of equally frequent ones the first in the order of the hashes."""
    counts = Counter(one.pattern for one in group)
    pattern = min(counts, key=lambda one: (-counts[one], one))
    return [one for one in group if one.pattern == pattern]


def _is_share(part: int, whole: int, limits: Limits) -> bool:
    return part * 100 >= whole * limits.alike_percent


def _suspicion(kind: Kind, anchor: str, group: Iterable[Sighting], **facts: int) -> Suspicion:
    codes = tuple(sorted({one.code for one in group}))
    return Suspicion(kind, anchor, codes, {"papers": len(codes), **facts})

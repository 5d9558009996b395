"""Who acts, and what their appointments allow where."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """One permission ("award.organise") that holds in one territory and everything below it."""

    permission: str
    territory_id: int


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in account, the clock, or a command; built by `people.queries.actor_for`.

    `id` is the opaque reference that audit, files and messaging keep ("account:12", "system:tick").
    `person_id` is the person verified against the roll behind the account, if any.
    """

    id: str
    account_id: int | None = None
    person_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)

    def holds(self, permission: str, lineage: Collection[int]) -> bool:
        """True if an appointment gives `permission` in one of `lineage` (a territory and its ancestors, by id)."""
        return any(grant.permission == permission and grant.territory_id in lineage for grant in self.grants)

    def holds_anywhere(self, permission: str) -> bool:
        return any(grant.permission == permission for grant in self.grants)

    def territories(self, permission: str) -> frozenset[int]:
        """The territories in which `permission` was granted (their descendants are included by meaning, not listed)."""
        return frozenset(grant.territory_id for grant in self.grants if grant.permission == permission)


def system(name: str) -> Actor:
    """The actor for what nobody in person does: `system("tick")`, `system("import")`."""
    return Actor(id=f"system:{name}")

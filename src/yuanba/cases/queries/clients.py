"""Other systems that report: who stands behind a key, and which there are."""

from collections.abc import Collection
from hashlib import sha256

from yuanba.cases import rules
from yuanba.cases.models import Client
from yuanba.kernel.actor import Actor, Grant


def key_hash(key: str) -> str:
    """Keys are random and long: a plain hash tells nobody anything."""
    return sha256(key.encode()).hexdigest()


def client_of(key: str) -> Client | None:
    """The system that holds this key, while it is admitted. One query."""
    return Client.objects.filter(key_hash=key_hash(key), ended_at__isnull=True).first()


def actor_of(client: Client) -> Actor:
    """The system as one who reports for others in its place, and does nothing else."""
    return Actor(str(client), grants=frozenset({Grant(rules.REPORT_FOR, client.territory_id)}))


def clients_in(territory_ids: Collection[int]) -> tuple[Client, ...]:
    """The systems of these places, those that are admitted first. One query."""
    return tuple(Client.objects.filter(territory_id__in=territory_ids).order_by("ended_at", "name", "pk"))

"""The secret ballot that the demonstration shows, where its settings name issuers and an urn: open, with a first batch."""

from datetime import datetime, timedelta
from random import Random

from django.conf import settings

from yuanba.ballots import actions, secret_places
from yuanba.kernel.calendar import day_start, local_date
from yuanba.simulation import secretly
from yuanba.simulation.world import World

SEED, OPEN_DAYS, VOTERS = 2022, 2, 24


def show(world: World, now: datetime) -> None:
    """A compound chooses its motto in secret; some have voted. Nothing where the services have no addresses."""
    if not secret_places.are_there():
        return
    beside = secretly.services(settings.DATA_DIR / "secret")  # where `yuanba serve` starts them afterwards
    opens = day_start(local_date(now) - timedelta(days=OPEN_DAYS)) + timedelta(hours=9)
    told = opens - secretly.NOTICE
    ballot, _shares = secretly.opened(
        world.compounds[0].territory,
        beside,
        world.officer("STREET_ORGANISER", told),
        told=told,
        opens=opens,
        closes=opens + timedelta(days=12),
        urn_address=secret_places.urn_address(),
    )
    random = Random(SEED)
    people = random.sample(list(secretly.voters(ballot)), VOTERS)
    clerks = list(secretly.paper_clerks(world, opens))
    secretly.vote(ballot, people, random, beside, clerks, until=now - timedelta(minutes=5))
    actions.log_batches(ballot_id=ballot.pk, urn=beside.near, now=now)

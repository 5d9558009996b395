"""How somebody wants to read: language and size, kept with the account so that they follow to the next device."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no
from yuanba.people.models import Account


@transaction.atomic
def set_preferences(*, account_id: int, language: str, elder_mode: bool, actor: Actor, now: datetime) -> Account:
    """The account reads in this language and size from now on. Not in the log: it concerns nobody else.

    Raises Refused: people.not_your_account, people.language_unknown.
    """
    if actor.account_id != account_id:
        raise Refused(no("people.not_your_account", "PIPL 45"))
    if language not in dict(settings.LANGUAGES):
        raise Refused(no("people.language_unknown", "", language=language))
    account = Account.objects.select_for_update().get(pk=account_id)
    account.language, account.elder_mode = language, elder_mode
    account.save(update_fields=["language", "elder_mode"])
    return account

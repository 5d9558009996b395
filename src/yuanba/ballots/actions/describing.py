"""What stands beside an option on the sheet: a few words, and a picture or a plan. Only while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.ballots import rules, states
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import Ballot, Option
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

ABOUT_LENGTH = 300


@dataclass(frozen=True)
class OptionWords:
    """`file_id` is a public StoredFile, None for none."""

    about: str = ""
    file_id: int | None = None


@transaction.atomic
def describe_options(
    *, ballot_id: int, item_key: str, words: Mapping[str, OptionWords], actor: Actor, now: datetime
) -> Ballot:
    """The options of this question have these words and pictures; options that are not named keep theirs.

    Raises Refused: ballots.not_permitted, .announced_stands, .option_unknown, .file_not_public.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    if ballot.state != states.DRAFT:
        raise Refused(no("ballots.announced_stands", "what was announced no longer changes", state=ballot.state))
    options = {one.key: one for one in Option.objects.filter(item__ballot=ballot, item__key=item_key)}
    stranger = next((key for key in words if key not in options), None)
    if stranger is not None:
        raise Refused(no("ballots.option_unknown", "the drafted sheet", option=stranger[:40]))
    files = chosen([one.file_id for one in words.values() if one.file_id is not None])
    for key, one in words.items():
        if one.file_id is not None and (one.file_id not in files or files[one.file_id].visibility != "PUBLIC"):
            raise Refused(no("ballots.file_not_public", "everybody reads the sheet", option=key))
        options[key].about, options[key].file_id = clean(one.about)[:ABOUT_LENGTH], one.file_id
    Option.objects.bulk_update([options[key] for key in words], ["about", "file_id"])
    note(ballot, "describe_options", actor=actor, now=now, detail={"item": item_key, "options": len(words)})
    return ballot

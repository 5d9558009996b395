"""What somebody says who objects."""

from dataclasses import dataclass

from yuanba.publicity.models import Objection


@dataclass(frozen=True)
class Statement:
    """What somebody objects, and who they are. An anonymous one has neither name nor contact."""

    text: str
    kind: str = Objection.Kind.NAMED
    name: str = ""
    contact: str = ""
    file_id: int | None = None  # the sealed letter of an organisation, or evidence
    about_ref: str = ""  # one line of the notice ("entry:12"), empty for all of it
    channel: str = Objection.Channel.ONLINE

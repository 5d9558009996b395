"""A scan, a message or a decree that an act rests on is on file, and whoever acts put it there."""

from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no


def on_file(stored_file_id: int, actor: Actor) -> StoredFile:
    """The actor's own upload, not erased. Raises Refused(proof.not_on_file)."""
    stored = StoredFile.objects.filter(pk=stored_file_id, erased_at__isnull=True, uploader=actor.id).first()
    if stored is None:
        raise Refused(no("proof.not_on_file", "scan attached"))
    return stored

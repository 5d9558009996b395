"""What the first page offers of people: a text that somebody agreed to has changed and is asked anew."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.people.queries import outdated_consents
from yuanba.web.home import Card
from yuanba.web.people.labels import CONSENT_KINDS


def cards(request: HttpRequest) -> Sequence[Card]:
    """One card, however many texts changed. One query for whoever agreed to nothing."""
    if not request.user.is_authenticated:
        return ()
    kinds = [CONSENT_KINDS.get(row.text.kind, row.text.kind) for row in outdated_consents(request.user.pk)]
    if not kinds:
        return ()
    return (
        Card(
            title=_("A text that you agreed to has changed"),
            text=_("%(what)s: read what is new, then agree or not. Saying no closes nothing else.")
            % {"what": _(", ").join(str(kind) for kind in kinds)},
            chip=_("Asked anew"),
            chip_kind="amber",
            url=reverse("people:consents"),
            action=_("Read it"),
            order=10,
        ),
    )

"""Where this deployment's issuers and urn are: as its settings say."""

from django.conf import settings

from yuanba.ballots.secret.clients import HttpIssuer, HttpUrn, IssuerPort, UrnPort


def issuers() -> list[IssuerPort]:
    """Both issuers, the platform's own first; fewer where no secret ballots are held."""
    return [HttpIssuer(address) for address in settings.ISSUERS]


def urn() -> UrnPort:
    return HttpUrn(settings.URN_INTERNAL)


def urn_address() -> str:
    """Where phones find the urn; "" where no secret ballots are held."""
    return str(settings.URN)


def are_there() -> bool:
    """Whether this deployment can hold secret ballots."""
    return bool(len(settings.ISSUERS) == 2 and settings.URN)

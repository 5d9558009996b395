"""Level S without Django: tokens, seeds, seals, shares; and the two services beside the platform, issuer and urn.

Bytes and addresses: docs/reference/secret-ballots.md.
"""

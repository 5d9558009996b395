"""Secret papers by the thousand: a bundle of them for the verifier, and how quickly an urn checks and an issuer signs."""

import time
from pathlib import Path
from typing import Any

from bench.inside import answer

SIGNED = 200


def work(votes: int, folder: str) -> dict[str, float]:
    """The bundle stands in the folder; papers that an urn checks and messages that an issuer signs in a CPU-second."""
    from tests.ballots.secret import given
    from tests.verify.secrets import Election

    from yuanba.ballots.secret import papers, rsabssa
    from yuanba.ballots.secret.seed import voice

    election = Election(votes)
    election.write(Path(folder))
    checked = spent(lambda: [papers.read(body, election.on) for body in election.bodies[:2000]])
    key, modulus = election.own.issuers[1], election.on.moduli[1]
    voices = [voice(given.seed(number), election.on.manifest_hash, election.on.moduli) for number in range(SIGNED)]
    asked = [one.blinded(1, modulus) for one in voices]
    signed = spent(lambda: [rsabssa.blind_sign(key, one) for one in asked])
    return {"checked": len(election.bodies[:2000]) / checked, "signed": SIGNED / signed}


def spent(do: Any) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


if __name__ == "__main__":
    answer(work)

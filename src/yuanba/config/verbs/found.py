"""yuanba found --name 示范街道 --office 示范街道办事处 --admin POST:NAME:PHONE:LOGIN (three times)"""

import argparse
import sys

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.actions import FirstAdministrator, found_deployment
from yuanba.places.queries import resolve_code
from yuanba.web import clock

PARTS = ("POST", "NAME", "PHONE", "LOGIN")


def administrator(said: str) -> FirstAdministrator:
    parts = said.split(":")
    if len(parts) != len(PARTS) or not all(parts):
        raise argparse.ArgumentTypeError(f"write {':'.join(PARTS)}")
    return FirstAdministrator(*parts)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the territory that is served")
    parser.add_argument("--office", required=True, help="the office that serves it")
    parser.add_argument("--kind", default="SUBDISTRICT", help="SUBDISTRICT, TOWN, DISTRICT or CITY")
    parser.add_argument(
        "--code", default="", help="its statistical code; one that import-territory knows is taken over"
    )
    parser.add_argument(
        "--admin",
        type=administrator,
        action="append",
        default=[],
        metavar=":".join(PARTS),
        help="one each for SYSTEM_ADMIN, SECURITY_ADMIN and AUDIT_ADMIN, three different people",
    )


def run(options: argparse.Namespace) -> int:
    """0 if the deployment is founded; the temporary passwords are printed once and kept nowhere."""
    now = clock.now()
    try:
        founded = found_deployment(
            name=options.name,
            office=options.office,
            administrators=options.admin,
            now=now,
            kind=options.kind,
            code=options.code,
            territory_id=resolve_code(options.code, local_date(now)),
        )
    except Refused as refused:
        print(f"yuanba: {refused.verdict.code} {dict(refused.verdict.facts)}", file=sys.stderr)
        return 1
    print(f"founded {options.name} (territory {founded.territory.pk})")
    for login, password in founded.passwords.items():
        print(f"{login}  {password}")
    return 0

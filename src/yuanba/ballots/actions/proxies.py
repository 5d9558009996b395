"""Who stands for whom: given by phone and agreed to, or entered at the desk with its scan; revoked; seated in a ballot.

An authorisation takes nothing from the voter: of voter and proxy the first paper stands, as between co-owners.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from yuanba.ballots import electorates, proxying, queries, rules, sealing, states, texts
from yuanba.ballots.actions.steps import locked, note, require_desk
from yuanba.ballots.models import Authorisation, Ballot, PaperDetail, ProxySeat, RollRow
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.models import Person

SOURCE = "the rule on proxies of this electorate"


@dataclass(frozen=True)
class Proxy:
    """Who is authorised: a person of the roll, or by name and phone somebody whom the roll does not know."""

    person_id: int | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class WrittenAuthorisation:
    """The paper at the desk: `principal_person_id` signed it, or None where an organisation did, with its seal.

    For one ballot, or with `until_date` (its last day) for every ballot of the electorate and place.
    """

    entry_key: str
    principal_person_id: int | None
    proxy: Proxy
    scan_file_id: int
    until_date: date | None = None


@transaction.atomic
def authorise(*, ballot_id: int, entry_key: str, proxy_person_id: int, actor: Actor, now: datetime) -> Authorisation:
    """A voter asks a neighbour, by phone, to vote for him in this ballot; it holds once the neighbour agrees.

    Raises Refused: ballots.not_verified, .no_such_ballot, .no_proxies, .not_under_way, .principal_not_on_roll,
    .proxy_self, .proxy_unknown, .proxy_dead, .proxy_not_voter, .proxy_limit, .proxy_taken, .already_cast.
    """
    ballot = locked(ballot_id)
    if actor.person_id is None:
        raise Refused(no("ballots.not_verified", "verified residents vote"))
    _require_open_to_proxies(ballot)
    entry = proxying.entry(ballot, entry_key, now)
    if entry is None or actor.person_id not in entry.voters:
        raise Refused(no("ballots.principal_not_on_roll", SOURCE))
    principal = Person.objects.get(pk=actor.person_id)
    made = _made(ballot, entry_key, principal.name, Proxy(proxy_person_id), actor=actor, now=now)
    made.principal, made.way = principal, Authorisation.Way.PHONE
    _store(made, ballot)
    note(ballot, "authorise", actor=actor, now=now, detail={"authorisation": made.pk})
    _tell([made.proxy_id], texts.PROXY_ASKED, made, ballot, now)
    return made


@transaction.atomic
def enter_authorisation(*, ballot_id: int, written: WrittenAuthorisation, actor: Actor, now: datetime) -> Authorisation:
    """A written authorisation is in force, with its scan, and in an open ballot the proxy may vote at once.

    Raises Refused as `authorise`; ballots.not_permitted, .principal_dead, .no_authorisation_scan, .until_passed.
    """
    ballot = locked(ballot_id)
    require_desk(ballot, actor, now)
    _require_open_to_proxies(ballot)
    if written.until_date is not None and written.until_date < local_date(now):
        raise Refused(no("ballots.until_passed", SOURCE, until=written.until_date))
    principal = _living(written.principal_person_id, now)
    entry = proxying.entry(ballot, written.entry_key, now)
    is_theirs = entry is not None and (
        entry.key.startswith("organisation:") if principal is None else principal.pk in entry.voters
    )
    if not is_theirs:
        raise Refused(no("ballots.principal_not_on_roll", SOURCE))
    scan = chosen([written.scan_file_id]).get(written.scan_file_id)
    if scan is None:
        raise Refused(no("ballots.no_authorisation_scan", SOURCE))
    name = principal.name if principal is not None else proxying.organisation_name(written.entry_key)
    made = _made(ballot, written.entry_key, name, written.proxy, actor=actor, now=now)
    made.principal, made.way, made.state, made.agreed_at = principal, Authorisation.Way.PAPER, states.IN_FORCE, now
    made.scan_file_id, made.scan_hash = scan.pk, scan.sha256
    if written.until_date is not None:
        made.ballot, made.until_date = None, written.until_date
    _store(made, ballot)
    note(ballot, "enter_authorisation", actor=actor, now=now, detail={"authorisation": made.pk, "scan": scan.sha256})
    _seat_now(made, ballot, now)
    _tell([made.proxy_id, made.principal_id], texts.PROXY_IN_FORCE, made, ballot, now)
    return made


@transaction.atomic
def agree(*, authorisation_id: int, actor: Actor, now: datetime) -> Authorisation:
    """The neighbour who was asked agrees: the authorisation is in force, in an open ballot at once.

    Raises Refused: ballots.no_such_authorisation, .not_under_way, .principal_dead, .already_cast,
    authorisation.no_such_move.
    """
    one, ballot = _asked(authorisation_id, actor)
    one.state, one.agreed_at = states.AUTHORISATION.step(one.state, "agree"), now
    require(rules.authorisation_holds(one, local_date(now)))
    one.save()
    note(ballot, "agree", actor=actor, now=now, detail={"authorisation": one.pk})
    _seat_now(one, ballot, now)
    _tell([one.principal_id], texts.PROXY_AGREED, one, ballot, now)
    return one


@transaction.atomic
def decline(*, authorisation_id: int, actor: Actor, now: datetime) -> Authorisation:
    """The neighbour would rather not, now or later; a vote already cast stays.

    Raises Refused: ballots.no_such_authorisation, .not_under_way, authorisation.no_such_move.
    """
    one, ballot = _asked(authorisation_id, actor)
    _end(one, "decline", actor=actor, now=now)
    note(ballot, "decline", actor=actor, now=now, detail={"authorisation": one.pk})
    _tell([one.principal_id], texts.PROXY_DECLINED, one, ballot, now)
    return one


@transaction.atomic
def revoke(*, authorisation_id: int, actor: Actor, now: datetime, reason: str = "") -> Authorisation:
    """The voter takes it back, on the phone or, with a reason, at the desk; a vote already cast stays.

    Raises Refused: ballots.no_such_authorisation, .reason_missing, authorisation.no_such_move.
    """
    one = Authorisation.objects.select_for_update().filter(pk=authorisation_id).first()
    if one is None:
        raise Refused(no("ballots.no_such_authorisation", SOURCE))
    is_own = actor.person_id is not None and one.principal_id == actor.person_id
    if not is_own:
        above = queries.lineage_at(one.territory_id, now)
        if not rules.may_handle_paper(actor, above):
            raise Refused(no("ballots.no_such_authorisation", SOURCE))
        if not clean(reason):
            raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    one.reason = clean(reason)[:200]
    _end(one, "revoke", actor=actor, now=now)
    ballot = one.ballot
    if ballot is not None:
        note(ballot, "revoke", actor=actor, now=now, detail={"authorisation": one.pk})
        _tell([one.proxy_id], texts.PROXY_REVOKED, one, ballot, now)
    return one


def seat_all(ballot: Ballot, now: datetime) -> int:
    """At the opening: every authorisation in force that fits has its seat, those for this ballot first; how many.

    One whose voter is no longer on the roll, or whose proxy has no place left, gets none: the organiser's list says so.
    """
    if proxying.term_of(ballot) is None:
        return 0
    on = local_date(now)
    live = Authorisation.objects.filter(state=states.IN_FORCE, electorate=ballot.electorate).select_related("principal")
    general = Q(ballot__isnull=True, territory_id=ballot.territory_id, until_date__gte=on)
    rows = live.filter(Q(ballot=ballot) | general).order_by(F("ballot").asc(nulls_last=True), "given_at", "pk")
    return sum(_seat(one, ballot, now) for one in rows)


def _require_open_to_proxies(ballot: Ballot) -> None:
    if ballot.level == "S":
        raise Refused(no("ballots.secret_no_proxies", "a secret vote is cast with one's own token"))
    if proxying.term_of(ballot) is None:
        raise Refused(no("ballots.no_proxies", SOURCE, electorate=ballot.electorate))
    if ballot.state not in (states.ANNOUNCED, states.OPEN):
        raise Refused(no("ballots.not_under_way", SOURCE, state=ballot.state))


def _living(person_id: int | None, now: datetime) -> Person | None:
    """Who signed. Raises Refused("ballots.principal_dead"): nobody acts for the dead by an old paper."""
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id, erased_at__isnull=True).first()
    if person is None:
        raise Refused(no("ballots.principal_not_on_roll", SOURCE))
    if person.died_date is not None and person.died_date <= local_date(now):
        raise Refused(no("ballots.principal_dead", "民法典第173条", name=person.name))
    return person


def _made(
    ballot: Ballot, entry_key: str, principal_name: str, proxy: Proxy, *, actor: Actor, now: datetime
) -> Authorisation:
    """The authorisation before it is stored, its proxy checked."""
    made = Authorisation(
        ballot=ballot,
        territory_id=ballot.territory_id,
        electorate=ballot.electorate,
        entry_key=entry_key,
        principal_name=principal_name,
        given_at=now,
        given_by=actor.id,
    )
    _name_proxy(made, ballot, proxy, now)
    return made


def _name_proxy(made: Authorisation, ballot: Ballot, proxy: Proxy, now: datetime) -> None:
    term = proxying.term_of(ballot)
    if proxy.person_id is None:
        name, phone = clean(proxy.name)[:120], clean(proxy.phone)[:20]
        if not name:
            raise Refused(no("ballots.proxy_unknown", SOURCE))
        if term is not None and term.voters_only:
            raise Refused(no("ballots.proxy_not_voter", term.source, name=name))
        made.proxy_name, made.proxy_key = name, f"outside:{sha256(f'{name}|{phone}'.encode()).hexdigest()[:40]}"
        return
    person = Person.objects.select_for_update().filter(pk=proxy.person_id, erased_at__isnull=True).first()
    if person is None:
        raise Refused(no("ballots.proxy_unknown", SOURCE))
    if person.died_date is not None and person.died_date <= local_date(now):
        raise Refused(no("ballots.proxy_dead", "民法典第173条", name=person.name))
    entry = proxying.entry(ballot, made.entry_key, now)
    if entry is not None and person.pk in entry.voters:
        raise Refused(no("ballots.proxy_self", SOURCE))
    if term is not None and term.voters_only and not proxying.is_voter(ballot, person.pk, now):
        raise Refused(no("ballots.proxy_not_voter", term.source, name=person.name))
    made.proxy, made.proxy_name, made.proxy_key = person, person.name, f"person:{person.pk}"


def _store(made: Authorisation, ballot: Ballot) -> None:
    """Stored, if the voter has not voted, has no other proxy, and the proxy has a place left."""
    row = proxying.row_of(ballot, made.entry_key)
    if row is not None and row.papers.exists():
        raise Refused(
            no("ballots.already_cast", "one paper per roll row", channel=row.papers.latest("attempt").channel)
        )
    term = proxying.term_of(ballot)
    same = Authorisation.objects.filter(
        Q(ballot=ballot) | Q(ballot__isnull=True),
        territory_id=made.territory_id,
        electorate=made.electorate,
        proxy_key=made.proxy_key,
        state__in=[states.OFFERED, states.IN_FORCE],
    )
    if term is not None and term.number != electorates.NO_LIMIT and same.count() >= term.number:
        raise Refused(no("ballots.proxy_limit", term.source, limit=term.number, name=made.proxy_name, law=term.source))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(no("ballots.proxy_taken", SOURCE)) from error


def _asked(authorisation_id: int, actor: Actor) -> tuple[Authorisation, Ballot]:
    """The authorisation of which the actor is the proxy, and the ballot it is for."""
    found = Authorisation.objects.filter(pk=authorisation_id, proxy_id=actor.person_id or 0).first()
    if found is None or found.ballot_id is None:
        raise Refused(no("ballots.no_such_authorisation", SOURCE))
    ballot = locked(found.ballot_id)
    if ballot.state not in (states.ANNOUNCED, states.OPEN):
        raise Refused(no("ballots.not_under_way", SOURCE, state=ballot.state))
    rows = Authorisation.objects.select_for_update(of=("self",)).select_related("principal")
    return rows.get(pk=authorisation_id), ballot


def _seat_now(one: Authorisation, ballot: Ballot, now: datetime) -> None:
    """In a ballot that is open the proxy may vote at once; a general one holds in the others of the place as well."""
    if ballot.state == states.OPEN and not _seat(one, ballot, now):
        raise Refused(no("ballots.proxy_taken", SOURCE))
    if one.ballot_id is None:
        rows = Ballot.objects.filter(
            state=states.OPEN, territory_id=one.territory_id, electorate=one.electorate
        ).exclude(pk=ballot.pk)
        for other in rows.order_by("pk"):
            if proxying.term_of(other) is not None:
                _seat(one, other, now)


def _seat(one: Authorisation, ballot: Ballot, now: datetime) -> bool:
    """The proxy may vote for the row of this voter. False: not on the roll, voted, another proxy, or no place left."""
    row = proxying.row_of(ballot, one.entry_key)
    if row is None or row.papers.exists() or not rules.authorisation_holds(one, local_date(now)):
        return False
    term = proxying.term_of(ballot)
    limit = term.number if term is not None else electorates.NO_LIMIT
    taken = set(
        ProxySeat.objects.filter(ballot=ballot, proxy_key=one.proxy_key, ended_at__isnull=True).values_list(
            "slot", flat=True
        )
    )
    slot = next(number for number in range(1, len(taken) + 2) if number not in taken)
    if limit and slot > limit:
        return False
    try:
        with transaction.atomic():
            ProxySeat.objects.create(
                ballot=ballot,
                roll_row=row,
                authorisation=one,
                person_id=one.proxy_id,
                proxy_key=one.proxy_key,
                code=sealing.proxy_code(bytes.fromhex(ballot.secret.code_key), one.proxy_key),
                slot=slot,
            )
    except IntegrityError:
        return False
    return True


def _end(one: Authorisation, verb: str, *, actor: Actor, now: datetime) -> None:
    """No longer in force; seats that were not used are ended, and tickets for their rows with them."""
    one.state = states.AUTHORISATION.step(one.state, verb)
    one.ended_at, one.ended_by = now, actor.id
    one.save()
    seats = ProxySeat.objects.filter(authorisation=one, ended_at__isnull=True).order_by("roll_row_id")
    for seat in seats:
        RollRow.objects.select_for_update().get(pk=seat.roll_row_id)  # whoever casts by it now is done first
        if PaperDetail.objects.filter(seat=seat).exists():
            continue
        RollRow.objects.filter(pk=seat.roll_row_id).update(epoch=F("epoch") + 1)
        seat.ended_at = now
        seat.save(update_fields=["ended_at"])


def _tell(
    people: Iterable[int | None], said: tuple[str, str], one: Authorisation, ballot: Ballot, now: datetime
) -> None:
    facts = {"ballot": ballot.title, "principal": one.principal_name, "proxy": one.proxy_name}
    for person_id in people:
        if person_id is not None:
            enqueue(
                channel="inapp",
                address="",
                person_ref=f"person:{person_id}",
                kind="ballot.proxy",
                text_zh=said[0].format(**facts),
                text_en=said[1].format(**facts),
                now=now,
                params={"ballot": ballot.pk},
            )

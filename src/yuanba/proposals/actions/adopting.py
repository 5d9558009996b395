"""What the vote chose becomes the place's: theme, logo and motto at once, a covenant by way of its text."""

from datetime import date, datetime

from django.db import transaction

from yuanba.agreements import actions as agreements
from yuanba.agreements import rules as agreement_rules
from yuanba.agreements import states as agreement_states
from yuanba.agreements.models import Agreement, AgreementVersion
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import name_at
from yuanba.proposals import rules, states, texts
from yuanba.proposals.actions.settling import finish_if_settled
from yuanba.proposals.actions.steps import locked, move_on, reasoned, tell
from yuanba.proposals.actions.voting import with_call
from yuanba.proposals.models import CallItem, Identity, Proposal

CLOCK = system("tick")
GONE = frozenset({agreement_states.REJECTED, agreement_states.WITHDRAWN})


@transaction.atomic
def adopt(*, item_id: int, from_date: date, actor: Actor, now: datetime) -> Identity:
    """The chosen theme, logo or motto shows on the place's pages from that day; the one before it ends there.

    Raises Refused: proposals.not_permitted, .covenant_by_text, .adopted_too_early, call_item.no_such_move.
    """
    item, call = with_call(item_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.ITEM.may(item.state, "adopt"))
    if item.kind == CallItem.Kind.COVENANT:
        raise Refused(no("proposals.covenant_by_text", rules.SOURCE))
    proposal = item.chosen
    assert proposal is not None, "what is adopted was chosen"
    old = Identity.objects.filter(territory_id=call.territory_id, kind=item.kind, to_date__isnull=True).first()
    if from_date < local_date(now) or (old is not None and from_date <= old.from_date):
        raise Refused(no("proposals.adopted_too_early", rules.SOURCE, day=from_date.isoformat()))
    if old is not None:
        old.to_date = from_date
        old.save(update_fields=["to_date"])
    first = proposal.files.order_by("position").first()
    row = Identity.objects.create(
        territory_id=call.territory_id,
        kind=item.kind,
        proposal=proposal,
        words=proposal.title,
        file_id=first.file_id if first is not None and item.kind == CallItem.Kind.LOGO else None,
        from_date=from_date,
        adopted_at=now,
    )
    item.settled_at = now
    move_on(item, "adopt", call=call, actor=actor, now=now)
    tell(proposal, "adopted", texts.ADOPTED, now)
    finish_if_settled(call, actor, now)
    return row


@transaction.atomic
def decline(*, item_id: int, reason: str, actor: Actor, now: datetime) -> CallItem:
    """What was chosen is not adopted after all, with the reason: somebody else's rights, say.

    Raises Refused: proposals.not_permitted, .reason_missing, .text_under_way, call_item.no_such_move.
    """
    item, call = with_call(item_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.ITEM.may(item.state, "decline"))
    if item.version is not None and item.version.state not in GONE:
        raise Refused(no("proposals.text_under_way", rules.SOURCE))
    item.reason, item.settled_at = reasoned(reason), now
    move_on(item, "decline", call=call, actor=actor, now=now, reason=item.reason)
    finish_if_settled(call, actor, now)
    return item


@transaction.atomic
def hand_over_covenant(*, item_id: int, actor: Actor, now: datetime) -> AgreementVersion:
    """The chosen covenant is a version of the place's covenant, up for comments clause by clause before it is adopted.

    It is the next version where the place has a covenant, else the first. Twice is once.
    Raises Refused: proposals.not_permitted, .no_covenant_chosen, and what drafting a text refuses.
    """
    item, call = with_call(item_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    if item.version is not None:
        return item.version
    if item.kind != CallItem.Kind.COVENANT or item.state != states.CHOSEN or item.chosen is None:
        raise Refused(no("proposals.no_covenant_chosen", rules.SOURCE))
    behalf, proposal = rules.on_behalf(actor, call), item.chosen
    purpose = texts.COVENANT_PURPOSE.format(call=call.title, number=proposal.number, title=proposal.title)
    wording = agreements.Wording(proposal.text, purpose)
    known = Agreement.objects.filter(
        territory_id=call.territory_id, kind=Agreement.Kind.COVENANT, versions__state=agreement_states.ADOPTED
    ).first()
    if known is not None:
        version = agreements.draft_next(agreement_id=known.pk, wording=wording, actor=behalf, now=now)
    else:
        version = agreements.draft(new=_new(call.territory_id, proposal, now), wording=wording, actor=behalf, now=now)
    item.version = agreements.open_comments(
        version_id=version.pk,
        days=agreement_rules.comment_days(Agreement.Kind.COVENANT),
        actor=behalf,
        now=now,
    )
    item.save(update_fields=["version"])
    return item.version


def _new(territory_id: int, proposal: Proposal, now: datetime) -> agreements.NewAgreement:
    title = texts.COVENANT_TITLE.format(place=name_at(territory_id, local_date(now)))
    return agreements.NewAgreement(
        Agreement.Kind.COVENANT, territory_id, title, Agreement.Signers.RESIDENTS, str(proposal)
    )


def follow_covenants(now: datetime) -> int:
    """Items whose text was decided on are settled as it was; how many. For the tick: news goes up by asking."""
    decided = {*GONE, *agreement_states.DECIDED}
    waiting = CallItem.objects.filter(state=states.CHOSEN, version__state__in=decided).order_by("pk")
    pairs = list(waiting.values_list("pk", "call_id"))
    for pk, call_id in pairs:
        _follow(pk, call_id, now)
    return len(pairs)


@transaction.atomic
def _follow(item_id: int, call_id: int, now: datetime) -> None:
    call = locked(call_id)
    item = CallItem.objects.select_related("chosen", "version").get(pk=item_id)
    if item.state != states.CHOSEN or item.version is None or item.chosen is None:
        return
    item.settled_at = now
    if item.version.state in GONE:
        item.reason = item.version.closing_reason
        move_on(item, "decline", call=call, actor=CLOCK, now=now, reason=item.reason)
    else:
        move_on(item, "adopt", call=call, actor=CLOCK, now=now)
        tell(item.chosen, "adopted", texts.ADOPTED, now)
    finish_if_settled(call, CLOCK, now)

"""Comments on a text, and the answers to them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.agreements import queries, rules, states, texts
from yuanba.agreements.actions.steps import locked, note
from yuanba.agreements.models import AgreementComment, AgreementVersion
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue


@transaction.atomic
def comment(  # noqa: PLR0913 - keyword-only: what is said about what, by whom, through which channel
    *,
    version_id: int,
    text: str,
    actor: Actor,
    now: datetime,
    request_key: str,
    about: str = "",
    shows_name: bool = False,
    is_desk: bool = False,
) -> AgreementComment:
    """The comment waits for its answer. The same form sent again is the same comment.

    At the desk a clerk writes down what somebody says; who that was is not kept.
    Raises Refused: agreements.no_comments_now, .comments_over, .not_verified, .not_of_here, .not_permitted,
    .comment_missing, .comment_too_long, .personal_numbers, .comments_enough.
    """
    version = locked(version_id)
    earlier = version.comments.filter(filed_by=actor.id, request_key=request_key).first()
    if earlier is not None:
        return earlier
    require(rules.may_comment(version, now))
    if is_desk:
        require(rules.may_take_paper(actor, version.agreement.territory_id, now))
    else:
        require(rules.is_here(actor, version.agreement, now))
    said, clause = clean_lines(text), clean(about)[:120]
    _check(said, clause)
    if not is_desk:
        _room_for_one_more(version, actor)
    try:
        with transaction.atomic():
            row = AgreementComment.objects.create(
                version=version,
                about=clause,
                text=said,
                person_id=None if is_desk else actor.person_id,
                shows_name=shows_name and not is_desk,
                channel=AgreementComment.Channel.DESK if is_desk else AgreementComment.Channel.ONLINE,
                filed_at=now,
                filed_by=actor.id,
                request_key=request_key,
            )
    except IntegrityError:
        return AgreementComment.objects.get(version=version, filed_by=actor.id, request_key=request_key)
    note(version, "comment", actor=actor, now=now, detail={"comment": row.pk})
    return row


@transaction.atomic
def answer_comment(
    *, comment_id: int, is_accepted: bool, answer: str, actor: Actor, now: datetime, is_hidden: bool = False
) -> AgreementComment:
    """The comment has its answer, once, and both are public; with `is_hidden` the answer alone.

    Raises Refused: agreements.comment_gone, .not_permitted, .reason_missing, .personal_numbers,
    agreement_comment.no_such_move.
    """
    row, version = _found(comment_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    verb = "accept" if is_accepted else "decline"
    require(states.REMARK.may(row.state, verb))
    said = clean_lines(answer)
    if not said:
        raise Refused(no("agreements.reason_missing", rules.SOURCE))
    require(rules.impersonal(said))
    row.state = states.REMARK.step(row.state, verb)
    row.answer, row.is_hidden, row.answered_at, row.answered_by = said, is_hidden, now, actor.id
    row.save()
    note(version, verb, actor=actor, now=now, detail={"comment": row.pk})
    if row.channel == AgreementComment.Channel.ONLINE:
        zh, en = texts.ACCEPTED if is_accepted else texts.DECLINED
        enqueue(
            channel="inapp",
            address="",
            person_ref=row.filed_by,
            kind="agreement.answered",
            text_zh=zh.format(title=version.agreement.title),
            text_en=en.format(title=version.agreement.title),
            now=now,
            params={"version": version.pk},
        )
    return row


@transaction.atomic
def take_back_comment(*, comment_id: int, actor: Actor, now: datetime) -> AgreementComment:
    """The comment is withdrawn before it was answered. Raises Refused: agreements.not_yours, …"""
    row, version = _found(comment_id)
    require(rules.is_own_comment(actor, row))
    row.state = states.REMARK.step(row.state, "take_back")
    row.save(update_fields=["state"])
    note(version, "take_back", actor=actor, now=now, detail={"comment": row.pk})
    return row


def _found(comment_id: int) -> tuple[AgreementComment, AgreementVersion]:
    """The comment and its version, the version locked first: as everywhere."""
    version_id = AgreementComment.objects.filter(pk=comment_id).values_list("version_id", flat=True).first()
    if version_id is None:
        raise Refused(no("agreements.comment_gone", comment=comment_id))
    version = locked(version_id)
    return AgreementComment.objects.get(pk=comment_id), version


def _check(said: str, clause: str) -> None:
    if not said:
        raise Refused(no("agreements.comment_missing", rules.SOURCE))
    if len(said) > rules.COMMENT_LENGTH:
        raise Refused(no("agreements.comment_too_long", rules.SOURCE, most=rules.COMMENT_LENGTH))
    require(rules.impersonal(f"{clause}\n{said}"))


def _room_for_one_more(version: AgreementVersion, actor: Actor) -> None:
    assert actor.person_id is not None, "whoever comments on line is verified"
    mine = queries.own_comments(version.pk, actor.person_id).exclude(state=states.WITHDRAWN).count()
    if mine >= rules.COMMENTS_EACH:
        raise Refused(no("agreements.comments_enough", rules.SOURCE, most=rules.COMMENTS_EACH))

"""说明理由: asked, answered or not, reviewed; and the delay that may follow (条例第三十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.last_days import reasons_are_overdue
from casework.law.letter_service import DAY_FIELDS, ServiceFact
from casework.law.recorded_days import refuse_future
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.letter_service import Letter
from casework.models.reasons import ReasonsRequest
from casework.models.user import User
from casework.services.attachments import attach_files
from casework.services.fitting import refuse_unfit
from casework.services.intake_notices import announce_reasons
from casework.services.letter_service import record_service
from casework.services.performing import Performance


@transaction.atomic
def ask_reasons(
    *,
    case_id: int,
    counted_from: date,
    counted_to: date,
    counted: int,
    what_to_explain: str,
    answer_by: date,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Ask the applicant of very many requests for reasons; the reply clock runs on.

    The notice states how many requests came between which days. Raises Refused for a second time,
    for a count or a period that makes no sense, without a matter, or with an end before the service.
    """
    act = Performance(case_id=case_id, act=Act.ASK_REASONS, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if counted < 2 or counted_from > counted_to or counted_to > today:
        raise Refused(
            "reasons_count_wrong",
            "请写明数量、频次的事实：起止日期在今天以前，申请件数不少于2件。",
            article=regulation(35),
            field="counted" if counted < 2 else "counted_to",
        )
    if not what_to_explain.strip():
        raise Refused(
            "reasons_matter_missing", "请写明要求申请人说明什么。", article=regulation(35), field="what_to_explain"
        )
    record = record_service(case=act.case, letter=Letter.REASONS_NOTICE, fact=fact, actor=actor, today=today)
    if answer_by <= record.in_time_on:
        raise Refused(
            "reasons_answer_too_early", "说明理由的期限须晚于告知送达之日。", article=regulation(35),
            field="answer_by",
        )  # fmt: skip
    asked = ReasonsRequest(
        case=act.case,
        counted_from=counted_from,
        counted_to=counted_to,
        counted=counted,
        what_to_explain=what_to_explain.strip(),
        served_on=record.in_time_on,
        answer_by=answer_by,
    )
    refuse_unfit(asked)
    asked.save()
    act.case.ask_reasons()
    return act.finish(
        happened_on=record.in_time_on, counted=f"{counted_from}至{counted_to}共{counted}件",
        reasons_by=answer_by, service=str(record),
    )  # fmt: skip


@transaction.atomic
def receive_reasons(
    *,
    case_id: int,
    answer: str,
    received_on: date | None,
    actor: User | None,
    today: date,
    now: datetime,
    files: Iterable[UploadedFile] = (),
    key: str = "",
) -> Case:
    """Record the reasons given; without any, that the period passed in silence.

    ``actor`` None means that the applicant answered on line. Raises Refused for an empty answer while
    the period still runs, or for a day in the future or before the notice.
    """
    act = Performance(case_id=case_id, act=Act.RECEIVE_REASONS, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    asked = act.case.reasons_request
    if answer.strip():
        received_on = received_on or today
        refuse_future("received_on", received_on, today)
        asked.answer, asked.received_on = answer.strip(), received_on
    elif actor is None or not reasons_are_overdue(asked.answer_by, today):
        raise Refused(
            "reasons_empty",
            f"请填写申请人说明的理由；期满（{asked.answer_by}）仍没有说明的，才可以不填。",
            article=regulation(35),
            field="answer",
        )
    else:
        received_on, asked.closed_on = today, today
    refuse_unfit(asked)
    asked.save()
    act.case.receive_reasons()
    note = "" if asked.received_on else f"期满（{asked.answer_by}）没有说明理由"
    act.finish(happened_on=received_on, note=note)
    if actor is None:
        announce_reasons(case=act.case, now=now)
    # Last, so that nothing can fail any more once files lie on the disk.
    attach_files(case=act.case, files=files, purpose="说明理由材料", actor=actor, now=now)
    return act.case


@transaction.atomic
def review_reasons(
    *,
    case_id: int,
    is_reasonable: bool,
    review: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Judge the reasons. Unreasonable opens the decision X4, reasonable a delayed reply.

    Raises Refused without the reasoning, or for "reasonable" where none were given.
    """
    act = Performance(case_id=case_id, act=Act.REVIEW_REASONS, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not review.strip():
        raise Refused("reasons_review_missing", "请写明审查意见。", article=regulation(35), field="review")
    asked = act.case.reasons_request
    asked.is_reasonable, asked.review = is_reasonable, review.strip()
    asked.reviewed_on, asked.reviewed_by = today, actor
    if not is_reasonable:
        asked.delay_until = asked.delay_set_on = asked.delay_set_by = None
    refuse_unfit(asked)
    asked.save()
    return act.finish(note=asked.review, reasons="理由合理" if is_reasonable else "理由不合理")


@transaction.atomic
def set_delay(
    *,
    case_id: int,
    until: date,
    reason: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Set the reasonable day of a delayed reply; it takes effect only once told.

    Raises Refused without a reason, for a day off, or for one no later than the reply is due.
    """
    act = Performance(case_id=case_id, act=Act.SET_DELAY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not reason.strip():
        raise Refused("delay_reason_missing", "请写明无法按期答复的原因。", article=regulation(35), field="reason")
    due_on = act.reading.reply.due_on if act.reading.reply else None
    if until <= (due_on or today):
        raise Refused(
            "delay_not_later",
            f"延迟答复的日期须晚于答复期限{due_on or today}。",
            article=regulation(35),
            field="until",
        )
    kind = act.calendar.describe(until)
    if kind.published and not kind.working:
        raise Refused(
            "delay_on_a_day_off", f"{until}是{kind.name}，请确定为工作日。", article=regulation(35), field="until"
        )
    asked = act.case.reasons_request
    asked.delay_until, asked.delay_reason = until, reason.strip()
    asked.delay_set_on, asked.delay_set_by = today, actor
    refuse_unfit(asked)
    asked.save()
    return act.finish(note=asked.delay_reason, delay_until=until)


@transaction.atomic
def serve_delay(
    *,
    case_id: int,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Tell the applicant the delayed day; refused when that came after the reply was due."""
    act = Performance(case_id=case_id, act=Act.SERVE_DELAY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    asked = act.case.reasons_request
    due_on = act.reading.reply.due_on if act.reading.reply else None
    record = record_service(case=act.case, letter=Letter.DELAY_NOTICE, fact=fact, actor=actor, today=today)
    asked.delay_served_on = record.in_time_on
    asked.save()
    reply = act.reread().reply
    # The clock is the one judge of whether the delay took effect.
    if reply is None or reply.due_on != asked.delay_until:
        raise Refused(
            "delay_served_late",
            f"延迟答复告知于{record.in_time_on}送达，不在原答复期限{due_on}内，不生效。",
            article=regulation(35),
            field=DAY_FIELDS[fact.method],
        )
    return act.finish(happened_on=record.in_time_on, delay_until=asked.delay_until, service=str(record))

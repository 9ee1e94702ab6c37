"""补正: asked once, answered (条例第三十条). Left unanswered it lapses by a person: services.closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.letter_service import ServiceFact
from casework.law.recorded_days import refuse_future
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.letter_service import Letter
from casework.models.supplement import Supplement
from casework.models.user import User
from casework.services.attachments import attach_files
from casework.services.case_words import keep_words
from casework.services.fitting import refuse_unfit
from casework.services.intake_notices import announce_supplement
from casework.services.letter_service import record_service
from casework.services.performing import Performance


@transaction.atomic
def request_supplement(
    *,
    case_id: int,
    what_is_unclear: str,
    guidance: str,
    answer_by: date,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Tell the applicant, once, what to supplement and until when.

    Served within 7 working days of receipt it restarts the clock when answered; later it does
    not (law.clock says so). Raises Refused for a second request or an empty one.
    """
    act = Performance(case_id=case_id, act=Act.REQUEST_SUPPLEMENT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not what_is_unclear.strip():
        raise Refused(
            "supplement_matter_missing", "请逐项写明需要补正的事项。", article=regulation(30),
            field="what_is_unclear",
        )  # fmt: skip
    record = record_service(case=act.case, letter=Letter.SUPPLEMENT_NOTICE, fact=fact, actor=actor, today=today)
    if answer_by <= record.in_time_on:
        raise Refused(
            "answer_by_too_early", "补正期限应当合理，须晚于告知送达之日。", article=regulation(30),
            field="answer_by",
        )  # fmt: skip
    supplement = Supplement(
        case=act.case,
        what_is_unclear=what_is_unclear.strip(),
        guidance=guidance.strip(),
        served_on=record.in_time_on,
        answer_by=answer_by,
    )
    refuse_unfit(supplement)
    supplement.save()
    act.case.request_supplement()
    return act.finish(happened_on=record.in_time_on, answer_by=answer_by, service=str(record))


@transaction.atomic
def receive_supplement(
    *,
    case_id: int,
    answer: str,
    received_on: date,
    actor: User | None,
    today: date,
    now: datetime,
    files: Iterable[UploadedFile] = (),
    key: str = "",
) -> Case:
    """Record the applicant's supplement; ``actor`` None means the applicant answered on line.

    Raises Refused when none is awaited, it is empty, or the day lies in the future.
    """
    act = Performance(case_id=case_id, act=Act.RECEIVE_SUPPLEMENT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not answer.strip():
        raise Refused("supplement_empty", "请填写补正内容。", article=regulation(30), field="answer")
    refuse_future("received_on", received_on, today)
    supplement = act.case.supplement
    supplement.answer, supplement.received_on = answer.strip(), received_on
    refuse_unfit(supplement)
    supplement.save()
    act.case.receive_supplement()
    keep_words(act.case)
    act.finish(happened_on=received_on)
    if actor is None:
        announce_supplement(case=act.case, now=now)
    # Last, so that nothing can fail any more once files lie on the disk.
    attach_files(case=act.case, files=files, purpose="补正材料", actor=actor, now=now)
    return act.case

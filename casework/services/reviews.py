"""审核: opinions on the steps of the approval chain, in the system or on paper (条例第十七条、第四十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.law.acts import Act
from casework.law.approval_chain import StepKind
from casework.law.errors import Refused
from casework.law.review import Step, require_paper_day, waiting_words
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.user import User
from casework.services import review_rounds
from casework.services.attachments import attach_files, check_files
from casework.services.performing import Performance
from casework.services.replies import decide

SCANS = "呈批单扫描件"


@transaction.atomic
def review(
    *,
    case_id: int,
    actor: User,
    today: date,
    now: datetime,
    opinion: str = "",
    verdict: str = "",
    step_id: int | None = None,
    key: str = "",
) -> Case:
    """Agree on the open step that waits for the actor; the next step opens when its rank is complete.

    Who stands in for an absent colleague acts in that name, and the authority is recorded. With
    several open steps ``step_id`` says which. Raises Refused when none waits for the actor.
    """
    act = Performance(case_id=case_id, act=Act.REVIEW, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    mine = [
        seat for seat in act.review.review.seats_of(act.review.reviewer(actor))
        if seat[0].kind is not StepKind.SIGN and step_id in (None, seat[0].key)
    ]  # fmt: skip
    if not mine:
        waiting = waiting_words(act.review.review.open())
        raise Refused("review_step_closed", f"这一环节已经办过，现在等待{waiting}。", article=regulation(45))
    step, person_id = mine[0]
    given = review_rounds.agree(act, step, person_id, text=opinion, verdict=verdict, on=today)
    return act.finish(note=given.text, **review_rounds.words(given))


@transaction.atomic
def record_paper_approval(
    *,
    case_id: int,
    step_id: int,
    signatory: User,
    on: date,
    files: Iterable[UploadedFile],
    actor: User,
    today: date,
    now: datetime,
    opinion: str = "",
    verdict: str = "",
    key: str = "",
) -> Case:
    """Record what somebody signed on the printed 呈批单: who, on which day, with its scan.

    On the last step this is the signature, and the decision is made on the day on the paper.
    Raises Refused without a scan, for a day that cannot be, or for somebody not of the step.
    """
    act = Performance(case_id=case_id, act=Act.RECORD_PAPER_APPROVAL, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    step = _open_step(act, step_id, signatory)
    files = list(files)
    if len(files) != 1:
        raise Refused("scan_missing", "请上传签批后的呈批单扫描件，一次一份。", article=regulation(45), field="files")
    check_files(files)
    reply = act.case.replies.last()
    require_paper_day(
        on, today=today, drafted_on=reply.drafted_on, agreed_before=act.review.review.last_agreed_on(step.rank)
    )
    # Stored before the opinion that names it; a refusal after this removes the file with the rows.
    (scan,) = attach_files(case=act.case, files=files, purpose=SCANS, actor=actor, now=now)
    try:
        given = review_rounds.agree(act, step, signatory.pk, text=opinion, verdict=verdict, on=on, scan=scan)
        number = {}
        if step.kind is StepKind.SIGN:
            decide(act, reply, signatory, on)
            review_rounds.end(act)
            act.case.sign()
            number = {"letter_number": reply.letter_number}
        return act.finish(happened_on=on, note=given.text, **number, **review_rounds.words(given))
    except BaseException:
        scan.file.storage.delete(scan.file.name)
        raise


def _open_step(act: Performance, step_id: int, signatory: User) -> Step:
    for standing in act.review.review.open():
        if standing.step.key == step_id:
            if signatory.pk in standing.missing:
                return standing.step
            names = "、".join(standing.missing.values())
            raise Refused(
                "signatory_not_of_step", f"“{standing.step.name}”应由{names}签批。", article=regulation(45),
                field="signatory",
            )  # fmt: skip
    waiting = waiting_words(act.review.review.open())
    raise Refused("paper_step_not_open", f"这一环节现在不等待签批，正在等待{waiting}。", field="step_id")

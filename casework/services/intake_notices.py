"""Telling the desk what an applicant did on line, and the applicant that the request arrived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from casework.adapters.kept_statements import KeptStatement
from casework.models.case import Case
from casework.models.kept_insert import Copies, insert_together
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import Role, User

# The key of no agency.
_AGENCY = -1
_clerks = KeptStatement(lambda: User.objects.filter(agency=_AGENCY, role=Role.CLERK, is_active=True).values_list("pk"))


def submission_notices(*, case: Case, email: str, now: datetime) -> Iterator[Notice | Copies]:
    """Yield an in-app notice to every clerk of the agency and the receipt to the applicant, not stored yet.

    The clock may already be running, so an unread intake is the desk's first duty.
    """
    yield _to_clerks(
        case,
        f"网上新收件 {case.number}",
        f"{case.subject}。收到日{case.received_on or '待确认'}，请当日确认收件。",
        now,
    )
    if email:
        yield Notice(
            case=case,
            address=email,
            channel=NoticeChannel.EMAIL,
            subject=f"政府信息公开申请已收到 {case.number}",
            body=(
                f"您向{case.agency}提交的政府信息公开申请已收到，编号 {case.number}。\n"
                f"收到日：{case.received_on or '待与您确认'}。\n"
                "请凭编号和提交时显示的查询码查询进度。"
            ),
            created_at=now,
            send_after=now,
        )


def announce_supplement(*, case: Case, now: datetime) -> None:
    """Tell the clerks that the applicant answered a supplement notice, and the reply date that follows."""
    due = f"答复期限为{case.reply_due_on}" if case.reply_due_on else "答复期限尚不能确定"
    body = f"{case.subject}。申请人已在网上补正，{due}，请及时查看。"
    insert_together(_to_clerks(case, f"收到网上补正 {case.number}", body, now))


def announce_reasons(*, case: Case, now: datetime) -> None:
    """Tell the clerks that the applicant explained the many requests; the reply clock has run on meanwhile."""
    body = f"{case.subject}。申请人已在网上说明理由，答复期限照常计算，请及时审查。"
    insert_together(_to_clerks(case, f"收到网上说明的理由 {case.number}", body, now))


def announce_withdrawal(*, case: Case, now: datetime) -> None:
    """Tell the clerks that the applicant withdrew, before more work is done."""
    body = f"{case.subject}。申请人已在网上撤回申请，不再办理。"
    insert_together(_to_clerks(case, f"申请人已撤回 {case.number}", body, now))


def _to_clerks(case: Case, subject: str, body: str, now: datetime) -> Copies:
    notice = Notice(
        case=case,
        channel=NoticeChannel.IN_APP,
        subject=subject,
        body=body,
        state=NoticeState.SENT,
        created_at=now,
        send_after=now,
        sent_at=now,
    )
    return Copies(notice, "recipient", *_clerks.asked({_AGENCY: case.agency_id}))

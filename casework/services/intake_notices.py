"""Telling the desk that something came in, and the applicant that it arrived."""

from __future__ import annotations

from datetime import datetime

from casework.models.case import Case
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import Role, User


def announce_submission(*, case: Case, email: str, now: datetime) -> None:
    """Queue the receipt to the applicant and an in-app notice to every clerk of the agency.

    The clock may already be running, so an unread intake is the desk's first duty.
    """
    notices = [
        Notice(
            case=case,
            recipient=clerk,
            channel=NoticeChannel.IN_APP,
            subject=f"网上新收件 {case.number}",
            body=f"{case.subject}。收到日 {case.received_on or '待确认'}，请当日确认收件。",
            state=NoticeState.SENT,
            created_at=now,
            send_after=now,
            sent_at=now,
        )
        for clerk in User.objects.filter(agency_id=case.agency_id, role=Role.CLERK, is_active=True)
    ]
    if email:
        notices.append(
            Notice(
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
        )
    Notice.objects.bulk_create(notices)

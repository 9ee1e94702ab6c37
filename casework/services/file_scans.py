"""查毒: a stored file is handed to nobody before the scanner has called it clean; it waits in a queue of rows.

A scanner that is away costs no applicant a deadline: the file is taken in, and stays shut until the
scanner has answered. One that is known to be infected is refused at the door, or stays shut for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from casework.adapters.virus_scanner import FileNotRead, ScannerSilent, is_scanning, virus_in
from casework.law.errors import Refused
from casework.models.attachment import Attachment, ScanState
from casework.models.sealed import UnreadableValue
from casework.models.user import Role, User
from casework.services.telling import tell

AT_ONCE = 50
WHY_SHUT = {
    ScanState.PENDING: "这个附件正在等待病毒扫描，扫描完成后才能打开，请稍后再试。",
    ScanState.INFECTED: "这个附件含有病毒，已隔离，不能打开。请联系申请人重新提交。",
    ScanState.UNREADABLE: "病毒扫描程序读不了这个附件（文件可能损坏或者过大），不能打开。请联系提交人重新提交。",
}


def refuse_infected(name: str, stream: BinaryIO) -> None:
    """Raise Refused when the scanner knows the file to be infected. One that is away is asked again later."""
    if not is_scanning():
        return
    try:
        virus = virus_in(stream)
    except (ScannerSilent, FileNotRead):
        return
    if virus:
        raise Refused(
            "file_infected", f"“{name}”含有病毒（{virus}），没有接收。请清除后重新上传。", field="attachments"
        )


def first_state() -> ScanState:
    """Return how a file begins: shut where there is a scanner."""
    return ScanState.PENDING if is_scanning() else ScanState.NOT_SCANNED


def why_shut(attachment: Attachment) -> Refused | None:
    """Return why nobody may open the file now, or None."""
    sentence = WHY_SHUT.get(ScanState(attachment.scan_state))
    return Refused("file_shut", sentence) if sentence else None


def scan_waiting(*, now: datetime) -> int:
    """Scan what waits, the oldest first; return how many were scanned.

    A silent scanner ends the round; a file that cannot be read stays shut, holds up no other, and somebody is told.
    """
    if not is_scanning():
        return 0
    scanned = 0
    for attachment in Attachment.objects.filter(scan_state=ScanState.PENDING).order_by("pk")[:AT_ONCE]:
        try:
            with attachment.file.open("rb") as stream:
                virus = virus_in(stream)
            state, found = (ScanState.INFECTED, f"含有病毒（{virus}），已隔离") if virus else (ScanState.CLEAN, "")
        except FileNotFoundError:
            state, found = ScanState.CLEAN, ""  # there is nothing to hand out either
        except ScannerSilent:
            break
        except (FileNotRead, UnreadableValue, ValueError):
            state, found = ScanState.UNREADABLE, "无法查毒（文件可能损坏或者过大）"
        _settle(attachment, state, found, now)
        scanned += 1
    return scanned


@transaction.atomic
def _settle(attachment: Attachment, state: ScanState, found: str, now: datetime) -> None:
    waiting = Attachment.objects.filter(pk=attachment.pk, scan_state=ScanState.PENDING)
    changed = waiting.update(scan_state=state)
    if changed and found:
        case = attachment.case
        tell(
            _told(case.agency_id, case.officer), subject=f"{case.number}的附件不能打开", now=now, by_email=True,
            in_digest=False, case=case,
            body=f"附件“{attachment.name}”{found}，不能打开。请联系提交人重新提交；期限照常计算。",
        )  # fmt: skip


def _told(agency_id: int, officer: User | None) -> Iterable[User]:
    if officer is not None and officer.is_active:
        return [officer]
    return User.objects.filter(agency=agency_id, role=Role.CLERK, is_active=True)

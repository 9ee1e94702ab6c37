"""The drift report (期限核对): stored deadlines held against what the clock derives, every night.

It repairs nothing: a difference means that somebody wrote past the services or that a program is
wrong, and both must be looked at before they are covered up.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.adapters.clock import LEGAL_ZONE, legal_day
from casework.adapters.working_calendar import Calendars, calendars
from casework.law.duties import DUTY_NAMES, DutyKind
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.drift_report import DriftReport
from casework.models.notice import Notice, NoticeChannel
from casework.models.user import Role, User
from casework.services.deadlines import (
    CACHED_FIELDS,
    Derived,
    cache_deadlines,
    derived_deadlines,
    read_clock,
)
from casework.services.recomputing import locked
from casework.services.telling import tell

BATCH = 200
CASES_KEPT = 200
CASES_TOLD = 10

_WORDS = {
    "received_on": "收到日", "reply_due_on": "答复期限", "reply_provisional": "答复期限暂估", "next_duty": "下一事项",
    "next_due_on": "下一期限", "next_provisional": "下一期限暂估", "alarm_on": "预警日", "due_on": "末日",
    "provisional": "暂估", "is_open": "未完成",
}  # fmt: skip


logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Found:
    cases: int = 0
    drifted: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)
    by_agency: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def check_drift(*, today: date, now: datetime) -> DriftReport:
    """Compare all open cases, store the report, and tell the administrators when it is not empty.

    Batches keep memory flat. What differs is looked at again under its lock, so that an act that
    was just being done is not taken for a fault.
    """
    by = calendars()
    found = _Found()
    for batch in _batches():
        found.cases += len(batch)
        suspects = [case.pk for case in batch if _differences(case, by, today)]
        if suspects:
            _look_again(suspects, today, found)
    report = DriftReport.objects.create(
        checked_on=today, checked_at=now, cases=found.cases, drifted=found.drifted, differences=found.kept
    )
    _tell_administrators(found, now)
    return report


def _batches() -> Iterator[list[Case]]:
    """Yield all open cases with what the clock needs, a bounded number at a time."""
    last = 0
    cases = (
        Case.objects.open()
        .select_related("agency", "supplement", "reasons_request", "fee")
        .prefetch_related("consultations", "extensions", "deadlines")
        .defer("content")
        .order_by("pk")
    )
    while batch := list(cases.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _look_again(case_ids: list[int], today: date, found: _Found) -> None:
    by = calendars()
    for case in locked(Case.objects.open().filter(pk__in=case_ids)):
        lines = _differences(case, by, today)
        if not lines:
            continue
        found.drifted += 1
        found.by_agency[case.agency_id].append(case.number)
        if len(found.kept) < CASES_KEPT:
            found.kept.append({"case": case.pk, "number": case.number, "lines": lines})


def _differences(case: Case, by: Calendars, today: date) -> list[str]:
    """Return one line for every stored value that is not what the clock derives."""
    stored = {name: getattr(case, name) for name in CACHED_FIELDS}
    rows = {
        (row.duty, row.index): Derived(row.due_on, row.alarm_on, row.provisional, row.is_open)
        for row in case.deadlines.all()
    }
    lines = _held_against(case, stored, rows, by, today)
    lapsed = rows.get((DutyKind.SUPPLEMENT_NOTICE.value, 0))
    if lines and lapsed and lapsed.is_open and lapsed.due_on and lapsed.due_on < today:
        # The right to ask ends by itself; until the next sweep closes it, its last day still stands.
        if not _held_against(case, stored, rows, by, lapsed.due_on):
            return []
    return lines


def _held_against(
    case: Case, stored: dict[str, Any], rows: dict[tuple[str, int], Derived], by: Calendars, as_of: date
) -> list[str]:
    try:
        reading = read_clock(case, by.of(case.agency_id), as_of)
    except Refused as refusal:
        return [f"不能按登记的事实计算：{refusal}"]
    except Exception:
        # A value no form lets in, written to the tables by hand: that is what this report is for.
        logger.exception("%s cannot be read", case.number)
        return ["不能按登记的事实计算：登记的内容无法识别"]
    cache_deadlines(case, reading)
    lines = [
        _line(_WORDS[name], stored[name], getattr(case, name))
        for name in CACHED_FIELDS
        if stored[name] != getattr(case, name)
    ]
    for name, value in stored.items():
        # The case is only read here; what it showed is put back.
        setattr(case, name, value)
    wanted = derived_deadlines(case, reading)
    for key in sorted(rows.keys() | wanted.keys()):
        label = f"{DUTY_NAMES[DutyKind(key[0])]}{key[1] + 1 if key[1] else ''}"
        old, new = rows.get(key), wanted.get(key)
        if old is None or new is None:
            lines.append(f"{label}：{'缺少' if old is None else '多出'}一行期限")
            continue
        lines += [
            _line(f"{label}{_WORDS[name]}", getattr(old, name), getattr(new, name))
            for name in ("due_on", "alarm_on", "provisional", "is_open")
            if getattr(old, name) != getattr(new, name)
        ]
    return lines


def _line(label: str, stored: object, derived: object) -> str:
    return f"{label}：存为{_plain(stored)}，应为{_plain(derived)}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value else "空"


def _tell_administrators(found: _Found, now: datetime) -> None:
    for agency_id, numbers in found.by_agency.items():
        _tell_once(agency_id, numbers, now)


@transaction.atomic
def _tell_once(agency_id: int, numbers: list[str], now: datetime) -> None:
    """Tell the administrators of an agency, each once a day however often the comparison runs."""
    # Comparisons of two beats take turns here, so nobody is told twice.
    Agency.objects.select_for_update().get(pk=agency_id)
    shown = "、".join(numbers[:CASES_TOLD]) + ("等" if len(numbers) > CASES_TOLD else "")
    subject = f"期限核对发现{len(numbers)}件办件不符"
    morning = datetime.combine(legal_day(now), datetime.min.time(), LEGAL_ZONE)
    told = Notice.objects.filter(channel=NoticeChannel.IN_APP, subject=subject, created_at__gte=morning)
    people = User.objects.filter(role=Role.ADMINISTRATOR, agency_id=agency_id, is_active=True)
    tell(
        people.exclude(pk__in=told.values("recipient_id")),
        subject=subject,
        body=f"存储的期限与按事实计算的结果不一致：{shown}。核对没有改动任何数据，请联系技术人员查明原因后处理。",
        now=now,
    )

"""Published tables, and invented cases that add up to them.

The figures are facts from a published report; who asked for what is invented. The cases go through the
services, then the table is computed from them and held against the published one.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from casework.adapters.working_calendar import current_calendar
from casework.law.annual_counting import codes_of_row, first_and_last_day
from casework.law.annual_formats import COLUMNS, FORMATS, ReportFormat
from casework.law.annual_table import TOTAL
from casework.law.applicants import ApplicantKind
from casework.law.calendar import WorkingCalendar
from casework.law.letter_service import ServiceMethod
from casework.law.receipt import Channel
from casework.management.demo import texts
from casework.management.demo.acts import working_days_from
from casework.management.demo.office import AgencyData, Staff, staff_of
from casework.management.demo.people import applicant
from casework.management.demo.plan import Plan
from casework.management.demo.story import Story, play
from casework.models.event import CaseEvent
from casework.models.notice import Notice
from casework.queries.annual_table import year_table

FOLDER = Path(__file__).parent.parent / "published"
# The last request comes in early enough for the longest story to end within the year.
QUIET_WORKING_DAYS_AT_THE_END = 56
# The desk answers most requests itself.
UNIT_TAKES_EVERY = 3
# What happens on the way, taken in turn.
_TURNS: tuple[dict[str, Any], ...] = (
    {"reply_after": 6},
    {"supplement": True, "reply_after": 8},
    {"reply_after": 11, "method": ServiceMethod.ELECTRONIC},
    {"extension_days": 12, "reply_after": 12},
    {"consult": True, "reply_after": 7},
    {"sent_back": True, "reply_after": 14},
    {"reply_after": 3, "method": ServiceMethod.IN_PERSON},
)
_AT_ONCE = frozenset({"G1", "U2"})


@dataclass(frozen=True)
class PublishedTable:
    """One published table 三 with its source, and the channels its requests came by."""

    name: str
    year: int
    report_format: ReportFormat
    agency: AgencyData
    office_kind: str
    source: str
    figures: dict[str, list[int]]
    channels: dict[str, int]
    codes: dict[str, dict[str, int]]

    @cached_property
    def cells(self) -> dict[str, dict[str, int]]:
        """The published figures as row key -> column key -> count."""
        keys = [column.key for column in COLUMNS]
        return {row: dict(zip(keys, line, strict=True)) for row, line in self.figures.items()}


def names() -> list[str]:
    """Return the names of all published tables in the product."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def published(name: str) -> PublishedTable:
    """Return one published table. Raises CommandError for a name that is not there."""
    if name not in names():
        raise CommandError(f"没有“{name}”。可以载入：{'、'.join(names())}")
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return PublishedTable(
        name=data["name"],
        year=data["year"],
        report_format=FORMATS[data["format"]],
        agency=AgencyData(**data["agency"]),
        office_kind=data["office_kind"],
        source=data["source"],
        figures=data["figures"],
        channels=data["channels"],
        codes=data["codes"],
    )


@transaction.atomic
def load(table: PublishedTable, *, now: datetime) -> int:
    """Build the cases of a published table; return how many, 0 when they are there already.

    Raises CommandError, leaving nothing behind, when the computed table is not the published one.
    """
    staff = staff_of(table.agency)
    if CaseEvent.objects.filter(case__agency=staff.agency, key=_key(table, 0)).exists():
        return 0
    calendar = current_calendar()
    plans = _plans(table, calendar)
    play(Story(staff, calendar, plan).telling() for plan in plans)
    # What came in years ago was read years ago.
    Notice.objects.filter(case__agency=staff.agency, read_at__isnull=True).update(read_at=now)
    _hold_against_published(table, staff)
    return len(plans)


def differences(computed: dict[str, dict[str, int]], wanted: dict[str, dict[str, int]]) -> list[str]:
    """Return one line for every cell in which two tables differ, or that only one of them has."""
    places = {(row, column) for table in (computed, wanted) for row in table for column in table[row]}
    found = []
    for row, column in sorted(places):
        ours, theirs = computed.get(row, {}).get(column), wanted.get(row, {}).get(column)
        if ours != theirs:
            found.append(f"{row}/{column}：计算得{ours}，公布为{theirs}")
    return found


def _hold_against_published(table: PublishedTable, staff: Staff) -> None:
    computed = year_table(staff.agency, table.year)
    found = differences(computed.cells, table.cells)
    if computed.report_format != table.report_format:
        found.insert(0, f"格式：{computed.report_format.key}，公布为{table.report_format.key}")
    if found:
        raise CommandError(f"{table.name}：计算结果与公布的表不一致，未载入。{'；'.join(found)}")


def _plans(table: PublishedTable, calendar: WorkingCalendar) -> list[Plan]:
    """Return one plan a request: kinds and outcomes from the table, channels by their shares."""
    outcomes = _outcomes(table)
    channels = [Channel(key) for key, number in table.channels.items() for _ in range(number)]
    if len(channels) != len(outcomes):
        raise CommandError(f"{table.name}：渠道共{len(channels)}件，办理结果共{len(outcomes)}件。")
    # Always the same cases: the data file's name is the seed.
    shuffler = random.Random(table.name)
    shuffler.shuffle(channels)
    shuffler.shuffle(outcomes)
    first, last = first_and_last_day(table.year)
    days = [first]
    while days[-1] <= last:
        days.append(working_days_from(calendar, days[-1], 1))
    days = days[2:-QUIET_WORKING_DAYS_AT_THE_END]
    told: dict[str, int] = {}
    plans = []
    for index, ((code, kind), channel) in enumerate(zip(outcomes, channels, strict=True)):
        told[code] = told.get(code, -1) + 1
        day = days[index * len(days) // len(outcomes)]
        turn = dict(_TURNS[index % len(_TURNS)])
        if code in ("P1", "N4"):
            turn = {"consult": True, "reply_after": 6}
        elif code == "O2":
            turn = {}
        elif not code.startswith("G"):
            turn.pop("consult", None)
        if channel is Channel.COUNTER and code in _AT_ONCE:
            turn = {"on_the_spot": True}
        plans.append(
            Plan(
                key=_key(table, index),
                channel=channel,
                applicant=applicant(kind, index, day),
                content=texts.content(table.office_kind, code, told[code]),
                code=code,
                arrives_on=day,
                to_unit=index % UNIT_TAKES_EVERY == 0,
                **turn,
            )
        )
    return plans


def _outcomes(table: PublishedTable) -> list[tuple[str, ApplicantKind]]:
    """Return (decision code, applicant kind) for every result the table counts."""
    if any(table.cells[row][TOTAL] for row in ("carried_in", "carried_out")):
        raise CommandError(f"{table.name}：有结转的年度不能单独载入。")
    outcomes = []
    for row in table.report_format.result_rows:
        kinds = [kind for kind in ApplicantKind for _ in range(table.cells[row.key][kind])]
        possible = codes_of_row(row, table.report_format)
        shares = table.codes.get(row.key)
        if shares:
            codes = [code for code, number in shares.items() for _ in range(number)]
        else:
            codes = [possible[index % len(possible)] for index in range(len(kinds))] if possible else []
        if len(codes) != len(kinds) or not set(codes) <= set(possible):
            raise CommandError(f"{table.name}：“{row.label}”{len(kinds)}件无法生成。")
        outcomes += zip(codes, kinds, strict=True)
    return outcomes


def _key(table: PublishedTable, index: int) -> str:
    return f"published/{table.name}/{index}"

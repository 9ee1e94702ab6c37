"""The statistics of any period: one grouped statement a block, however many cases and agencies there are.

Who sees what is ``CaseQuerySet.visible_to``; what counts when is table 三's rule, so a whole year agrees with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from casework.law.annual_formats import FORMAT_2021
from casework.law.annual_table import row_in_format
from casework.law.applicants import APPLICANT_KIND_NAMES, ApplicantKind
from casework.law.outcomes import CODES
from casework.law.periods import Period
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.law.statistics import MONTHLY_MEASURES, Block, Measure
from casework.law.topics import UNSORTED, in_order
from casework.models.agency import Agency
from casework.models.case import Case, CaseQuerySet
from casework.models.user import Role, User
from casework.queries.annual_table import ending_day
from casework.queries.rounds import BEING_REDONE, first_due_on, orders_not_begun
from casework.queries.topics import topics_of

NO_UNIT = "未分办"
# Decisions that enter table 三, and cases without a decision; a correction request is in no table.
_COUNTED = ("", *(code.code for code in CODES.values() if code.row is not None))
_GROUPS = {
    Block.CHANNELS: ("channel", {item.value: CHANNEL_NAMES[item] for item in Channel}),
    Block.APPLICANTS: ("applicant_kind", {item.value: APPLICANT_KIND_NAMES[item] for item in ApplicantKind}),
}


@dataclass(frozen=True, slots=True)
class StatisticsQuestion:
    """Which period, which blocks, and optionally one agency and a word of the subject."""

    period: Period
    blocks: Collection[Block]
    agency_id: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: its label and its count by measure."""

    label: str
    counts: Mapping[Measure, int]


@dataclass(frozen=True, slots=True)
class BlockTable:
    """One block with the measures it can say something about."""

    block: Block
    measures: tuple[Measure, ...]
    lines: list[Line] = field(default_factory=list)


def agencies_of(user: User) -> list[Agency]:
    """Return the agencies whose statistics the user may see, in the order of the tree."""
    if not user.handles_cases:
        return []
    if user.role == Role.SUPERVISOR:
        return list(Agency.objects.below(user.agency).order_by("path"))
    return [user.agency]


def statistics(
    user: User, question: StatisticsQuestion, *, agencies: Iterable[Agency], today: date
) -> list[BlockTable]:
    """Return the blocks asked for, in the order of ``Block``. ``agencies`` are those of ``agencies_of``."""
    chosen = [agency for agency in agencies if question.agency_id in (None, agency.pk)]
    cases = Case.objects.visible_to(user)
    if question.agency_id is not None:
        cases = cases.filter(agency=question.agency_id)
    if question.word:
        cases = cases.filter(subject__icontains=question.word)
    counter = PeriodCounter(cases, chosen, question.period, today)
    return [counter.table(block) for block in Block if block in question.blocks]


def year_blocks(agency: Agency, year: int, today: date) -> list[BlockTable]:
    """Return what the annual page charts beside table 三: total, months and channels of the whole agency."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    counter = PeriodCounter(Case.objects.filter(agency=agency), [agency], period, today)
    months = counter.months((Measure.RECEIVED, Measure.DECIDED))
    return [counter.table(Block.TOTAL), months, counter.table(Block.CHANNELS)]


class PeriodCounter:
    """Counts one set of cases over one period. The day of a result follows each agency's policy."""

    def __init__(self, cases: CaseQuerySet, agencies: Iterable[Agency], period: Period, today: date) -> None:
        self.agencies = list(agencies)
        self.period = period
        served = [agency.pk for agency in self.agencies if ending_day(agency) == "concluded_on"]
        self._days = [("decided_on", ~Q(agency__in=served)), ("concluded_on", Q(agency__in=served))]
        if not served:
            self._days = [("decided_on", Q())]
        elif len(served) == len(self.agencies):
            self._days = [("concluded_on", Q())]
        self._in_period = (period.first, period.last)
        counted = cases.filter(decision_code__in=_COUNTED, received_on__lte=period.last).order_by()
        self._cases = counted.annotate(first_due_on=first_due_on())
        self._conditions = self._measured(min(period.last + timedelta(days=1), today))

    def table(self, block: Block) -> BlockTable:
        """Return one block."""
        if block is Block.MONTHS:
            return self.months(MONTHLY_MEASURES)
        if block is Block.OUTCOMES:
            return self._outcomes()
        measures = tuple(Measure)
        if block is Block.TOTAL:
            found = self._touched().aggregate(**self._counts())
            return BlockTable(block, measures, [Line("合计", _counts_of(found, measures))])
        if block is Block.UNITS:
            rows = self._grouped("agency", "unit__name")
            several = len(self.agencies) > 1
            names = {agency.pk: agency.name for agency in self.agencies}
            labels = (
                ((names.get(row["agency"], "") + " " if several else "") + (row["unit__name"] or NO_UNIT), row)
                for row in sorted(rows, key=lambda row: (row["agency"], row["unit__name"] or "￿"))
            )
            return BlockTable(block, measures, [Line(label, _counts_of(row, measures)) for label, row in labels])
        if block is Block.TOPICS:
            found = {row["topic"]: row for row in self._grouped("topic")}
            # The first agency is the superior of the others, or the only one; same names are one line.
            names = in_order({*found, ""}, topics_of(self.agencies[0]).names)
            lines = [Line(name or UNSORTED, _counts_of(found.get(name, {}), measures)) for name in names]
            return BlockTable(block, measures, lines)
        if block is Block.AGENCIES:
            name, labels = "agency", {agency.pk: agency.name for agency in self.agencies}
        else:
            name, labels = _GROUPS[block]
        found = {row[name]: row for row in self._grouped(name)}
        lines = [Line(label, _counts_of(found.get(key, {}), measures)) for key, label in labels.items()]
        return BlockTable(block, measures, lines)

    def _grouped(self, *names: str) -> Iterable[dict]:
        return self._touched().values(*names).annotate(**self._counts())

    def _touched(self) -> CaseQuerySet:
        """The cases that some measure counts; those over before the period are not read."""
        first = self.period.first
        ending = Q(concluded_on__isnull=True) | Q(concluded_on__gte=first) | self._ended(gte=first)
        return self._cases.filter(ending | BEING_REDONE | Q(pk__in=orders_not_begun().values("case")))

    def _counts(self) -> dict[str, Count]:
        return {measure.value: Count("pk", filter=condition) for measure, condition in self._conditions.items()}

    def _measured(self, answer_before: date) -> dict[Measure, Q]:
        last = self.period.last
        ordered = orders_not_begun().filter(provisional=False, due_on__lt=answer_before)
        served = Q(concluded_on__range=self._in_period)
        unanswered = Q(concluded_on__isnull=True) | Q(concluded_on__gt=last)
        return {
            Measure.RECEIVED: Q(received_on__gte=self.period.first),
            Measure.DECIDED: self._ended(range=self._in_period),
            Measure.ON_TIME: served & Q(concluded_on__lte=F("first_due_on")),
            Measure.LATE: served & Q(concluded_on__gt=F("first_due_on")),
            Measure.OPEN: self._ended(isnull=True) | self._ended(gt=last),
            Measure.OVERDUE: (unanswered | BEING_REDONE) & Q(reply_due_on__lt=answer_before, reply_provisional=False)
            | Q(pk__in=ordered.values("case")),
        }

    def _ended(self, **limit) -> Q:
        (lookup, value), = limit.items()  # fmt: skip
        found = Q()
        for day, whose in self._days:
            found |= whose & Q(**{f"{day}__{lookup}": value})
        return found

    def months(self, measures: tuple[Measure, ...]) -> BlockTable:
        """Each measure by the month of its own day: receipt, result, service."""
        by_month: dict[date, dict[Measure, int]] = {month: {} for month in self.period.months}
        for measure in measures:
            days = self._days if measure is Measure.DECIDED else [("concluded_on", Q())]
            if measure is Measure.RECEIVED:
                days = [("received_on", Q())]
            for day, whose in days:
                rows = self._cases.filter(whose, self._conditions[measure]).annotate(month=TruncMonth(day))
                for month, number in rows.values_list("month").annotate(number=Count("pk")):
                    by_month[month][measure] = by_month[month].get(measure, 0) + number
        lines = [
            Line(f"{month.year}年{month.month}月", {measure: counts.get(measure, 0) for measure in measures})
            for month, counts in by_month.items()
        ]
        return BlockTable(Block.MONTHS, measures, lines)

    def _outcomes(self) -> BlockTable:
        """Results by the lines of table 三, those that occurred."""
        rows = self._cases.filter(self._conditions[Measure.DECIDED]).exclude(decision_code="")
        by_row: dict[str, int] = {}
        for code, number in rows.values_list("decision_code").annotate(number=Count("pk")):
            key = row_in_format(CODES[code].row, FORMAT_2021)
            by_row[key] = by_row.get(key, 0) + number
        lines = [
            Line(row.label, {Measure.DECIDED: by_row[row.key]}) for row in FORMAT_2021.result_rows if row.key in by_row
        ]
        return BlockTable(Block.OUTCOMES, (Measure.DECIDED,), lines)


def _counts_of(row: Mapping[str, int], measures: Iterable[Measure]) -> dict[Measure, int]:
    return {measure: row.get(measure.value, 0) for measure in measures}

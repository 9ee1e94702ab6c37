"""Disputes (行政复议、行政诉讼) over a reply: whose answer is due when, what a result counts as, table 四.

Source: 行政复议法（2023） Art. 48, 53, 54, 62-70, 88; 行政诉讼法 Art. 67, 69-78, 89; part 四 of the annual
report format; law.md 3.3 and 5.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from casework.law.annual_counting import first_and_last_day
from casework.law.annual_formats import DISPUTE_COLUMNS, DISPUTE_GROUPS
from casework.law.annual_table import TOTAL
from casework.law.calendar import DueDate, WorkingCalendar
from casework.law.errors import Refused
from casework.law.sources import LITIGATION_LAW, RECONSIDERATION_LAW

SIMPLIFIED_ANSWER_WORKING_DAYS = 5
ORDINARY_ANSWER_WORKING_DAYS = 10
DEFENCE_DAYS = 15


class DisputeKind(StrEnum):
    """Before whom, and in which instance."""

    RECONSIDERATION = "reconsideration"
    FIRST_INSTANCE = "first_instance"
    SECOND_INSTANCE = "second_instance"


DISPUTE_KIND_NAMES: dict[DisputeKind, str] = {
    DisputeKind.RECONSIDERATION: "行政复议",
    DisputeKind.FIRST_INSTANCE: "行政诉讼（一审）",
    DisputeKind.SECOND_INSTANCE: "行政诉讼（二审）",
}


class Procedure(StrEnum):
    """Which procedure the authority uses; it decides the days for the agency's answer."""

    SIMPLIFIED = "simplified"
    ORDINARY = "ordinary"


PROCEDURE_NAMES: dict[Procedure, str] = {Procedure.SIMPLIFIED: "简易程序", Procedure.ORDINARY: "普通程序"}


class Against(StrEnum):
    """What the dispute is about."""

    REPLY = "reply"
    NO_REPLY = "no_reply"


AGAINST_NAMES: dict[Against, str] = {Against.REPLY: "不服答复", Against.NO_REPLY: "逾期不予答复"}


class Group(StrEnum):
    """The result columns of table 四."""

    MAINTAINED = "maintained"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"


GROUP_NAMES: dict[str, str] = dict(DISPUTE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Result:
    """One way a dispute ends. ``group`` None: as the first instance ended, which this one confirmed."""

    key: str
    name: str
    group: Group | None
    article: str
    kinds: tuple[DisputeKind, ...]
    # The reply did not stand, so the decision may order a new one.
    redo: bool = False


def _results() -> Iterable[Result]:
    review, first, second = DisputeKind
    law, suit = RECONSIDERATION_LAW.cite, LITIGATION_LAW.cite
    maintained, corrected, other = Group.MAINTAINED, Group.CORRECTED, Group.OTHER
    courts = (first, second)
    yield Result("maintained", "维持", maintained, law(68), (review,))
    yield Result("request_dismissed", "驳回行政复议请求", maintained, law(69), (review,))
    yield Result("revoked", "撤销（含部分撤销）", corrected, law(64), (review,), redo=True)
    yield Result("changed", "变更", corrected, law(63), (review,))
    yield Result("unlawful", "确认违法", corrected, law(65), (review,), redo=True)
    yield Result("void", "确认无效", corrected, law(67), (review,), redo=True)
    yield Result("ordered", "责令履行", corrected, law(66), (review,), redo=True)
    yield Result("not_accepted", "不予受理、驳回行政复议申请", other, law(30), (review,))
    yield Result("ended", "终止（含申请人撤回）", other, law(41), (review,))
    yield Result("mediated", "调解、和解", other, law(73), (review,))
    yield Result("claim_dismissed", "判决驳回诉讼请求", maintained, suit(69), courts)
    yield Result("judged_revoked", "判决撤销（含部分撤销）", corrected, suit(70), courts, redo=True)
    yield Result("judged_changed", "判决变更", corrected, suit(77), courts)
    yield Result("judged_unlawful", "判决确认违法", corrected, suit(74), courts, redo=True)
    yield Result("judged_void", "判决确认无效", corrected, suit(75), courts, redo=True)
    yield Result("judged_ordered", "判决履行（责令答复、公开）", corrected, suit(72), courts, redo=True)
    yield Result("appeal_dismissed", "驳回上诉，维持原判", None, suit(89), (second,))
    yield Result("sent_back", "撤销原判，发回重审", other, suit(89), (second,))
    yield Result("suit_rejected", "裁定不予立案、驳回起诉", other, suit(49), courts)
    yield Result("suit_withdrawn", "准予撤诉、终结诉讼", other, suit(62), courts)
    yield Result("suit_mediated", "调解", other, suit(60), courts)


RESULTS: dict[str, Result] = {row.key: row for row in _results()}


def results_for(kind: DisputeKind) -> tuple[Result, ...]:
    """Return the ways a dispute of that kind can end, in the order of a form."""
    return tuple(row for row in RESULTS.values() if kind in row.kinds)


def result_of(key: str, kind: DisputeKind) -> Result:
    """Return the result. Raises Refused for one that such a dispute cannot have."""
    row = RESULTS.get(key)
    if row is None or kind not in row.kinds:
        raise Refused(
            "dispute_result_unknown", f"{DISPUTE_KIND_NAMES[kind]}没有这种结果，请从列出的结果中选择。", field="result"
        )
    return row


def check_order_of_instances(kind: DisputeKind, earlier: DisputeKind | None, *, earlier_is_open: bool) -> None:
    """Raise Refused unless a dispute of this kind can follow the earlier one, None where nothing came before.

    An appeal follows a judgment of the first instance, a suit may follow a reconsideration, and a reconsideration
    nothing. Source: 行政诉讼法第八十五条, 行政复议法第三十四条.
    """
    if kind is DisputeKind.SECOND_INSTANCE:
        if earlier is not DisputeKind.FIRST_INSTANCE or earlier_is_open:
            raise Refused(
                "appeal_without_first_instance",
                "二审须选定已登记结果的一审案件。",
                article=LITIGATION_LAW.cite(85),
                field="preceded_by",
            )
    elif earlier is not None and (
        kind is DisputeKind.RECONSIDERATION or earlier is not DisputeKind.RECONSIDERATION or earlier_is_open
    ):
        raise Refused(
            "dispute_before_wrong",
            "复议没有在先的程序；一审只能接在已有结果的复议之后。",
            article=RECONSIDERATION_LAW.cite(34),
            field="preceded_by",
        )


def may_order_redo(key: str, earlier: str = "") -> bool:
    """Tell whether the result can make the agency act again; ``earlier`` is what an appeal confirmed."""
    row = RESULTS[key]
    if row.group is None:
        return bool(earlier) and RESULTS[earlier].redo
    return row.redo


def group_of(key: str, earlier: str = "") -> Group:
    """Return the column of table 四; a confirmed judgment counts as what it confirmed. Source: law.md 3.3."""
    row = RESULTS.get(key)
    if row is None:
        return Group.PENDING
    if row.group is None:
        found = RESULTS.get(earlier)
        return found.group if found and found.group else Group.OTHER
    return row.group


def answer_working_days(procedure: Procedure) -> int:
    """Return the working days for the answer to a reconsideration. Source: 行政复议法 Art. 48, 54, 88."""
    return SIMPLIFIED_ANSWER_WORKING_DAYS if procedure is Procedure.SIMPLIFIED else ORDINARY_ANSWER_WORKING_DAYS


def answer_due(
    kind: DisputeKind, procedure: Procedure, received_on: date, calendar: WorkingCalendar
) -> tuple[DueDate, str]:
    """Return the last day for the agency's answer and its article; ``received_on`` is when the copy came.

    Reconsideration: 5 working days (simplified) or 10 (ordinary) for answer and evidence. A suit: 15
    natural days for the defence; a last day off work moves to the next working day. Source: 行政复议法
    Art. 48, 54, 88; 行政诉讼法 Art. 67; 民法典 Art. 203.
    """
    if kind is DisputeKind.RECONSIDERATION:
        article = RECONSIDERATION_LAW.cite(54 if procedure is Procedure.SIMPLIFIED else 48)
        return calendar.estimate(received_on, answer_working_days(procedure)), article
    return calendar.roll_forward(received_on + timedelta(days=DEFENCE_DAYS)), LITIGATION_LAW.cite(67)


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """One dispute as table 四 counts it. ``earlier_result`` is what an appeal was lodged against.

    ``continued_on`` is the day the papers of a further instance came, None when there is none.
    """

    kind: DisputeKind
    after_reconsideration: bool
    received_on: date
    decided_on: date | None = None
    result: str = ""
    earlier_result: str = ""
    continued_on: date | None = None


def table_group(kind: DisputeKind, *, after_reconsideration: bool) -> str:
    """Return the printed group of table 四 a dispute belongs to."""
    if kind is DisputeKind.RECONSIDERATION:
        return "review"
    return "suit_after_review" if after_reconsideration else "suit_direct"


def column_in_year(fact: DisputeFact, year: int, *, instances: str = "each") -> Group | None:
    """Return the column of table 四 that counts the dispute in a year, or None.

    Decided in the year, or lodged by its end and not decided then; a dispute that runs over the year's
    end stands in both reports, because the form has no carry-in. ``instances`` "last": of several
    instances only the last one counts. Source: law.md 3.3.
    """
    first, last = first_and_last_day(year)
    if fact.received_on > last or (fact.decided_on is not None and fact.decided_on < first):
        return None
    if instances == "last" and fact.continued_on is not None and fact.continued_on <= last:
        return None
    if fact.decided_on is None or fact.decided_on > last:
        return Group.PENDING
    return group_of(fact.result, fact.earlier_result)


def fold_disputes(facts: Iterable[DisputeFact], year: int, *, instances: str = "each") -> dict[str, dict[str, int]]:
    """Return table 四, group -> column -> count, totals computed: zeros are counts too. Source: law.md 3.1, 3.3."""
    cells = {group: {column: 0 for column, _ in DISPUTE_COLUMNS} for group, _ in DISPUTE_GROUPS}
    for fact in facts:
        column = column_in_year(fact, year, instances=instances)
        if column is not None:
            line = cells[table_group(fact.kind, after_reconsideration=fact.after_reconsideration)]
            line[column] += 1
            line[TOTAL] += 1
    return cells


def as_figures(cells: Mapping[str, Mapping[str, int]]) -> dict[str, Decimal]:
    """Return table 四 under the cell keys of the entered figures (``law.annual_entries.Slot.key``)."""
    return {f"four-{group}-{column}": Decimal(count) for group, line in cells.items() for column, count in line.items()}

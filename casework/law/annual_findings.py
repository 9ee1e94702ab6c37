"""Checks of an annual report beyond table 三's own sums, and the name a finding keeps while it stays the same.

C1-C8 are those of law.md 3.2. C9-C11 are this program's: jumps from year to year, a superior's table against
those below it, and agencies below that are missing; C12 a typed table 四 against the registered disputes. A soft finding
(C6, C8, C9, C12) asks for a look, not for a correction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from casework.law.annual_entries import FOUR, TABLE_NAMES, TWO, FigureKind, Slot, shown, slots
from casework.law.annual_formats import FORMAT_2021, ReportFormat
from casework.law.annual_table import TOTAL, Cells, Check, Verdict, check_disputes

SOFT = frozenset({"C6", "C8", "C9", "C12"})
JUMP = 5
# So many blank cells are named in a sentence; the page marks them all.
_NAMED = 3
Figures = Mapping[str, Decimal | None]
# Columns of the block of rules and documents in the 2021 format: made, abolished, in force.
_MADE, _ABOLISHED, _IN_FORCE = "1", "2", "3"


def fingerprint(check: Check) -> str:
    """Return what names a finding: another number at the same place is another finding."""
    parts = (check.identity, check.where, str(check.left), str(check.right))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def dispute_cells(figures: Figures, report_format: ReportFormat) -> dict[str, dict[str, int | None]]:
    """Return table 四 as rows and columns; a cell that was not filled in is None."""
    cells: dict[str, dict[str, int | None]] = {}
    for slot in slots(report_format):
        if slot.table == FOUR:
            value = figures.get(slot.key)
            cells.setdefault(slot.row, {})[slot.column] = None if value is None else int(value)
    return cells


def check_figures(figures: Figures, report_format: ReportFormat) -> list[Check]:
    """Return checks C5 (table 四 adds up) and C7 (no cell blank, none below 0). Source: law.md 3.2."""
    return [*check_disputes(dispute_cells(figures, report_format)), *_filled_in(figures, report_format)]


def check_table_three_filled(cells: Cells) -> Check:
    """Return check C7 of table 三: every cell a number that is not negative. Source: law.md 3.2."""
    faulty = [
        (row, column) for row, line in cells.items() for column, number in line.items() if number is None or number < 0
    ]
    return _blank_check("表三", len(faulty), "、".join(f"{row} {column}" for row, column in faulty), tuple(faulty))


def check_in_force(figures: Figures, last_year: Figures, report_format: ReportFormat) -> list[Check]:
    """Return check C8: in force = last year's + made - abolished. Only a hint. Source: law.md 3.2.

    The 2019 format does not print the three numbers, so there is nothing to hold against each other.
    """
    if report_format is not FORMAT_2021:
        return []
    found = []
    for slot in slots(report_format):
        if slot.table != TWO or slot.column != _IN_FORCE:
            continue
        before, made, abolished, now = (
            last_year.get(slot.key),
            figures.get(f"{TWO}-{slot.row}-{_MADE}"),
            figures.get(f"{TWO}-{slot.row}-{_ABOLISHED}"),
            figures.get(slot.key),
        )
        right = None if before is None or made is None or abolished is None else int(before + made - abolished)
        left = None if now is None else int(now)
        found.append(_soft("C8", slot.row_label, "现行有效 = 上年现行有效 + 本年制发 − 本年废止", left, right))
    return found


def check_against_register(entered: Figures, computed: Figures, report_format: ReportFormat) -> list[Check]:
    """Return check C12: a figure of table 四 typed in by hand equals what the registered disputes make.

    Nothing where none was typed in, or where no dispute was ever registered. Source: law.md 3.3.
    """
    pairs = [(slot, entered.get(slot.key), computed.get(slot.key)) for slot in slots(report_format)]
    known = [(slot, typed, counted) for slot, typed, counted in pairs if typed is not None and counted is not None]
    found = [
        Check(
            "C12", slot.label, Verdict.FAILED, int(typed), int(counted),
            f"{slot.label}：填报{shown(typed)}，按登记的案件计算{shown(counted)}，相差{shown(typed - counted)}",
            ((FOUR, slot.key),),
        )
        for slot, typed, counted in known
        if typed != counted
    ]  # fmt: skip
    if found or not known:
        return found
    return [Check("C12", TABLE_NAMES[FOUR], Verdict.PASSED, None, None, f"填报的{len(known)}格与登记的案件一致", ())]


def check_jumps(cells: Cells, last_year: Cells, figures: Figures, last_figures: Figures,
                report_format: ReportFormat) -> list[Check]:  # fmt: skip
    """Return check C9: a number more than five times last year's, or less than a fifth of it.

    Held in the total column of table 三 and in every cell of tables 二 and 四 but the yearly changes; a cell that was
    0 or blank last year cannot be compared. When nothing jumps, one check says how many cells were compared.
    """
    pairs = [
        (f"{row.label.split('（区分')[0]}", (row.key, TOTAL), cells.get(row.key, {}).get(TOTAL),
         last_year.get(row.key, {}).get(TOTAL))
        for row in report_format.rows if row.kind != "heading"
    ]  # fmt: skip
    pairs += [
        (slot.label, (slot.table, slot.key), figures.get(slot.key), last_figures.get(slot.key))
        for slot in slots(report_format)
        if slot.kind is not FigureKind.CHANGE
    ]
    known = [pair for pair in pairs if pair[2] is not None and pair[3]]
    jumps = [
        Check("C9", where, Verdict.FAILED, now, before, f"{where}：上年{_text(before)}，本年{_text(now)}", (place,))
        for where, place, now, before in known
        if now > JUMP * before or now * JUMP < before
    ]
    if jumps or not known:
        return jumps
    return [Check("C9", "全表", Verdict.PASSED, None, None, f"与上年相比没有突变（比较了{len(known)}格）", ())]


def check_sum(total: Cells, parts: Cells, report_format: ReportFormat) -> list[Check]:
    """Return check C10: the superior's sum equals what the register holds for all agencies together, per row."""
    found = []
    for row in report_format.rows:
        if row.kind != "heading":
            left, right = total[row.key][TOTAL], parts[row.key][TOTAL]
            same = left == right
            sentence = f"{row.label}行：各机关之和{left}，按全部办件直接汇总{right}"
            verdict = Verdict.PASSED if same else Verdict.FAILED
            found.append(Check("C10", f"{row.label}行", verdict, left, right, sentence, ((row.key, TOTAL),)))
    return found


def _filled_in(figures: Figures, report_format: ReportFormat) -> list[Check]:
    found = []
    for table in (TWO, FOUR):
        places = [slot for slot in slots(report_format) if slot.table == table]
        faulty = [slot for slot in places if _is_faulty(figures.get(slot.key), slot)]
        if len(faulty) == len(places):
            sentence = f"{TABLE_NAMES[table]}：尚未填写"
            found.append(Check("C7", TABLE_NAMES[table], Verdict.NOT_ASSESSABLE, None, None, sentence, ()))
        else:
            names = "、".join(f"{slot.row_label}{slot.column_label}" for slot in faulty[:_NAMED])
            names += "等" if len(faulty) > _NAMED else ""
            found.append(_blank_check(TABLE_NAMES[table], len(faulty), names, tuple((table, s.key) for s in faulty)))
    return found


def _is_faulty(value: Decimal | None, slot: Slot) -> bool:
    return value is None or (value < 0 and slot.kind is not FigureKind.CHANGE)


def _blank_check(where: str, faulty: int, names: str, cells: tuple[tuple[str, str], ...]) -> Check:
    if not faulty:
        return Check("C7", where, Verdict.PASSED, 0, 0, f"{where}：每格都填了数字", cells)
    return Check("C7", where, Verdict.FAILED, faulty, 0, f"{where}有{faulty}格空白或为负数（0也要填0）：{names}", cells)


def _soft(identity: str, where: str, rule: str, left: int | None, right: int | None) -> Check:
    if left is None or right is None:
        return Check(identity, where, Verdict.NOT_ASSESSABLE, left, right, f"{where}：缺上年或本年数，无法核对", ())
    if left == right:
        return Check(identity, where, Verdict.PASSED, left, right, f"{where}：{rule}", ())
    return Check(identity, where, Verdict.FAILED, left, right, f"{where}：{left} ≠ {right}（{rule}）", ())


def _text(value: int | Decimal | None) -> str:
    return shown(value) if isinstance(value, Decimal) else str(value)

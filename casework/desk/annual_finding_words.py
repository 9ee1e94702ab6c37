"""The checks beside an annual report, one line each, and what people said of a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.desk.annual_words import Address
from casework.documents.annual_findings import CHECK_RULES, NOT_MADE, SUM_RULES
from casework.law.annual_entries import TABLE_NAMES
from casework.law.annual_findings import SOFT, fingerprint
from casework.law.annual_table import Check, Verdict, failures
from casework.models.annual_record import FindingVerdict

ROLL_UP_RULES = {**{identity: CHECK_RULES[identity] for identity in ("C1", "C2", "C3")}, **SUM_RULES}


def said_of(verdicts: Mapping[str, FindingVerdict]) -> dict[str, str]:
    """Return what people said of findings in words, by fingerprint."""
    return {key: f"{item.get_word_display()}：{item.reason}（{item.actor_name}）" for key, item in verdicts.items()}


def check_lines(
    checks: Sequence[Check], address: Address, year: int, verdicts: Mapping[str, FindingVerdict], *, may_judge: bool,
    rules: Mapping[str, str] = CHECK_RULES,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return one line for every identity that holds, and one for every place where one does not."""
    lines: list[dict[str, Any]] = []
    for identity, rule in rules.items():
        made = [check for check in checks if check.identity == identity]
        failed = failures(made)
        unknown = [check for check in made if check.verdict is Verdict.NOT_ASSESSABLE]
        if not made:
            lines.append({"code": identity, "passed": None, "text": f"{rule}（{NOT_MADE.get(identity, '未核对')}）"})
        elif unknown and not failed:
            why = "；".join(check.sentence for check in unknown) if identity in ("C6", "C7") else "有空格，无法核对"
            lines.append({"code": identity, "passed": None, "text": f"{rule}（{why}）"})
        elif not failed:
            lines.append({"code": identity, "passed": True, "text": rule})
        lines += [_finding(check, address, year, verdicts, may_judge) for check in failed]
    return lines


def _finding(
    check: Check, address: Address, year: int, verdicts: Mapping[str, FindingVerdict], may_judge: bool
) -> dict[str, Any]:
    name = fingerprint(check)
    verdict = verdicts.get(name)
    return {
        "code": check.identity,
        "passed": False,
        "soft": check.identity in SOFT,
        "text": check.sentence,
        "url": _place(check, address, year),
        "word": verdict.get_word_display() if verdict else "",
        "reason": verdict.reason if verdict else "",
        "by": verdict.actor_name if verdict else "",
        "judge_url": address.of("annual_finding", year, name) if may_judge else "",
    }


def _place(check: Check, address: Address, year: int) -> str:
    """Return where the cells of a finding are looked at."""
    if not check.cells:
        return ""
    row, column = check.cells[0]
    if row in TABLE_NAMES:
        return address.of("annual_figures", year) + f"#id_{column}"
    if check.identity == "C5":
        return address.of("annual_figures", year) + f"#id_four-{row}-{column}"
    return address.panel("annual_cell", year, row, column)

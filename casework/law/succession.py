"""职权承继: a renamed agency or unit answers what was asked of it by its old name.

国办公开办函〔2019〕14号: whoever received a request deals with it, and the successor may not refuse
because information was not handed over; the day of receipt does not move for an internal mistake
(law.md 2.1(2), 4.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.law.errors import Refused

SUCCESSION_LETTER = "国办公开办函〔2019〕14号"


@dataclass(frozen=True, slots=True)
class Succession:
    """An old name, who has its powers, from which day, by which document."""

    old_name: str
    successor: str
    effective_on: date
    basis: str = ""
    telephone: str = ""
    is_unit: bool = False


def letter_sentence(item: Succession) -> str:
    """Return the sentence by which a letter names the succession of an agency; units are not named outside."""
    if item.is_unit:
        return ""
    day = f"{item.effective_on.year}年{item.effective_on.month}月{item.effective_on.day}日"
    basis = f"（{item.basis}）" if item.basis else ""
    return f"申请中写明的机关“{item.old_name}”的职权自{day}起由本机关承继{basis}。"


def desk_sentence(item: Succession, *, own: bool) -> str:
    """Return what the clerk who registers is told; ``own`` when the successor is the own agency."""
    basis = f"（{item.basis}）" if item.basis else ""
    if item.is_unit:
        return f"“{item.old_name}”现为{item.successor}（{item.effective_on}起{basis}）。内部转办不改变收到日。"
    if own:
        return f"“{item.old_name}”的职权自{item.effective_on}起由本机关承继{basis}，照常登记办理，收到日不变。"
    call = f"，电话{item.telephone}" if item.telephone else ""
    return (
        f"“{item.old_name}”的职权自{item.effective_on}起由{item.successor}承继{basis}{call}。谁收到谁处理："
        f"可以征求其意见后处理，也可以告知申请人向其另行申请，不得退件（{SUCCESSION_LETTER}）。"
    )


def require_former_name(name: str, current: str, effective_on: date | None, today: date) -> None:
    """Raise Refused for an old name that is none, or a day that has not come or is unknown."""
    if not name.strip():
        raise Refused("former_name_missing", "请填写原名称。", article=SUCCESSION_LETTER, field="name")
    if name.strip() == current:
        raise Refused("former_name_is_current", "原名称与现名称相同。", article=SUCCESSION_LETTER, field="name")
    if effective_on is None:
        raise Refused("succession_day_missing", "请填写承继生效日期。", article=SUCCESSION_LETTER, field="effective_on")
    if effective_on > today:
        raise Refused(
            "succession_to_come", f"生效日期{effective_on}未到，到日后再登记。", article=SUCCESSION_LETTER,
            field="effective_on",
        )  # fmt: skip

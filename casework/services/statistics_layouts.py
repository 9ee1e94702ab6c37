"""Keeping an office's statistics layouts: everybody of the agency uses them, its office and leaders keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.law.errors import Refused
from casework.law.periods import PeriodKind
from casework.law.statistics import Block, Measure
from casework.models.statistics_layout import StatisticsLayout
from casework.models.user import Role, User

KEEPERS = (Role.CLERK, Role.LEADER, Role.SUPERVISOR)


def may_keep(user: User) -> bool:
    """Tell whether the user may save and delete layouts of the own agency."""
    return user.agency_id is not None and user.role in KEEPERS


def save_layout(
    *, name: str, period_kind: PeriodKind, blocks: Sequence[Block], measures: Sequence[Measure], word: str,
    actor: User, now: datetime,
) -> StatisticsLayout:  # fmt: skip
    """Save a layout for the actor's agency; the same name again replaces it."""
    _require(actor)
    name = name.strip()
    if not name:
        raise Refused("layout_without_name", "请填写样式名称。", field="name")
    if not blocks or not measures:
        raise Refused("layout_is_empty", "至少选择一项内容和一列。", field="blocks")
    values = {
        "period_kind": period_kind.value,
        "blocks": [block.value for block in blocks],
        "measures": [measure.value for measure in measures],
        "word": word,
        "saved_by": actor,
        "saved_at": now,
    }
    layout, _ = StatisticsLayout.objects.update_or_create(agency=actor.agency, name=name, defaults=values)
    return layout


def delete_layout(*, layout_id: int, actor: User) -> None:
    """Delete a layout of the actor's agency. Raises Refused where it has none such."""
    _require(actor)
    deleted, _ = StatisticsLayout.objects.filter(agency=actor.agency, pk=layout_id).delete()
    if not deleted:
        raise Refused("layout_not_found", "没有这个统计样式。")


def _require(actor: User) -> None:
    if not may_keep(actor):
        raise Refused("layout_keeper_only", "只有公开办经办人、负责人和主管部门可以保存或删除统计样式。")

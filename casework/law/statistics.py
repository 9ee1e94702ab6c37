"""What the statistics of a period count: measures, and the groups they are broken down by.

Receipt and result follow table 三 (law.annual_counting), so that a whole year agrees with it; only the
timeliness goes by the day of service against the reply day, as the clock does.
"""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """A column of the statistics."""

    RECEIVED = "received"
    DECIDED = "decided"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"


MEASURE_NAMES: dict[Measure, str] = {
    Measure.RECEIVED: "新收",
    Measure.DECIDED: "办结",
    Measure.ON_TIME: "按期答复",
    Measure.LATE: "逾期答复",
    Measure.OPEN: "期末未办结",
    Measure.OVERDUE: "期末已超期",
}
MEASURE_MEANINGS: dict[Measure, str] = {
    Measure.RECEIVED: "收到日（条例第三十一条）在期间内",
    Measure.DECIDED: "办理结果计入期间内，口径与年度报告表三相同",
    Measure.ON_TIME: "期间内送达，未超过答复期限（条例第三十三条）",
    Measure.LATE: "期间内送达，超过答复期限",
    Measure.OPEN: "期间末日或以前收到，期末尚未办结",
    Measure.OVERDUE: "期末尚未答复，答复期限已过；运行中的期间截至今日",
}
# A month's end says nothing about the state at the end of the period.
MONTHLY_MEASURES = (Measure.RECEIVED, Measure.DECIDED, Measure.ON_TIME, Measure.LATE)


class Block(StrEnum):
    """A table of the statistics."""

    TOTAL = "total"
    MONTHS = "months"
    CHANNELS = "channels"
    APPLICANTS = "applicants"
    OUTCOMES = "outcomes"
    TOPICS = "topics"
    UNITS = "units"
    AGENCIES = "agencies"


BLOCK_NAMES: dict[Block, str] = {
    Block.TOTAL: "收办概况",
    Block.MONTHS: "逐月",
    Block.CHANNELS: "受理渠道",
    Block.APPLICANTS: "申请人",
    Block.OUTCOMES: "办理结果",
    Block.TOPICS: "主题分类",
    Block.UNITS: "承办科室",
    Block.AGENCIES: "各机关",
}

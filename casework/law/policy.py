"""The switches where the law leaves a choice (law.md section 11), each with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from casework.law.archives import PERIODS, PERMANENT
from casework.law.errors import BadFact

CHOICES: dict[str, tuple[str, ...]] = {
    # Art. 31(3): the day of submission (strictest, 指导案例26号) or of mutual confirmation.
    "online_receipt": ("submitted", "confirmed"),
    # A request that arrives on a day off: that day, or the next working day.
    "nonworkday_receipt": ("strict", "next_working_day"),
    # Art. 33(3) says only "the time needed": where the stopped clock starts and ends.
    "suspend_start": ("sent", "delivered"),
    "suspend_end": ("answered", "expiry"),
    # 国办函〔2020〕109号: payment restarts the reply period, or only stops the clock.
    "fee_clock": ("restart", "suspend"),
    "query_remedy": ("R2", "R1"),
    "partial_remedy": ("by_ground", "R1"),
    "report_year_by": ("decided", "served"),
    "fee_count_scope": ("agency", "government"),
    # The Regulation does not ask to tell the applicant of a consultation; a province may (law.md 4.4).
    "tell_applicant_of_consultation": ("yes", "no"),
    # Table 四: every instance of a suit is a case of its own, or only the last one counts.
    "dispute_instances": ("each", "last"),
}
WORKING_DAY_RANGES: dict[str, tuple[int, int]] = {
    "supplement_days": (7, 20),
    "correction_days": (1, 60),
    "assistance_days": (1, 60),
    "complaint_days": (1, 60),
}
# Copies of identity documents, in days after the conclusion: 0 leaves them with the file (the archive's rules hold,
# law.md 8.1). However short, they stay until no suit may be brought any more (law.remedies.proof_needed_until).
COPY_DAYS = (180, 3650)


@dataclass(frozen=True, slots=True)
class Policy:
    """An agency's choices. Day counts are working days, ``retention_years`` years, ``identity_copy_days`` days."""

    online_receipt: str = "submitted"
    nonworkday_receipt: str = "strict"
    suspend_start: str = "sent"
    suspend_end: str = "answered"
    fee_clock: str = "restart"
    query_remedy: str = "R2"
    partial_remedy: str = "by_ground"
    report_year_by: str = "decided"
    fee_count_scope: str = "agency"
    tell_applicant_of_consultation: str = "yes"
    retention_years: int = 30
    supplement_days: int = 15
    correction_days: int = 20
    dispute_instances: str = "each"
    assistance_days: int = 5
    complaint_days: int = 15
    identity_copy_days: int = 0

    @classmethod
    def from_mapping(cls, values: Mapping[str, object], field: str = "policy") -> Policy:
        """Build a policy from plain values. Raises BadFact naming the switch at fault."""
        names = {item.name for item in fields(cls)}
        for name, value in values.items():
            where = f"{field}.{name}"
            if name not in names:
                raise BadFact(where, f"没有名为 {name} 的开关")
            if name in CHOICES:
                if value not in CHOICES[name]:
                    raise BadFact(where, f"只能是{' 或 '.join(CHOICES[name])}")
            elif name == "identity_copy_days":
                _check_copy_days(where, value)
            elif not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise BadFact(where, "应为正整数")
            elif name == "retention_years" and value not in PERIODS:
                raise BadFact(where, f"只能是{'、'.join(str(years) for years in PERIODS)}（{PERMANENT}表示永久）")
            elif name in WORKING_DAY_RANGES:
                low, high = WORKING_DAY_RANGES[name]
                if not low <= value <= high:
                    raise BadFact(where, f"应在{low}到{high}个工作日之间")
        return cls(**values)  # type: ignore[arg-type]


def _check_copy_days(where: str, value: object) -> None:
    low, high = COPY_DAYS
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not (value == 0 or low <= value <= high):
        raise BadFact(where, f"应为0（随案卷保存）或者{low}到{high}日")

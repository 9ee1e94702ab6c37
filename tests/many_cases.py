"""Many open cases with a deadline each, written straight into the tables.

As a program it fills the database of a started office: python -m tests.many_cases COUNT [DAYS UNTIL THEY ARE DUE]
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta

import django


def open_cases(*, agency, officer, count: int, due_on: date, first: int = 1) -> None:
    """Create ``count`` accepted cases of ``agency`` that are to be answered by ``due_on``."""
    from casework.models import Case, Deadline
    from tests.cast import noon

    received_on = due_on - timedelta(days=28)
    cases = Case.objects.bulk_create(
        [
            Case(
                agency=agency, number=f"{agency.prefix}{due_on.year}-{number:06}", stage="processing",
                channel="counter", submitted_on=received_on, received_on=received_on,
                registered_at=noon(received_on), applicant_kind="natural", subject="摘要", content="内容",
                officer=officer, identity_checked=True, reply_due_on=due_on, next_duty="reply",
                next_due_on=due_on, alarm_on=due_on,
            )
            for number in range(first, first + count)
        ],
        batch_size=1_000,
    )  # fmt: skip
    Deadline.objects.bulk_create(
        [Deadline(case=case, duty="reply", due_on=due_on, alarm_on=due_on) for case in cases], batch_size=1_000
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from casework.adapters.clock import legal_today
    from tests.cast import make_cast

    count, days = [*map(int, sys.argv[1:]), 0][:2]
    cast = make_cast()
    due_on = legal_today() + timedelta(days=days)
    open_cases(agency=cast.bureau, officer=cast.officer_li, count=count, due_on=due_on)


if __name__ == "__main__":
    main()

"""Whether the last day of a period has passed: the last day itself is in time, and one that is only estimated has not passed."""

from __future__ import annotations

from datetime import date


def reply_is_overdue(due_on: date | None, today: date, *, provisional: bool) -> bool:
    """Tell whether the agency has let the last day to reply pass (条例第三十三条). None: no last day is known yet."""
    return not provisional and _passed(due_on, today)


def supplement_is_overdue(answer_by: date | None, today: date) -> bool:
    """Tell whether the applicant has let the day that the supplement notice names pass (条例第三十条)."""
    return _passed(answer_by, today)


def reasons_are_overdue(answer_by: date | None, today: date) -> bool:
    """Tell whether the applicant has let the day that the request for reasons names pass (条例第三十五条)."""
    return _passed(answer_by, today)


def payment_is_overdue(due_on: date | None, today: date, *, provisional: bool) -> bool:
    """Tell whether the applicant has let the last day to pay pass (条例第四十二条; 国办函〔2020〕109号).

    ``due_on`` None: it is not on record when the fee notice arrived, so the period has not begun.
    """
    return not provisional and _passed(due_on, today)


def _passed(last_on: date | None, today: date) -> bool:
    return last_on is not None and today > last_on

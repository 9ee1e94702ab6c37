"""The opening balance: what last year's report carried over, entered once in the first year, then locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from casework.law.annual_entries import read_opening
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import OpeningBalance
from casework.models.user import User
from casework.queries.annual_records import opening_history
from casework.services.annual_frame import EDITORS, LEADERS, begin, done_before, refuse_frozen, signature, worded


@transaction.atomic
def enter_opening(
    *, agency: Agency, year: int, typed: Mapping[str, str], actor: User, today: date, now: datetime, key: str = ""
) -> OpeningBalance:
    """Enter the carry-in of the agency's first year, all columns at once, and lock it.

    Raises Refused while a balance is locked, for a frozen year, or for a column that holds no count.
    """
    begin(agency=agency, year=year, actor=actor, what="填报期初余额", roles=EDITORS)
    if done := done_before(OpeningBalance, key, agency, year):
        return done
    if year > today.year:
        raise Refused("opening_year_future", f"{year}年度尚未开始。", field="year")
    last = opening_history(agency).first()
    if last is not None and last.act == OpeningBalance.Act.ENTERED:
        raise Refused("opening_locked", f"{last.year}年度期初余额已经填报并锁定，须先由负责人解除锁定。")
    refuse_frozen(agency, year)
    if last is not None:
        # A balance that moves to another year changes the year it leaves as well.
        refuse_frozen(agency, last.year)
    return OpeningBalance.objects.create(
        agency=agency, year=year, act=OpeningBalance.Act.ENTERED, cells=read_opening(dict(typed)),
        **signature(actor, now, key),
    )  # fmt: skip


@transaction.atomic
def unlock_opening(*, agency: Agency, reason: str, actor: User, now: datetime, key: str = "") -> OpeningBalance:
    """Unlock the balance so that it can be entered again; until then it holds. The leader's, with a reason."""
    newest = opening_history(agency).first()
    year = newest.year if newest else now.year
    begin(agency=agency, year=year, actor=actor, what="解除期初余额锁定", roles=LEADERS)
    if done := done_before(OpeningBalance, key, agency, year):
        return done
    last = opening_history(agency).first()
    if last is None or last.act != OpeningBalance.Act.ENTERED:
        raise Refused("opening_not_locked", "期初余额没有锁定。")
    refuse_frozen(agency, last.year)
    words = worded(reason, code="opening_unlock_without_reason", sentence="请写明解除锁定的理由。")
    return OpeningBalance.objects.create(
        agency=agency, year=last.year, act=OpeningBalance.Act.UNLOCKED, cells=last.cells, reason=words,
        **signature(actor, now, key),
    )  # fmt: skip

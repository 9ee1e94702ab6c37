"""Freezing an agency's annual report, and opening it again: the leader's, append-only, with a hash."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.annual_freezing import canonical, packed, sha256_of
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import AnnualFreeze
from casework.models.user import User
from casework.queries.annual_records import figures_document, freezes_of
from casework.queries.annual_year import AnnualYear, annual_year, members_of
from casework.services.annual_frame import LEADERS, begin, done_before, refuse_running, signature, worded


@transaction.atomic
def freeze_year(
    *, agency: Agency, year: int, actor: User, today: date, now: datetime, seen: str = "", key: str = ""
) -> AnnualFreeze:
    """Freeze the year's tables 二, 三, 四 as they stand now.

    ``seen`` is the hash of what the leader looked at; other figures by now are refused, not frozen unseen.
    Raises Refused for another role, a year that still runs, or one that is frozen.
    """
    begin(agency=agency, year=year, actor=actor, what="冻结年度数据", roles=LEADERS)
    if done := done_before(AnnualFreeze, key, agency, year):
        return done
    refuse_running(year, today)
    if freezes_of([agency], year):
        raise Refused("annual_frozen_already", f"{year}年度数据已经冻结。")
    report, members = annual_year(agency, year), packed(members_of(agency, year))
    document = frozen_text(report, members)
    if seen and seen != sha256_of(document):
        raise Refused("annual_changed_meanwhile", "打开本页以后数据有变动，尚未冻结。请核对最新的数据后再冻结。")
    return AnnualFreeze.objects.create(
        agency=agency, year=year, act=AnnualFreeze.Act.FROZEN, document=document, sha256=sha256_of(document),
        members=members, **signature(actor, now, key),
    )  # fmt: skip


@transaction.atomic
def unfreeze_year(*, agency: Agency, year: int, reason: str, actor: User, now: datetime, key: str = "") -> AnnualFreeze:
    """Open a frozen year again, with a reason; what was frozen stays on record. The leader's alone."""
    begin(agency=agency, year=year, actor=actor, what="解除冻结", roles=LEADERS)
    if done := done_before(AnnualFreeze, key, agency, year):
        return done
    frozen = freezes_of([agency], year).get(agency.pk)
    if frozen is None:
        raise Refused("annual_not_frozen", f"{year}年度数据没有冻结。")
    words = worded(reason, code="annual_unfreeze_without_reason", sentence="请写明解除冻结的理由。")
    return AnnualFreeze.objects.create(
        agency=agency, year=year, act=AnnualFreeze.Act.UNFROZEN, sha256=frozen.record.sha256, reason=words,
        **signature(actor, now, key),
    )  # fmt: skip


def frozen_text(report: AnnualYear, members: dict[str, list[int]]) -> str:
    """Return the canonical text of a report (``law.annual_freezing``): figures, and the hash of the cases behind them."""
    return canonical(
        {
            "agency": report.agency.name,
            "year": report.year,
            "format": report.report_format.key,
            "table_three": report.now,
            "opening_balance": report.opening,
            "cases_sha256": sha256_of(canonical(members)),
            **figures_document(report.figures_now, report.report_format),
        }
    )


def text_to_freeze(*, agency: Agency, year: int) -> str:
    """Return the text that freezing now would store, so that a page can say what will be frozen."""
    return frozen_text(annual_year(agency, year), packed(members_of(agency, year)))

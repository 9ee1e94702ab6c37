"""The statistics of a period: every number counted by hand on a small story; the number of statements stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.law.acts import Act
from casework.law.periods import Period
from casework.law.stages import Stage
from casework.law.statistics import Block, Measure
from casework.models import Agency, Case, Unit
from casework.queries.annual_table import year_table
from casework.queries.statistics import StatisticsQuestion, agencies_of, statistics
from tests.cast import noon, replied_case
from tests.services.acts import perform
from tests.services.test_disputes import again, ended, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
numbers = iter(range(10**9))


def put(agency, received, decided=None, served=None, due=None, code="G2", **facts):
    """Store one case; without a day of decision it is open."""
    return Case.objects.create(
        **{
            "agency": agency, "number": f"{agency.pk}-{next(numbers)}", "received_on": received, "decided_on": decided,
            "concluded_on": served, "reply_due_on": due, "decision_code": code if decided else "",
            "stage": Stage.CONCLUDED if served else Stage.PROCESSING, "channel": "counter", "applicant_kind": "natural",
            "registered_at": noon("2026-01-01"), "subject": "土地征收补偿", "content": "示例",
        } | facts
    )  # fmt: skip


def asked(user, *blocks, period=QUARTER, today=TODAY, **question):
    found = statistics(
        user, StatisticsQuestion(period, blocks or tuple(Block), **question), agencies=agencies_of(user), today=today
    )
    return {table.block: {line.label: dict(line.counts) for line in table.lines} for table in found}


def counts(received=0, decided=0, on_time=0, late=0, open=0, overdue=0):
    return dict(zip(Measure, (received, decided, on_time, late, open, overdue), strict=True))


@pytest.fixture
def story(cast):
    """First quarter of 2026 of the bureau: five cases count, three lie outside."""
    bureau = cast.bureau
    put(bureau, "2026-01-05", "2026-01-20", "2026-01-21", "2026-02-02", channel="online", unit=cast.unit)
    put(bureau, "2026-02-02", "2026-03-20", "2026-03-23", "2026-03-09", code="U1", applicant_kind="legal")
    # Came before, answered in the quarter.
    put(bureau, "2025-12-10", "2026-01-04", "2026-01-05", "2026-01-08", code="N4", channel="online")
    # Decided in the quarter, served after it: a result of it, but neither in time nor late in it.
    put(bureau, "2026-03-02", "2026-03-31", "2026-04-01", "2026-03-30", unit=cast.unit)
    # Still open at the end, and past its day only afterwards.
    put(bureau, "2026-03-30", "2026-04-20", "2026-04-21", "2026-04-29", subject="环境影响评价")
    put(bureau, "2025-11-03", "2025-12-01", "2025-12-02", "2025-12-01")
    put(bureau, "2026-04-01", "2026-04-02", "2026-04-03", "2026-04-30")
    put(cast.other_bureau, "2026-01-05", "2026-01-20", "2026-01-21", "2026-02-02")
    # A request to correct a record is in no table.
    put(bureau, "2026-01-05", "2026-01-20", "2026-01-21", "2026-02-02", code="C1")


def test_the_quarter_in_numbers(cast, story):
    found = asked(cast.officer_li)
    assert found[Block.TOTAL] == {"合计": counts(received=4, decided=4, on_time=2, late=1, open=1, overdue=1)}
    assert found[Block.MONTHS] == {
        "2026年1月": {Measure.RECEIVED: 1, Measure.DECIDED: 2, Measure.ON_TIME: 2, Measure.LATE: 0},
        "2026年2月": {Measure.RECEIVED: 1, Measure.DECIDED: 0, Measure.ON_TIME: 0, Measure.LATE: 0},
        "2026年3月": {Measure.RECEIVED: 2, Measure.DECIDED: 2, Measure.ON_TIME: 0, Measure.LATE: 1},
    }
    channels = {label: line for label, line in found[Block.CHANNELS].items() if any(line.values())}
    assert channels == {
        "当面提交": counts(received=3, decided=2, late=1, open=1, overdue=1),
        "网络平台": counts(received=1, decided=2, on_time=2),
    }
    applicants = {label: line for label, line in found[Block.APPLICANTS].items() if any(line.values())}
    assert applicants == {
        "自然人": counts(received=3, decided=3, on_time=2, open=1, overdue=1),
        "法律服务机构": counts(received=1, decided=1, late=1),
    }
    assert found[Block.OUTCOMES] == {
        "（一）予以公开": {Measure.DECIDED: 2},
        "4.保护第三方合法权益": {Measure.DECIDED: 1},
        "1.本机关不掌握相关政府信息": {Measure.DECIDED: 1},
    }
    assert found[Block.UNITS] == {
        "审批一科": counts(received=2, decided=2, on_time=1, overdue=1),
        "未分办": counts(received=2, decided=2, on_time=1, late=1, open=1),
    }


def test_a_case_is_overdue_from_the_day_after_its_last_day(cast):
    put(cast.bureau, "2026-03-02", due="2026-03-30")
    for today, overdue in ((date(2026, 3, 30), 0), (date(2026, 3, 31), 1), (TODAY, 1)):
        assert asked(cast.officer_li, Block.TOTAL, today=today)[Block.TOTAL]["合计"][Measure.OVERDUE] == overdue, today


def test_a_day_that_is_not_sure_makes_nothing_overdue(cast):
    put(cast.bureau, "2026-03-02", due="2026-03-30", reply_provisional=True)
    assert asked(cast.officer_li, Block.TOTAL)[Block.TOTAL]["合计"] == counts(received=1, open=1)


def test_a_word_of_the_subject_narrows_every_block(cast, story):
    found = asked(cast.officer_li, Block.TOTAL, Block.OUTCOMES, word="环境影响")
    assert found == {Block.TOTAL: {"合计": counts(received=1, open=1)}, Block.OUTCOMES: {}}


def test_a_whole_year_agrees_with_table_three(cast, story):
    for year, policy in ((2025, {}), (2026, {}), (2026, {"report_year_by": "served"})):
        cast.bureau.policy = policy
        cast.bureau.save()
        cast.officer_li.refresh_from_db()
        cells = year_table(cast.bureau, year).cells
        period = Period(date(year, 1, 1), date(year, 12, 31))
        total = asked(cast.officer_li, Block.TOTAL, period=period)[Block.TOTAL]["合计"]
        wanted = tuple(cells[row]["total"] for row in ("new", "results_total", "carried_out"))
        assert (total[Measure.RECEIVED], total[Measure.DECIDED], total[Measure.OPEN]) == wanted
        assert any(wanted)


def test_a_superior_sees_its_tree_by_agency_each_by_its_own_day(cast, story):
    cast.bureau.policy = {"report_year_by": "served"}
    cast.bureau.save()
    stranger = Agency.objects.create(name="外市某局", prefix="外")
    put(stranger, "2026-01-05", "2026-01-20", "2026-01-21", "2026-02-02")
    found = asked(cast.supervisor_sun, Block.AGENCIES)[Block.AGENCIES]
    assert found == {
        "某市人民政府": counts(),
        # The case decided on 31 March was served in April: by service it is open at the end of the quarter.
        "某市行政审批服务局": counts(received=4, decided=3, on_time=2, late=1, open=2, overdue=1),
        "某市自然资源局": counts(received=1, decided=1, on_time=1),
    }
    one = asked(cast.supervisor_sun, Block.TOTAL, agency_id=cast.other_bureau.pk)
    assert one == {Block.TOTAL: {"合计": counts(received=1, decided=1, on_time=1)}}


def test_a_handler_counts_the_own_unit_only_and_an_administrator_nothing(cast, story):
    total = asked(cast.handler_zhou, Block.TOTAL)[Block.TOTAL]["合计"]
    assert total == counts(received=2, decided=2, on_time=1, overdue=1)
    assert agencies_of(cast.administrator_wu) == []


def test_the_number_of_statements_does_not_grow(cast, story):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            asked(cast.supervisor_sun)
        return len(captured)

    few = statements()
    for at in range(12):
        agency = Agency.objects.create(name=f"某局{at}", prefix=f"局{at}", parent=cast.city)
        unit = Unit.objects.create(agency=agency, name="一科")
        for month in range(1, 4):
            put(agency, f"2026-0{month}-05", f"2026-0{month}-20", f"2026-0{month}-21", "2026-04-30", unit=unit)
    assert (few, statements()) == (13, 13)


@pytest.mark.parametrize(("today", "overdue"), [("2026-05-11", 0), ("2026-05-12", 1)])
def test_a_case_decided_anew_is_measured_by_its_first_reply_and_owes_the_new_one(cast, today, overdue):
    """Due 2026-03-30 and served on 04-01: late. The order came on 04-09: 20 working days, 04-10 to 05-11."""
    case = replied_case(cast, "N5", signed="2026-03-31", served="2026-04-01")
    case = ended(cast, register(cast, case, "2026-04-08"), "2026-04-09", "revoked", redo_ordered=True)
    before = asked(cast.officer_li, Block.TOTAL, period=YEAR, today=date.fromisoformat(today))
    case = perform(Act.REDO, case, cast.officer_li, "2026-04-10")
    assert str(case.reply_due_on) == "2026-05-11"
    found = asked(cast.officer_li, Block.TOTAL, period=YEAR, today=date.fromisoformat(today))
    # The days run whether the case is taken up or not.
    assert before[Block.TOTAL]["合计"] == counts(received=1, decided=1, late=1, overdue=overdue)
    assert found[Block.TOTAL] == before[Block.TOTAL]
    again(cast, case, signed="2026-05-12", served="2026-05-13")
    after = asked(cast.officer_li, Block.TOTAL, period=YEAR)
    assert after[Block.TOTAL]["合计"] == counts(received=1, decided=1, late=1)

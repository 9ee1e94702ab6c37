"""The supervisor's lists and counts: the right cases, only those below, in a fixed number of statements."""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import current_calendar
from casework.models import Agency, Case, User
from casework.queries.supervision import LISTED, AgencyCount, Standing, counts_by_agency, listed
from casework.services import urgings
from casework.services.register import register
from tests.cast import a_request, accepted_case, day, noon, replied_case
from tests.many_cases import open_cases

TODAY = day("2026-04-02")


def numbers(user: User, standing: Standing, **options) -> list[str]:
    found = listed(user, standing, today=TODAY, calendar=current_calendar(), **options)
    return [case.number for case in found]


@pytest.fixture
def cases(cast):
    """Overdue since 30 March, due on 2 April, due on 9 April, answered on the last day, and a day late."""
    return {
        "overdue": accepted_case(cast, "2026-03-02"),
        "today": accepted_case(cast, "2026-03-05"),
        # 4 to 6 April are off: 3, 7 and 8 April are the three working days after 2 April.
        "later": accepted_case(cast, "2026-03-11"),
        "in_time": replied_case(cast, "G1", signed="2026-03-27", served="2026-03-30"),
        "late": replied_case(cast, "G1", signed="2026-03-27", served="2026-03-31"),
    }


def test_each_list_holds_its_cases(cast, cases):
    assert cases["later"].reply_due_on == day("2026-04-09")
    sun = cast.supervisor_sun
    assert numbers(sun, Standing.OVERDUE) == [cases["overdue"].number]
    assert numbers(sun, Standing.NEAR) == [cases["today"].number]
    assert numbers(sun, Standing.ANSWERED_LATE) == [cases["late"].number]


def test_counts_say_the_same_as_the_lists(cast, cases):
    urgings.urge(
        case_id=cases["overdue"].pk, text="请反馈", answer_by=TODAY, actor=cast.supervisor_sun, today=TODAY,
        now=noon(TODAY),
    )  # fmt: skip
    rows = counts_by_agency(cast.supervisor_sun, today=TODAY, calendar=current_calendar())
    assert rows == [
        AgencyCount(cast.city.pk, "某市人民政府", 0, 0, 0, 0, 0),
        AgencyCount(cast.bureau.pk, "某市行政审批服务局", 3, 1, 1, 1, 1),
        AgencyCount(cast.other_bureau.pk, "某市自然资源局", 0, 0, 0, 0, 0),
    ]


def test_a_case_of_an_agency_elsewhere_is_in_no_list(cast, cases):
    other_city = Agency.objects.create(name="别市人民政府", prefix="别政")
    stranger = User.objects.create(username="stranger", role="supervisor", agency=other_city)
    for standing in Standing:
        assert numbers(stranger, standing) == []
    assert [row.open for row in counts_by_agency(stranger, today=TODAY, calendar=current_calendar())] == [0]
    assert numbers(cast.supervisor_sun, Standing.OVERDUE, agency_id=cast.other_bureau.pk) == []


def test_last_years_late_answers_are_last_years(cast):
    case = replied_case(cast, "G1", on="2025-11-03", signed="2025-12-01", served="2025-12-02")
    assert Case.objects.get().concluded_on > case.reply_due_on
    assert numbers(cast.supervisor_sun, Standing.ANSWERED_LATE) == []


def test_lists_and_counts_cost_the_same_however_many_cases(cast, django_assert_num_queries):
    calendar = current_calendar()
    for count, first in ((5, 1), (300, 6)):
        open_cases(agency=cast.bureau, officer=cast.officer_li, count=count, due_on=day("2026-03-30"), first=first)
        with django_assert_num_queries(2):
            found = list(listed(cast.supervisor_sun, Standing.OVERDUE, today=TODAY, calendar=calendar))
            assert {(case.agency.name, str(case.officer)) for case in found} == {("某市行政审批服务局", "李经办")}
        with django_assert_num_queries(5):
            counts_by_agency(cast.supervisor_sun, today=TODAY, calendar=calendar)
    assert len(found) == LISTED


def test_a_superior_of_the_superior_sees_all_below(cast, cases):
    province = Agency.objects.create(name="某省人民政府", prefix="省政")
    cast.city.parent = province
    cast.city.save()
    above = User.objects.create(username="above", role="supervisor", agency=province)
    assert numbers(above, Standing.OVERDUE) == [cases["overdue"].number]
    register(
        agency=cast.other_bureau,
        request=a_request(),
        actor=cast.officer_wang,
        today=day("2026-03-02"),
        now=noon("2026-03-02"),
    )
    rows = {row.name: row.overdue for row in counts_by_agency(above, today=TODAY, calendar=current_calendar())}
    assert rows == {"某省人民政府": 0, "某市人民政府": 0, "某市行政审批服务局": 1, "某市自然资源局": 1}

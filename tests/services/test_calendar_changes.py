"""日历变更: every open case follows, the moved deadlines are listed, one event each, reminders arm again."""

from __future__ import annotations

from datetime import date

import pytest

from casework.adapters.working_calendar import calendar_of, calendars, current_calendar
from casework.law.acts import Act
from casework.law.calendar import notice_from_spans, official_notices
from casework.models import CalendarChange, CalendarYear, Case, CaseEvent, Deadline, MovedDeadline, Reminder
from casework.services import recomputing
from casework.services.calendar_changes import (
    OwnHoliday,
    add_own_holiday,
    load_notice_text,
    load_shipped_notices,
    remove_own_holiday,
)
from casework.services.calendars import load_notices
from casework.services.recomputing import recompute, recompute_changes
from casework.services.reminders import sweep
from tests.cast import a_request, accepted_case, day, noon, register_case, replied_case
from tests.law.notice_texts import LABOUR_DAY_2019, NOTICE_2026, SPRING_FESTIVAL_2020, as_first_published, yearly
from tests.services.watching import everything, refused

# Invented: the notice of 2027 is not published. 01-01-2027 is a Friday.
NOTICE_2027 = yearly(2027, "国办发明电〔2026〕9号", "2026年11月24日", """
一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。
二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日放假1天，不调休。
六、中秋节：9月15日放假1天，不调休。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
""")  # fmt: skip


@pytest.fixture
def before_the_changes(cast):
    """The calendar as it was first published: 2019 and 2020 without what was changed within the year."""
    CalendarYear.objects.all().delete()
    load_notices(notices=as_first_published().values(), now=noon("2019-11-22"))
    return cast


def load(cast, text: str, on: str, actor=None) -> CalendarChange:
    """Load a notice and recompute, as the page does."""
    change = load_notice_text(text=text, actor=actor or cast.administrator_wu, today=day(on), now=noon(on))
    recompute(change_id=change.pk, today=day(on), now=noon(on))
    change.refresh_from_db()
    return change


def moved(change: CalendarChange) -> list[tuple]:
    rows = change.moved.select_related("case")
    return [(row.case.number, row.duty, str(row.old_on), str(row.new_on), row.why) for row in rows]


def test_c17_labour_day_2019_moves_a_deadline_to_an_earlier_day(before_the_changes):
    """Received 2019-04-02. Old: 04-30 is the 19th, 05-01 off, 05-02 the 20th. New: Sunday 04-28 is the 18th."""
    case = register_case(before_the_changes, "2019-04-02")
    assert case.reply_due_on == day("2019-05-02")
    change = load(before_the_changes, LABOUR_DAY_2019, "2019-04-08")
    case.refresh_from_db()
    assert case.reply_due_on == day("2019-04-30")
    why = "4月28日由周末改为调休上班，5月2日由工作日改为劳动节。"
    assert moved(change) == [(case.number, "reply", "2019-05-02", "2019-04-30", why)]
    assert change.title == "2019年放假安排第2版（国办发明电〔2019〕3号）"
    assert (change.recomputed, change.unreadable, change.finished_at) == (1, [], noon("2019-04-08"))


def test_c16_the_longer_spring_festival_of_2020_moves_a_deadline_to_a_later_day(before_the_changes):
    """Received 2020-01-15. Old: 02-01 worked, 02-14 the 19th, 02-17 the 20th. New: 01-23 the 7th, 02-03 the 8th."""
    case = register_case(before_the_changes, "2020-01-15")
    assert case.reply_due_on == day("2020-02-17")
    change = load(before_the_changes, SPRING_FESTIVAL_2020, "2020-01-28")
    case.refresh_from_db()
    assert case.reply_due_on == day("2020-02-19")
    why = "1月31日由工作日改为春节，2月1日由调休上班改为春节。"
    assert moved(change) == [(case.number, "reply", "2020-02-17", "2020-02-19", why)]


def test_an_earlier_deadline_arms_its_reminders_again(before_the_changes):
    """On 04-24 (the 15th day) five working days are left before 05-02 and, after the change, before 04-30."""
    case = accepted_case(before_the_changes, "2019-04-02")
    sweep(today=day("2019-04-24"), now=noon("2019-04-24"))
    assert [(str(row.due_on), row.step) for row in Reminder.objects.filter(case=case)] == [("2019-05-02", 5)]
    load(before_the_changes, LABOUR_DAY_2019, "2019-04-24")
    sweep(today=day("2019-04-24"), now=noon("2019-04-24"))
    sweep(today=day("2019-04-24"), now=noon("2019-04-24"))
    rows = Reminder.objects.filter(case=case).order_by("pk")
    assert [(str(row.due_on), row.step) for row in rows] == [("2019-05-02", 5), ("2019-04-30", 5)]


def test_every_moved_case_has_one_event_by_who_loaded_and_nothing_else_changes(before_the_changes):
    cast = before_the_changes
    case, untouched = accepted_case(cast, "2019-04-02"), accepted_case(cast, "2019-03-01")
    before = everything()
    change = load(cast, LABOUR_DAY_2019, "2019-04-08", actor=cast.head_chen)
    (event,) = CaseEvent.objects.filter(act=Act.RECOMPUTE)
    assert (event.case, event.actor, event.actor_name) == (case, cast.head_chen, "陈主任")
    assert (event.happened_on, event.recorded_at) == (day("2019-04-08"), noon("2019-04-08"))
    assert event.before == {"reply_due_on": "2019-05-02"}
    assert event.after == {"reply_due_on": "2019-04-30", "calendar_change": change.pk}
    assert "2019年放假安排第2版" in event.note and "4月28日由周末改为调休上班" in event.note
    after = everything()
    assert {name for name in after if after[name] != before[name]} == {
        "CalendarYear", "CalendarChange", "MovedDeadline", "Case", "Deadline", "CaseEvent",
    }  # fmt: skip
    caches = {"reply_due_on", "next_due_on", "alarm_on"}
    for old, new in zip(before["Case"], after["Case"], strict=True):
        differing = {name for name in new if new[name] != old[name]}
        assert differing == (caches if new["id"] == case.pk else set()), new["number"]
    untouched.refresh_from_db()
    assert untouched.reply_due_on == day("2019-03-29")


def test_concluded_cases_stay_as_they_were(before_the_changes):
    case = replied_case(before_the_changes, "G1", on="2019-04-02", signed="2019-04-03", served="2019-04-04")
    change = load(before_the_changes, LABOUR_DAY_2019, "2019-04-08")
    assert (change.recomputed, moved(change)) == (0, [])
    case.refresh_from_db()
    assert case.reply_due_on == day("2019-05-02")


def test_provisional_deadlines_become_certain_with_the_next_notice(cast):
    """12-31 is the 19th day after 12-04 and the 14th after 12-11. 2027 begins on 01-05; Saturday 01-09 is worked."""
    first, second = register_case(cast, "2026-12-04"), register_case(cast, "2026-12-11")
    assert [(str(case.reply_due_on), case.reply_provisional) for case in (first, second)] == [
        ("2027-01-04", True), ("2027-01-11", True),
    ]  # fmt: skip
    change = load(cast, NOTICE_2027, "2026-12-14")
    for case in (first, second):
        case.refresh_from_db()
    assert [(str(case.reply_due_on), case.reply_provisional) for case in (first, second)] == [
        ("2027-01-05", False), ("2027-01-11", False),
    ]  # fmt: skip
    assert moved(change) == [
        (first.number, "reply", "2027-01-04", "2027-01-05", "2027年放假安排已公布，暂估期限改定。"),
        (second.number, "reply", "2027-01-11", "2027-01-11", "2027年放假安排已公布，暂估期限确定。"),
    ]
    assert CaseEvent.objects.filter(act=Act.RECOMPUTE, case=second).get().before == {}
    assert second.alarm_on < second.reply_due_on, "the supplement notice (12-22) comes first"
    assert second.deadlines.get(duty="reply").alarm_on == day("2027-01-11")


def test_one_bad_case_stops_nobody_and_is_reported(before_the_changes, caplog):
    cast = before_the_changes
    good, bad, also_good = (register_case(cast, "2019-04-02") for _ in range(3))
    # No form lets this in: concluded before it was received, and still open.
    Case.objects.filter(pk=bad.pk).update(concluded_on=day("2019-04-01"))
    change = load(cast, LABOUR_DAY_2019, "2019-04-08")
    assert [row.case for row in change.moved.order_by("pk")] == [good, also_good]
    assert change.unreadable == [[bad.number, "不能早于收到申请之日2019-04-02（条例第三十一条）"]]
    assert change.finished_at and f"{bad.number} cannot be recomputed" in caplog.text
    bad.refresh_from_db()
    assert bad.reply_due_on == day("2019-05-02")


def test_a_value_no_form_lets_in_stops_nobody(before_the_changes):
    good, bad = (register_case(before_the_changes, "2019-04-02") for _ in range(2))
    type(bad.agency).objects.filter(pk=before_the_changes.other_bureau.pk).update(policy=["not", "a", "mapping"])
    Case.objects.filter(pk=bad.pk).update(agency=before_the_changes.other_bureau)
    change = load(before_the_changes, LABOUR_DAY_2019, "2019-04-08")
    assert [row.case for row in change.moved.all()] == [good]
    assert [number for number, _ in change.unreadable] == [bad.number]


def test_recomputing_goes_on_where_it_was_broken_off_and_does_nothing_twice(before_the_changes, monkeypatch):
    monkeypatch.setattr(recomputing, "BATCH", 2)
    cases = [register_case(before_the_changes, "2019-04-02") for _ in range(5)]
    acting = {"today": day("2019-04-08"), "now": noon("2019-04-08")}
    change = load_notice_text(text=LABOUR_DAY_2019, actor=before_the_changes.head_chen, **acting)
    assert Case.objects.filter(reply_due_on=day("2019-05-02")).count() == 5, "storing alone moves nothing"
    assert recompute(change_id=change.pk, at_most=2, **acting) == 2
    change.refresh_from_db()
    assert (change.finished_at, change.recomputed) == (None, 2)
    assert Case.objects.filter(reply_due_on=day("2019-04-30")).count() == 2
    assert recompute_changes(**acting) == 3
    change.refresh_from_db()
    assert (change.finished_at, change.recomputed) == (noon("2019-04-08"), 5)
    assert recompute_changes(**acting) == 0
    assert recompute(change_id=change.pk, **acting) == 0
    assert MovedDeadline.objects.count() == CaseEvent.objects.filter(act=Act.RECOMPUTE).count() == len(cases)


def test_all_duties_of_a_case_move_not_only_the_reply(before_the_changes):
    """Supplement notice of a request of 2019-04-24: 25, 26 (2), 28, 29, 30 (5), off 1-4, 05-05 (6), 05-06 (7)."""
    case = register_case(before_the_changes, "2019-04-24")
    # Before: 25, 26 (2), 29, 30 (4), 05-02, 05-03 (6), 05-06 (7).
    assert case.deadlines.get(duty="supplement_notice").due_on == day("2019-05-06")
    # Received a day earlier: before 24-26 (3), 29, 30 (5), 05-02 (6), 05-03 (7); after 28-30 (6), 05-05 (7).
    earlier = register_case(before_the_changes, "2019-04-23")
    assert earlier.deadlines.get(duty="supplement_notice").due_on == day("2019-05-03")
    change = load(before_the_changes, LABOUR_DAY_2019, "2019-04-25")
    rows = [(number, duty, new) for number, duty, _, new, _ in moved(change)]
    assert (earlier.number, "supplement_notice", "2019-05-05") in rows
    assert (case.number, "supplement_notice", "2019-05-06") not in rows
    event = CaseEvent.objects.get(act=Act.RECOMPUTE, case=earlier)
    assert "补正告知期限：2019-05-03 → 2019-05-05。" in event.note


def test_who_may_load_a_notice(cast):
    for actor in (cast.officer_li, cast.handler_zhou, cast.supervisor_sun):
        with refused("calendar_not_allowed", "系统管理员、负责人"):
            load_notice_text(text=NOTICE_2027, actor=actor, today=day("2026-11-25"), now=noon("2026-11-25"))
    load(cast, NOTICE_2027, "2026-11-30", actor=cast.head_chen)
    row = CalendarYear.objects.get(year=2027)
    assert (row.loaded_by, row.notice_number, row.published_on) == (
        cast.head_chen, "国办发明电〔2026〕9号", date(2026, 11, 24),
    )  # fmt: skip
    assert "春节" in row.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NOTICE_2026, "notice_already_loaded"),
        (NOTICE_2027.replace("共7天", "共6天"), "notice_unreadable"),
        (NOTICE_2027.replace("2027年", "2029年").replace("（周五）", "").replace("（周一）", ""), "notice_unreadable"),
        ("随便一段话", "notice_without_year"),
    ],
)
def test_what_cannot_be_loaded_leaves_nothing_behind(cast, text, code):
    with refused(code):
        load_notice_text(text=text, actor=cast.administrator_wu, today=day("2026-11-25"), now=noon("2026-11-25"))


def test_a_year_too_far_ahead_is_refused_with_the_one_that_is_missing(cast):
    body = "\n".join(
        f"{number}、{name}：{days}放假。"
        for number, name, days in [
            ("一", "元旦", "1月1日"), ("二", "春节", "1月26日"), ("三", "清明节", "4月4日"), ("四", "劳动节", "5月1日"),
            ("五", "端午节", "5月28日"), ("六", "中秋节", "10月3日"), ("七", "国庆节", "10月1日至2日"),
        ]
    )  # fmt: skip
    text = yearly(2028, "国办发明电〔2027〕1号", "2027年11月1日", body)
    with refused("notice_leaves_gap", "请先载入2027年的通知"):
        load_notice_text(text=text, actor=cast.administrator_wu, today=day("2026-11-25"), now=noon("2026-11-25"))


# Own holidays (民族自治地方)


def test_an_agency_s_own_holiday_moves_its_cases_and_nobody_else_s(cast):
    """2026-03-20 is a Friday and the 14th day after 03-02; without it 03-30 becomes 03-31."""
    own, other = register_case(cast), _case_of_the_other_bureau(cast)
    assert own.reply_due_on == other.reply_due_on == day("2026-03-30")
    acting = {"actor": cast.head_chen, "today": day("2026-03-03"), "now": noon("2026-03-03")}
    change = add_own_holiday(agency=cast.bureau, holiday=OwnHoliday(day("2026-03-20"), "开斋节"), **acting)
    recompute(change_id=change.pk, today=day("2026-03-03"), now=noon("2026-03-03"))
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.reply_due_on, other.reply_due_on) == (day("2026-03-31"), day("2026-03-30"))
    assert moved(change) == [
        (own.number, "reply", "2026-03-30", "2026-03-31", "3月20日由工作日改为开斋节。"),
    ]
    assert calendar_of(cast.bureau.pk).describe(day("2026-03-20")).name == "开斋节"
    assert current_calendar().is_working_day(day("2026-03-20"))
    assert calendars().with_own_holidays == (cast.bureau.pk,)
    # A new case, and an act on the old one, count by it as well.
    assert register_case(cast).reply_due_on == day("2026-03-31")
    back = remove_own_holiday(agency=cast.bureau, day=day("2026-03-20"), **acting)
    recompute(change_id=back.pk, today=day("2026-03-03"), now=noon("2026-03-03"))
    own.refresh_from_db()
    assert own.reply_due_on == day("2026-03-30")
    assert calendars().with_own_holidays == ()


def test_a_local_holiday_is_off_even_where_the_country_works(cast):
    """Saturday 2026-05-09 is a make-up day."""
    assert current_calendar().is_working_day(day("2026-05-09"))
    add_own_holiday(
        agency=cast.bureau, holiday=OwnHoliday(day("2026-05-09"), "州庆"),
        actor=cast.administrator_wu, today=day("2026-03-03"), now=noon("2026-03-03"),
    )  # fmt: skip
    assert not calendar_of(cast.bureau.pk).is_working_day(day("2026-05-09"))


def test_the_sweep_counts_each_agency_by_its_own_calendar(cast):
    """With 03-30 off, 03-31 is due: 24-27 and 31 are the five days after 03-23. The others count 03-30."""
    own = accepted_case(cast)
    other = _case_of_the_other_bureau(cast)
    change = add_own_holiday(
        agency=cast.bureau, holiday=OwnHoliday(day("2026-03-30"), "地方节日"),
        actor=cast.head_chen, today=day("2026-03-03"), now=noon("2026-03-03"),
    )  # fmt: skip
    recompute(change_id=change.pk, today=day("2026-03-03"), now=noon("2026-03-03"))
    Deadline.objects.exclude(duty="reply").delete()

    def reminded(on: str) -> set:
        sweep(today=day(on), now=noon(on))
        return set(Reminder.objects.filter(step=5).values_list("case_id", "due_on"))

    # Both on 03-23, although by the shared calendar 03-31 is six working days away.
    assert current_calendar().count_working_days(day("2026-03-23"), day("2026-03-31")) == 6
    assert reminded("2026-03-20") == set()
    assert reminded("2026-03-23") == {(other.pk, day("2026-03-30")), (own.pk, day("2026-03-31"))}


@pytest.mark.parametrize(
    ("agency", "on", "name", "code"),
    [
        ("other_bureau", "2026-03-20", "开斋节", "foreign_agency"),
        ("bureau", "2026-03-21", "开斋节", "holiday_not_worked"),
        ("bureau", "2026-05-01", "州庆", "holiday_not_worked"),
        ("bureau", "2026-03-20", " ", "holiday_name_missing"),
        ("bureau", "2026-03-20", "长" * 41, "text_too_long"),
    ],
)
def test_a_local_holiday_that_makes_no_sense_is_refused(cast, agency, on, name, code):
    with refused(code):
        add_own_holiday(
            agency=getattr(cast, agency), holiday=OwnHoliday(day(on), name),
            actor=cast.head_chen, today=day("2026-03-03"), now=noon("2026-03-03"),
        )  # fmt: skip


def test_local_holidays_are_entered_by_those_who_keep_the_calendar(cast):
    with refused("calendar_not_allowed"):
        add_own_holiday(
            agency=cast.bureau, holiday=OwnHoliday(day("2026-03-20"), "开斋节"),
            actor=cast.officer_li, today=day("2026-03-03"), now=noon("2026-03-03"),
        )  # fmt: skip
    with refused("holiday_unknown"):
        remove_own_holiday(
            agency=cast.bureau, day=day("2026-03-20"), actor=cast.head_chen, today=day("2026-03-03"),
            now=noon("2026-03-03"),
        )  # fmt: skip


# Notices shipped with the program


def test_an_update_of_the_program_recomputes_too(before_the_changes):
    case = register_case(before_the_changes, "2019-04-02")
    acting = {"today": day("2019-04-08"), "now": noon("2019-04-08")}
    change = load_shipped_notices(notices=official_notices(), **acting)
    assert change.actor is None
    assert recompute_changes(**acting) == 1
    case.refresh_from_db()
    assert case.reply_due_on == day("2019-04-30")
    assert CaseEvent.objects.get(act=Act.RECOMPUTE).actor_name == "系统"
    assert load_shipped_notices(notices=official_notices(), **acting) is None


def test_what_somebody_loaded_is_not_taken_back_by_an_update(before_the_changes):
    load(before_the_changes, LABOUR_DAY_2019, "2019-04-08")
    other_2019 = notice_from_spans(2019, [("01-01", "01-01", "元旦")], [])
    acting = {"today": day("2019-04-09"), "now": noon("2019-04-09")}
    assert load_shipped_notices(notices=[other_2019, as_first_published()[2020]], **acting) is None
    assert not current_calendar().is_working_day(day("2019-05-02"))


def test_the_first_calendar_of_all_moves_nothing(cast):
    CalendarYear.objects.all().delete()
    change = load_shipped_notices(notices=official_notices(), today=day("2026-03-02"), now=noon("2026-03-02"))
    assert change.days == []
    assert recompute_changes(today=day("2026-03-02"), now=noon("2026-03-02")) == 0


def _case_of_the_other_bureau(cast) -> Case:
    from casework.services.register import register

    return register(
        agency=cast.other_bureau, request=a_request(), actor=cast.officer_wang, today=day("2026-03-02"),
        now=noon("2026-03-02"),
    ).case  # fmt: skip

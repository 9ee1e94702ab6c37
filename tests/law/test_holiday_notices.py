"""放假通知: the texts of 2019-2026 read to exactly the data; a sentence that is not understood is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.law.calendar import NOTICES, WorkingCalendar, official_notices
from casework.law.errors import Refused
from casework.law.holiday_changes import arranged_years, day_changes, left_over_makeup_days
from casework.law.holiday_notice import Effect, NoticeUnreadable, read_notice
from tests.law.notice_texts import (
    AS_PUBLISHED,
    LABOUR_DAY_2019,
    NOTICE_2019,
    NOTICE_2020,
    NOTICE_2022,
    NOTICE_2023,
    NOTICE_2024,
    NOTICE_2026,
    SPRING_FESTIVAL_2020,
    YEARLY,
    as_first_published,
)

OFFICIAL = {notice.year: notice for notice in official_notices()}


def loaded(texts, in_force=None) -> dict:
    """Load texts one after the other, as an office would have."""
    years = dict(in_force or {})
    for text in texts:
        years |= {notice.year: notice for notice in arranged_years(read_notice(text), years)}
    return years


def days_of(notice) -> tuple:
    return dict(notice.holidays), set(notice.makeup_days)


def test_all_notices_in_the_order_of_their_publication_make_exactly_the_shipped_calendar():
    years = loaded(AS_PUBLISHED)
    assert sorted(years) == sorted(OFFICIAL) == sorted(NOTICES)
    for year, notice in years.items():
        assert days_of(notice) == days_of(OFFICIAL[year]), year


@pytest.mark.parametrize("year", YEARLY)
def test_number_and_day_of_publication_are_read(year):
    found = read_notice(YEARLY[year])
    assert (found.year, found.amends) == (year, "")
    assert (found.notice_number, found.published_on) == (OFFICIAL[year].notice_number, OFFICIAL[year].published_on)


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_year_before_its_change_is_what_was_first_published(year):
    found = loaded([YEARLY[year]])[year]
    assert days_of(found) == days_of(as_first_published()[year])
    assert days_of(found) != days_of(OFFICIAL[year])


def test_labour_day_of_2019_is_replaced_and_nothing_else():
    years = loaded([NOTICE_2019])
    found = loaded([LABOUR_DAY_2019], years)[2019]
    assert (found.notice_number, found.published_on) == ("国办发明电〔2019〕3号", date(2019, 3, 22))
    before, after = WorkingCalendar(years.values()), WorkingCalendar([found])
    assert [(item.day.isoformat(), item.before, item.after) for item in day_changes(before, after)] == [
        ("2019-04-28", "周末", "调休上班"),
        ("2019-05-02", "工作日", "劳动节"),
        ("2019-05-03", "工作日", "劳动节"),
        ("2019-05-05", "周末", "调休上班"),
    ]


def test_the_spring_festival_of_2020_is_longer_and_its_make_up_day_falls_away():
    years = loaded([NOTICE_2020])
    found = loaded([SPRING_FESTIVAL_2020], years)[2020]
    assert (found.notice_number, found.published_on) == ("国办发明电〔2020〕1号", date(2020, 1, 27))
    assert date(2020, 2, 1) in years[2020].makeup_days
    assert date(2020, 2, 1) not in found.makeup_days
    before, after = WorkingCalendar(years.values()), WorkingCalendar([found])
    # Sunday 02-02 was off before and after.
    assert [(item.day.isoformat(), item.before, item.after) for item in day_changes(before, after)] == [
        ("2020-01-31", "工作日", "春节"),
        ("2020-02-01", "调休上班", "春节"),
    ]


def test_new_year_that_begins_in_december_changes_the_year_before():
    years = loaded([NOTICE_2022])
    assert date(2022, 12, 31) not in years[2022].holidays
    changed = arranged_years(read_notice(NOTICE_2023), years)
    assert [notice.year for notice in changed] == [2022, 2023]
    assert changed[0].holidays[date(2022, 12, 31)] == "元旦"
    assert {day.year for day in changed[1].holidays} == {2023}
    # The whole notice of 2022 once more does not take that day away again.
    years = loaded([NOTICE_2023], years)
    assert days_of(loaded([NOTICE_2022.replace("2021年10月25日", "2022年12月9日")], years)[2022]) == days_of(
        OFFICIAL[2022]
    )


def test_new_year_that_begins_before_the_first_loaded_year_is_read_and_left_out():
    found = read_notice(NOTICE_2019)
    assert {day.isoformat() for day in found.days(Effect.OFF) if day.year == 2018} == {"2018-12-30", "2018-12-31"}
    assert [notice.year for notice in arranged_years(found, {})] == [2019]


def test_advice_changes_nothing_and_is_shown_as_such():
    found = read_notice(NOTICE_2024)
    (advice,) = [item for item in found.sentences if "鼓励" in item.text]
    assert (advice.effect, advice.days) == (Effect.NONE, ())
    assert date(2024, 2, 9) not in found.days(Effect.OFF)


def test_every_sentence_is_listed_with_its_holiday():
    found = read_notice(NOTICE_2026)
    named = [(item.holiday, item.effect.value, len(item.days)) for item in found.sentences if item.days]
    assert named == [
        ("元旦", "off", 3), ("元旦", "worked", 1), ("春节", "off", 9), ("春节", "worked", 2), ("清明节", "off", 3),
        ("劳动节", "off", 5), ("劳动节", "worked", 1), ("端午节", "off", 3), ("中秋节", "off", 3),
        ("国庆节", "off", 7), ("国庆节", "worked", 2),
    ]  # fmt: skip
    assert "国务院办公厅" in [item.text for item in found.sentences]


PASTED = {
    "blanks": lambda text: text.replace("月", " 月 ").replace("日", " 日"),
    "wide figures": lambda text: text.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)}),
    "wide blanks": lambda text: text.replace("\n", "\n　　"),
    "one line": lambda text: text.replace("\n", ""),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "broken lines": lambda text: text.replace("放假调休", "放假\n调休").replace("（周", "\n（周"),
    "brackets": lambda text: text.replace("（", "(").replace("）", ")").replace("：", ":"),
    "dashes": lambda text: text.replace("至", "—"),
    "a mark before": lambda text: "\ufeff" + text,
    "figures before the headings": lambda text: text.translate({ord(sign): str(n) for n, sign in enumerate("零一二三四五六七")}),
    "bare headings": lambda text: text.replace("二、春节", "春节"),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
}  # fmt: skip


@pytest.mark.parametrize("how", PASTED)
def test_what_pasting_does_to_a_text_does_not_matter(how):
    text = PASTED[how](NOTICE_2026)
    assert days_of(loaded([text])[2026]) == days_of(OFFICIAL[2026])


# (what is replaced, by what, what the refusal must quote, why)
MALFORMED = [
    ("10月1日（周四）至7日", "10月1日（周五）至7日", "10月1日（周五）至7日（周三）放假调休，共7天", "是星期四"),
    ("2月28日（周六）", "2月29日（周六）", "2月14日（周六）、2月29日（周六）上班", "没有2026年2月29日"),
    ("共9天", "共8天", "共8天", "写明8天，日期却有9天"),
    ("6月19日（周五）至21日（周日）", "6月21日至19日", "6月21日至19日放假，共3天", "颠倒"),
    ("10月1日（周四）至7日（周三）放假调休，共7天", "10月1日至30日放假", "10月1日至30日放假", "超过16天"),
    ("5月9日（周六）上班", "5月8日上班", "5月8日上班", "不是周末"),
    ("5月9日（周六）上班", "5月9日（周六）", "5月9日（周六）", "没有写明放假还是上班"),
    ("5月9日（周六）上班", "5月9日（周六）照常营业", "5月9日（周六）照常营业", "没有写明放假还是上班"),
    ("5月9日（周六）上班", "请于5月9日（周六）上班", "请于5月9日（周六）上班", "写法与历年通知不同"),
    ("共5天。5月9日（周六）上班", "共5天，5月9日（周六）上班", "共5天，5月9日（周六）上班", "请分成两句"),
    ("5月9日（周六）上班", "5月2日（周六）上班", "5月2日（周六）上班", "既放假又上班"),
    ("5月9日（周六）上班", "9月20日（周日）上班", "9月20日（周日）、10月10日（周六）上班", "写了两次"),
    ("9月25日（周五）至27日", "5日至27日", "5日至27日（周日）放假，共3天", "没有写明月份"),
    ("1月1日（周四）至3日（周六）", "2027年1月1日至3日", "2027年1月1日至3日放假调休，共3天", "不属于2026年"),
    ("1月1日（周四）至3日（周六）", "2025年11月30日至12月2日", "2025年11月30日至12月2日放假调休，共3天", "不属于2026年"),
    ("1月1日（周四）至3日（周六）", "12月31日至1月2日", "12月31日至1月2日放假调休，共3天", "颠倒"),
    ("5月1日（周五）至5日（周二）", "13月1日至5日", "13月1日至5日放假调休，共5天", "没有2026年13月1日"),
    ("三、清明节：4月4日（周六）", "三、清明节4月4日（周六）", "清明节4月4日（周六）至6日（周一）放假，共3天", "写法与历年通知不同"),
    ("放假，共3天。\n七", "放假，共3天，其中9月25日为法定节假日。\n七", "其中9月25日为法定节假日", "写法与历年通知不同"),
    ("一、元旦：", "", "1月1日（周四）至3日（周六）放假调休，共3天", "没有写明是哪个节日"),
    ("放假调休，共3天。1月4日", "延长放假，共3天。1月4日", "1月1日（周四）至3日（周六）延长放假，共3天", "写法"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "quoted", "why"), MALFORMED, ids=[row[1] or "no heading" for row in MALFORMED])
def test_a_malformed_notice_names_the_sentence(old, new, quoted, why):
    assert NOTICE_2026.count(old) == 1
    with pytest.raises(NoticeUnreadable) as caught:
        read_notice(NOTICE_2026.replace(old, new))
    assert quoted in caught.value.text
    assert f"看不懂这一句：“{caught.value.text}”" in str(caught.value)
    assert why in str(caught.value)
    assert (caught.value.code, caught.value.field) == ("notice_unreadable", "text")


@pytest.mark.parametrize("text", ["", "放假通知", "关于部分节假日安排的通知：1月1日放假。", "今天天气很好。2026年"])
def test_a_text_without_its_year_is_refused(text):
    with pytest.raises(Refused) as caught:
        read_notice(text)
    assert caught.value.code == "notice_without_year"


def test_a_notice_that_was_not_pasted_whole_names_what_is_missing():
    cut = NOTICE_2026[: NOTICE_2026.index("六、中秋节")]
    with pytest.raises(Refused) as caught:
        read_notice(cut)
    assert caught.value.code == "notice_incomplete"
    assert "没有找到中秋节、国庆节的放假日期" in str(caught.value)


def test_a_title_alone_arranges_nothing():
    with pytest.raises(NoticeUnreadable, match="没有找到放假日期"):
        read_notice("国务院办公厅关于2027年部分节假日安排的通知")


@pytest.mark.parametrize("text", [LABOUR_DAY_2019, SPRING_FESTIVAL_2020])
def test_a_change_of_a_year_that_is_not_loaded_is_refused(text):
    with pytest.raises(Refused) as caught:
        arranged_years(read_notice(text), {2026: OFFICIAL[2026]})
    assert caught.value.code == "notice_amends_nothing"


def test_the_same_prolongation_twice_is_refused_as_it_prolongs_nothing():
    years = loaded([NOTICE_2020, SPRING_FESTIVAL_2020])
    shorter = SPRING_FESTIVAL_2020.replace("2月2日（农历正月初九，星期日），2月3日（星期一）", "2月1日，2月3日")
    with pytest.raises(Refused) as caught:
        arranged_years(read_notice(shorter), years)
    assert caught.value.code == "notice_prolongs_nothing"
    assert "原已放到2020-02-02" in str(caught.value)


def test_work_that_resumes_too_late_does_not_fit_the_last_day_off():
    text = SPRING_FESTIVAL_2020.replace("2月3日（星期一）起", "2月5日（星期三）起")
    with pytest.raises(NoticeUnreadable, match="不相接") as caught:
        read_notice(text)
    assert caught.value.text.startswith("延长2020年春节假期至2月2日")


def test_a_change_that_orders_work_on_another_holiday_is_refused():
    text = LABOUR_DAY_2019.replace("4月28日（星期日）", "2月10日（星期日）")
    with pytest.raises(Refused) as caught:
        arranged_years(read_notice(text), loaded([NOTICE_2019]))
    assert caught.value.code == "notice_contradicts_year"
    assert "2019-02-10" in str(caught.value)


def test_the_notice_of_the_year_does_not_come_back_after_it_was_changed():
    years = loaded([NOTICE_2020, SPRING_FESTIVAL_2020])
    with pytest.raises(Refused) as caught:
        arranged_years(read_notice(NOTICE_2020), years)
    assert caught.value.code == "notice_outdated"


def test_make_up_days_that_a_change_leaves_standing_are_pointed_out():
    years = loaded([NOTICE_2026])
    text = LABOUR_DAY_2019.replace("2019年", "2026年").replace(
        "4月28日（星期日）、5月5日（星期日）上班", "5月10日（星期日）上班"
    )
    found = read_notice(text)
    # 05-09 was to be worked for the days off that this invented change takes away.
    assert left_over_makeup_days(found, years[2026]) == [date(2026, 5, 9)]
    assert left_over_makeup_days(read_notice(LABOUR_DAY_2019), loaded([NOTICE_2019])[2019]) == []


def test_a_newly_published_year_changes_the_days_its_notice_names():
    before = WorkingCalendar([OFFICIAL[2025]])
    changes = day_changes(before, WorkingCalendar([OFFICIAL[2025], OFFICIAL[2026]]))
    assert len(changes) == len(OFFICIAL[2026].holidays) + len(OFFICIAL[2026].makeup_days)
    assert changes[0].words == "1月1日由未公布改为元旦"
    assert {item.before for item in changes} == {"未公布"}


def test_no_day_changes_between_equal_calendars():
    calendar = WorkingCalendar(OFFICIAL.values())
    assert day_changes(calendar, WorkingCalendar(OFFICIAL.values())) == []
    assert calendar.horizon - calendar.first_day > timedelta(days=2900)

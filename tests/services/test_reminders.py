"""The sweep announces every step of every duty once, to the right people, in plain words.

All expected days are counted by hand on the calendars of 2026: a request of Monday 2 March is to
be answered by Monday 30 March; 5, 3 and 1 working days before that are 23, 25 and 27 March.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Agency, Case, Deadline, Notice, Reminder, User
from casework.services import consultations, extensions, receipt, register, supplements
from casework.services.reminders import sweep
from tests.cast import a_request, accepted_case, day, noon, posted, register_case, replied_case


def sweep_on(on: str):
    return sweep(today=day(on), now=noon(on))


def sweep_daily(first: str, last: str) -> None:
    current = day(first)
    while current <= day(last):
        sweep(today=current, now=noon(current))
        current += timedelta(days=1)


def announced(person: User, channel: str = "in_app") -> list[tuple[str, str]]:
    """Return the legal day and the subject of every notice a person got, oldest first."""
    rows = Notice.objects.filter(recipient=person, channel=channel).order_by("pk")
    return [(f"{row.created_at:%m-%d}", row.subject) for row in rows]


def test_a_case_is_announced_five_three_and_one_working_days_before_on_the_day_and_after_it(cast):
    case = accepted_case(cast, "2026-03-02")
    sweep_daily("2026-03-20", "2026-04-03")
    steps = [
        ("03-23", f"{case.number} 答复期限还有5个工作日"),
        ("03-25", f"{case.number} 答复期限还有3个工作日"),
        ("03-27", f"{case.number} 答复期限还有1个工作日"),
        ("03-30", f"{case.number} 答复期限今天到期"),
        ("03-31", f"{case.number} 答复期限已超期1个工作日"),
    ]
    assert announced(cast.officer_li) == steps
    assert announced(cast.officer_li, "email") == steps


def test_the_leaders_hear_of_it_from_the_day_itself_and_nobody_else_ever(cast):
    accepted_case(cast, "2026-03-02")
    sweep_daily("2026-03-20", "2026-04-03")
    assert [on for on, _ in announced(cast.head_chen)] == ["03-30", "03-31"]
    assert [on for on, _ in announced(cast.head_chen, "email")] == ["03-30", "03-31"]
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"officer_li", "head_chen"}


def test_an_in_app_notice_is_born_delivered_and_an_e_mail_waits(cast):
    case = accepted_case(cast, "2026-03-02")
    sweep_on("2026-03-25")
    in_app, email = Notice.objects.order_by("channel").reverse()
    assert (in_app.channel, in_app.state, in_app.sent_at) == ("in_app", "sent", noon("2026-03-25"))
    assert (email.channel, email.state, email.sent_at) == ("email", "pending", None)
    for notice in (in_app, email):
        assert (notice.case, notice.created_at, notice.send_after) == (case, noon("2026-03-25"), noon("2026-03-25"))
        assert notice.body == (
            f"办件 {case.number}：答复期限为2026-03-30，还有3个工作日。"
            "请按期作出答复并送达；确需延期的，须在期限届满前批准并告知申请人。"
        )


def test_sweeping_again_announces_nothing(cast):
    accepted_case(cast, "2026-03-02")
    first, again = sweep_on("2026-03-23"), sweep_on("2026-03-23")
    assert (first.reminders, first.notices) == (1, 2)
    assert (again.reminders, again.notices) == (0, 0)


def test_a_duty_that_is_met_is_not_announced(cast):
    replied_case(cast, "G1", served="2026-03-11")
    for on in ("2026-03-12", "2026-03-23", "2026-03-30", "2026-04-03"):
        sweep_on(on)
    assert not Reminder.objects.exists()


def test_after_missed_nights_only_the_most_urgent_step_is_announced(cast):
    case = accepted_case(cast, "2026-03-02")
    sweep_on("2026-04-02")
    # 31 March, 1 and 2 April have passed since the last day.
    assert announced(cast.officer_li) == [("04-02", f"{case.number} 答复期限已超期3个工作日")]
    sweep_daily("2026-04-03", "2026-04-08")
    assert len(announced(cast.officer_li)) == 1


def test_beat_stopped_for_nine_days_over_national_day(cast):
    # Off: 1 to 7 October; worked: Saturday 10 October.
    due = {
        "2026-10-08": accepted_case(cast, "2026-09-03"),
        "2026-10-09": accepted_case(cast, "2026-09-04"),
        "2026-10-10": accepted_case(cast, "2026-09-07"),
        "2026-10-14": accepted_case(cast, "2026-09-10"),
    }
    assert {on: case.reply_due_on for on, case in due.items()} == {on: day(on) for on in due}
    sweep_daily("2026-09-22", "2026-09-30")
    before = announced(cast.officer_li)
    assert [on for on, _ in before] == ["09-23", "09-24", "09-28", "09-28", "09-29", "09-30", "09-30"]
    sweep_on("2026-10-09")
    expected = {
        "2026-10-08": "答复期限已超期1个工作日",
        "2026-10-09": "答复期限今天到期",
        "2026-10-10": "答复期限还有1个工作日",
        "2026-10-14": "答复期限还有4个工作日",
    }
    new = announced(cast.officer_li)[len(before) :]
    assert sorted(new) == sorted(("10-09", f"{due[on].number} {words}") for on, words in expected.items())
    assert sweep_on("2026-10-09").reminders == 0


def test_a_deadline_that_moves_is_announced_anew(cast):
    case = accepted_case(cast, "2026-03-02")
    sweep_daily("2026-03-22", "2026-03-26")
    at = {"case_id": case.pk, "today": day("2026-03-26"), "now": noon("2026-03-26")}
    extensions.request_extension(working_days=10, reason="需要检索的档案数量大", actor=cast.officer_li, **at)
    extensions.approve_extension(actor=cast.head_chen, **at)
    extensions.serve_extension(fact=posted("2026-03-26"), actor=cast.officer_li, **at)
    assert Case.objects.get().reply_due_on == day("2026-04-14")
    old = announced(cast.officer_li)
    assert [on for on, _ in old] == ["03-23", "03-25"]
    sweep_daily("2026-04-03", "2026-04-14")
    # 4 to 6 April are off (清明节).
    assert [on for on, _ in announced(cast.officer_li)[2:]] == ["04-07", "04-09", "04-13", "04-14"]


def test_the_supplement_notice_is_announced_and_then_lapses(cast):
    case = register_case(cast, "2026-03-02")
    sweep_daily("2026-03-06", "2026-03-11")
    assert announced(cast.officer_li) == [
        ("03-09", f"{case.number} 补正告知期限还有2个工作日"),
        ("03-11", f"{case.number} 补正告知期限今天到期"),
    ]
    assert Case.objects.get().next_duty == "supplement_notice"
    assert sweep_on("2026-03-12").recomputed == 1
    assert not Deadline.objects.get(duty="supplement_notice").is_open
    case = Case.objects.get()
    assert (case.next_duty, case.next_due_on) == ("reply", day("2026-03-30"))
    assert sweep_on("2026-03-12").recomputed == 0


def test_an_unanswered_supplement_asks_for_a_decision(cast):
    case = register_case(cast, "2026-03-02")
    at = {"actor": cast.officer_li, "today": day("2026-03-05"), "now": noon("2026-03-05")}
    supplements.request_supplement(
        case_id=case.pk, what_is_unclear="地块位置不明确", guidance="请写明四至", answer_by=day("2026-03-20"),
        fact=posted("2026-03-05"), **at,
    )  # fmt: skip
    sweep_daily("2026-03-18", "2026-03-25")
    assert announced(cast.officer_li) == [("03-23", f"{case.number} 申请人补正期限已期满1个工作日")]
    assert "决定是否视为放弃申请" in Notice.objects.latest("pk").body


def test_a_third_party_that_stays_silent_asks_for_a_decision(cast):
    case = accepted_case(cast, "2026-03-02")
    at = {"actor": cast.officer_li, "today": day("2026-03-04"), "now": noon("2026-03-04")}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某公司", about="合同价款",
        sent_on=day("2026-03-04"), delivered_on=day("2026-03-04"), **at,
    )  # fmt: skip
    # 15 working days after 4 March: Wednesday 25 March.
    sweep_daily("2026-03-23", "2026-03-26")
    assert announced(cast.officer_li) == [
        ("03-25", f"{case.number} 第三方意见期限今天到期"),
        ("03-26", f"{case.number} 第三方意见期限已期满1个工作日"),
    ]
    assert "请依法决定是否公开" in Notice.objects.latest("pk").body


def test_a_letter_of_which_nothing_is_known_does_not_silence_the_alarm(cast):
    case = accepted_case(cast, "2026-03-02")
    at = {"actor": cast.officer_li, "today": day("2026-03-04"), "now": noon("2026-03-04")}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某公司", about="合同价款",
        sent_on=day("2026-03-04"), delivered_on=None, **at,
    )  # fmt: skip
    assert Deadline.objects.get(duty="reply").due_on is None
    sweep_daily("2026-03-20", "2026-04-01")
    assert [on for on, _ in announced(cast.officer_li)] == ["03-23", "03-25", "03-27", "03-30"]
    assert "征求意见书尚未登记送达" in Notice.objects.latest("pk").body
    assert "超期" not in Notice.objects.latest("pk").subject


def test_a_deadline_in_an_unpublished_year_is_announced_by_its_earliest_possible_day(cast):
    # Friday 4 December: the 20th working day is estimated as Monday 4 January 2027, but the
    # notice of 2027 may order Saturday 2 January to be worked.
    case = accepted_case(cast, "2026-12-04")
    sweep_daily("2026-12-21", "2026-12-23")
    assert announced(cast.officer_li) == []
    sweep_on("2026-12-24")
    assert announced(cast.officer_li) == [("12-24", f"{case.number} 答复期限（暂估）还有6个工作日")]
    assert Notice.objects.latest("pk").body.endswith("该期限为暂估，待国务院办公厅公布放假安排，最早可能为2027-01-02。")


def test_all_clerks_hear_of_a_case_without_an_officer_or_with_one_who_has_left(cast):
    second = User.objects.create(username="officer_qian", role="clerk", agency=cast.bureau, email="q@example.test")
    one, other = accepted_case(cast, "2026-03-02"), accepted_case(cast, "2026-03-02")
    Case.objects.filter(pk=one.pk).update(officer=None)
    Case.objects.filter(pk=other.pk).update(officer=cast.handler_zhou)
    User.objects.filter(pk=cast.handler_zhou.pk).update(is_active=False)
    sweep_on("2026-03-23")
    for clerk in (cast.officer_li, second):
        assert {subject.split()[0] for _, subject in announced(clerk)} == {one.number, other.number}
    assert announced(cast.handler_zhou) == []


def test_a_person_without_an_address_is_told_in_app_only(cast):
    User.objects.filter(pk=cast.officer_li.pk).update(email="")
    accepted_case(cast, "2026-03-02")
    assert sweep_on("2026-03-23").notices == 1
    assert announced(cast.officer_li, "email") == []


def test_nobody_to_tell_is_an_error_in_the_log(cast, caplog):
    case = accepted_case(cast, "2026-03-02")
    User.objects.filter(agency=cast.bureau).update(is_active=False)
    sweep_on("2026-03-23")
    assert "nobody to tell" in caplog.text
    assert Reminder.objects.get().case == case


def test_unread_intake_is_announced_once_on_the_next_working_day(cast):
    # Friday 6 March.
    registered = register.submit_online(
        agency=cast.bureau, request=a_request(channel="online"), today=day("2026-03-06"),
        now=noon("2026-03-06"), key="k" * 32,
    )  # fmt: skip
    Notice.objects.all().delete()
    sweep_daily("2026-03-06", "2026-03-10")
    expected = [("03-09", f"{registered.case.number} 收件尚未确认")]
    for person in (cast.officer_li, cast.head_chen):
        assert announced(person) == expected
        assert announced(person, "email") == expected
    assert announced(cast.officer_wang) == []


def test_intake_confirmed_the_same_day_is_not_announced(cast):
    registered = register.submit_online(
        agency=cast.bureau, request=a_request(channel="online"), today=day("2026-03-06"),
        now=noon("2026-03-06"), key="k" * 32,
    )  # fmt: skip
    receipt.confirm_receipt(
        case_id=registered.case.pk, confirmed_on=day("2026-03-06"), actor=cast.officer_li,
        today=day("2026-03-06"), now=noon("2026-03-06"),
    )  # fmt: skip
    sweep_on("2026-03-10")
    assert not Reminder.objects.filter(duty="unread_intake").exists()


def test_one_bad_case_stops_nobody(cast, caplog):
    bad = register.register(
        agency=cast.other_bureau, request=a_request(), actor=cast.officer_wang,
        today=day("2026-03-02"), now=noon("2026-03-02"),
    ).case  # fmt: skip
    good = register_case(cast, "2026-03-02")
    Agency.objects.filter(pk=cast.other_bureau.pk).update(policy={"no_such_switch": 1})
    swept = sweep_on("2026-03-30")
    assert swept.recomputed == 1
    assert f"{bad.number} cannot be recomputed" in caplog.text
    assert Deadline.objects.get(case=bad, duty="supplement_notice").is_open
    assert announced(cast.officer_li) == [("03-30", f"{good.number} 答复期限今天到期")]
    # Its reply deadline was computed long before and is announced all the same.
    assert ("03-30", f"{bad.number} 答复期限今天到期") in announced(cast.officer_wang)


def test_a_date_beyond_every_calendar_is_announced_without_a_count(cast):
    case = accepted_case(cast, "2026-03-02")
    Deadline.objects.filter(case=case).update(due_on="2009-03-30", alarm_on="2009-03-30")
    other = accepted_case(cast, "2026-03-02")
    sweep_on("2026-03-23")
    assert {subject for _, subject in announced(cast.officer_li)} == {
        f"{case.number} 答复期限已超期",
        f"{other.number} 答复期限还有5个工作日",
    }


@pytest.mark.parametrize("on", ["2026-03-28", "2026-03-29"])
def test_a_weekend_announces_nothing_that_friday_did_not(cast, on):
    accepted_case(cast, "2026-03-02")
    sweep_on("2026-03-27")
    assert sweep_on(on).reminders == 0

"""期限核对: what is stored equals what the clock derives; a planted difference is found, exactly it."""

from __future__ import annotations

import pytest

from casework.models import Case, Deadline, DriftReport, Notice
from casework.services import drift
from casework.services.drift import check_drift
from casework.services.reminders import sweep
from tests.cast import accepted_case, day, noon, register_case, replied_case
from tests.services.ready_cases import consulting_case, supplementing_case
from tests.services.watching import everything


def check(on: str = "2026-03-10") -> DriftReport:
    return check_drift(today=day(on), now=noon(on))


@pytest.fixture
def office(cast):
    """Cases of every kind; the last one is concluded and nobody's concern."""
    cases = [register_case(cast), accepted_case(cast), supplementing_case(cast), consulting_case(cast, "2026-03-05")]
    cases.append(register_case(cast, channel="fax", submitted_on=None))
    replied_case(cast, "G1", signed="2026-03-04", served="2026-03-05")
    return cases


def test_what_the_services_stored_is_right(cast, office):
    report = check()
    assert (report.cases, report.drifted, report.differences) == (5, 0, [])
    assert not Notice.objects.filter(subject__startswith="期限核对").exists()


def test_a_planted_drift_is_found_and_nothing_is_repaired(cast, office, monkeypatch):
    monkeypatch.setattr(drift, "BATCH", 2)
    right, wrong = office[0], office[1]
    Case.objects.filter(pk=wrong.pk).update(reply_due_on=day("2026-03-31"))
    Deadline.objects.filter(case=wrong, duty="reply").update(due_on=day("2026-04-01"))
    before = everything()
    report = check()
    assert (report.cases, report.drifted) == (5, 1)
    assert report.differences == [
        {
            "case": wrong.pk,
            "number": wrong.number,
            "lines": ["答复期限：存为2026-03-31，应为2026-03-30", "答复末日：存为2026-04-01，应为2026-03-30"],
        }
    ]
    after = everything()
    assert {name for name in after if after[name] != before[name]} == {"DriftReport", "Notice"}
    notices = Notice.objects.filter(subject="期限核对发现1件办件不符")
    assert [notice.recipient for notice in notices] == [cast.administrator_wu]
    assert wrong.number in notices[0].body and right.number not in notices[0].body


@pytest.mark.parametrize(
    ("plant", "line"),
    [
        (lambda case: Deadline.objects.filter(case=case, duty="reply").delete(), "答复：缺少一行期限"),
        (lambda case: Deadline.objects.create(case=case, duty="fee_payment"), "缴费：多出一行期限"),
        (
            lambda case: Deadline.objects.filter(case=case, duty="reply").update(is_open=False),
            "答复未完成：存为否，应为是",
        ),
        (lambda case: Case.objects.filter(pk=case.pk).update(alarm_on=None), "预警日：存为空，应为2026-03-11"),
        (lambda case: Case.objects.filter(pk=case.pk).update(next_provisional=True), "下一期限暂估：存为是，应为否"),
        (
            lambda case: Case.objects.filter(pk=case.pk).update(concluded_on=day("2026-03-01")),
            "不能按登记的事实计算：不能早于收到申请之日2026-03-02（条例第三十一条）",
        ),
    ],
)
def test_every_kind_of_difference_is_named(cast, plant, line):
    case = register_case(cast)
    plant(case)
    (found,) = check("2026-03-03").differences
    assert found["lines"] == [line]


def test_a_lapsed_supplement_notice_is_no_drift_before_the_sweep_and_none_after(cast):
    """The 7th working day after 03-02 is 03-11."""
    case = register_case(cast)
    assert check("2026-03-12").drifted == 0
    sweep(today=day("2026-03-12"), now=noon("2026-03-12"))
    assert not case.deadlines.get(duty="supplement_notice").is_open
    assert check("2026-03-12").drifted == 0


def test_a_supplement_notice_closed_too_early_is_drift(cast):
    case = register_case(cast)
    Deadline.objects.filter(case=case, duty="supplement_notice").update(is_open=False)
    (found,) = check("2026-03-05").differences
    assert found["lines"] == ["补正告知未完成：存为否，应为是"]


def test_administrators_hear_of_their_own_agency_only(cast):
    from casework.models import Role
    from tests.cast import person

    other = person("administrator_qian", Role.ADMINISTRATOR, cast.other_bureau, "钱管理")
    case = register_case(cast)
    Case.objects.filter(pk=case.pk).update(reply_due_on=None)
    check("2026-03-05")
    assert Notice.objects.filter(recipient=cast.administrator_wu).count() == 1
    assert not Notice.objects.filter(recipient=other).exists()


def test_the_statements_grow_with_the_batches_and_not_with_the_cases(cast, django_assert_max_num_queries):
    for _ in range(6):
        register_case(cast)
    # Calendar, one batch of five statements, the empty batch after it, the report.
    with django_assert_max_num_queries(8):
        check("2026-03-03")

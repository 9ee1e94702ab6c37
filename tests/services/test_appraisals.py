"""What was withheld is appraised within a year, announced like every duty, and again until it may be disclosed."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.appraisals import WITHHOLDING_CODES, appraisal_on
from casework.models import Appraisal, Case, Notice, OfficeDuty
from casework.models.duty_names import WITHHELD_APPRAISAL
from casework.queries.appraisals import withheld_cases, withheld_codes
from casework.services import replies
from casework.services.appraisals import appraise, open_appraisals
from casework.services.matters import Decision, decide_matter, list_matters
from tests.cast import accepted_case, day, evidence_for, noon, replied_case
from tests.services.acts import by, perform
from tests.services.test_disputes import again, ended, register
from tests.services.test_office_sweep import sweep_daily
from tests.services.test_reminders import announced
from tests.services.watching import refused


@pytest.fixture
def withheld(cast) -> Case:
    """A process document, withheld by a decision of 2025-03-10."""
    return replied_case(cast, "N6", on="2025-03-03", signed="2025-03-10", served="2025-03-11")


def enter(cast, case: Case, **changes):
    values = {
        "result": "still_withheld", "reason": "文件仍在讨论之中。", "appraised_on": day("2026-03-02"),
        "next_on": day("2027-03-02"), "actor": cast.officer_li, "today": day("2026-03-02"), "now": noon("2026-03-02"),
    }  # fmt: skip
    return appraise(case_id=case.pk, **(values | changes))


def test_what_withholds_is_known_by_its_code():
    assert sorted(WITHHOLDING_CODES) == ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "P1"]
    assert appraisal_on(day("2025-03-10")) == day("2026-03-10")
    assert appraisal_on(day("2024-02-29")) == day("2025-02-28")


def test_it_is_entered_four_months_before_the_year_is_over_and_once(cast, withheld):
    # 2025-03-10 and eight months: 2025-11-10.
    for on, opened in (("2025-11-09", 0), ("2025-11-10", 1), ("2025-11-11", 0), ("2026-06-01", 0)):
        assert open_appraisals(today=day(on), now=noon(on)) == opened
    row = OfficeDuty.objects.get()
    assert (row.due_on, row.case, row.officer) == (day("2026-03-10"), withheld, cast.officer_li)
    assert row.title == f"不予公开信息评估 {withheld.number}"


def test_what_was_disclosed_or_is_looked_up_elsewhere_is_not_appraised(cast):
    for code in ("G2", "U1", "N8"):
        replied_case(cast, code, on="2025-03-03", signed="2025-03-10", served="2025-03-11")
    assert open_appraisals(today=day("2026-03-02"), now=noon("2026-03-02")) == 0


def test_an_imported_case_counts_from_its_import(cast, withheld):
    Case.objects.filter(pk=withheld.pk).update(registered_at=noon("2026-02-02"))
    assert open_appraisals(today=day("2026-10-01"), now=noon("2026-10-01")) == 0
    assert open_appraisals(today=day("2026-10-02"), now=noon("2026-10-02")) == 1
    assert OfficeDuty.objects.get().due_on == day("2027-02-02")


def test_it_is_announced_in_the_digest_and_never_as_an_urgent_letter(cast, withheld):
    open_appraisals(today=day("2026-01-05"), now=noon("2026-01-05"))
    Notice.objects.all().delete()
    sweep_daily("2026-01-26", "2026-04-10")
    title = f"不予公开信息评估 {withheld.number}"
    # Counted back: 10 and 9 March are two, 6 to 2 March seven, 28 February is worked: eight, 27 to 24 February
    # twelve, after the holiday of 15 to 23 February the 14th is worked: thirteen, 13 to 9 February eighteen,
    # 6 and 5 February twenty. So on the 4th twenty working days are left.
    found = [(on, said) for on, said in announced(cast.officer_li) if said.startswith(title)]
    assert [on for on, _ in found] == ["02-04", "03-10", "04-08"]
    assert found[1] == ("03-10", f"{title} 今天到期")
    # 20 working days after it: 11 to 31 March are fifteen, 1 to 3 April eighteen, 4 to 6 is a holiday, 7 and 8 April.
    assert [on for on, said in announced(cast.head_chen) if said.startswith(title)] == ["04-08"]
    letters = Notice.objects.filter(office_duty__duty=WITHHELD_APPRAISAL, channel="email")
    assert letters.count() == 4 and all(letters.values_list("in_digest", flat=True))
    assert "条例第十八条" in letters.first().body


def test_an_appraisal_ends_the_duty_and_opens_the_next(cast, withheld):
    open_appraisals(today=day("2026-01-05"), now=noon("2026-01-05"))
    first = OfficeDuty.objects.get()
    row = enter(cast, withheld)
    first.refresh_from_db()
    assert (first.met_on, first.met_by) == (day("2026-03-02"), cast.officer_li)
    following = OfficeDuty.objects.get(met_on__isnull=True)
    assert following.due_on == day("2027-03-02")
    assert (row.result, row.next_on, row.appraised_by) == ("still_withheld", day("2027-03-02"), cast.officer_li)
    # The sweep of later nights does not begin anew.
    assert open_appraisals(today=day("2026-12-01"), now=noon("2026-12-01")) == 0


def test_what_may_be_disclosed_is_appraised_no_more(cast, withheld):
    open_appraisals(today=day("2026-01-05"), now=noon("2026-01-05"))
    enter(cast, withheld, result="disclosable", reason="规划已经公布。", next_on=None)
    assert not OfficeDuty.objects.filter(met_on__isnull=True).exists()


def test_sent_twice_it_is_entered_once(cast, withheld):
    assert enter(cast, withheld, key="k" * 32) == enter(cast, withheld, key="k" * 32)
    assert Appraisal.objects.count() == 1 and OfficeDuty.objects.count() == 1


REFUSALS = [
    pytest.param({"result": "no_such"}, "appraisal_result_unknown", id="no-result"),
    pytest.param({"reason": " "}, "appraisal_without_reason", id="no-reason"),
    pytest.param({"appraised_on": day("2026-03-03")}, "appraisal_in_future", id="tomorrow"),
    pytest.param({"appraised_on": day("2025-03-09")}, "appraisal_before_decision", id="day-before-the-decision"),
    pytest.param({"next_on": None}, "appraisal_without_next", id="withheld-and-never-again"),
    pytest.param({"result": "partly_disclosable", "next_on": None}, "appraisal_without_next", id="partly-and-never"),
    pytest.param({"next_on": day("2026-03-02")}, "appraisal_next_unfit", id="again-today"),
    pytest.param({"next_on": day("2029-03-03")}, "appraisal_next_unfit", id="again-in-three-years-and-a-day"),
    pytest.param({"result": "disclosable"}, "appraisal_next_not_needed", id="disclosable-and-again"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSALS)
def test_a_contradiction_is_refused_and_changes_nothing(cast, withheld, changes, code):
    open_appraisals(today=day("2026-01-05"), now=noon("2026-01-05"))
    with refused(code):
        enter(cast, withheld, **changes)
    assert not Appraisal.objects.exists() and OfficeDuty.objects.filter(met_on__isnull=True).count() == 1


def test_the_limits_themselves_are_accepted(cast, withheld):
    enter(cast, withheld, appraised_on=day("2025-03-10"), next_on=day("2026-03-03"))
    enter(cast, withheld, next_on=day("2029-03-02"))


def test_only_the_offices_own_clerk_or_leader_enters_it_and_only_where_something_was_withheld(cast, withheld):
    granted = replied_case(cast, "G2")
    with refused("role_not_allowed"):
        enter(cast, withheld, actor=cast.handler_zhou)
    with refused("appraisal_case_not_found"):
        enter(cast, withheld, actor=cast.officer_wang)
    with refused("nothing_to_appraise"):
        enter(cast, granted)
    enter(cast, withheld, actor=cast.head_chen)


def listed(cast) -> list[Case]:
    return list(withheld_cases(cast.officer_li))


def test_what_is_disclosed_after_all_leaves_the_ledger_and_its_duty_ends(cast, withheld):
    open_appraisals(today=day("2026-01-05"), now=noon("2026-01-05"))
    case = ended(cast, register(cast, withheld, "2026-01-12"), "2026-01-19", "revoked", redo_ordered=True)
    case = perform(Act.REDO, case, cast.officer_li, "2026-01-20")
    assert listed(cast) == [case], "what was withheld is not disclosed yet"
    case = again(cast, case, signed="2026-01-26", served="2026-01-27")
    assert listed(cast) == []
    open_appraisals(today=day("2026-01-28"), now=noon("2026-01-28"))
    assert OfficeDuty.objects.get(duty=WITHHELD_APPRAISAL).met_on == day("2026-01-28")
    with refused("nothing_to_appraise"):
        enter(cast, case)


def test_what_is_withheld_only_anew_is_appraised_a_year_after_that(cast):
    case = replied_case(cast, "U3", on="2025-03-03", signed="2025-03-10", served="2025-03-11")
    case = ended(cast, register(cast, case, "2025-04-01"), "2025-04-21", "revoked", redo_ordered=True)
    case = perform(Act.REDO, case, cast.officer_li, "2025-04-22")
    again(cast, case, "N5", signed="2025-05-12", served="2025-05-13")
    assert [withheld_codes(item) for item in listed(cast)] == [["N5"]]
    # A year after 2025-05-12, entered four months before.
    for on, opened in (("2026-01-11", 0), ("2026-01-12", 1)):
        assert open_appraisals(today=day(on), now=noon(on)) == opened
    assert OfficeDuty.objects.get(duty=WITHHELD_APPRAISAL).due_on == day("2026-05-12")


@pytest.mark.parametrize(("codes", "counted", "held"), [(("N5", "U3"), "U3", True), (("G2", "U3"), "P1", False)])
def test_every_matter_says_whether_something_is_withheld_and_not_the_code_counted(cast, codes, counted, held):
    case = accepted_case(cast, "2025-03-03", content="1.补偿方案；2.评估报告")
    at = by(cast.officer_li, "2025-03-10")
    list_matters(case_id=case.pk, words=["补偿方案", "评估报告"], **at)
    for position, code in enumerate(codes, 1):
        decide_matter(
            case_id=case.pk, position=position, decision=Decision(code, "经查。", evidence_for(code)), **at
        )  # fmt: skip
    case = replies.submit_for_review(case_id=case.pk, decision_code=counted, statistical_reason="以主要事项计", **at)
    case = perform(Act.SIGN, case, cast.head_chen, "2025-03-10")
    case = perform(Act.CONCLUDE, case, cast.officer_li, "2025-03-11")
    assert listed(cast) == ([case] if held else [])

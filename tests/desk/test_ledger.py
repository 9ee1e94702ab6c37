"""逐日说明: every day of the period with its reason, to be printed for a court file."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.services import consultations
from tests.cast import accepted_case, day, noon, register_case

pytestmark = pytest.mark.django_db


def rows_of(answer) -> dict[str, tuple]:
    return {row["on"].isoformat(): (row["counts"], row.get("n"), row["why"]) for row in answer.context["rows"]}


def test_a_case_counted_by_hand_over_labour_day(cast, on, as_user, read):
    """Received 2026-04-16: 10 days to 04-30, off 05-01 to 05-05, 05-09 worked as the 14th; the 20th is 05-18."""
    case = register_case(cast, "2026-04-16")
    on("2026-04-20")
    answer = as_user(cast.officer_li).get(reverse("desk:case_ledger", args=[case.number]))
    rows = rows_of(answer)
    assert rows["2026-04-16"] == (False, None, "收到申请之日，当日不计")
    assert rows["2026-04-17"] == (True, 1, "工作日")
    assert rows["2026-04-18"] == (False, None, "周末")
    assert rows["2026-04-30"] == (True, 10, "工作日")
    assert rows["2026-05-01"] == (False, None, "劳动节")
    assert rows["2026-05-05"] == (False, None, "劳动节")
    assert rows["2026-05-06"] == (True, 11, "工作日")
    assert rows["2026-05-09"] == (True, 14, "调休上班")
    assert rows["2026-05-15"] == (True, 19, "工作日")
    assert rows["2026-05-18"] == (True, 20, "工作日")
    assert max(rows) == "2026-05-18"
    page = read(answer)
    assert "2026年5月18日 第20个工作日，星期一" in page
    assert "条例第三十一条第一项：当面提交，以提交之日为收到申请之日" in page
    assert "2026年：国办发明电" in page
    assert "生成于2026-04-20 12:00" in page


def test_consultation_days_are_named_with_their_article(cast, on, as_user):
    case = accepted_case(cast, "2026-03-02")
    at = {"actor": cast.officer_li, "today": day("2026-03-09"), "now": noon("2026-03-09")}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某公司", about="价格", sent_on=day("2026-03-09"),
        delivered_on=day("2026-03-11"), **(at | {"today": day("2026-03-11")}),
    )  # fmt: skip
    on("2026-03-12")
    answer = as_user(cast.supervisor_sun).get(reverse("desk:case_ledger", args=[case.number]))
    rows = {row["on"].isoformat(): row for row in answer.context["rows"]}
    # C10: the third party's 15 days end on 04-01; the 6th of ours is 04-02, the 20th 04-23.
    assert rows["2026-03-09"]["n"] == 5
    assert (rows["2026-03-10"]["why"], rows["2026-03-10"]["article"]) == ("征求第三方意见期间", "条例第三十三条第三款")
    assert rows["2026-04-01"]["kind"] == "excluded"
    assert rows["2026-04-02"]["n"] == 6
    assert (rows["2026-04-23"]["n"], rows["2026-04-23"]["kind"]) == (20, "due")


def test_days_of_an_unpublished_year_are_marked(cast, on, as_user, read):
    case = register_case(cast, "2026-12-21")
    on("2026-12-21")
    answer = as_user(cast.officer_li).get(reverse("desk:case_ledger", args=[case.number]))
    page = read(answer)
    assert "暂估计入，待国务院办公厅公布放假安排" in page
    assert "2027年放假安排尚未公布，该年各日为暂估。" in page
    assert {row["kind"] for row in answer.context["rows"] if row["on"].year == 2027} == {"unknown", "due"}


def test_without_a_day_of_receipt_there_is_nothing_to_count(cast, on, as_user, read):
    case = register_case(cast, "2026-03-02", channel="fax", submitted_on=None)
    on("2026-03-02")
    page = read(as_user(cast.officer_li).get(reverse("desk:case_ledger", args=[case.number])))
    assert "还没有可数的日子" in page and "尚未与申请人确认，期限未起算" in page


def test_a_letter_that_was_withdrawn_is_told_as_withdrawn(cast, on, as_user, read):
    case = withdrawn_consultation(cast, accepted_case(cast, "2026-03-02"))
    on("2026-03-12")
    client = as_user(cast.officer_li)
    page = read(client.get(reverse("desk:case_ledger", args=[case.number])))
    assert "2026-03-09发出，2026-03-10撤回，自始不停止计算答复期限" in page and "尚未收到意见" not in page
    cells = client.get(reverse("desk:case", args=[case.number])).context["clock"]["cells"]
    assert "征求" not in " ".join(cell.get("mark", "") for cell in cells)


def test_the_period_of_an_opinion_names_whom_it_belongs_to(cast, on, as_user):
    case = withdrawn_consultation(cast, accepted_case(cast, "2026-03-02"))
    at = {"actor": cast.officer_li, "today": day("2026-03-11"), "now": noon("2026-03-11")}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="乙公司", about="价格", sent_on=day("2026-03-11"),
        delivered_on=day("2026-03-11"), **at,
    )  # fmt: skip
    on("2026-03-12")
    page = as_user(cast.officer_li).get(reverse("desk:case", args=[case.number]))
    [row] = [row for row in page.context["other_clocks"] if "第三方" in row["label"]]
    assert row["note"].startswith("乙公司，")


def withdrawn_consultation(cast, case):
    at = {"actor": cast.officer_li, "today": day("2026-03-09"), "now": noon("2026-03-09")}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="甲公司", about="价格", sent_on=day("2026-03-09"),
        delivered_on=None, **at,
    )  # fmt: skip
    at |= {"today": day("2026-03-10"), "now": noon("2026-03-10")}
    consultations.withdraw_consultation(consultation_id=case.consultations.get().pk, reason="寄错单位", **at)
    return case

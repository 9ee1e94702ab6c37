"""One journey for every decision code, from intake to the archive: article, row, remedy, letter, evidence.

The table is written by hand from section 6.3 of the specification and the printed table 三. C1 is a
register of its own and never enters table 三.
"""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.evidence import EVIDENCE_NAMES, STRUCTURED
from casework.law.letters.kinds import letter_kind, reply_kind
from casework.law.outcomes import CODES
from casework.law.remedies import remedy_kind
from casework.models import Case, Rectification
from casework.queries.annual_table import cases_in_cell, year_table
from casework.services import closing, letter_service, rectifications, replies
from tests.cast import (
    accepted_case,
    day,
    evidence_for,
    file_proof_for,
    find_unreasonable,
    posted,
    replied_case,
    third_party_asked,
)
from tests.services.acts import by, perform
from tests.services.ready_cases import fee_charged, supplementing_case
from tests.services.test_registers import decide, rectification
from tests.services.watching import refused

ANSWER, TOLD = "政府信息公开申请答复书", "政府信息公开申请告知书"
DROPPED = "政府信息公开申请不再处理告知书"
DENIED = "条例第三十六条第三项"
# code: articles, row of table 三, remedy of a decision of 2026, title of its letter. P1 withholds on N4.
TABLE = {
    "G1": (["条例第三十六条第一项"], "granted", "R2", ANSWER),
    "G2": (["条例第三十六条第二项"], "granted", "R2", ANSWER),
    "P1": (["条例第三十七条"], "partial", "R1", ANSWER),
    "N1": (["条例第十四条", DENIED], "denied_secret", "R1", ANSWER),
    "N2": (["条例第十四条", DENIED], "denied_law", "R1", ANSWER),
    "N3": (["条例第十四条", DENIED], "denied_security", "R1", ANSWER),
    "N4": (["条例第十五条", "条例第三十二条", DENIED], "denied_third_party", "R1", ANSWER),
    "N5": (["条例第十六条第一款", DENIED], "denied_internal", "R1", ANSWER),
    "N6": (["条例第十六条第二款", DENIED], "denied_process", "R1", ANSWER),
    "N7": (["条例第十六条第二款", DENIED], "denied_case_file", "R1", ANSWER),
    "N8": (["条例第三十六条第七项"], "denied_query", "R2", ANSWER),
    "U1": (["条例第三十六条第四项"], "unable_not_held", "R2", ANSWER),
    "U2": (["条例第三十六条第五项"], "unable_not_held", "R2", ANSWER),
    "U3": (["条例第三十八条"], "unable_need_creation", "R2", ANSWER),
    "U4": (["条例第三十条"], "unable_unclear", "R2", ANSWER),
    "X1": (["条例第三十九条第一款"], "np_petition", "R2", TOLD),
    "X2": (["条例第三十六条第六项"], "np_repeat", "R2", TOLD),
    "X3": (["条例第三十九条第二款"], "np_publication", "R2", TOLD),
    "X4": (["条例第三十五条"], "np_excessive", "R2", TOLD),
    "X5": ([], "np_confirm", "R2", TOLD),
    "O1": (["条例第三十条"], "other_no_supplement", "R2", DROPPED),
    "O2": (["条例第四十二条", "国办函〔2020〕109号"], "other_fee_unpaid", "R2", DROPPED),
    "O3": ([], "other_misc", "R0", "政府信息公开申请终止办理告知书"),
    "O4": (["条例第二条"], "other_misc", "R2", TOLD),
    "C1": (["条例第四十一条"], None, "R2", "政府信息更正申请处理告知书"),
}


def test_the_table_has_every_code():
    assert list(TABLE) == list(CODES)


@pytest.mark.parametrize(("code", "expected"), TABLE.items(), ids=TABLE.keys())
def test_article_row_remedy_and_letter_are_those_of_the_specification(code, expected):
    grounds = ["N4"] if code == "P1" else []
    kind = letter_kind(reply_kind(code))
    found = (
        list(CODES[code].articles), CODES[code].row,
        remedy_kind(code, decided_on=day("2026-03-10"), withheld_grounds=grounds), kind.title,
    )  # fmt: skip
    assert found == expected


def standing(cast, code):
    """Return a case in work that stands as the code needs it, all but the evidence typed with the reply."""
    if code == "U4":
        case = supplementing_case(cast)
        perform(Act.RECEIVE_SUPPLEMENT, case, cast.officer_li)
        return perform(Act.CHECK_IDENTITY, case, cast.officer_li)
    case = accepted_case(cast)
    if code == "X4":
        find_unreasonable(cast, case, "2026-03-02", "2026-03-10")
    if code in {"N4", "P1"}:
        third_party_asked(cast, case, "2026-03-10")
    return case


def ended(cast, code) -> Case:
    """Return a case concluded with the code through the services."""
    if code == "O1":
        return perform(Act.LAPSE, supplementing_case(cast), cast.officer_li)
    if code == "O2":
        # Signed for on 2026-03-06: the 20th working day is 04-03, 04-04 to 04-06 are Qingming.
        return perform(Act.LAPSE, fee_charged(cast, signed="2026-03-06"), cast.officer_li, "2026-04-07")
    if code == "O3":
        return perform(Act.WITHDRAW, accepted_case(cast), cast.officer_li)
    if code != "U4":
        return replied_case(cast, code)
    case = standing(cast, code)
    replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="仍不明确。",
        **by(cast.officer_li, "2026-03-10"),
    )  # fmt: skip
    replies.sign(case_id=case.pk, **by(cast.head_chen, "2026-03-10"))
    return letter_service.conclude(case_id=case.pk, fact=posted("2026-03-11"), **by(cast.officer_li, "2026-03-11"))


def rows_counted(cast) -> set[str]:
    """Return the lines of table 三 of the year that count anything, the sum aside."""
    cells = year_table(cast.bureau, 2026).cells
    return {row for row, line in cells.items() if line["natural"] and row != "results_total"}


@pytest.mark.parametrize("code", [code for code in TABLE if code != "C1"])
def test_from_intake_to_the_archive_and_into_its_row(cast, code):
    case, row = ended(cast, code), TABLE[code][1]
    assert (case.stage, case.decision_code) == ("concluded", code)
    assert list(cases_in_cell(cast.bureau, 2026, row, "natural")) == [case]
    case = closing.archive(case_id=case.pk, archive_number="2026-公开-1", **by(cast.officer_li, "2026-04-08"))
    assert case.stage == "archived"
    assert list(cases_in_cell(cast.bureau, 2026, row, "total")) == [case]
    assert rows_counted(cast) == {"new", row}


def test_c1_from_intake_to_the_archive_and_into_no_row(cast):
    row = decide(cast, rectification(cast), "corrected")
    row = rectifications.archive_rectification(rectification_id=row.pk, **by_whom(cast, "2026-03-12"))
    assert (row.archived_on, bool(row.archive_number), row.is_open) == (day("2026-03-12"), True, False)
    assert TABLE["C1"][1] is None and rows_counted(cast) == set()


def by_whom(cast, on):
    """Return who and when, as a register takes it: without a once-only key."""
    return {name: value for name, value in by(cast.officer_li, on).items() if name != "key"}


@pytest.mark.parametrize("code", TABLE)
def test_missing_evidence_is_refused_with_its_sentence(cast, code):
    (WITHOUT.get(code) or without_each)(cast, code)


def without_each(cast, code) -> None:
    """Leave out one text after the other from a draft that is otherwise complete."""
    draft = drafting(cast, standing(cast, code), code)
    for item in set(CODES[code].evidence) - STRUCTURED:
        given = {name: text for name, text in evidence_for(code).items() if name != item.value}
        with refused("evidence_missing", EVIDENCE_NAMES[item], field=f"evidence_{item.value}"):
            replies.submit_for_review(evidence=given, **draft)


def drafting(cast, case, code) -> dict:
    return {"case_id": case.pk, "decision_code": code, "findings": "经查。", **by(cast.officer_li, "2026-03-10")}


def without_the_list(cast, code) -> None:
    draft = drafting(cast, standing(cast, code), code)
    with refused("withheld_grounds_missing", "部分公开必须逐项写明", field="withheld"):
        replies.submit_for_review(evidence=evidence_for(code), **draft)


def without_a_search(cast, code) -> None:
    case = standing(cast, code)
    with refused("evidence_missing", "检索记录", field="evidence_search_record"):
        replies.submit_for_review(evidence=evidence_for(code), **drafting(cast, case, code))
    file_proof_for(code, case, cast.officer_li, "2026-03-10")
    assert replies.submit_for_review(evidence={}, **drafting(cast, case, code)).stage == "in_review"


def without_the_review_of_good_reasons(cast, code) -> None:
    case = supplementing_case(cast)
    with refused("evidence_missing", "是否有正当理由的审查意见", article="条例第三十条"):
        closing.lapse(case_id=case.pk, review=" ", **by(cast.officer_li, "2026-03-10"))


def without_proof_that_the_fee_was_told(cast, code) -> None:
    case = fee_charged(cast, signed="2026-03-06")
    with refused("evidence_missing", "收费通知的送达证明", article="条例第四十二条、国办函〔2020〕109号"):
        closing.lapse(case_id=case.pk, review=" ", **by(cast.officer_li, "2026-04-07"))


def without_the_withdrawal(cast, code) -> None:
    case = accepted_case(cast)
    with refused("evidence_missing", "申请人撤回申请的书面材料或记录"):
        closing.withdraw(case_id=case.pk, statement=" ", **by(cast.officer_li, "2026-03-10"))


def without_the_proof(cast, code) -> None:
    row = rectification(cast)
    with refused("evidence_missing", "更正的证据与核实结果", field="evidence_rectification_proof"):
        decide(cast, row, "corrected", proof=" ")
    assert Rectification.objects.get(pk=row.pk).is_open


# How each code that is not drafted from texts alone is tried without its proof.
WITHOUT = {
    "P1": without_the_list, "U1": without_a_search, "O1": without_the_review_of_good_reasons,
    "O2": without_proof_that_the_fee_was_told, "O3": without_the_withdrawal, "C1": without_the_proof,
}  # fmt: skip

"""One journey for every decision code, from intake to the archive: article, row, remedy, letter, evidence.

The table is written by hand from section 6.3 of the specification and the printed table 三. O2 has its
journey in test_excessive_requests_and_fees.py; C1 is a register of its own and never enters table 三.
"""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.evidence import EVIDENCE_NAMES, STRUCTURED
from casework.law.letters.kinds import letter_kind, reply_kind
from casework.law.outcomes import CODES
from casework.law.remedies import remedy_kind
from casework.queries.annual_table import cases_in_cell
from casework.services import closing, letter_service, replies
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
from tests.services.acts import by, perform, supplementing_case
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
BY_REPLY = [code for code in TABLE if code not in {"O1", "O2", "O3", "C1"}]


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


def ended(cast, code):
    """Return a case concluded with the code through the services."""
    if code == "O1":
        return perform(Act.LAPSE, supplementing_case(cast), cast.officer_li)
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


@pytest.mark.parametrize("code", [*BY_REPLY, "O1", "O3"])
def test_from_intake_to_the_archive_and_into_its_row(cast, code):
    case = ended(cast, code)
    assert (case.stage, case.decision_code) == ("concluded", code)
    assert list(cases_in_cell(cast.bureau, 2026, TABLE[code][1], "natural")) == [case]
    case = closing.archive(case_id=case.pk, archive_number="2026-公开-1", **by(cast.officer_li, "2026-03-12"))
    assert case.stage == "archived"
    assert list(cases_in_cell(cast.bureau, 2026, TABLE[code][1], "total")) == [case]


@pytest.mark.parametrize("code", BY_REPLY)
def test_missing_evidence_is_refused_with_its_sentence(cast, code):
    case = standing(cast, code)
    draft = {"case_id": case.pk, "decision_code": code, "findings": "经查。", **by(cast.officer_li, "2026-03-10")}
    if code == "P1":
        with refused("withheld_grounds_missing", "部分公开必须逐项写明", field="withheld"):
            replies.submit_for_review(evidence=evidence_for(code), **draft)
        return
    if code == "U1":
        with refused("evidence_missing", "检索记录", field="evidence_search_record"):
            replies.submit_for_review(evidence=evidence_for(code), **draft)
        file_proof_for(code, case, cast.officer_li, "2026-03-10")
        assert replies.submit_for_review(evidence={}, **draft).stage == "in_review"
        return
    for item in set(CODES[code].evidence) - STRUCTURED:
        given = {name: text for name, text in evidence_for(code).items() if name != item.value}
        with refused("evidence_missing", EVIDENCE_NAMES[item], field=f"evidence_{item.value}"):
            replies.submit_for_review(evidence=given, **draft)

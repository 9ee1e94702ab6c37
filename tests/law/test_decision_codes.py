"""The 25 decision codes against a table written by hand from section 6.3 of the specification."""

import pytest

from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.annual_table import row_in_format
from casework.law.deciding import missing_evidence, require_evidence
from casework.law.errors import Refused
from casework.law.evidence import EVIDENCE_NAMES, Evidence
from casework.law.outcomes import CATEGORY_NAMES, CODES, Category, decision

# code: category, articles, row of table 三, remedy, what must be on file
TABLE = {
    "G1": ("disclosed", ["条例第三十六条第一项"], "granted", "R2", ["published_where"]),
    "G2": ("disclosed", ["条例第三十六条第二项"], "granted", "R2", ["third_party_check", "provided_files"]),
    "P1": ("disclosed", ["条例第三十七条"], "partial", "by_ground", ["provided_files", "withheld_list"]),
    "N1": ("denied", ["条例第十四条", "条例第三十六条第三项"], "denied_secret", "R1", ["secrecy_basis", "not_separable"]),
    "N2": ("denied", ["条例第十四条", "条例第三十六条第三项"], "denied_law", "R1", ["statute", "not_separable"]),
    "N3": ("denied", ["条例第十四条", "条例第三十六条第三项"], "denied_security", "R1", ["harm", "not_separable"]),
    "N4": (
        "denied", ["条例第十五条", "条例第三十二条", "条例第三十六条第三项"], "denied_third_party", "R1",
        ["third_party_opinion", "harm", "not_separable"],
    ),
    # Art. 16 leaves a discretion, which must be explained (section 1 of the specification).
    "N5": (
        "denied", ["条例第十六条第一款", "条例第三十六条第三项"], "denied_internal", "R1",
        ["internal_kind", "harm", "discretion", "not_separable"],
    ),
    "N6": (
        "denied", ["条例第十六条第二款", "条例第三十六条第三项"], "denied_process", "R1",
        ["process_kind", "harm", "discretion", "not_separable"],
    ),
    "N7": (
        "denied", ["条例第十六条第二款", "条例第三十六条第三项"], "denied_case_file", "R1",
        ["case_file_guidance", "harm", "discretion", "not_separable"],
    ),
    "N8": ("denied", ["条例第三十六条第七项"], "denied_query", "R2", ["special_rule"]),
    "U1": ("unable", ["条例第三十六条第四项"], "unable_not_held", "R2", ["search_record"]),
    "U2": ("unable", ["条例第三十六条第五项"], "unable_not_held", "R2", ["responsible_agency"]),
    "U3": ("unable", ["条例第三十八条"], "unable_need_creation", "R2", ["processing_needed"]),
    "U4": ("unable", ["条例第三十条"], "unable_unclear", "R2", ["supplement_exchange"]),
    "X1": ("not_processed", ["条例第三十九条第一款"], "np_petition", "R2", ["petition_channel"]),
    "X2": ("not_processed", ["条例第三十六条第六项"], "np_repeat", "R2", ["earlier_reply", "earlier_reply_on"]),
    "X3": ("not_processed", ["条例第三十九条第二款"], "np_publication", "R2", ["publication_source"]),
    "X4": ("not_processed", ["条例第三十五条"], "np_excessive", "R2", ["reasons_review"]),
    "X5": ("not_processed", [], "np_confirm", "R2", ["earlier_provision"]),
    "O1": ("other", ["条例第三十条"], "other_no_supplement", "R2", ["justification_review"]),
    "O2": ("other", ["条例第四十二条", "国办函〔2020〕109号"], "other_fee_unpaid", "R2", ["fee_service_proof"]),
    "O3": ("other", [], "other_misc", "R0", ["withdrawal_letter"]),
    "O4": ("other", ["条例第二条"], "other_misc", "R2", ["guidance"]),
    "C1": ("rectification", ["条例第四十一条"], None, "R2", ["rectification_proof"]),
}  # fmt: skip


def test_there_are_exactly_these_25_codes():
    assert list(CODES) == list(TABLE)
    assert len(CODES) == 25


@pytest.mark.parametrize(("code", "expected"), TABLE.items(), ids=TABLE.keys())
def test_the_code_is_as_the_specification_says(code, expected):
    row = decision(code)
    assert row.code == code
    assert (row.category, list(row.articles), row.row, row.remedy, list(row.evidence)) == expected


@pytest.mark.parametrize("code", [code for code, row in TABLE.items() if row[2]])
def test_the_row_exists_in_both_formats(code):
    row = decision(code).row
    assert row_in_format(row, FORMAT_2021) == row
    assert row_in_format(row, FORMAT_2019) == ("other" if row.startswith("other_") else row)


@pytest.mark.parametrize("row", ["denied", "unable", "not_processed", "other", "results_total", "nonsense"])
def test_no_case_is_counted_in_a_heading_a_total_or_an_unknown_row(row):
    with pytest.raises(KeyError):
        row_in_format(row, FORMAT_2021)


def test_every_row_of_the_table_can_be_reached_by_a_code():
    reached = {row.row for row in CODES.values()} - {None}
    assert reached == {row.key for row in FORMAT_2021.result_rows}


def test_the_acts_that_close_a_case_by_themselves_are_not_offered_for_a_reply():
    assert {code for code, row in CODES.items() if not row.by_reply} == {"O1", "O2", "O3", "C1"}


def test_every_name_is_given():
    assert set(EVIDENCE_NAMES) == set(Evidence)
    assert set(CATEGORY_NAMES) == set(Category)
    assert len({row.name for row in CODES.values()}) == 25


# Refusals


@pytest.mark.parametrize("code", [None, ""])
def test_a_reply_without_decision_code_is_refused(code):
    with pytest.raises(Refused) as refused:
        decision(code)
    assert (refused.value.code, refused.value.field) == ("decision_code_missing", "decision_code")
    assert str(refused.value) == "答复必须选定决定码，不能没有处理结论。（条例第三十六条）"


@pytest.mark.parametrize("code", ["Z9", "g1", "G1 "])
def test_an_unknown_decision_code_is_refused(code):
    with pytest.raises(Refused) as refused:
        decision(code)
    assert refused.value.code == "decision_code_unknown"
    assert refused.value.sentence == f"没有决定码 {code}。"


@pytest.mark.parametrize(("code", "expected"), TABLE.items(), ids=TABLE.keys())
def test_without_evidence_the_decision_is_refused_and_with_it_allowed(code, expected):
    needed = expected[4]
    assert missing_evidence(code, {}) == needed
    with pytest.raises(Refused) as refused:
        require_evidence(code, {})
    assert (refused.value.code, refused.value.field) == ("evidence_missing", f"evidence_{needed[0]}")
    assert decision(code).name in refused.value.sentence
    require_evidence(code, dict.fromkeys(needed, "见附件"))


def test_blank_evidence_is_none():
    with pytest.raises(Refused, match="检索记录"):
        require_evidence("U1", {"search_record": " \n　"})


def test_only_what_is_missing_is_asked_for():
    with pytest.raises(Refused) as refused:
        require_evidence("P1", {"provided_files": "文件一份"})
    assert refused.value.sentence == "“部分公开”还缺少必填材料：不予提供部分的清单及逐项理由。"

"""呈批单: what is proposed, what was said on each step, and a line for whoever has not spoken."""

from casework.law.applicants import ApplicantKind
from casework.law.letters.approval_sheet import approval_sheet
from casework.law.letters.facts import ApplicantWords, DraftWords, MatterWords, OpinionWords, StepWords
from tests.law.letter_facts import facts
from tests.law.reading import day

LINE = "签名：　　　　　　　　　　　　年　　月　　日"


def rows(**changes) -> dict[str, str]:
    return {row.label: row.value for row in approval_sheet(facts(**changes)).rows}


def test_the_steps_stand_in_their_order_with_what_was_said_and_room_for_the_rest():
    agreed = OpinionWords("何科长", "同意。依据充分", day("2026-03-10"), "钱法规代签，依据：出差")
    shown = rows(
        review=(
            StepWords("科室审核", opinions=(agreed,)),
            StepWords("会签", wanting=("孙科长", "周科长")),
            StepWords("保密审查", secrecy=True, wanting=("",)),
        )
    )
    assert list(shown)[-4:] == ["科室审核", "会签", "保密审查", "文号"]
    assert shown["科室审核"] == "同意。依据充分\n何科长　2026年3月10日\n钱法规代签，依据：出差"
    assert shown["会签"] == f"\n孙科长{LINE}\n\n周科长{LINE}"
    assert shown["保密审查"] == f"结论：□ 不涉密　　□ 涉密\n{LINE}"


def test_several_matters_are_proposed_one_by_one_with_the_code_they_count_by():
    matters = (
        MatterWords("批复", "G2", {}, "经查，批复可以提供。"),
        MatterWords("评估报告", "P1", {"withheld_list": "报价（N4）"}),
    )
    shown = rows(matters=matters, draft=DraftWords("李经办", day("2026-03-09"), "P1"))
    assert shown["拟稿人"] == "李经办　2026年3月9日"
    assert shown["拟办意见"].splitlines() == [
        "统计为P1 部分公开",
        "事项1（批复）：G2 予以公开（条例第三十六条第二项）",
        "经查，批复可以提供。",
        "事项2（评估报告）：P1 部分公开（条例第三十七条）",
        "不予提供部分：报价（N4）",
    ]


def test_people_are_named_by_their_surname_and_organisations_in_full():
    parties = (ApplicantWords("赵某某"), ApplicantWords("某某公司", natural=False))
    assert rows(applicants=parties, applicant_kind=ApplicantKind.NATURAL)["申请人"] == "赵**、某某公司（自然人）"


def test_a_day_beyond_the_calendar_is_called_an_estimate_and_a_stopped_clock_has_none():
    beyond = rows(reply_due_on=None, reply_estimate_on=day("2027-01-04"))
    assert beyond["答复期限"] == "2027年1月4日（暂估），待国务院办公厅公布放假安排"
    assert rows(reply_due_on=None)["答复期限"] == "停表中"

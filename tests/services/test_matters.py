"""事项: listed in the applicant's words, each decided, one code counted; split into cases of their own."""

from __future__ import annotations

from casework.law.similarity import bigram_codes
from casework.models import Case, Reply
from casework.queries.annual_table import cases_in_cell
from casework.queries.dossier import dossier
from casework.services import case_splitting, matters, replies
from casework.services.attachments import attach_files
from tests.cast import accepted_case, day, evidence_for, noon, register_case
from tests.services.acts import READY, by
from tests.services.files import upload
from tests.services.ready_cases import divided_case, extension_asked
from tests.services.watching import refused


def decide(cast, case, position, code):
    decision = matters.Decision(code, f"事项{position}经查。", evidence_for(code))
    return matters.decide_matter(case_id=case.pk, position=position, decision=decision, **by(cast.officer_li, READY))


def send(cast, case, code, **facts):
    return replies.submit_for_review(case_id=case.pk, decision_code=code, **facts, **by(cast.officer_li, READY))


def test_a_reply_waits_until_every_matter_has_its_decision(cast):
    """连云港: 39 items asked, and only some of them answered."""
    case = divided_case(cast)
    decide(cast, case, 1, "G2")
    with refused("matter_undecided", "事项2、3还没有处理决定"):
        send(cast, case, "G2")
    decide(cast, case, 2, "N5")
    decide(cast, case, 3, "U2")
    assert send(cast, case, "P1").stage == "in_review"
    items = [(item.position, item.words, item.decision_code) for item in Reply.objects.get().items.all()]
    assert items == [(1, "补偿方案", "G2"), (2, "评估报告", "N5"), (3, "会议纪要", "U2")]


def test_the_counted_code_is_proposed_and_another_needs_its_reason(cast):
    case = divided_case(cast)
    for position, code in enumerate(("U2", "X3", "N5"), 1):
        decide(cast, case, position, code)
    with refused("statistical_code_foreign", field="decision_code"):
        send(cast, case, "G2")
    with refused("statistical_reason_missing", "按规则应计入“不予公开：内部事务信息”", field="statistical_reason"):
        send(cast, case, "U2")
    send(cast, case, "U2", statistical_reason="主要内容不属于本机关")
    reply = Reply.objects.get()
    assert (reply.decision_code, reply.statistical_reason) == ("U2", "主要内容不属于本机关")


def test_matters_are_listed_once_each_and_a_kept_one_keeps_its_draft(cast):
    case = divided_case(cast)
    decide(cast, case, 3, "G2")
    for words, code in (
        ([], "matter_words_missing"),
        (["甲", " "], "matter_words_missing"),
        (["甲", "甲"], "matter_twice"),
    ):
        with refused(code, field="words"):
            matters.list_matters(case_id=case.pk, words=words, **by(cast.officer_li, READY))
    matters.list_matters(case_id=case.pk, words=["会议纪要", "补偿方案"], **by(cast.officer_li, READY))
    kept = [(item.position, item.words, item.decision_code) for item in case.matters.all()]
    assert kept == [(1, "会议纪要", "G2"), (2, "补偿方案", "")]


def test_a_split_makes_a_case_of_each_matter_with_the_clock_of_the_whole(cast):
    case = divided_case(cast)
    case_splitting.split_case(case_id=case.pk, positions=[1, 3], **by(cast.officer_li, READY))
    parts = list(Case.objects.filter(split_from=case).order_by("number"))
    assert [part.number for part in parts] == ["某审2026-0002", "某审2026-0003"]
    assert [part.content for part in parts] == ["补偿方案", "会议纪要"]
    for part in parts:
        assert (part.stage, part.received_on, part.reply_due_on) == ("processing", day("2026-03-02"), day("2026-03-30"))
        assert (part.identity_checked, part.applicants.get().name) == (True, "赵某某")
        # It is found by what it asks for.
        assert set(bigram_codes(part.content)) <= set(part.words.bigrams)
        assert part.events.get().act == "split_case" and case.number in part.events.get().note
    assert [(item.position, item.words) for item in case.matters.all()] == [(1, "评估报告")]
    assert case.events.last().after["split_off"] == "某审2026-0002、某审2026-0003"
    # Every part counts as a request of its own (law.md 3.3).
    assert cases_in_cell(cast.bureau, 2026, "new", "natural").count() == 3
    assert register_case(cast).number == "某审2026-0004"


def test_a_part_has_the_papers_and_the_words_of_the_whole(cast, tmp_path, settings):
    """law.md 8.2: the dossier of each part holds the application; 〔2019〕14号: the old name is explained in each letter."""
    settings.MEDIA_ROOT = tmp_path
    case = divided_case(cast)
    Case.objects.filter(pk=case.pk).update(addressed_to="某市规划局")
    for name in ("申请表.pdf", "身份证.pdf"):
        attach_files(case=case, files=[upload(name)], purpose="申请材料", actor=cast.officer_li, now=noon("2026-03-02"))
    case_splitting.split_case(case_id=case.pk, positions=[1], **by(cast.officer_li, READY))
    attach_files(case=case, files=[upload("后来的.pdf")], purpose="其他", actor=cast.officer_li, now=noon("2026-03-11"))
    part = Case.objects.get(split_from=case)
    attach_files(case=part, files=[upload("自己的.pdf")], purpose="其他", actor=cast.officer_li, now=noon("2026-03-11"))
    assert part.addressed_to == "某市规划局"
    papers = [paper.title for paper in dossier(part) if paper.content.startswith("attachment:")]
    assert papers == ["申请表.pdf", "身份证.pdf", "自己的.pdf"]


def test_what_cannot_be_split(cast):
    case = divided_case(cast)
    for positions, code in (([], "nothing_to_split"), ([7], "nothing_to_split"), ([1, 2, 3], "nothing_left")):
        with refused(code, field="positions"):
            case_splitting.split_case(case_id=case.pk, positions=positions, **by(cast.officer_li, READY))
    for case, code in ((accepted_case(cast), "only_one_matter"), (extension_asked(cast), "too_late_to_split")):
        with refused(code):
            case_splitting.split_case(case_id=case.pk, positions=[1], **by(cast.officer_li, READY))

"""事项, 检索记录 and the five questions on the screen, without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Matter, Reply, SearchRecord
from tests.cast import accepted_case, evidence_for
from tests.services.acts import divided_case


@pytest.fixture
def desk(cast, on, as_user):
    on("2026-03-10")
    return as_user(cast.officer_li)


def wizard(desk, case, path=""):
    return desk.get(reverse("desk:outcome_wizard", args=[case.number]) + (f"?path={path}" if path else ""))


def test_five_questions_lead_to_a_code_and_what_it_brings(cast, desk, read):
    case = accepted_case(cast)
    first = read(wizard(desk, case))
    assert "申请人现在要的是什么？" in first and case.content in first
    end = wizard(desk, case, "open.clear.none.yes.first.ours.no.nothing")
    words = read(end)
    assert "U1 信息不存在" in words and "条例第三十六条第四项" in words and "检索记录" in words
    assert "1.本机关不掌握相关政府信息" in words and "也可以直接起诉" in words
    assert f"{reverse('desk:act', args=[case.number, 'submit_for_review'])}?code=U1" in end.content.decode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("withdrawn", "O3 申请人撤回"), ("rectify", "C1 更正申请的处理"), ("open.lapsed", "O1 逾期不补正"),
        ("open.clear.unpaid", "O2 逾期不缴费"), ("open.still", "没有收到过补正"),
        ("open.clear.none.yes.first.ours.no.held.no.third.refuses.no", "N4 不予公开：损害第三方合法权益"),
    ],
)  # fmt: skip
def test_every_kind_of_ending_has_its_page(cast, desk, read, path, words):
    assert words in read(wizard(desk, accepted_case(cast), path))


@pytest.mark.parametrize(
    ("path", "act"), [("withdrawn", "withdraw"), ("open.lapsed", "lapse"), ("open.clear.unpaid", "lapse")]
)
def test_an_end_that_is_no_reply_leads_to_its_own_act(cast, desk, path, act):
    case = accepted_case(cast)
    assert reverse("desk:act", args=[case.number, act]) in wizard(desk, case, path).content.decode()


@pytest.mark.parametrize(("choice", "words"), [("R2", "也可以直接起诉"), ("R1", "复议前置")])
def test_the_remedy_of_matters_of_inquiry_is_the_agencys_own(cast, desk, read, choice, words):
    """law.md 11: 36(7) leaves the choice unless the agency sends its applicants to reconsideration first."""
    cast.bureau.policy = {"query_remedy": choice}
    cast.bureau.save()
    assert words in read(wizard(desk, accepted_case(cast), "open.clear.none.yes.first.ours.yes"))


def test_a_search_is_written_down_and_the_draft_rests_on_it(cast, desk, do, read):
    case = accepted_case(cast)
    draft = reverse("desk:act", args=[case.number, "submit_for_review"]) + "?code=U1"
    assert "还没有检索记录" in read(desk.get(draft))
    do(
        desk, case, "record_search", places="档案室", systems="公文系统", period="2015年至2026年", keyword_sets_lines="3",
        keyword_sets_text_0="征收补偿", keyword_sets_text_1="某征〔2024〕", paper_archive="查阅纸质目录，未见", found="not_found",
    )  # fmt: skip
    assert SearchRecord.objects.get().keyword_sets == ["征收补偿", "某征〔2024〕"]
    page = read(desk.get(draft))
    assert "某征〔2024〕" in page and "还没有检索记录" not in page
    assert "查阅纸质目录，未见" in read(desk.get(reverse("desk:case", args=[case.number]) + "?tab=searches"))
    do(desk, case, "submit_for_review", decision_code="U1", findings="经检索没有。")
    assert Reply.objects.get().decision_code == "U1"


def test_one_set_of_key_words_is_too_narrow(cast, desk, refused):
    said = refused(
        desk, accepted_case(cast), "record_search", places="档案室", systems="公文系统", period="2015年至2026年",
        keyword_sets_lines="1", keyword_sets_text_0="征收补偿", paper_archive="未见", found="not_found",
    )  # fmt: skip
    assert "至少要用2组不同的关键词" in said


def test_more_lines_can_be_asked_for_and_nothing_typed_is_lost(cast, desk):
    case = accepted_case(cast)
    url = reverse("desk:act", args=[case.number, "list_matters"])
    typed = {
        "words_lines": "3",
        "words_text_0": "补偿方案",
        "words_text_2": "会议纪要",
        "more_lines": "words",
        "key": "k",
    }
    answer = desk.post(url, typed)
    html = answer.content.decode()
    assert answer.status_code == 200 and "补偿方案" in html and "会议纪要" in html
    assert html.count('name="words_text_') == 6
    assert not Matter.objects.exists()


def test_every_matter_is_decided_beside_the_applicants_words(cast, desk, read):
    case = divided_case(cast)
    page = read(desk.get(reverse("desk:case", args=[case.number])))
    assert "事项2" in page and "评估报告" in page and "决定：未定" in page
    for position in (1, 2, 3):
        url = reverse("desk:matter_act", args=[case.number, position, "decide_matter"])
        assert "申请人的原话" in read(desk.get(url + "?code=U2"))
        typed = {f"evidence_{name}": text for name, text in evidence_for("U2").items()}
        answer = desk.post(url, typed | {"decision_code": "U2", "findings": "由其他机关负责。", "key": f"k{position}"})
        assert answer.status_code == 302, read(answer)
    url = reverse("desk:act", args=[case.number, "submit_for_review"])
    assert "年度报告按哪一项统计" in read(desk.get(url))
    assert desk.post(url, {"decision_code": "U2", "key": "send"}).status_code == 302
    assert Reply.objects.get().items.count() == 3

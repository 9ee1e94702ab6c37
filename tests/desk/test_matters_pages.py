"""事项, 检索记录 and the five questions on the screen, without JavaScript."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from casework.models import Matter, Reply, SearchRecord
from tests.cast import accepted_case, evidence_for
from tests.services.ready_cases import divided_case


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


def draft_page(case, act="submit_for_review"):
    return reverse("desk:act", args=[case.number, act])


@pytest.mark.parametrize("act", ["submit_for_review", "reply_on_the_spot"])
def test_the_pages_beside_a_draft_lead_back_to_its_act(cast, desk, act):
    case = accepted_case(cast, "2026-03-10")
    page = desk.get(draft_page(case, act) + "?code=new")
    wizard_url = page.context["wizard_url"]
    end = desk.get(wizard_url, {"path": "open.clear.none.yes.first.ours.no.nothing"} | asked_in(wizard_url))
    assert end.context["outcome"]["url"] == draft_page(case, act) + "?code=U1"
    assert end.context["experts_url"] == draft_page(case, act) + "?code=new"
    first = desk.get(wizard_url).context["question"]["answers"][0]["url"]
    assert asked_in(first) == asked_in(wizard_url)
    left = desk.post(draft_page(case, act) + "?code=U1", {"decision_code": "U1", "leave": "search"})
    assert desk.get(left.url).context["form"].done_url() == draft_page(case, act) + "?code=U1"


def asked_in(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items() if name != "path"}


def test_a_draft_left_for_another_page_is_there_again(cast, desk, read, typed_in):
    case = accepted_case(cast, "2026-03-10")
    typed = {"decision_code": "P1", "findings": "经查，部分内容涉及个人隐私。", "key": "draft"}
    typed |= {"withheld_lines": "3", "withheld_what_0": "第3页", "withheld_ground_0": "N4", "withheld_reason_0": "隐私"}
    left = desk.post(draft_page(case) + "?code=P1", typed | {"leave": "code"})
    assert left.url == "?code=new"
    assert desk.get(draft_page(case) + "?code=new").context["choices"]
    again = desk.get(draft_page(case) + "?code=P1")
    assert "已填入刚才填写的内容" in read(again)
    form = again.context["form"]
    assert form["findings"].value() == typed["findings"]
    assert form["withheld"].value() == [{"what": "第3页", "ground": "N4", "reason": "隐私"}]
    # Another code asks for other things; what it asks too is kept, and the code is the chosen one.
    other = desk.get(draft_page(case) + "?code=G1").context["form"]
    assert (other["findings"].value(), other["decision_code"].value()) == (typed["findings"], "G1")
    # Nobody else's form, and no other case's.
    assert not desk.get(draft_page(accepted_case(cast, "2026-03-10")) + "?code=G1").context["resumed"]
    typed = {"decision_code": "G1", "findings": "经查属实。", "evidence_published_where": "本机关门户网站"}
    assert typed_in(desk, case, "submit_for_review", **typed).status_code == 302
    assert "unfinished_forms" not in desk.session or draft_page(case) not in desk.session["unfinished_forms"]


def test_the_error_summary_leads_to_a_field_of_lines(cast, desk):
    case = accepted_case(cast, "2026-03-10")
    page = desk.get(draft_page(case) + "?code=P1").content.decode()
    assert 'id="id_withheld" name="withheld_what_0"' in page

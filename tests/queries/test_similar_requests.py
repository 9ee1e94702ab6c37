"""Earlier requests beside a new one: a hint with the earlier reply, never a bar (Art. 36(6))."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.models import CaseWords
from casework.queries.similar_requests import own_similar_requests, similar_decisions
from casework.services.case_words import keep_missing_words
from casework.services.register import ApplicantData
from tests.cast import accepted_case, day, register_case, replied_case
from tests.services.acts import perform
from tests.services.ready_cases import supplementing_case

PLAN = "2024年张店区马尚街道东高村集体土地征收补偿安置方案"
AGAIN = "请公开马尚街道东高村集体土地征收的补偿安置方案（2024年）"
OTHER_PLACE = "2024年张店区马尚街道西高村集体土地征收补偿安置方案"


def test_the_same_matter_again_is_marked_with_the_earlier_reply(cast):
    earlier = replied_case(cast, "G2", content=PLAN)
    elsewhere = register_case(cast, "2026-03-03", content=OTHER_PLACE)
    found = own_similar_requests(cast.officer_li, "赵某某", AGAIN)
    assert [(item.case, item.is_repeat) for item in found] == [(earlier, True), (elsewhere, False)]
    assert found[0].letter_number == earlier.replies.get().letter_number != ""


def test_somebody_else_and_another_agency_have_no_repeats_here(cast):
    register_case(cast, content=PLAN)
    assert own_similar_requests(cast.officer_li, "钱某某", AGAIN) == []
    assert own_similar_requests(cast.officer_wang, "赵某某", AGAIN) == []
    assert own_similar_requests(cast.officer_li, " ", AGAIN) == []


def test_a_case_is_not_found_beside_itself_nor_by_a_later_one(cast):
    first = register_case(cast, content=PLAN)
    second = register_case(cast, "2026-03-04", content=AGAIN)
    assert own_similar_requests(cast.officer_li, "赵某某", first.content, before=first) == []
    assert [item.case for item in own_similar_requests(cast.officer_li, "赵某某", AGAIN, before=second)] == [first]


def test_the_drafter_sees_what_the_agency_decided_on_like_matters_whoever_asked(cast):
    other = ApplicantData(kind="natural", name="孙某")
    decided = replied_case(cast, "G2", content=PLAN, applicant=other)
    replied_case(cast, "G1", content="市一中食堂食材采购合同", applicant=other)
    accepted_case(cast, content=PLAN, applicant=other)
    found = similar_decisions(cast.officer_li, AGAIN)
    assert [item.case for item in found] == [decided]
    assert similar_decisions(cast.officer_li, AGAIN, of=decided) == []
    assert similar_decisions(cast.officer_wang, AGAIN) == []


def test_words_are_kept_with_the_case_and_grow_with_its_supplement(cast):
    case = supplementing_case(cast)
    before = set(CaseWords.objects.get(case=case).bigrams)
    perform(Act.RECEIVE_SUPPLEMENT, case, cast.officer_li)
    assert before < set(CaseWords.objects.get(case=case).bigrams)
    assert CaseWords.objects.get(case=case).agency_id == case.agency_id


def test_cases_that_came_without_words_get_them_at_night(cast):
    case = register_case(cast)
    kept = CaseWords.objects.get(case=case).bigrams
    CaseWords.objects.all().delete()
    assert keep_missing_words() == 1
    assert (CaseWords.objects.get(case=case).bigrams, keep_missing_words()) == (kept, 0)


@pytest.mark.django_db
def test_the_hint_stands_on_both_pages_and_bars_nothing(cast, client):
    earlier = replied_case(cast, "G2", content=PLAN)
    number = earlier.replies.get().letter_number
    client.force_login(cast.officer_li)
    address = reverse("desk:register") + "?channel=counter"
    typed = {"submitted_on": "2026-03-20", "kind": "natural", "name": "赵某某", "content": AGAIN, "key": "k"}
    beside = client.post(reverse("desk:register_reckoning") + "?channel=counter", typed).content.decode()
    assert "疑似重复" in beside and number in beside and "仅作提示，不影响登记" in beside
    answer = client.post(address, typed | {"late_registration_reason": "补登"}, follow=True)
    page = answer.content.decode()
    assert "已登记，编号" in page and "疑似重复" in page and number in page
    assert answer.context["case"]["number"] != earlier.number


def test_another_year_shows_no_hint(cast, client):
    replied_case(cast, "G2", content=PLAN)
    case = register_case(cast, "2026-03-20", content=PLAN.replace("2024", "2022"))
    client.force_login(cast.officer_li)
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "疑似重复" not in page
    tab = client.get(reverse("desk:case", args=[case.number]) + "?tab=similar").content.decode()
    assert "同一申请人的申请" in tab and "原答复" in tab
    assert day("2026-03-20") == case.received_on

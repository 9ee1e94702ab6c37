"""Cases that belong together: split from one another, or answered together, side by side."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.consultations import ThirdPartyCheck
from casework.models import Case
from casework.services import case_splitting
from casework.services.answering_together import answer_together
from casework.services.register import ApplicantData
from tests.cast import accepted_case
from tests.services.acts import READY, by
from tests.services.ready_cases import divided_case

pytestmark = pytest.mark.django_db
ALIKE = "2024年东高村征收补偿安置方案"


@pytest.fixture
def desk(cast, on, as_user):
    on(READY)
    return as_user(cast.officer_li)


def case_page(desk, case, read) -> str:
    return read(desk.get(reverse("desk:case", args=[case.number])))


def test_the_parts_of_a_split_lead_to_each_other_and_back(cast, desk, read):
    whole = divided_case(cast)
    case_splitting.split_case(case_id=whole.pk, positions=[2, 3], **by(cast.officer_li, READY))
    first, second = Case.objects.filter(split_from=whole).order_by("pk")
    page = case_page(desk, whole, read)
    assert f"拆出 {first.number}" in page and f"拆出 {second.number}" in page
    page = case_page(desk, first, read)
    assert f"由该件拆分 {whole.number}" in page and f"同由一件拆分 {second.number}" in page
    assert "相关办件" not in case_page(desk, accepted_case(cast), read)


def test_a_handler_is_led_only_to_cases_of_the_unit(cast, on, as_user, read):
    on(READY)
    whole = divided_case(cast)
    case_splitting.split_case(case_id=whole.pk, positions=[2, 3], **by(cast.officer_li, READY))
    first, second = Case.objects.filter(split_from=whole).order_by("pk")
    Case.objects.filter(pk__in=[whole.pk, first.pk]).update(unit=cast.unit)
    page = case_page(as_user(cast.handler_zhou), whole, read)
    assert first.number in page and f"拆出 {second.number}" not in page


def test_cases_are_joined_from_the_list_of_like_ones_and_stand_side_by_side(cast, desk, do, read):
    first = accepted_case(cast, "2026-03-02", content=ALIKE)
    applicant = ApplicantData(kind="natural", name="钱某某", telephone="13900000000")
    second = accepted_case(cast, "2026-03-04", content="请公开东高村2024年征收补偿的安置方案", applicant=applicant)
    similar = read(desk.get(reverse("desk:case", args=[second.number]) + "?tab=similar"))
    assert "与内容相同的在办申请合并办理" in similar
    url = reverse("desk:together", args=[second.number])
    page = desk.get(url)
    assert "现在单独办理" in read(page) and page.context["like"]["rows"][0]["number"] == first.number
    joining = desk.get(page.context["like"]["rows"][0]["join_url"])
    assert joining.context["form"]["other"].value() == first.number
    do(desk, second, "answer_together", other=first.number)
    text = read(desk.get(url))
    for number, received, due in (
        (first.number, "2026-03-02", "2026-03-30"),
        (second.number, "2026-03-04", "2026-04-01"),
    ):
        assert f"{number} 办理中" in text and f"收到 {received}" in text and f"答复期限 {due}" in text
    assert "已用6，停表0，剩余14" in text and "已用4，停表0，剩余16" in text
    assert "赵**" in text and "钱**" in text and "没有内容相同的在办申请" in text
    page = case_page(desk, first, read)
    assert f"合并办理 {second.number}" in page and "并列查看合并办理的各件" in page
    do(desk, second, "answer_separately")
    assert "现在单独办理" in read(desk.get(url))


def test_the_second_draft_starts_from_the_first(cast, desk, do, read):
    first, second = accepted_case(cast), accepted_case(cast)
    answer_together(case_id=second.pk, other=first.number, **by(cast.officer_li, READY))
    url = reverse("desk:act", args=[second.number, "submit_for_review"])
    assert "照此拟稿" not in read(desk.get(url))
    do(
        desk, first, "submit_for_review", decision_code="G2", findings="经查，该方案已经批准，可以公开。",
        evidence_provided_files="方案一份，纸质", evidence_third_party_check=ThirdPartyCheck.NONE.value,
    )  # fmt: skip
    page = desk.get(url)
    assert f"{first.number} G2 予以公开" in read(page)
    assert f"?code=G2&amp;like={first.number}" in page.content.decode()
    form = desk.get(f"{url}?code=G2&like={first.number}").context["form"]
    assert form["findings"].value() == "经查，该方案已经批准，可以公开。"
    assert form["evidence_provided_files"].value() == "方案一份，纸质"
    # Chosen freely, nothing is taken over; and no other number opens anything.
    for query in ("?code=G2", "?code=G1&like=" + first.number, "?code=G2&like=某审2026-9999"):
        assert not desk.get(url + query).context["form"]["findings"].value()


def test_side_by_side_costs_the_same_for_two_and_for_five(cast, desk, django_assert_max_num_queries):
    cases = [accepted_case(cast) for _ in range(5)]
    counted = []
    # The first page of a session also stores it.
    desk.get(reverse("desk:work_list"))
    for number, case in enumerate(cases[1:], 2):
        answer_together(case_id=case.pk, other=cases[0].number, **by(cast.officer_li, READY))
        if number in (2, 5):
            with django_assert_max_num_queries(20) as captured:
                desk.get(reverse("desk:together", args=[cases[0].number]))
            counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_supervisor_reads_and_joins_nothing(cast, on, as_user, read):
    on(READY)
    case = accepted_case(cast)
    text = read(as_user(cast.supervisor_sun).get(reverse("desk:together", args=[case.number])))
    assert case.number in text and "加入另一件" not in text
    assert as_user(cast.officer_wang).get(reverse("desk:together", args=[case.number])).status_code == 404

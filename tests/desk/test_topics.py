"""主题分类 on the screens: the settings page, registering, sorting, finding, the ledger."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Case
from casework.services.topics import keep_topics
from tests.cast import noon, register_case
from tests.listed import numbers_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast, on, as_user):
    on("2026-03-20")
    return as_user(cast.officer_li)


def test_an_office_makes_the_list_its_own(cast, desk, as_user, read):
    url = reverse("desk:topics")
    assert url in desk.get(reverse("desk:settings")).content.decode()
    shown = read(desk.get(url))
    assert "系统自带的分类" in shown and "征地拆迁" in shown
    assert "共2个" in read(desk.post(url, {"names": "古树名木\r\n财政预算\r\n"}, follow=True))
    assert "本机关的分类，李经办保存" in read(desk.get(url))
    answer = desk.post(url, {"names": "古树名木\n古树名木"})
    assert answer.status_code == 422 and "“古树名木”重复了" in read(answer)
    assert as_user(cast.handler_zhou).get(url).status_code == 403


def test_a_request_is_sorted_when_it_is_registered(cast, desk):
    page = desk.get(reverse("desk:register"))
    assert [value for value, _ in page.context["form"].fields["topic"].choices][:2] == ["", "征地拆迁"]
    given = {
        "kind": "natural", "name": "赵某某", "telephone": "13800000000", "content": "征地补偿方案",
        "submitted_on": "2026-03-20", "topic": "征地拆迁", "key": "one",
    }  # fmt: skip
    desk.post(reverse("desk:register"), given)
    assert Case.objects.get().topic == "征地拆迁"


def test_the_case_page_says_it_and_leads_to_the_form_that_proposes(cast, desk, do, read, as_user):
    case = register_case(cast, "2026-03-20", content="某镇集体土地征收补偿安置方案")
    url = reverse("desk:act", args=[case.number, "sort_by_topic"])
    page = desk.get(reverse("desk:case", args=[case.number]))
    assert "未分类" in read(page) and url in page.content.decode()
    form = desk.get(url)
    assert form.context["form"]["topic"].value() == "征地拆迁" and "建议“征地拆迁”" in read(form)
    do(desk, case, "sort_by_topic")
    shown = read(desk.get(reverse("desk:case", args=[case.number])))
    assert "主题分类" in shown and "征地拆迁" in shown
    superior = as_user(cast.supervisor_sun).get(reverse("desk:case", args=[case.number]))
    assert "征地拆迁" in read(superior) and url not in superior.content.decode()


def test_the_list_finds_a_topic_and_the_unsorted(cast, desk, read):
    keep_topics(lines=["征地拆迁"], actor=cast.officer_li, now=noon("2026-03-02"))
    sorted_one = register_case(cast, "2026-03-20", topic="征地拆迁")
    other = register_case(cast, "2026-03-20")

    def numbers(topic):
        return set(numbers_shown(desk.get(reverse("desk:all_cases", query={"topic": topic}))))

    assert numbers("征地拆迁") == {sorted_one.number}
    assert numbers("未分类") == {other.number}
    assert numbers("") == {sorted_one.number, other.number}
    # A name the list has lost is still asked for by an address, and shown as chosen.
    page = desk.get(reverse("desk:all_cases", query={"topic": "旧分类"}))
    assert not page.context["rows"] and '<option value="旧分类" selected>' in page.content.decode()

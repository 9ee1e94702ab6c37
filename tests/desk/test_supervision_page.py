"""督查 and 督办: lists, cards and messages, only for who may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import ReminderSettings, Urging
from casework.services import disputes
from tests.cast import accepted_case, day, replied_case
from tests.services.acts import by
from tests.services.ready_cases import lost_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on):
    # Due on Monday 30 March; Wednesday 1 April is the second working day after it.
    case = accepted_case(cast, "2026-03-02")
    on("2026-04-01")
    return case


def test_the_lists_and_the_counts_of_every_agency(cast, case, as_user, read):
    near, late = accepted_case(cast, "2026-03-05"), replied_case(cast, "G1", signed="2026-03-27", served="2026-03-31")
    client, url = as_user(cast.supervisor_sun), reverse("desk:supervision")
    page = client.get(url)
    assert [(row["number"], row["agency"], row["card"]) for row in page.context["rows"]] == [
        (case.number, "某市行政审批服务局", {"tone": "yellow", "label": "黄牌"})
    ]
    assert "超期2日" in read(page) and "某市自然资源局 0 0 0 0 0" in read(page)
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]] == [
        ("已超期", 1),
        ("临近到期", 1),
        ("逾期答复", 1),
    ]
    shown = {
        name: [row["number"] for row in client.get(url, {"list": name}).context["rows"]]
        for name in ("near", "answered_late")
    }
    assert shown == {"near": [near.number], "answered_late": [late.number]}
    page = client.get(url, {"agency": cast.other_bureau.pk})
    assert page.context["rows"] == [] and "只看某市自然资源局" in read(page)
    assert client.get(url, {"list": "x", "agency": "x"}).status_code == 200


@pytest.mark.parametrize("taken_up", [True, False])
def test_a_reply_to_be_made_anew_is_named_and_can_be_urged(cast, as_user, on, read, taken_up):
    # The 20th working day after 9 March is 7 April: see tests/queries/test_redone_cases_on_lists.py.
    case = lost_case(cast)
    if taken_up:
        disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    on("2026-04-08")
    client = as_user(cast.supervisor_sun)
    page = client.get(reverse("desk:supervision"))
    (row,) = page.context["rows"]
    assert row["urge_url"] == reverse("desk:urge", args=[case.number])
    words = read(page)
    assert "超期1日" in words and "2026-04-07（重新答复）" in words and "送达" not in words
    typed = {"text": "请尽快重新答复", "answer_by": "2026-04-10", "key": "k"}
    assert client.post(row["urge_url"], typed).status_code == 302
    assert "督办未反馈" in read(client.get(reverse("desk:supervision")))
    assert row["urge_url"] in client.get(reverse("desk:case", args=[case.number])).content.decode()


@pytest.mark.parametrize(("levels", "card"), [((1, 2, 9), "红牌"), ((1, 2, 3), "红牌"), ((3, 4, 5), None)])
def test_the_cards_follow_the_supervisors_levels(cast, case, as_user, levels, card):
    client = as_user(cast.supervisor_sun)
    typed = dict(zip(("yellow_days", "red_days", "black_days"), map(str, levels), strict=True))
    assert client.post(reverse("desk:supervision"), typed).status_code == 302
    assert ReminderSettings.objects.get().agency == cast.city
    (row,) = client.get(reverse("desk:supervision")).context["rows"]
    assert (row["card"] or {}).get("label") == card


def test_levels_out_of_order_are_refused(cast, case, as_user, read):
    typed = {"yellow_days": "5", "red_days": "3", "black_days": "9"}
    answer = as_user(cast.supervisor_sun).post(reverse("desk:supervision"), typed)
    assert answer.status_code == 422 and "红牌应多于黄牌" in read(answer)


@pytest.mark.parametrize("name", ["officer_li", "head_chen", "handler_zhou", "administrator_wu"])
def test_only_a_supervisor_opens_it(cast, case, as_user, name):
    client = as_user(getattr(cast, name))
    assert client.get(reverse("desk:supervision")).status_code == 403
    assert client.get(reverse("desk:urge", args=[case.number])).status_code == 403
    assert client.post(reverse("desk:urge", args=[case.number]), {"text": "x"}).status_code == 403


def test_a_supervisor_elsewhere_sees_nothing_of_it(cast, case, as_user):
    cast.officer_wang.role = "supervisor"
    cast.officer_wang.save()
    stranger = as_user(cast.officer_wang)
    assert stranger.get(reverse("desk:supervision")).context["rows"] == []
    assert stranger.get(reverse("desk:urge", args=[case.number])).status_code == 404
    assert stranger.post(reverse("desk:urge", args=[case.number]), {"text": "x"}).status_code == 404


def test_asked_on_the_case_page_and_answered_there(cast, case, as_user, read):
    supervisor = as_user(cast.supervisor_sun)
    form = supervisor.get(reverse("desk:urge", args=[case.number])).context["form"]
    # 4 to 6 April are off: three working days after 1 April are 2, 3 and 7 April.
    assert form.initial["answer_by"] == day("2026-04-07")
    typed = {"text": "请说明超期原因", "answer_by": "2026-04-03", "key": form["key"].value()}
    url = reverse("desk:urge", args=[case.number])
    assert supervisor.post(url, typed).url == reverse("desk:case", args=[case.number])
    supervisor.post(url, typed)
    urging = Urging.objects.get()
    assert "待反馈" in read(supervisor.get(reverse("desk:case", args=[case.number])))
    assert "督办未反馈" in read(supervisor.get(reverse("desk:supervision")))
    officer = as_user(cast.officer_li)
    page = officer.get(reverse("desk:case", args=[case.number]))
    assert "请说明超期原因" in read(page) and page.context["urging"]["urge_url"] == ""
    answer_url = page.context["urging"]["rows"][0]["answer_url"]
    assert f"督办 {case.number}" in read(officer.get(reverse("desk:notices")))
    assert officer.post(answer_url, {"text": ""}).status_code == 422
    assert officer.post(answer_url, {"text": "明日答复"}).url == reverse("desk:case", args=[case.number])
    urging.refresh_from_db()
    assert (urging.answer, urging.answered_by) == ("明日答复", cast.officer_li)
    assert "明日答复" in read(supervisor.get(reverse("desk:case", args=[case.number])))
    assert f"督办反馈 {case.number}" in read(supervisor.get(reverse("desk:notices")))


def test_nobody_elsewhere_answers(cast, case, as_user):
    as_user(cast.supervisor_sun).post(
        reverse("desk:urge", args=[case.number]), {"text": "请说明", "answer_by": "2026-04-03", "key": "k"}
    )
    url = reverse("desk:urging_answer", args=[case.number, Urging.objects.get().pk])
    for name, status in (
        ("officer_wang", 404),
        ("handler_zhou", 404),
        ("administrator_wu", 404),
        ("supervisor_sun", 403),
    ):
        client = as_user(getattr(cast, name))
        assert (client.get(url).status_code, client.post(url, {"text": "x"}).status_code) == (status, status), name
    other = accepted_case(cast, "2026-03-05")
    url = reverse("desk:urging_answer", args=[other.number, Urging.objects.get().pk])
    assert as_user(cast.officer_li).get(url).status_code == 404


def test_the_form_says_what_is_missing(cast, case, as_user, read):
    url = reverse("desk:urge", args=[case.number])
    answer = as_user(cast.supervisor_sun).post(url, {"text": "", "answer_by": "2026-03-01"})
    assert answer.status_code == 422 and "请写明督办意见" in read(answer)

"""登记簿: the lists, the entries and their ends as people see them; archives, refusals, 卷内目录."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Case, IncomingMail, Rectification
from casework.services import closing
from tests.cast import accepted_case, replied_case
from tests.services.acts import by
from tests.services.ready_cases import lost_case
from tests.services.test_registers import assistance, rectification

pytestmark = pytest.mark.django_db
LISTS = [
    reverse("desk:register_list", args=["mail"]),
    reverse("desk:register_list", args=["rectifications"]), reverse("desk:register_list", args=["assistances"]),
    reverse("desk:register_list", args=["complaints"]), reverse("desk:dispute_list"), reverse("desk:archive_list"),
]  # fmt: skip


def url(name, *args, view="register_list"):
    return reverse(f"desk:{view}", args=[name, *args])


def test_entered_found_and_decided(cast, as_user, on, read):
    on("2026-03-02")
    client = as_user(cast.officer_li)
    new = url("rectifications", view="register_new")
    shown = {bound.name: bound.value() for bound in client.get(new).context["form"]}
    typed = {name: value for name, value in shown.items() if value is not None}
    bare = client.post(new, typed | {"from_whom": "赵某某", "subject": ""})
    assert bare.status_code == 422 and "请写明事项。" in read(bare)
    assert (
        client.post(new, typed | {"from_whom": "赵某某", "subject": "姓名有误", "evidence": "户口簿"}).status_code
        == 302
    )
    row = Rectification.objects.get()
    page = read(client.get(url("rectifications")))
    assert row.number in page and "2026-03-30" in page and "已登记某审更正〔2026〕1号，办理期限2026-03-30。" in page
    entry = url("rectifications", row.pk, view="register_entry")
    assert "户口簿" in read(client.get(entry))
    given = {
        "outcome": "forwarded",
        "rectification_proof": "记录由公安机关制作",
        "answer": "已转送",
        "closed_on": "2026-03-02",
    }
    refused = client.post(entry, given)
    assert refused.status_code == 422 and "请填写有权更正的机关名称和联系方式" in read(refused)
    assert client.post(entry, given | {"addressee": "某市公安局"}).status_code == 302
    closed = read(client.get(entry))
    assert "某市公安局" in closed and "某审公更〔2026〕1号" in closed and "已转送" in closed
    assert client.post(entry, given).status_code == 200
    assert client.post(url("rectifications", row.pk, view="register_entry") + "archive/").status_code == 302
    assert "某审公档〔2026〕1号" in read(client.get(entry))


def test_a_letter_is_entered_at_the_door_and_taken_over_with_the_case_it_became(cast, as_user, on, read):
    on("2026-03-02")
    door, client = as_user(cast.handler_zhou), as_user(cast.officer_li)
    new = url("mail", view="register_new")
    page = door.get(new)
    assert "谁签收、信封写给谁都一样" in read(page) and "签收人" in read(page)
    shown = {bound.name: bound.value() for bound in page.context["form"] if bound.value() is not None}
    letter = {
        "from_whom": "赵某某", "addressed_to": "王局长", "postal_number": "XA1", "signed_by": "门卫老郑",
        "subject": "信封一件", "officer": cast.officer_li.pk,
    }  # fmt: skip
    bare = door.post(new, shown | letter | {"signed_by": ""})
    assert bare.status_code == 422 and "请填写本机关谁签收的。" in read(bare)
    assert door.post(new, shown | letter).status_code == 302
    row = IncomingMail.objects.get()
    assert row.number in read(client.get(url("mail")))
    entry = url("mail", row.pk, view="register_entry")
    page = read(client.get(entry))
    assert "王局长" in page and "门卫老郑" in page and "领取" in page
    # The register of requests opens with what the mail room knows.
    form = client.get(client.get(entry).context["register_url"]).context["form"]
    known = {name: str(form[name].value()) for name in ("signed_on", "postal_number", "addressed_to", "name")}
    assert known == {"signed_on": "2026-03-02", "postal_number": "XA1", "addressed_to": "王局长", "name": "赵某某"}
    refused = client.post(entry, {"outcome": "request", "closed_on": "2026-03-02"})
    assert refused.status_code == 422 and "请先登记办件" in read(refused)
    case = accepted_case(cast)
    given = {"outcome": "request", "case_number": case.number, "closed_on": "2026-03-02"}
    assert client.post(entry, given).status_code == 302
    closed = read(client.get(entry))
    assert case.number in closed and "政府信息公开申请，已登记办件" in closed and "李经办" in closed


def test_the_filters_stand_in_the_address(cast, as_user, on, read):
    on("2026-04-01")
    open_row = rectification(cast)
    helped = assistance(cast)
    client = as_user(cast.officer_li)
    page = read(client.get(url("rectifications") + "?standing=overdue"))
    # Due on 03-30: two working days late on 04-01.
    assert open_row.number in page and "超期2日" in page
    assert open_row.number not in read(client.get(url("rectifications") + "?standing=closed"))
    assert "没有符合条件的登记" in read(client.get(url("rectifications") + "?words=无此事"))
    assert helped.number in read(client.get(url("assistances") + "?words=批复"))


@pytest.mark.parametrize("where", LISTS)
def test_every_list_has_an_empty_page_and_is_closed_to_accounts(cast, as_user, on, where, read):
    on("2026-03-10")
    page = as_user(cast.officer_li).get(where)
    assert page.status_code == 200 and "empty" in page.content.decode()
    assert as_user(cast.administrator_wu).get(where).status_code == 403
    assert as_user(cast.supervisor_sun).get(where).status_code == 200


@pytest.mark.parametrize("where", LISTS)
def test_every_list_costs_the_same_for_one_and_for_many(cast, as_user, on, where, django_assert_max_num_queries):
    for _ in range(3):
        rectification(cast)
        assistance(cast)
        closing.archive(case_id=lost_case(cast).pk, archive_number="", **by(cast.officer_li, "2026-03-10"))
    on("2026-03-10")
    client = as_user(cast.officer_li)
    client.get(where)
    with django_assert_max_num_queries(9):
        client.get(where)


def test_strangers_find_no_entry(cast, as_user, on):
    on("2026-03-10")
    row = rectification(cast)
    entry = url("rectifications", row.pk, view="register_entry")
    assert as_user(cast.officer_wang).get(entry).status_code == 404
    assert as_user(cast.supervisor_sun).get(entry).status_code == 200
    assert as_user(cast.supervisor_sun).post(entry, {}).status_code == 403
    assert as_user(cast.supervisor_sun).get(url("rectifications", view="register_new")).status_code == 403
    assert as_user(cast.officer_li).get(url("nonsense")).status_code == 404
    assert as_user(cast.head_chen).get(entry).status_code == 200


def test_filed_listed_appraised_and_the_table_of_contents(cast, as_user, on, read, typed_in):
    case = replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")
    on("2026-03-06")
    client = as_user(cast.officer_li)
    form = read(client.get(reverse("desk:act", args=[case.number, "archive"])))
    assert "保管期限自归档的次年1月1日起算" in form
    assert typed_in(client, case, "archive", retention_years="10").status_code == 302
    assert "某审公档〔2026〕1号" in read(client.get(reverse("desk:archive_list")))
    contents = read(client.get(reverse("desk:dossier", args=[case.number])))
    order = ["政府信息公开申请表", "身份核验记录", "登记回执", "答复呈批单", "答复书", "送达回证"]
    places = [contents.index(title) for title in order]
    assert places == sorted(places) and "10年，2037-01-01到期鉴定" in contents
    assert as_user(cast.officer_wang).get(reverse("desk:dossier", args=[case.number])).status_code == 404
    # The day itself: no calendar is needed to look at a list.
    Case.objects.filter(pk=case.pk).update(appraise_on="2026-03-06")
    due = client.get(reverse("desk:archive_list") + "?standing=due")
    assert "待鉴定" in read(due)
    appraise = reverse("desk:appraise_archive", args=[case.number])
    assert "系统不会自动销毁任何档案" in read(client.get(appraise))
    assert client.post(appraise, {"verdict": "extend", "note": ""}).status_code == 422
    assert client.post(appraise, {"verdict": "extend", "note": "仍有价值"}).status_code == 302
    assert "没有符合条件的档案" in read(client.get(reverse("desk:archive_list") + "?standing=due"))
    assert "继续保管10年：仍有价值" in read(client.get(reverse("desk:dossier", args=[case.number])))


def test_a_day_in_a_year_not_published_is_told_as_an_estimate(cast, as_user, on, read):
    row = rectification(cast, "2026-12-14")
    on("2026-12-15")
    client = as_user(cast.officer_li)
    assert row.due_on.year == 2027
    for page in (url("rectifications"), url("rectifications", row.pk, view="register_entry")):
        assert f"{row.due_on}（暂估）" in read(client.get(page)), page

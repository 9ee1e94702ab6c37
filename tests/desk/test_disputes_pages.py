"""复议诉讼 as people see it: the acts on the case page, the tab, the banner when deciding anew, the register."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.services import closing, disputes
from tests.cast import replied_case
from tests.listed import rows_shown
from tests.services.acts import by
from tests.services.ready_cases import lost_case
from tests.services.test_disputes import ended, register

pytestmark = pytest.mark.django_db
LIST = reverse("desk:dispute_list")


def test_from_the_papers_to_the_new_reply_on_the_pages(cast, as_user, on, typed_in, read):
    case = replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")
    on("2026-03-06")
    client = as_user(cast.officer_li)
    page = client.get(reverse("desk:act", args=[case.number, "register_dispute"]))
    assert "须先申请行政复议" in read(page) and "10个工作日内提交答复" in read(page)
    wrong = typed_in(client, case, "register_dispute", authority="")
    assert wrong.status_code == 422 and "请填写复议机关或者人民法院。" in read(wrong)
    done = typed_in(client, case, "register_dispute", authority="某市人民政府", kind="reconsideration")
    assert done.status_code == 302
    tab = read(client.get(reverse("desk:case", args=[case.number]) + "?tab=disputes"))
    # Friday 03-06 and ten working days.
    assert "答复举证期限 2026-03-20" in tab and "尚未审结" in tab and "行政复议法第四十八条" in tab
    on("2026-03-09")
    lost = {"decided_on": "2026-03-09", "result": "revoked", "redo_ordered": "on"}
    bare = typed_in(client, case, "record_dispute_result", **lost)
    assert bare.status_code == 422 and "请写明决定（判决）认定的理由" in read(bare)
    assert typed_in(client, case, "record_dispute_result", reasons="没有说明理由", **lost).status_code == 302
    form = read(client.get(reverse("desk:act", args=[case.number, "redo"])))
    assert "认定的理由：没有说明理由。" in form and "自2026-03-09次日起，20个工作日内重新答复" in form
    assert typed_in(client, case, "redo").status_code == 302
    page = read(client.get(reverse("desk:case", args=[case.number])))
    assert "重新办理：原答复某审公复〔2026〕1号" in page and "没有说明理由" in page
    assert "重新答复期限 2026-04-07" in page
    for query in ("", "?code=G2"):
        draft = client.get(reverse("desk:act", args=[case.number, "submit_for_review"]) + query)
        assert "不得以同一事实和理由作出与原答复基本相同的决定" in read(draft)
    assert "（三）不予公开" in page
    same = reverse("desk:act", args=[case.number, "submit_for_review"]) + "?code=N5"
    assert "拟作的决定与被纠正的原答复相同（N5）" in read(client.get(same))
    assert "与被纠正的原答复相同" not in read(draft)


def test_another_agency_and_accounts_see_nothing(cast, as_user):
    case = lost_case(cast)
    assert as_user(cast.officer_wang).get(reverse("desk:act", args=[case.number, "redo"])).status_code == 404
    assert as_user(cast.handler_zhou).get(LIST).status_code == 200
    assert as_user(cast.administrator_wu).get(LIST).status_code == 403
    assert case.number not in as_user(cast.officer_wang).get(LIST).content.decode()
    assert case.number in as_user(cast.supervisor_sun).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True), ("?standing=redo", True), ("?standing=open", False), ("?kind=reconsideration", True),
        ("?kind=first_instance", False), ("?year=2026&group=review&column=corrected", True),
        ("?year=2026&column=pending", False), ("?standing=nonsense", True),
    ],
)  # fmt: skip
def test_the_filter_stands_in_the_address(cast, as_user, on, read, query, found):
    case = lost_case(cast)
    on("2026-03-10")
    page = as_user(cast.officer_li).get(LIST + query)
    assert (case.number in read(page)) == found
    assert ("没有符合条件的复议、诉讼" in read(page)) != found


def test_the_list_costs_the_same_for_one_and_for_many(cast, as_user, on, django_assert_max_num_queries):
    for _ in range(5):
        lost_case(cast)
    on("2026-03-10")
    client = as_user(cast.officer_li)
    client.get(LIST)
    # Session, person, unread notices, years, count, page, calendar and its holidays.
    with django_assert_max_num_queries(9):
        assert len(client.get(LIST).context["rows"]) == 5


def test_the_case_page_stays_cheap_while_decided_anew(cast, as_user, on, django_assert_max_num_queries):
    case = disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10"))
    on("2026-03-10")
    client = as_user(cast.officer_li)
    url = reverse("desk:case", args=[case.number])
    client.get(url)
    with django_assert_max_num_queries(16):
        client.get(url)


@pytest.mark.parametrize("filed", [False, True])
def test_a_reply_that_fell_is_made_anew_before_the_case_is_filed(cast, as_user, on, filed):
    case = replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")
    on("2026-03-10")
    clerk = as_user(cast.officer_li)

    def offered() -> str:
        (row,) = rows_shown(clerk.get(reverse("desk:all_cases")))
        return row.act

    assert offered() == "归档"
    if filed:
        case = closing.archive(case_id=case.pk, archive_number="2026-7", **by(cast.officer_li, "2026-03-06"))
        assert offered() == ""
    case = ended(cast, register(cast, case), "2026-03-09", "revoked", redo_ordered=True)
    assert offered() == "重新办理"
    disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    assert offered() == "送审答复"


def test_the_empty_register_says_where_to_begin(cast, as_user, on, read):
    on("2026-03-10")
    assert "没有登记行政复议、行政诉讼" in read(as_user(cast.officer_li).get(LIST))


def test_the_applicant_learns_nothing_of_the_dispute(cast, on, read):
    from casework.portal.sentences import status_of
    from casework.queries.progress import progress_of
    from tests.cast import day

    case = disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10"))
    progress = progress_of(case_id=case.pk, today=day("2026-03-11"))
    words = str(status_of(progress))
    assert "复议" not in words and "理由" not in words and "内部" not in words
    assert progress.due_on == day("2026-04-07")

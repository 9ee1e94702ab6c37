"""核对, 提交, 回执: warnings never block, a double click files once, the code is shown on the receipt only."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.adapters.working_calendar import current_calendar
from casework.models import Agency, Attachment, Case, CaseEvent, Notice
from casework.portal.drafts import Draft
from casework.services import register
from casework.services.query_codes import hash_query_code, query_code
from tests.portal.visitor import CONTENT, PERSON, Visitor, filed_case, travel, upload


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(visitor):
    visitor.fill()
    page = visitor.check()
    for answer in ("公民（自然人）", "赵某某", "居民身份证", "11010519491231002X", "13800000000", "房屋征收补偿方案"):
        assert answer in page
    for step in ("who", "applicant", "content", "wanted", "attachments"):
        assert f"{visitor.step_url(step)}?change=1#" in page


def test_the_personal_data_notice_says_what_the_law_wants_said(visitor):
    visitor.fill()
    page = visitor.check()
    for part in (
        "处理者",
        "某市行政审批服务局",
        "目的和方式",
        "种类",
        "保存期限",
        "30年",
        "您的权利",
        "查阅、复制、更正",
    ):
        assert part in page


def test_a_wrong_check_digit_warns_and_does_not_block(visitor):
    visitor.fill(person=PERSON | {"document_number": "110105194912310021"})
    page = visitor.check()
    assert "身份证号校验位不符" in page
    assert "确认无误可继续提交" in page
    assert visitor.submit().status_code == 302
    assert Case.objects.count() == 1


def test_a_right_check_digit_warns_of_nothing(visitor):
    visitor.fill()
    assert "note--warning" not in visitor.check()


def test_without_the_promise_nothing_is_filed(visitor):
    visitor.fill()
    visitor.check()
    page = visitor.client.post(visitor.step_url("check"), {"key": visitor.key()}).content.decode()
    assert '<a href="#promise">请勾选“我保证以上内容真实”后提交</a>' in page
    assert not Case.objects.exists()


def test_what_was_changed_after_the_check_page_is_what_is_filed(visitor):
    visitor.fill()
    visitor.check()
    visitor.answer("content", "?change=1", content="另一份文件")
    visitor.answer("applicant", "?change=1", **PERSON, address="某市某区某路1号")
    assert visitor.submit(visitor.key()).status_code == 302
    case = Case.objects.get()
    assert (case.content, case.applicants.get().address.clear) == ("另一份文件", "某市某区某路1号")


def test_what_was_spoilt_after_the_check_page_is_not_filed(visitor):
    visitor.fill()
    visitor.check()
    visitor.answer("content", "?change=1", content="")
    assert visitor.submit(visitor.key()).url == f"{visitor.step_url('content')}?mend=1"
    assert not Case.objects.exists()


def test_what_the_check_page_has_judged_is_not_judged_again(visitor, monkeypatch):
    visitor.fill(way="post", person=PERSON | {"address": "某市某区某路1号"}, needs_assistance="on")
    visitor.check()
    # Whatever judges a step comes by here: the look for what is unfinished, and the forms that are handed in.
    monkeypatch.setattr(Draft, "_judged", lambda draft, step: 1 / 0)
    assert visitor.submit(visitor.key()).status_code == 302
    case = Case.objects.get()
    assert (case.content, case.wanted_form, case.needs_assistance) == (CONTENT, "邮寄", True)
    assert case.applicants.get().telephone.clear == "13800000000"


def test_the_receipt_tells_number_code_day_of_receipt_and_last_day(visitor):
    case, code = visitor.file()
    page = visitor.client.get(f"/receipt/{case.pk}/").content.decode()
    assert case.number == "某审2026-0001"
    for part in ("某审2026-0001", code, "2026年3月2日", "2026年3月30日（星期一）", "条例第三十一条第三项"):
        assert part in page


def test_a_last_day_in_an_unpublished_year_is_an_estimate(cast):
    # 2026-12-04 is a Friday; 19 working days are left in 2026, the 20th falls into 2027.
    with travel("2026-12-04"):
        visitor = Visitor(cast.bureau)
        case, _ = visitor.file()
        page = visitor.client.get(f"/receipt/{case.pk}/").content.decode()
    assert "暂估2027年1月上旬" in page
    assert "待国务院办公厅公布2027年放假安排" in page


def test_where_receipt_waits_for_confirmation_the_receipt_says_so(cast, visitor):
    Agency.objects.filter(pk=cast.bureau.pk).update(policy={"online_receipt": "confirmed"})
    case, _ = visitor.file()
    page = visitor.client.get(f"/receipt/{case.pk}/").content.decode()
    assert "待确认" in page
    assert "以双方确认之日为收到申请之日" in page
    assert "待收到日确定后计算" in page


def test_the_code_is_in_no_address_and_not_stored(visitor):
    case, code = visitor.file()
    response = visitor.submit(key=CaseEvent.objects.get().key)
    assert response.url == f"/receipt/{case.pk}/"
    assert code not in Case.objects.get().query_code_hash
    assert not [notice for notice in Notice.objects.all() if code in notice.body]


def test_the_receipt_is_for_this_browser_and_for_half_an_hour(cast, visitor):
    case, code = visitor.file()
    stranger = Visitor(visitor.agency)
    assert stranger.client.get(f"/receipt/{case.pk}/").url == "/progress/"
    with travel("2026-03-03"):
        response = visitor.client.get(f"/receipt/{case.pk}/", follow=True)
    assert code not in response.content.decode()


def test_leaving_takes_the_code_off_this_machine(visitor):
    case, code = visitor.file()
    visitor.client.post("/progress/leave/")
    response = visitor.client.get(f"/receipt/{case.pk}/", follow=True)
    assert code not in response.content.decode()


def test_a_double_click_files_once(visitor):
    visitor.fill()
    visitor.check()
    key = visitor.key()
    first, second = visitor.submit(key), visitor.submit(key)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_two_clicks_at_once_file_once_and_show_the_same_code(visitor):
    """The second request started with the session as it was before the first one ended."""
    visitor.fill()
    visitor.answer("attachments", attachments=upload())
    visitor.check()
    key, session = visitor.key(), visitor.client.session
    before = dict(session)
    visitor.submit(key)
    case = Case.objects.get()
    session = visitor.client.session
    session.clear()
    session.update(before)
    session.save()
    assert visitor.submit(key).url == f"/receipt/{case.pk}/"
    receipt = visitor.client.get(f"/receipt/{case.pk}/").content.decode()
    assert query_code(key) in receipt and case.query_code_hash == hash_query_code(case.number, query_code(key))
    assert Case.objects.count() == 1
    assert Attachment.objects.count() == 1


def test_no_row_of_the_database_holds_the_query_code(visitor):
    """Neither the case nor the session, from which the receipt shows it: whoever reads the database opens no case."""
    case, code = visitor.file()
    assert code in visitor.client.get(f"/receipt/{case.pk}/").content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert code not in str(cursor.fetchall()), table
    stored = visitor.client.session
    assert code not in str(dict(stored)) and code not in stored.encode(dict(stored))


def test_a_check_page_older_than_the_draft_must_be_looked_at_again(visitor):
    visitor.fill()
    visitor.check()
    response = visitor.submit(key="0" * 32)
    assert response.url == visitor.step_url("check")
    assert not Case.objects.exists()


def test_after_filing_the_draft_is_gone(visitor):
    visitor.file()
    assert visitor.client.get(visitor.step_url("check")).url == visitor.step_url("who")
    assert "赵某某" not in str(dict(visitor.client.session))


def test_the_applicant_is_told_by_mail_without_the_code(visitor):
    case, code = visitor.file(person=PERSON | {"email": "zhao@example.test"})
    letter = Notice.objects.get(channel="email")
    assert letter.address.clear == "zhao@example.test"
    assert case.number in letter.body
    assert code not in letter.body


def statements_of(visitor) -> int:
    """Return how many statements the filing of a checked form costs, without the savepoints of the test's transaction."""
    visitor.fill()
    visitor.check()
    key = visitor.key()
    with CaptureQueriesContext(connection) as found:
        assert visitor.submit(key).status_code == 302
    return sum("SAVEPOINT" not in query["sql"] for query in found)


def test_filing_takes_at_most_sixteen_queries_however_many_cases_are_on_file(cast, visitor):
    current_calendar()
    first = statements_of(visitor)
    for number in range(5):
        filed_case(cast, "2026-03-02", key=f"{number:032d}")
    assert statements_of(visitor) <= first <= 16


def test_another_display_keeps_the_promise(visitor):
    visitor.fill()
    visitor.check()
    answer = visitor.client.post(visitor.step_url("check"), {"promise": "on", "key": visitor.key(), "size": "large"})
    page = answer.content.decode()
    assert answer.status_code == 200 and 'data-size="large"' in page and "error-summary" not in page
    assert answer.context["form"]["promise"].value() is True
    assert not Case.objects.exists()


def test_a_filing_that_breaks_off_leaves_the_draft_and_no_receipt(visitor, monkeypatch):
    """What the browser is to be shown is stored with the case: neither is there without the other."""
    visitor.fill()
    visitor.check()
    key, before = visitor.key(), dict(visitor.client.session)

    def full(**_):
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(register, "attach_files", full)
        visitor.client.raise_request_exception = False
        assert visitor.client.post(visitor.step_url("check"), {"promise": "on", "key": key}).status_code == 500
    assert not Case.objects.exists() and dict(visitor.client.session) == before
    case = visitor.submit(key) and Case.objects.get()
    assert "drafts" in before and visitor.client.session["drafts"] == {}
    assert list(visitor.client.session["receipts"]) == [str(case.pk)]


def test_the_receipt_comes_with_the_case_and_not_by_a_statement_of_its_own(visitor):
    visitor.fill()
    visitor.check()
    key = visitor.key()
    with CaptureQueriesContext(connection) as captured:
        visitor.submit(key)
    ends = [number for number, query in enumerate(captured) if query["sql"].startswith(("COMMIT", "RELEASE"))]
    written = [number for number, query in enumerate(captured) if "UPDATE django_session" in query["sql"]]
    assert len(written) == 1 and written[0] < ends[-1]

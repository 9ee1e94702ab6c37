"""REST: the cases one may see, one case with its clock, and registering from another system."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.law.facts_json import facts_from_json
from casework.models import CalendarYear, Case, Role
from casework.models.facts import facts_of
from tests.cast import day, noon, person, register_case
from tests.services.ready_cases import consulting_case, extension_approved
from tests.services.watching import everything

CASES = "/api/cases/"
REQUEST = {
    "channel": "counter",
    "submitted_on": "2026-03-02",
    "applicant": {"kind": "natural", "name": "赵某某", "telephone": "13800000000"},
    "content": "2024年某地块土地征收补偿方案",
}


@pytest.fixture(autouse=True)
def monday():
    """The API is a top floor and reads the clock: it is 2026-03-02, noon in Shanghai."""
    with time_machine.travel(noon("2026-03-02"), tick=False):
        yield


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(cast) -> Client:
    return signed_in(cast.officer_li)


def post(client: Client, body, path: str = CASES, **headers):
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(path, text, content_type="application/json", headers=headers)


def numbers(answer) -> list[str]:
    return [row["number"] for row in answer.json()["results"]]


def test_each_person_lists_what_the_person_may_see(cast, officer):
    first, second = register_case(cast), register_case(cast)
    assert numbers(officer.get(CASES)) == [second.number, first.number]
    assert numbers(signed_in(cast.supervisor_sun).get(CASES)) == [second.number, first.number]
    for user in (cast.officer_wang, cast.administrator_wu, cast.handler_zhou):
        assert numbers(signed_in(user).get(CASES)) == []


def test_a_row_tells_stage_dates_and_nobodys_name(cast, officer):
    register_case(cast)
    answer = officer.get(CASES)
    assert answer.json()["results"] == [
        {
            "number": "某审2026-0001", "stage": "registered", "stage_name": "已登记", "channel": "counter",
            "applicant_kind": "natural", "subject": "2024年某地块土地征收补偿方案", "topic": "",
            "received_on": "2026-03-02",
            "reply_due_on": "2026-03-30", "reply_provisional": False, "next_duty": "supplement_notice",
            "next_due_on": "2026-03-11", "decision_code": "", "decided_on": None, "concluded_on": None,
        }
    ]  # fmt: skip
    assert "赵某某" not in answer.content.decode() and "13800000000" not in answer.content.decode()


def test_pages_follow_each_other_and_new_cases_shift_nothing(cast, officer):
    for _ in range(53):
        register_case(cast)
    first = officer.get(CASES)
    assert len(numbers(first)) == 50 and first.json()["previous"] is None
    register_case(cast)
    second = officer.get(first.json()["next"])
    assert numbers(second) == ["某审2026-0003", "某审2026-0002", "某审2026-0001"]
    assert second.json()["next"] is None


def test_queries_do_not_grow_with_the_rows(cast, officer, django_assert_max_num_queries):
    # Session, person and agency; the session is prolonged; the page itself is one query.
    for count in (1, 20):
        while Case.objects.count() < count:
            register_case(cast)
        with django_assert_max_num_queries(6):
            assert len(numbers(officer.get(CASES))) == count


def test_one_case_is_read_with_few_queries(cast, officer, django_assert_max_num_queries):
    case = extension_approved(cast)
    with django_assert_max_num_queries(11):
        assert officer.get(f"{CASES}{case.number}/").status_code == 200


def test_one_case_shows_facts_duties_and_ledger(cast):
    case = consulting_case(cast, "2026-03-05")
    with time_machine.travel(noon("2026-03-10"), tick=False):
        body = signed_in(cast.officer_li).get(reverse("api:case", args=[case.number])).json()
    assert facts_from_json(body["facts"]) == facts_of(Case.objects.get())
    assert (body["received_on"], body["received_basis"]) == ("2026-03-02", "条例第三十一条第一项")
    duties = {duty["duty"]: duty for duty in body["duties"]}
    # The 15th working day after 03-05: 6, 9-13 (6), 16-20 (11), 23-26.
    assert duties["third_party_opinion"]["due_on"] == "2026-03-26"
    # Two days used (03-03, 04); 18 more from 03-27: 27, 30-04-03 (6), 7-10 (10), 13-17 (15), 20, 21, 22.
    assert (duties["reply"]["due_on"], duties["reply"]["state"]) == ("2026-04-22", "suspended")
    assert body["ledger"][0] == {"date": "2026-03-03", "counts": True, "n": 1, "why": "工作日"}
    assert (body["agency"], body["stage"], body["content"]) == (
        "某市行政审批服务局", "processing", "2024年某地块土地征收补偿方案",
    )  # fmt: skip


def test_another_agencys_case_is_not_there(cast):
    case = register_case(cast)
    stranger = signed_in(cast.officer_wang)
    foreign, missing = stranger.get(f"{CASES}{case.number}/"), stranger.get(f"{CASES}某审2026-9999/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json() == {
        "code": "case_not_found", "sentence": "没有这个办件，或您无权查看。", "article": "", "field": "",
    }  # fmt: skip


@pytest.mark.parametrize("path", [CASES, "/api/cases/x/", "/api/clock/"])
def test_nobody_unknown_gets_in(db, path):
    answers = [Client().get(path), post(Client(), REQUEST, path)]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["code"] for answer in answers} == {"not_allowed"}


def test_a_signed_in_browser_must_send_the_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer_li)
    before = everything()
    answer = post(client, REQUEST)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert everything() == before


def test_a_request_is_registered(cast, officer):
    answer = post(officer, REQUEST)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["number"], body["reply_due_on"], body["warnings"]) == ("某审2026-0001", "2026-03-30", [])
    case = Case.objects.get()
    assert (case.agency, case.officer, case.events.get().actor) == (cast.bureau, cast.officer_li, cast.officer_li)
    assert (case.applicants.get().name, case.registered_at) == ("赵某某", noon("2026-03-02"))


def test_every_part_of_a_request_can_be_sent(cast, officer):
    full = REQUEST | {
        "channel": "registered_mail", "submitted_on": "2026-02-26", "signed_on": "2026-03-02", "confirmed_on": None,
        "postal_number": "XA1", "subject": "补偿方案", "wanted_form": "纸质", "needs_assistance": True,
        "late_registration_reason": "", "representative": {"name": "钱律师", "has_power_of_attorney": True},
        "applicant": REQUEST["applicant"] | {"document_kind": "resident_id", "document_number": "110105194912310021"},
    }  # fmt: skip
    body = post(officer, full).json()
    assert body["warnings"] == ["身份证号校验位不符，请与证件核对"]
    case = Case.objects.get()
    assert (case.received_on, case.needs_assistance, case.subject) == (day("2026-03-02"), True, "补偿方案")
    assert case.applicants.get().representative.name == "钱律师"


def test_a_call_repeated_with_its_key_registers_once(cast, officer):
    first, second = (post(officer, REQUEST, **{"Idempotency-Key": "call-1"}) for _ in range(2))
    assert first.json()["number"] == second.json()["number"] == "某审2026-0001"
    assert Case.objects.count() == 1


BAD = [
    pytest.param(REQUEST | {"purpose": "科研"}, "bad_fact", "purpose", "没有这个字段", id="unknown-key"),
    pytest.param(
        REQUEST | {"applicant": REQUEST["applicant"] | {"age": 3}}, "bad_fact", "applicant.age", "没有这个字段",
        id="unknown-key-inside",
    ),
    pytest.param(REQUEST | {"files": ["x"]}, "bad_fact", "files", "没有这个字段", id="files"),
    pytest.param({"channel": "counter", "content": "某"}, "bad_fact", "applicant", "必填", id="no-applicant"),
    pytest.param(REQUEST | {"applicant": {"kind": "natural"}}, "bad_fact", "applicant.name", "必填", id="no-name"),
    pytest.param(REQUEST | {"applicant": "赵某某"}, "bad_fact", "applicant", "JSON 对象", id="applicant-as-text"),
    pytest.param([REQUEST], "bad_fact", "(根)", "JSON 对象", id="a-list"),
    pytest.param(REQUEST | {"content": 3}, "bad_fact", "content", "应为文本", id="number-for-text"),
    pytest.param(REQUEST | {"content": None}, "bad_fact", "content", "应为文本", id="null-for-text"),
    pytest.param(REQUEST | {"needs_assistance": "yes"}, "bad_fact", "needs_assistance", "true", id="text-for-yes"),
    pytest.param(REQUEST | {"submitted_on": "2026-02-30"}, "bad_fact", "submitted_on", "没有2026-02-30", id="no-day"),
    pytest.param(REQUEST | {"submitted_on": 20260302}, "bad_fact", "submitted_on", "形式", id="number-for-day"),
    pytest.param(REQUEST | {"submitted_on": "2026-03-03"}, "date_in_future", "submitted_on", "晚于今天", id="future"),
    pytest.param(REQUEST | {"submitted_on": None}, "bad_fact", "submitted_on", "必填", id="day-missing"),
    pytest.param(REQUEST | {"channel": "pigeon"}, "channel_unknown", "channel", "收件渠道", id="channel"),
    pytest.param(REQUEST | {"content": " "}, "content_missing", "content", "请写明", id="no-content"),
    pytest.param(
        REQUEST | {"submitted_on": "2026-02-27"}, "late_reason_missing", "late_registration_reason", "补登原因",
        id="late-without-reason",
    ),
    pytest.param(REQUEST | {"content": "\ud800"}, "text_not_storable", "content", "无法保存", id="half-a-surrogate"),
    pytest.param("{", "bad_fact", "(根)", "不是有效的 JSON", id="broken"),
    pytest.param('{"a":1,"a":2}', "bad_fact", "a", "两次", id="key-twice"),
    pytest.param("[" * 100_000, "bad_fact", "(根)", "嵌套太深", id="endless-nesting"),
    pytest.param(b"\xff\xfe", "bad_fact", "(根)", "UTF-8", id="not-utf-8"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "field", "words"), BAD)
def test_bad_input_is_named_and_changes_nothing(cast, officer, body, code, field, words):
    before = everything()
    answer = post(officer, body)
    assert answer.status_code == 400, answer.content.decode()
    refusal = answer.json()
    assert set(refusal) == {"code", "sentence", "article", "field"}
    assert (refusal["code"], refusal["field"]) == (code, field)
    assert words in refusal["sentence"]
    assert everything() == before


def test_the_article_travels_with_the_refusal(officer):
    assert post(officer, REQUEST | {"content": ""}).json()["article"] == "条例第二十九条第二款第二项"


def test_roles_and_people_without_agency_are_refused(cast):
    before = everything()
    for user in (cast.head_chen, cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        answer = post(signed_in(user), REQUEST)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")
    assert {name: rows for name, rows in everything().items() if name != "User"} == {
        name: rows for name, rows in before.items() if name != "User"
    }
    nobody = person("nobody", Role.CLERK, None, "无机关")
    answer = post(signed_in(nobody), REQUEST)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_agency")


def test_a_refusal_by_the_state_of_things_is_a_conflict(cast, officer):
    CalendarYear.objects.all().delete()
    answer = post(officer, REQUEST)
    assert (answer.status_code, answer.json()["code"]) == (409, "calendar_empty")
    assert answer.json()["sentence"] == "日历尚未载入，不能计算期限。请先载入国务院办公厅放假安排。"


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        pytest.param(lambda c: c.put(CASES), 405, "method_not_allowed", id="method"),
        pytest.param(lambda c: c.post(CASES, {"a": "1"}), 415, "not_json", id="a-form"),
        pytest.param(lambda c: c.get(CASES, headers={"accept": "text/html"}), 406, "not_acceptable", id="html"),
        pytest.param(lambda c: c.get(f"{CASES}?cursor=nonsense"), 404, "case_not_found", id="broken-cursor"),
    ],
)
def test_other_errors_have_the_same_shape(officer, call, status, code):
    answer = call(officer)
    assert answer.status_code == status, answer.content.decode()
    assert answer.json()["code"] == code and answer.json()["sentence"]
    assert set(answer.json()) == {"code", "sentence", "article", "field"}


def test_a_number_with_a_stroke_or_a_space_finds_nothing(officer):
    assert officer.get(f"{CASES}%2e%2e/").status_code == 404
    assert officer.get(f"{CASES}x y/").status_code == 404

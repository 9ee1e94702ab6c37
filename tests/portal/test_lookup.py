"""进度查询 in the browser: wrong codes get one answer, and a case opens for a short time, here only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.portal.visitor import Visitor, filed_case, travel

WRONG = "编号或查询码不正确，请对照回执重新填写。查询码不区分大小写。"
LOCKED = "这个编号一小时内已输错十次"


def test_ten_wrong_codes_in_the_browser(visitor, cast):
    case, code = filed_case(cast, "2026-03-02")
    for _ in range(9):
        page = visitor.look_up(case.number, "AAAAAAAA").content.decode()
        assert WRONG in page
    assert LOCKED in visitor.look_up(case.number, "AAAAAAAA").content.decode()
    page = visitor.look_up(case.number, code).content.decode()
    assert LOCKED in page
    assert "当面查询" in page
    case.refresh_from_db(from_queryset=type(case).objects.all())
    assert case.stage == "submitted"


def test_the_code_travels_in_no_address(visitor, cast):
    case, code = filed_case(cast, "2026-03-02")
    response = visitor.look_up(case.number, code)
    assert response.url == f"/progress/{case.pk}/"
    assert visitor.client.get("/progress/", {"number": case.number, "code": code}).status_code == 200
    assert f"/progress/{case.pk}/" not in visitor.client.get("/progress/").content.decode()


@pytest.mark.parametrize("page", ["", "supplement/", "withdraw/"])
def test_another_browser_sees_no_case_and_does_not_learn_whether_it_exists(visitor, cast, page):
    case, _ = filed_case(cast, "2026-03-02")
    for pk in (case.pk, case.pk + 1000):
        for method in (visitor.client.get, visitor.client.post):
            if page == "" and method == visitor.client.post:
                continue
            assert method(f"/progress/{pk}/{page}").url == "/progress/"


def test_a_look_ends_after_half_an_hour_without_a_visit_and_on_leaving(cast):
    with travel("2026-03-02") as clock:
        case, code = filed_case(cast, "2026-03-02")
        visitor = Visitor(cast.bureau)
        visitor.look_up(case.number, code)
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert visitor.client.get(f"/progress/{case.pk}/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert visitor.client.get(f"/progress/{case.pk}/").url == "/progress/"
        visitor.look_up(case.number, code)
        visitor.client.post("/progress/leave/")
        assert visitor.client.get(f"/progress/{case.pk}/").url == "/progress/"


def test_two_cases_can_be_open_side_by_side(visitor, cast):
    first, code = filed_case(cast, "2026-03-02")
    second, other_code = filed_case(cast, "2026-03-02", key="m" * 32)
    visitor.look_up(first.number, code)
    visitor.look_up(second.number, other_code)
    assert first.number in visitor.client.get(f"/progress/{first.pk}/").content.decode()
    assert second.number in visitor.client.get(f"/progress/{second.pk}/").content.decode()


def test_another_display_keeps_what_was_typed(visitor, cast):
    given = {"number": "某审2026-0001", "code": "ABCD1234", "size": "large"}
    answer = visitor.client.post("/progress/", given)
    page = answer.content.decode()
    assert answer.status_code == 200 and answer.cookies["display_size"].value == "large"
    assert 'value="某审2026-0001"' in page and 'value="ABCD1234"' in page
    assert 'data-size="large"' in page and "error-summary" not in page

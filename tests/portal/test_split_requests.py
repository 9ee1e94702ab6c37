"""拆分 as its applicant sees it: every part with a query code of its own, on the page of the whole."""

from __future__ import annotations

import re

import pytest

from casework.law.acts import Act
from casework.models import Case
from casework.services import case_splitting, matters
from tests.cast import register_case
from tests.portal.visitor import Visitor, filed_case, opened, travel
from tests.services.acts import by, perform

pytestmark = pytest.mark.django_db
ON = "2026-03-03"


def split(cast, case) -> list[Case]:
    matters.list_matters(case_id=case.pk, words=["补偿方案", "评估报告", "会议纪要"], **by(cast.officer_li, ON))
    case_splitting.split_case(case_id=case.pk, positions=[2, 3], **by(cast.officer_li, ON))
    return list(Case.objects.filter(split_from=case).order_by("pk"))


@pytest.fixture
def filed(cast):
    case, code = filed_case(cast, "2026-03-02")
    perform(Act.CONFIRM_RECEIPT, case, cast.officer_li, "2026-03-02")
    parts = split(cast, case)
    with travel(ON):
        yield case, code, parts


def codes_on(page: str) -> list[str]:
    return re.findall(r'parts__code">(\w{8})<', page)


def test_the_parts_and_their_codes_stand_on_the_page_of_the_whole(filed):
    case, code, parts = filed
    client = opened(case, code)
    page = client.get(f"/progress/{case.pk}/").content.decode()
    assert all(part.number in page and part.subject in page for part in parts)
    codes = codes_on(page)
    assert len(set(codes)) == 2 and code not in codes
    # The same at every visit, and each opens its own part in any browser.
    assert codes_on(opened(case, code).get(f"/progress/{case.pk}/").content.decode()) == codes
    for part, own in zip(parts, codes, strict=True):
        answer = Visitor(case.agency).look_up(part.number, own)
        assert (answer.status_code, answer.url) == (302, f"/progress/{part.pk}/")
    assert Visitor(case.agency).look_up(parts[0].number, codes[1]).status_code == 200


def test_from_the_whole_to_a_part_and_back_without_a_code(filed):
    case, code, (part, _) = filed
    client = opened(case, code)
    client.get(f"/progress/{case.pk}/")
    page = client.get(f"/progress/{part.pk}/").content.decode()
    assert "评估报告" in page and f'<a href="/progress/{case.pk}/">{case.number}</a> 拆分' in page


def test_the_code_of_a_part_opens_nothing_else(filed):
    case, code, (part, other) = filed
    own = codes_on(opened(case, code).get(f"/progress/{case.pk}/").content.decode())[0]
    client = opened(part, own)
    page = client.get(f"/progress/{part.pk}/").content.decode()
    assert case.number in page and f"/progress/{case.pk}/" not in page and codes_on(page) == []
    for foreign in (case, other):
        assert client.get(f"/progress/{foreign.pk}/").url == "/progress/"


def test_parts_of_a_request_from_the_counter_have_no_code(cast):
    parts = split(cast, register_case(cast))
    assert [part.query_code_hash for part in parts] == ["", ""]

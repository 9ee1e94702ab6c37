"""The page of 补发查询码: offered where there is a code to lose, shows the new one once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.models import Case
from casework.services.query_codes import query_code_matches
from tests.cast import register_case
from tests.portal.visitor import filed_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on):
    on("2026-03-09")
    return filed_case(cast, "2026-03-02")[0]


def url(case: Case) -> str:
    return reverse("desk:query_code", args=[case.number])


def tab(client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number]), {"tab": "applicant"}).content.decode()


def test_from_the_applicants_tab_to_the_code_and_back(cast, case, as_user, read):
    clerk = as_user(cast.officer_li)
    assert url(case) in tab(clerk, case)
    page = clerk.get(url(case))
    assert "只向当面核对过身份的申请人" in read(page) and page["Cache-Control"] == "private, no-store"
    key = page.context["form"]["key"].value()
    typed = {"documents_seen": "居民身份证原件", "reason": "回执遗失", "key": key}
    answer = clerk.post(url(case), typed)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    (code,) = re.findall(r"<code>([2-9A-Z]{8})</code>", answer.content.decode())
    assert query_code_matches(Case.objects.get(pk=case.pk), code)
    # A double click shows the same code; opening the page again shows none.
    assert f"<code>{code}</code>" in clerk.post(url(case), typed).content.decode()
    assert code not in clerk.get(url(case)).content.decode()
    told = read(clerk.get(reverse("desk:case", args=[case.number]), {"tab": "timeline"}))
    assert "补发查询码" in told and "居民身份证原件" in told and "回执遗失" in told and code not in told
    assert case.events.filter(act=Act.REISSUE_QUERY_CODE).count() == 1


def test_what_is_missing_is_said_at_its_field(cast, case, as_user, read):
    clerk = as_user(cast.officer_li)
    answer = clerk.post(url(case), {"documents_seen": "", "reason": "回执遗失"})
    assert (answer.status_code, "请写明当面核对的身份证件" in read(answer)) == (422, True)


def test_it_is_not_offered_where_there_is_no_code_or_no_right(cast, case, as_user):
    counter = register_case(cast, "2026-03-02")
    clerk = as_user(cast.officer_li)
    assert url(counter) not in tab(clerk, counter)
    assert clerk.get(url(counter)).status_code == 404
    assert url(case) not in tab(as_user(cast.head_chen), case)
    for person in (cast.head_chen, cast.supervisor_sun):
        assert as_user(person).get(url(case)).status_code == 403
    assert as_user(cast.officer_wang).get(url(case)).status_code == 404

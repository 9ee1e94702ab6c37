"""Every page of the desk against every role: another agency's case does not exist."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case, CaseEvent
from casework.services import consultations, letter_service
from tests.cast import PASSWORD, accepted_case, day, handed_over, noon, register_case, replied_case
from tests.listed import numbers_shown
from tests.services.files import upload
from tests.services.ready_cases import disputed_case

pytestmark = pytest.mark.django_db

EVERYBODY = ("officer_li", "head_chen", "handler_zhou", "supervisor_sun", "administrator_wu")


@pytest.fixture
def case(cast, on, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on("2026-03-09")
    case = accepted_case(cast, "2026-03-02", files=[upload("身份证.pdf")])
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某公司", about="价格", sent_on=day("2026-03-09"),
        delivered_on=None, actor=cast.officer_li, today=day("2026-03-09"), now=noon("2026-03-09"),
    )  # fmt: skip
    return case


def pages_of(case: Case) -> list[str]:
    letter = case.consultations.get()
    return [
        reverse("desk:case", args=[case.number]),
        reverse("desk:case", args=[case.number]) + "?tab=applicant",
        reverse("desk:case_ledger", args=[case.number]),
        reverse("desk:act", args=[case.number, "accept"]),
        reverse("desk:act", args=[case.number, "submit_for_review"]) + "?code=G1",
        reverse("desk:consultation_act", args=[case.number, letter.pk, "record_opinion"]),
        reverse("desk:attachment", args=[case.number, case.attachments.get().pk]),
    ]


def test_another_agencys_case_does_not_exist(cast, case, as_user):
    stranger = as_user(cast.officer_wang)
    for url in pages_of(case):
        assert stranger.get(url).status_code == 404, url
    events = CaseEvent.objects.count()
    assert stranger.post(pages_of(case)[3], {"key": "x"}).status_code == 404
    assert stranger.post(pages_of(case)[5], {"opinion": "agree", "answered_on": "2026-03-09"}).status_code == 404
    assert CaseEvent.objects.count() == events


def test_another_agencys_case_is_in_no_list_and_no_search(cast, case, as_user, read):
    stranger = as_user(cast.officer_wang)
    for name in ("work_list", "intake", "all_cases"):
        page = read(stranger.get(reverse(f"desk:{name}"), {"scope": "all", "q": case.number}))
        assert f" {case.number} " not in page


def test_the_handler_sees_only_what_came_to_the_unit(cast, case, as_user):
    handler = as_user(cast.handler_zhou)
    url = reverse("desk:case", args=[case.number])
    assert handler.get(url).status_code == 404
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    assert handler.get(url).status_code == 200


def test_the_supervisor_reads_and_acts_not(cast, case, as_user, read):
    supervisor = as_user(cast.supervisor_sun)
    page = supervisor.get(reverse("desk:case", args=[case.number]))
    assert page.status_code == 200
    assert page.context["acts"] == [] and page.context["blocked"] == []
    assert "某市行政审批服务局的办件，主管部门查阅，不能办理" in read(page)
    assert supervisor.get(reverse("desk:act", args=[case.number, "accept"])).status_code == 403
    assert supervisor.get(reverse("desk:register")).status_code == 403
    listed = supervisor.get(reverse("desk:work_list"))
    assert numbers_shown(listed) == [case.number]
    assert f"{case.number} 某市行政审批服务局" in read(listed)


def test_the_administrator_sees_accounts_and_no_case(cast, case, as_user, read):
    administrator = as_user(cast.administrator_wu)
    assert administrator.get(reverse("desk:case", args=[case.number])).status_code == 404
    assert administrator.get(reverse("desk:work_list")).url == reverse("desk:people")
    page = read(administrator.get(reverse("desk:people")))
    assert "李经办" in page and "周科员" in page and "王经办" not in page


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "administrator_wu"])
def test_only_the_administrator_lists_the_accounts(cast, as_user, name):
    assert as_user(getattr(cast, name)).get(reverse("desk:people")).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [("officer_li", 200), ("head_chen", 403), ("handler_zhou", 403), ("administrator_wu", 403)]
)
def test_only_the_clerk_registers(cast, as_user, name, status):
    client = as_user(getattr(cast, name))
    assert client.get(reverse("desk:register")).status_code == status
    assert client.post(reverse("desk:register_reckoning"), {}).status_code == status
    if status == 403:
        assert client.post(reverse("desk:register"), {"name": "赵某某"}).status_code == 403


@pytest.mark.parametrize(("act", "name"), [
    ("sign", "officer_li"), ("approve_extension", "officer_li"), ("accept", "head_chen"), ("conclude", "head_chen"),
])  # fmt: skip
def test_an_act_of_another_role_is_forbidden(cast, case, as_user, act, name):
    url = reverse("desk:act", args=[case.number, act])
    client = as_user(getattr(cast, name))
    assert (client.get(url).status_code, client.post(url, {"key": "k"}).status_code) == (403, 403)


@pytest.mark.parametrize("act", ["register", "record_opinion", "nonsense"])
def test_an_act_that_is_none_of_the_case_does_not_exist(cast, case, as_user, act):
    assert as_user(cast.officer_li).get(reverse("desk:act", args=[case.number, act])).status_code == 404


def test_a_consultation_of_another_case_does_not_exist(cast, case, as_user):
    other = register_case(cast, "2026-03-03")
    letter = case.consultations.get()
    url = reverse("desk:consultation_act", args=[other.number, letter.pk, "record_opinion"])
    assert as_user(cast.officer_li).get(url).status_code == 404


def test_nobody_reads_anything_without_signing_in(cast, case):
    names = ("work_list", "intake", "all_cases", "register", "calendar", "notices", "people")
    for url in [*pages_of(case), *(reverse(f"desk:{name}") for name in names)]:
        answer = Client().get(url)
        assert answer.status_code == 302 and answer.url.startswith(reverse("desk:login")), url


def test_every_form_needs_its_csrf_token(cast, case):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("desk:login"), {"username": "officer_li", "password": PASSWORD}).status_code == 403
    client.force_login(cast.officer_li)
    letter = case.consultations.get()
    for url in (
        reverse("desk:register"),
        reverse("desk:register_reckoning"),
        reverse("desk:act", args=[case.number, "withdraw"]),
        reverse("desk:consultation_act", args=[case.number, letter.pk, "record_opinion"]),
        reverse("desk:notices_read"),
        reverse("desk:logout"),
    ):
        assert client.post(url, {"statement": "撤回"}).status_code == 403, url
    assert Case.objects.get(pk=case.pk).stage == "processing"


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_common_pages_open_for_everybody(cast, case, as_user, name):
    client = as_user(getattr(cast, name))
    for page in ("calendar", "notices"):
        assert client.get(reverse(f"desk:{page}")).status_code == 200


def names_on(client, case: Case, tab: str, read) -> str:
    return read(client.get(reverse("desk:case", args=[case.number]) + f"?tab={tab}"))


@pytest.mark.parametrize(("name", "in_full"), [("officer_li", True), ("head_chen", False), ("supervisor_sun", False)])
def test_names_are_in_full_for_the_own_desk_alone(cast, as_user, on, read, name, in_full):
    case = disputed_case(cast)
    letter_service.serve_letter(
        case_id=case.pk, letter="reply", again_id=case.service_records.get().pk, fact=handed_over("2026-03-09"),
        actor=cast.officer_li, today=day("2026-03-09"), now=noon("2026-03-09"),
    )  # fmt: skip
    on("2026-03-10")
    client = as_user(getattr(cast, name))
    for tab in ("disputes", "handling"):
        page = names_on(client, case, tab, read)
        assert ("赵某某" in page) is in_full, tab
        assert in_full or "赵**" in page


def test_a_receipt_of_service_is_the_own_agencys_alone(cast, as_user, on):
    case = replied_case(cast, "G2")
    on("2026-03-20")
    url = reverse("desk:service_receipt", args=[case.number, case.service_records.get().pk])
    tab = reverse("desk:case", args=[case.number]) + "?tab=handling"
    for person, status in ((cast.officer_li, 200), (cast.head_chen, 200), (cast.supervisor_sun, 404)):
        client = as_user(person)
        assert client.get(url).status_code == status
        # Whoever may not open it is shown no link to it.
        assert (url in client.get(tab).content.decode()) is (status == 200)

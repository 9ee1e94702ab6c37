"""先制文书，后登记送达: the notice is printed before its act is on record, and must tell what is recorded."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.models import Case, CaseEvent, CaseLetter, Consultation
from casework.services.letters import number_letter
from casework.services.prepared_letters import prepare_letter, record_prepared
from tests.cast import accepted_case, day, noon, register_case
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
ASKED = {"what_is_unclear": "请写明文件名称", "guidance": "写明年份", "answer_by": "2026-03-26"}
POSTED = {"method": "postal", "carrier": "ems", "posted_on": "2026-03-06", "postal_number": "EX123456789CN"}


def form_of(client, case, act, query=""):
    """Return the form an act's page shows, as the values a browser would send back."""
    page = client.get(reverse("desk:act", args=[case.number, act]) + query)
    return page, {bound.name: bound.value() for bound in page.context["form"] if bound.value() not in (None, False)}


def prepared(client, case, act, query="", **typed):
    """Write the letter of an act with the second button of its form; return the letter."""
    shown = form_of(client, case, act, query)[1]
    address = reverse("desk:act", args=[case.number, act]) + query
    answer = client.post(address, shown | typed | {"prepare": "yes"})
    assert answer.status_code == 302, answer.context and answer.context["refusal"]
    return CaseLetter.objects.latest("pk")


def recorded(client, letter, **typed):
    """Record the act a letter was prepared for, by the way its page offers."""
    page = client.get(reverse("desk:letter", args=[letter.case.number, letter.pk]))
    address = page.context["serve_url"]
    shown = {b.name: b.value() for b in client.get(address).context["form"] if b.value() not in (None, False)}
    return client.post(address, shown | typed)


def numbered(cast, letter, on="2026-03-05"):
    return number_letter(letter_id=letter.pk, actor=cast.officer_li, today=day(on), now=noon(on))


def stored(case):
    return Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count(), case.service_records.count()


def test_a_notice_is_printed_first_and_recorded_after_it_left(cast, on, as_user, read):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    before = stored(case)
    letter = prepared(client, case, "request_supplement", **ASKED)
    assert stored(case) == before and not hasattr(Case.objects.get(pk=case.pk), "supplement")
    page = read(client.get(reverse("desk:letter", args=[case.number, letter.pk])))
    assert "请写明文件名称" in page and "请您于2026年3月26日前将补正材料提交本机关" in page
    letter = numbered(cast, letter)
    assert letter.number.text == "某审公补〔2026〕1号" and letter.text["dated_on"] == "2026-03-05"
    assert "请写明文件名称" in str(letter.text)

    on("2026-03-06")
    shown = form_of(client, case, "request_supplement")[1]
    assert {name: shown[name] for name in ASKED} == ASKED
    assert recorded(client, letter, **POSTED).status_code == 302
    case, letter = Case.objects.get(pk=case.pk), CaseLetter.objects.get()
    assert case.stage == "supplementing" and case.supplement.what_is_unclear == "请写明文件名称"
    assert (case.supplement.served_on, case.supplement.answer_by) == (day("2026-03-06"), day("2026-03-26"))
    assert letter.prepared_for == "" and letter.typed is None and letter.dated_on == day("2026-03-05")


def test_what_is_recorded_is_what_the_letter_told(cast, on, as_user, read):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    letter = numbered(cast, prepared(client, case, "request_supplement", **ASKED))
    before = stored(case)
    answer = recorded(client, letter, **(POSTED | {"posted_on": "2026-03-05", "answer_by": "2026-03-25"}))
    assert answer.status_code == 422 and stored(case) == before
    assert "与某审公补〔2026〕1号《补正告知书》不一致" in read(answer)
    assert CaseLetter.objects.get().prepared_for == "request_supplement"


def test_a_draft_without_number_follows_what_is_recorded(cast, on, as_user):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    letter = prepared(client, case, "request_supplement", **ASKED)
    typed = POSTED | {"posted_on": "2026-03-05", "answer_by": "2026-03-25"}
    assert recorded(client, letter, **typed).status_code == 302
    assert "2026年3月25日前" in str(CaseLetter.objects.get().text)


def test_it_is_written_again_under_its_number(cast, on, as_user):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    first = numbered(cast, prepared(client, case, "request_supplement", **ASKED))
    again = prepared(client, case, "request_supplement", f"?letter={first.pk}", guidance="写明文号")
    assert (again.pk, again.number_id, again.times_made) == (first.pk, first.number_id, 2)
    assert "写明文号" in str(again.text) and CaseLetter.objects.count() == 1


def test_a_letter_obeys_the_rules_of_its_act(cast, on, as_user, read):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    shown = form_of(client, case, "request_supplement")[1]
    address = reverse("desk:act", args=[case.number, "request_supplement"])
    refused = client.post(address, shown | ASKED | {"answer_by": "2026-03-05", "prepare": "yes"})
    assert refused.status_code == 422 and "补正期限应当合理" in read(refused)
    asked = client.post(address, shown | ASKED | POSTED | {"posted_on": "2026-03-05"})
    assert asked.status_code == 302
    second = client.post(address, shown | ASKED | {"key": "another", "prepare": "yes"})
    assert second.status_code == 422 and CaseLetter.objects.count() == 0


def test_an_inquiry_belongs_to_its_consultation_once_sent(cast, on, as_user, read):
    on("2026-03-05")
    case, client = accepted_case(cast), as_user(cast.officer_li)
    for name in ("甲公司", "乙公司"):
        numbered(cast, prepared(client, case, "consult", kind="third_party", addressee=name, about="报价清单"))
    assert not Consultation.objects.exists() and stored(case)[2] == 0
    assert "甲公司" not in str(form_of(client, case, "consult")[1])
    page = read(form_of(client, case, "consult")[0])
    assert page.count("按它登记") == 2
    for letter in CaseLetter.objects.order_by("pk"):
        assert recorded(client, letter, sent_on="2026-03-05").status_code == 302
    about = [(item.text["addressee"], item.about) for item in CaseLetter.objects.order_by("pk")]
    assert about == [(f"{item.addressee}：", item.pk) for item in Consultation.objects.order_by("pk")]


def test_a_fee_notice_carries_its_calculation(cast, on, as_user):
    """44 pages: 30 free, 14 at 10 yuan (国办函〔2020〕109号): 31-100页 10元每页."""
    on("2026-03-05")
    case, client = accepted_case(cast), as_user(cast.officer_li)
    query = "?pieces=1&counted_before=0&pages=44&tariff=page"
    letter = numbered(cast, prepared(client, case, "charge_fee", query, how_to_pay="到代收银行缴纳"))
    assert "共计140元" in str(letter.text)
    assert recorded(client, letter, **(POSTED | {"posted_on": "2026-03-05"})).status_code == 302
    assert Case.objects.get(pk=case.pk).fee.amount == 140


def test_reasons_are_asked_in_writing_first(cast, on, as_user):
    on("2026-03-05")
    case, client = accepted_case(cast), as_user(cast.officer_li)
    asked = {
        "counted_from": "2026-01-01", "counted_to": "2026-03-05", "counted": "120", "answer_by": "2026-03-26",
        "what_to_explain": "请说明为何分别提出",
    }  # fmt: skip
    letter = numbered(cast, prepared(client, case, "ask_reasons", **asked))
    assert "120" in str(letter.text)
    assert recorded(client, letter, **(POSTED | {"posted_on": "2026-03-05"})).status_code == 302
    assert Case.objects.get(pk=case.pk).reasons_request.counted == 120


def test_two_clicks_write_one_letter_and_record_one_act(cast, on, as_user):
    on("2026-03-05")
    case, client = register_case(cast), as_user(cast.officer_li)
    shown = form_of(client, case, "request_supplement")[1] | ASKED
    address = reverse("desk:act", args=[case.number, "request_supplement"])
    for _ in range(2):
        assert client.post(address, shown | {"prepare": "yes"}).status_code == 302
    letter = CaseLetter.objects.get()
    again = form_of(client, case, "request_supplement", f"?letter={letter.pk}")[1]
    answers = [
        client.post(f"{address}?letter={letter.pk}", again | POSTED | {"posted_on": "2026-03-05"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 302] and case.service_records.count() == 1


def test_a_letter_of_another_case_or_agency_is_not_taken(cast, on, as_user):
    on("2026-03-05")
    case, other, client = register_case(cast), register_case(cast), as_user(cast.officer_li)
    letter = prepared(client, case, "request_supplement", **ASKED)
    assert "what_is_unclear" not in form_of(client, other, "request_supplement", f"?letter={letter.pk}")[1]
    for odd in ("999999", "x", "²"):
        assert form_of(client, other, "request_supplement", f"?letter={odd}")[0].status_code == 200


def test_the_letter_of_one_case_is_not_recorded_or_written_again_with_another(cast, on, as_user):
    on("2026-03-05")
    case, other, client = register_case(cast), register_case(cast), as_user(cast.officer_li)
    letter = prepared(client, case, "request_supplement", **ASKED)
    at = {"act": Act.REQUEST_SUPPLEMENT, "actor": cast.officer_li, "today": day("2026-03-05"), "letter_id": letter.pk}
    done = []
    with refused("letter_not_prepared"):
        record_prepared(case_id=other.pk, perform=lambda: done.append(other), **at)
    with refused("letter_not_prepared"):
        prepare_letter(case_id=other.pk, perform=lambda: done.append(other), typed={}, now=noon("2026-03-05"), **at)
    assert done == []

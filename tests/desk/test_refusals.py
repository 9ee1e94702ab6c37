"""What the law refuses comes back with its sentence, everything typed kept, nothing changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Case, CaseEvent, Consultation
from casework.services import acceptance
from tests.cast import accepted_case, day, evidence_for, noon, register_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on):
    on("2026-03-09")
    return accepted_case(cast, "2026-03-02")


@pytest.fixture
def desk(cast, as_user):
    return as_user(cast.officer_li)


def test_an_extension_of_21_days(case, desk, refused):
    page = refused(desk, case, "request_extension", working_days=21, reason="检索量大")
    assert "延长答复的期限最长不得超过20个工作日，至少1个工作日（条例第三十三条第二款）" in page
    assert "检索量大" in page


def test_an_extension_without_a_reason(case, desk, refused):
    assert "请写明延期理由。" in refused(desk, case, "request_extension", working_days=20, reason="")


def test_a_second_supplement(cast, on, desk, do, refused, read):
    on("2026-03-02")
    case = register_case(cast, "2026-03-02")
    do(desk, case, "request_supplement", what_is_unclear="请写明文号", postal_number="XA1")
    do(desk, case, "receive_supplement", answer="某政发〔2024〕1号")
    url = reverse("desk:act", args=[case.number, "request_supplement"])
    answer = desk.get(url)
    assert answer.status_code == 409
    assert "已经告知过一次补正，只能一次性告知" in read(answer)
    events = CaseEvent.objects.count()
    answer = desk.post(url, {
        "what_is_unclear": "还是不清楚", "answer_by": "2026-03-23", "method": "postal", "posted_on": "2026-03-02",
        "postal_number": "XA2", "key": "second",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "已经告知过一次补正" in read(answer)
    assert CaseEvent.objects.count() == events


def test_a_reply_without_a_decision_code(case, desk, read):
    url = reverse("desk:act", args=[case.number, "submit_for_review"])
    answer = desk.post(url, {"key": "k", "findings": "经查"})
    assert answer.status_code == 422
    assert "答复必须选定决定码，不能没有处理结论。（条例第三十六条）" in read(answer)
    assert Case.objects.get(pk=case.pk).stage == "processing"


def test_a_reply_without_its_evidence(case, desk, refused):
    page = refused(
        desk, case, "submit_for_review", decision_code="U1", findings="经检索没有。", evidence_search_record="已检索"
    )
    assert "“信息不存在”还缺少必填材料：检索记录" in page
    assert "经检索没有。" in page


def test_a_partial_disclosure_that_does_not_say_what_it_leaves_out(case, desk, refused):
    evidence = {f"evidence_{name}": text for name, text in evidence_for("P1").items()}
    page = refused(desk, case, "submit_for_review", decision_code="P1", findings="经查。", **evidence)
    assert "部分公开必须逐项写明不予提供的内容、依据和理由。（条例第三十七条）" in page


def test_a_code_that_needs_an_answered_supplement_cannot_be_chosen(case, desk, refused, read):
    page = read(desk.get(reverse("desk:act", args=[case.number, "submit_for_review"])))
    assert "没有收到过补正，不能以“补正后申请内容仍不明确”答复。" in page
    said = refused(
        desk, case, "submit_for_review", decision_code="U4", findings="仍不明确", evidence_supplement_exchange="有"
    )
    assert "没有收到过补正" in said


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("sent_on", {"sent_on": "2026-03-01"}, "不能早于收到申请之日2026-03-02"),
    ("delivered_on", {"sent_on": "2026-03-09", "delivered_on": "2026-03-06"}, "不能早于征求意见书发出之日2026-03-09"),
    ("sent_on", {"sent_on": "2026-03-10"}, "日期2026-03-10晚于今天2026-03-09"),
    ("sent_on", {"sent_on": "9-3-2026"}, "日期应写成2026-03-02的形式。"),
    ("addressee", {"addressee": ""}, "请填写征求对象和征求意见的内容。"),
])  # fmt: skip
def test_dates_out_of_order_are_refused_at_their_field(case, desk, typed_in, refused, field, typed, sentence):
    given = {"addressee": "某公司", "about": "价格"} | typed
    answer = typed_in(desk, case, "consult", **given)
    assert any(sentence in error for error in answer.context["form"].errors[field])
    assert sentence in refused(desk, case, "consult", **given)
    assert not Consultation.objects.exists()


def test_an_opinion_that_refuses_needs_its_reasons(case, desk, do, read):
    do(desk, case, "consult", addressee="某公司", about="价格")
    letter = case.consultations.get()
    url = reverse("desk:consultation_act", args=[case.number, letter.pk, "record_opinion"])
    answer = desk.post(url, {"opinion": "refuse", "reasons": "", "answered_on": "2026-03-09", "key": "k"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["reasons"] == ["不同意公开须写明理由。（条例第三十二条）"]
    letter.refresh_from_db()
    assert letter.answered_on is None


def signed_case(cast, do, as_user, case):
    evidence = {f"evidence_{name}": text for name, text in evidence_for("G1").items()}
    do(as_user(cast.officer_li), case, "submit_for_review", decision_code="G1", findings="经查。", **evidence)
    do(as_user(cast.head_chen), case, "sign")


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("postal_number", {"method": "postal", "postal_number": ""}, "邮寄送达必须填写邮政挂号或EMS单号和交邮日期。"),
    ("posted_on", {"method": "postal", "posted_on": "2026-03-06", "postal_number": "XA1"}, "送达日期2026-03-06早于签发日期2026-03-09"),
    ("signed_on", {"method": "in_person", "signed_on": "2026-03-06", "receiver": "赵某某", "document_seen": "居民身份证"}, "早于签发日期2026-03-09"),
    ("receiver", {"method": "in_person", "receiver": ""}, "直接或委托送达必须填写签收人和签收日期。"),
    ("consented", {"method": "electronic"}, "电子送达须经申请人同意。"),
    ("method", {"method": "courier"}, "请从列出的各项中选择。"),
])  # fmt: skip
def test_service_without_its_proof(cast, case, desk, as_user, do, typed_in, refused, field, typed, sentence):
    signed_case(cast, do, as_user, case)
    assert sentence in typed_in(desk, case, "conclude", **typed).context["form"].errors[field][0]
    assert sentence in refused(desk, case, "conclude", **typed)


def test_only_the_fields_of_the_chosen_way_of_service_count(cast, case, desk, as_user, do):
    signed_case(cast, do, as_user, case)
    do(
        desk, case, "conclude", method="in_person", receiver="赵某某", document_seen="居民身份证",
        posted_on="2026-03-02", postal_number="XA9",
    )  # fmt: skip
    record = Case.objects.get(pk=case.pk).service_records.get()
    assert (record.postal_number, record.posted_on, record.signed_on) == ("", None, day("2026-03-09"))


def test_an_extension_told_too_late_has_no_effect_and_is_refused(cast, case, desk, as_user, on, do, refused):
    do(desk, case, "request_extension", working_days=10, reason="检索量大")
    do(as_user(cast.head_chen), case, "approve_extension")
    on("2026-03-31")
    page = refused(desk, case, "serve_extension", postal_number="XA1")
    assert "延期告知于2026-03-31送达，已超过原答复期限2026-03-30，延期不生效。" in page


def test_sending_back_needs_a_reason(cast, case, desk, as_user, do, refused):
    evidence = {f"evidence_{name}": text for name, text in evidence_for("G1").items()}
    do(desk, case, "submit_for_review", decision_code="G1", findings="经查。", **evidence)
    assert "退回须写明理由。" in refused(as_user(cast.head_chen), case, "send_back", reason=" ")


def test_whoever_comes_second_learns_who_was_first(cast, on, as_user, desk, typed_in, read):
    on("2026-03-02")
    case = register_case(cast, "2026-03-02")
    Case.objects.filter(pk=case.pk).update(identity_checked=True)
    page = desk.get(reverse("desk:act", args=[case.number, "accept"]))
    acceptance.accept(case_id=case.pk, actor=cast.officer_li, today=day("2026-03-02"), now=noon("2026-03-02"))
    answer = desk.post(page.wsgi_request.path, {"key": page.context["form"]["key"].value()})
    assert answer.status_code == 422
    assert "办件处于“办理中”，只有“已登记”时可以受理。最近一次办理：李经办于2026-03-02 12:00“受理”。" in read(answer)


def test_a_double_click_does_an_act_once(case, desk, read):
    url = reverse("desk:act", args=[case.number, "consult"])
    form = {"kind": "third_party", "addressee": "某公司", "about": "价格", "sent_on": "2026-03-09", "key": "one-form"}
    first, second = desk.post(url, form), desk.post(url, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert case.consultations.count() == 1


def test_every_form_carries_a_key_of_its_own(case, desk):
    url = reverse("desk:act", args=[case.number, "consult"])
    keys = {desk.get(url).context["form"]["key"].value() for _ in range(3)}
    assert len(keys) == 3 and all(len(key) == 32 for key in keys)

"""Every act of a case done through the desk's own forms, from the letter to the archive.

Dates are counted by hand on the State Council's calendar of 2026: 清明 04-04 to 04-06,
劳动节 05-01 to 05-05 with 05-09 worked.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Case
from tests.cast import accepted_case, day, evidence_for, register_case

pytestmark = pytest.mark.django_db


def stored(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_request_lives_from_registration_to_the_archive(cast, on, as_user, do, read):
    on("2026-03-02")
    case = register_case(cast, "2026-03-02")
    desk, head = as_user(cast.officer_li), as_user(cast.head_chen)

    do(desk, case, "check_identity", documents_seen="居民身份证")
    do(desk, case, "accept")
    do(desk, case, "assign", unit=cast.unit.pk, officer=cast.handler_zhou.pk)
    assert stored(case).stage == "processing"

    on("2026-03-09")
    unit = as_user(cast.handler_zhou)
    do(unit, case, "consult", addressee="某建设公司", about="补偿方案中的评估价格", delivered_on="2026-03-09")
    letter = stored(case).consultations.get()
    url = reverse("desk:consultation_act", args=[case.number, letter.pk, "record_opinion"])
    # C9: 5 days used by 03-09, 03-10 to 03-20 not counted, 15 more from 03-23 with 04-06 off: 04-13.
    on("2026-03-20")
    answer = {"opinion": "agree", "answered_on": "2026-03-20", "key": "opinion-1"}
    assert unit.post(url, answer).url == reverse("desk:case", args=[case.number])
    assert stored(case).reply_due_on == day("2026-04-13")

    do(unit, case, "request_extension", working_days=5, reason="需要进一步检索")
    do(head, case, "approve_extension")
    on("2026-03-23")
    do(desk, case, "serve_extension", postal_number="XA1")
    # Five more working days after 04-13 (Monday): 04-14 to 04-17 and 04-20.
    assert stored(case).reply_due_on == day("2026-04-20")

    drafted = {f"evidence_{name}": text for name, text in evidence_for("G2").items()}
    do(unit, case, "submit_for_review", decision_code="G2", findings="经查属实。", **drafted)
    do(head, case, "send_back", reason="请补充文号")
    assert stored(case).stage == "processing"
    do(unit, case, "submit_for_review", decision_code="G2", findings="经查属实。", **drafted)
    do(head, case, "sign")
    on("2026-03-24")
    do(desk, case, "conclude", postal_number="XA12345678937")
    do(desk, case, "archive", archive_number="2026-公开-1")

    after = stored(case)
    assert (after.stage, after.decision_code) == ("archived", "G2")
    assert (after.decided_on, after.concluded_on) == (day("2026-03-23"), day("2026-03-24"))
    page = read(desk.get(reverse("desk:case", args=[case.number])))
    assert "环节：已办结 → 已归档" in page
    assert "答复期限：2026-04-13 → 2026-04-20" in page
    assert "2026年度“三、本年度办理结果 — （一）予以公开”（2026-03-23办结" in page


def test_a_supplement_restarts_the_clock_on_the_day_it_arrives(cast, on, as_user, do, read):
    on("2026-04-01")
    case = register_case(cast, "2026-04-01")
    desk = as_user(cast.officer_li)
    on("2026-04-09")
    page = desk.get(reverse("desk:act", args=[case.number, "request_supplement"]))
    # C8: 15 working days after 04-09 end on 04-30.
    assert page.context["form"]["answer_by"].value() == day("2026-04-30")
    do(desk, case, "request_supplement", what_is_unclear="请写明文号", postal_number="XA1")
    assert stored(case).reply_due_on is None
    on("2026-04-24")
    before = read(desk.get(reverse("desk:act", args=[case.number, "receive_supplement"])))
    # C8: 20 working days after 04-24, 05-01 to 05-05 off and 05-09 worked: 05-26.
    assert "停表中" in before and "2026-05-26" in before
    do(desk, case, "receive_supplement", answer="某政发〔2024〕1号")
    assert stored(case).reply_due_on == day("2026-05-26")


def test_silence_after_the_supplement_period_ends_the_case(cast, on, as_user, do):
    on("2026-03-02")
    case = register_case(cast, "2026-03-02")
    desk = as_user(cast.officer_li)
    do(desk, case, "request_supplement", what_is_unclear="请写明文号", postal_number="XA1", answer_by="2026-03-23")
    on("2026-03-24")
    do(desk, case, "lapse", review="三次联系，申请人表示不再补正")
    assert (stored(case).stage, stored(case).decision_code) == ("concluded", "O1")


def test_an_applicant_withdraws_at_the_counter(cast, on, as_user, do):
    on("2026-03-04")
    case = accepted_case(cast, "2026-03-02")
    do(as_user(cast.officer_li), case, "withdraw", statement="书面撤回申请一份")
    assert (stored(case).stage, stored(case).decision_code) == ("concluded", "O3")


def test_a_request_is_answered_on_the_spot(cast, on, as_user, do):
    on("2026-03-02")
    case = accepted_case(cast, "2026-03-02")
    evidence = {f"evidence_{name}": text for name, text in evidence_for("G1").items()}
    do(
        as_user(cast.officer_li), case, "reply_on_the_spot", decision_code="G1", findings="已经公开。",
        receiver="赵某某", document_seen="居民身份证", **evidence,
    )  # fmt: skip
    assert (stored(case).stage, stored(case).concluded_on) == ("concluded", day("2026-03-02"))


def test_an_unanswered_letter_is_confirmed_later(cast, on, as_user, do, read):
    on("2026-03-02")
    case = register_case(cast, "2026-03-02", channel="ordinary_mail", submitted_on=None)
    desk = as_user(cast.officer_li)
    assert "尚未与申请人确认" in read(desk.get(reverse("desk:case", args=[case.number])))
    on("2026-03-04")
    do(desk, case, "record_confirmation", note="10点拨打预留电话，本人确认")
    # Received 03-04; 20 working days with 04-06 off end on 04-01.
    assert (stored(case).received_on, stored(case).reply_due_on) == (day("2026-03-04"), day("2026-04-01"))


def test_the_head_rejects_an_extension(cast, on, as_user, do, read):
    on("2026-03-09")
    case = accepted_case(cast, "2026-03-02")
    do(as_user(cast.officer_li), case, "request_extension", working_days=10, reason="检索量大")
    do(as_user(cast.head_chen), case, "reject_extension", reason="不需要")
    assert stored(case).reply_due_on == day("2026-03-30")
    page = read(as_user(cast.officer_li).get(reverse("desk:case", args=[case.number]) + "?tab=handling"))
    assert "2026-03-09不同意：不需要" in page


def test_delivery_of_a_consultation_letter_is_recorded_on_its_own_page(cast, on, as_user, do, read):
    on("2026-03-09")
    case = accepted_case(cast, "2026-03-02")
    desk = as_user(cast.officer_li)
    do(desk, case, "consult", addressee="某建设公司", about="评估价格")
    on("2026-03-11")
    letter = stored(case).consultations.get()
    url = reverse("desk:consultation_act", args=[case.number, letter.pk, "record_delivery"])
    assert "某建设公司" in read(desk.get(url))
    sent = desk.post(url, {"delivered_on": "2026-03-11", "key": "delivery-1"})
    assert sent.url == reverse("desk:case", args=[case.number])
    # C10: their 15 days end on 04-01, so 15 of ours from 04-02 end on 04-23.
    page = read(desk.get(reverse("desk:case", args=[case.number])))
    assert "2026-04-23" in page and "2026-04-01" in page


def test_a_day_in_a_year_not_published_is_told_as_an_estimate(cast, on, as_user, do, read):
    on("2026-12-14")
    case = accepted_case(cast, "2026-12-14")
    client = as_user(cast.officer_li)
    asked = read(client.get(reverse("desk:act", args=[case.number, "assign"])))
    assert f"答复期限{stored(case).reply_due_on}（暂估）" in asked

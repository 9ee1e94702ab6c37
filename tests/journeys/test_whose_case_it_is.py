"""Rows of users.md 4 about whose case it is: renamed agency, wrong internal unit, a clerk who leaves."""

from __future__ import annotations

from django.urls import reverse

from casework.law.acts import Act
from casework.law.letters.narrative import received_sentence
from casework.models import Case, Role, Unit
from casework.queries.former_names import successor_hints
from casework.queries.letter_facts import letter_facts
from casework.services import assignments, handovers, register
from casework.services.former_names import add_former_name
from tests.cast import a_request, accepted_case, day, noon, person
from tests.services.acts import by, perform


def test_agency_renamed_or_merged_the_successor_registers_and_its_letters_say_so(cast, client):
    """黄石港: "that agency no longer exists" lost. The old name leads to the successor, and nothing is sent back."""
    add_former_name(
        name="某市政务服务中心", unit=None, effective_on=day("2019-03-01"), basis="机构改革方案", actor=cast.head_chen,
        today=day("2026-03-02"), now=noon("2026-03-02"),
    )  # fmt: skip
    assert "由本机关承继" in successor_hints(cast.bureau, "某市政务服务中心")[0]
    # An applicant who looks for the old name on the portal finds the successor.
    page = client.get(reverse("portal:home"), {"q": "政务服务中心"}).content.decode()
    assert cast.bureau.name in page and cast.other_bureau.name not in page
    case = register.register(
        agency=cast.bureau, request=a_request(addressed_to="某市政务服务中心"), **by(cast.officer_li, "2026-03-02")
    ).case
    assert case.received_on == day("2026-03-02")
    opening = received_sentence(letter_facts(case, today=day("2026-03-02")))
    assert opening.endswith("申请中写明的机关“某市政务服务中心”的职权自2019年3月1日起由本机关承继（机构改革方案）。")


def test_sent_to_a_wrong_internal_unit_the_day_of_receipt_stays_and_the_clock_runs_on(cast):
    """松江, 枣庄: "not for us" is no excuse. Mail signed for by a unit on 2 March comes to the desk on the 9th."""
    add_former_name(
        name="受理科", unit=cast.unit, effective_on=day("2024-01-01"), basis="", actor=cast.head_chen,
        today=day("2026-03-02"), now=noon("2026-03-02"),
    )  # fmt: skip
    request = a_request(
        channel="registered_mail", submitted_on=None, signed_on=day("2026-03-02"), postal_number="XA12345678937",
        addressed_to="受理科", late_registration_reason="由审批一科签收，9日转到公开办",
    )  # fmt: skip
    case = register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-09")).case
    # 3-6 (4), 9-13 (9), 16-20 (14), 23-27 (19), 30 (20).
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), day("2026-03-30"))
    other = Unit.objects.create(agency=cast.bureau, name="审批二科")
    for officer in (cast.handler_zhou,):
        case = assignments.assign(case_id=case.pk, unit=cast.unit, officer=officer, **by(cast.officer_li, "2026-03-10"))
        case = assignments.return_to_desk(case_id=case.pk, reason="属二科职责", **by(officer, "2026-03-12"))
    case = assignments.assign(case_id=case.pk, unit=other, officer=None, **by(cast.officer_li, "2026-03-13"))
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), day("2026-03-30"))
    assert [event.act for event in case.events.all()] == ["register", "assign", "return_to_desk", "assign"]


def test_a_clerk_leaves_and_nothing_lies_unattended(cast):
    """平潭 2019: borrowed clerks and bad hand-overs. One step moves everything, with a list to sign."""
    cases = [accepted_case(cast, on) for on in ("2026-03-02", "2026-03-03", "2026-03-04")]
    successor = person("officer_ma", Role.CLERK, cast.bureau, "马经办")
    handover = handovers.hand_over(
        giver=cast.officer_li, taker=successor, reason="调离", **by(cast.head_chen, "2026-03-10")
    )
    cast.officer_li.is_active = False
    cast.officer_li.save()
    assert [item.case for item in handover.items.all()] == cases
    assert not Case.objects.open().filter(officer=cast.officer_li).exists()
    # The new officer simply goes on, by the old deadlines.
    case = perform(Act.SUBMIT_FOR_REVIEW, cases[0], successor)
    assert (case.officer, case.reply_due_on) == (successor, day("2026-03-30"))

"""Who asks again: counted in the natural month and in the year, of one agency or of the government."""

from __future__ import annotations

import pytest

from casework.models import Applicant
from casework.queries.fees import fee_year, usual_way_to_pay
from casework.queries.letter_facts import letter_facts
from casework.queries.same_applicant import request_counts, requests_alike
from casework.services import fees, register
from casework.services.register import ApplicantData
from tests.cast import a_request, accepted_case, day, noon, register_case
from tests.services.acts import by
from tests.services.ready_cases import fee_charged
from tests.services.test_fees import charge

NUMBER, OTHER_NUMBER = "11010519491231002X", "440524188001010014"


def person(**facts) -> ApplicantData:
    return ApplicantData(**({"kind": "natural", "name": "赵某某"} | facts))


def shown(number: str, **facts) -> ApplicantData:
    return person(document_kind="resident_id", document_number=number, **facts)


def counts_of(case):
    found = request_counts(case)
    return found.month_before, found.year


def test_the_month_is_the_natural_one_and_the_year_too(cast):
    for on in ("2025-12-31", "2026-01-05", "2026-02-28", "2026-03-02", "2026-03-03"):
        register_case(cast, on)
    case = register_case(cast, "2026-03-31")
    register_case(cast, "2026-04-01")
    # 2 and 3 March came before; of the year all but the one of December, later ones included.
    assert counts_of(case) == (2, 6)
    found = request_counts(case)
    assert (found.month_place, found.month_of, len(found.month_requests)) == (3, day("2026-03-01"), 3)


def test_of_one_day_the_order_of_registration_decides(cast):
    first, second = register_case(cast, "2026-03-02"), register_case(cast, "2026-03-02")
    assert (counts_of(first), counts_of(second)) == ((0, 2), (1, 2))


SAME = {
    "the number": (shown(NUMBER), shown(NUMBER, name="赵某甲"), True),
    "another number": (shown(NUMBER, telephone="13800000000"), shown(OTHER_NUMBER, telephone="13800000000"), False),
    "the number written small": (shown(NUMBER), shown(NUMBER.lower()), True),
    "name and telephone": (person(telephone="13800000000"), person(telephone="13800000000"), True),
    "name and e-mail": (person(email="z@example.test"), person(email="z@example.test"), True),
    "the name alone": (person(telephone="13800000000"), person(telephone="13900000000"), False),
    "a name without contact": (person(), person(), False),
    "the telephone alone": (person(telephone="13800000000"), person(name="钱某", telephone="13800000000"), False),
    "first without document": (person(telephone="13800000000"), shown(NUMBER, telephone="13800000000"), True),
}


@pytest.mark.parametrize(("before", "now", "same"), SAME.values(), ids=SAME)
def test_who_counts_as_the_same(cast, before, now, same):
    register_case(cast, "2026-03-02", applicant=before)
    case = register_case(cast, "2026-03-02", applicant=now)
    assert counts_of(case)[0] == (1 if same else 0)


def test_a_case_split_into_several_pieces_counts_for_as_many(cast):
    first = accepted_case(cast, "2026-03-02")
    charge(cast, first, pieces=3, counted_before=20, count_note="见纸质台账")
    assert counts_of(register_case(cast, "2026-03-09"))[0] == 3
    assert counts_of(fee_charged(cast))[0] == 3


def test_other_agencies_are_counted_only_where_the_switch_says_so(cast):
    register.register(
        agency=cast.other_bureau, request=a_request(submitted_on=day("2026-03-02")), actor=cast.officer_wang,
        today=day("2026-03-02"), now=noon("2026-03-02"),
    )  # fmt: skip
    case = register_case(cast, "2026-03-03")
    assert counts_of(case) == (0, 1)
    cast.city.is_government = True
    cast.city.save()
    cast.bureau.policy = {"fee_count_scope": "government"}
    cast.bureau.save()
    case.refresh_from_db()
    assert counts_of(case) == (1, 2)


def test_only_the_requests_for_the_same_are_alike(cast):
    like = register_case(cast, "2026-01-05", content="2024年东高村征收补偿安置方案")
    register_case(cast, "2026-01-06", content="2023年东高村征收补偿安置方案")
    register_case(cast, "2025-12-30", content="2024年东高村征收补偿安置方案")
    case = register_case(cast, "2026-03-02", content="请公开东高村2024年征收补偿的安置方案")
    later = register_case(cast, "2026-03-03", content="东高村2024年征收补偿安置方案")
    assert [row.number for row in requests_alike(case)] == [like.number, later.number]


def test_before_the_day_of_receipt_nothing_is_counted(cast):
    assert request_counts(register_case(cast, channel="fax")) is None


def test_counting_is_one_statement_an_applicant(cast, django_assert_num_queries):
    for _ in range(15):
        register_case(cast, "2026-03-02")
    case = register_case(cast, "2026-03-02")
    list(case.applicants.all())
    with django_assert_num_queries(2):
        assert counts_of(case) == (15, 16)


def test_the_sums_of_part_six(cast, django_assert_num_queries):
    assert fee_year(cast.bureau, 2026).sentence == "2026年，本机关没有收取政府信息公开信息处理费。"
    fee_charged(cast)
    paid = fee_charged(cast, signed="2026-03-06")
    fees.receive_fee(
        case_id=paid.pk,
        paid_on=day("2026-03-09"),
        amount=140,
        receipt_number="鲁票1",
        **by(cast.officer_li, "2026-03-09"),
    )
    with django_assert_num_queries(1):
        found = fee_year(cast.bureau, 2026)
    assert (found.notices, found.charged, found.payments, found.received) == (2, 280, 1, 140)
    assert found.sentence == "2026年，本机关发出政府信息公开信息处理费收费通知2件，总金额280元，实际收取140元。"
    assert fee_year(cast.bureau, 2025).notices == 0
    assert fee_year(cast.other_bureau, 2026).notices == 0
    assert fee_year(cast.city, 2026).notices == 0
    assert fee_year(cast.city, 2026, below=True).charged == 280
    assert fee_year(cast.bureau, 2026, below=True, own=False).notices == 0
    assert usual_way_to_pay(cast.bureau.pk) == "凭缴款识别码到代收银行缴纳"
    assert usual_way_to_pay(cast.other_bureau.pk) == ""


def test_the_letter_of_a_fee_prints_what_was_told(cast):
    case = fee_charged(cast, signed="2026-03-06")
    words = letter_facts(case, today=day("2026-03-10")).fee
    assert (words.method, words.quantity, words.amount) == ("按量计收", "44页", 140)
    assert words.steps == ("第1—30页，30×0元＝0元", "第31—44页，14×10元＝140元")
    assert words.payment == "凭缴款识别码到代收银行缴纳；缴款识别码37030026000000001234"
    assert (words.served_on, words.paid_on) == (day("2026-03-06"), None)


def test_of_joint_applicants_the_one_with_most_of_the_month_pays_by_the_month(cast):
    """Zhao asked most in the year, Qian most in the month: 109号 counts the month (law.md 2.2, 7.1)."""
    zhao, qian = (
        person(name=name, telephone=number) for name, number in (("赵某", "13800000001"), ("钱某", "13800000002"))
    )
    for on in ("2026-01-05", "2026-01-06", "2026-01-07"):
        register_case(cast, on, applicant=zhao)
    for on in ("2026-03-02", "2026-03-03"):
        register_case(cast, on, applicant=qian)
    case = register_case(cast, "2026-03-04", applicant=zhao)
    Applicant.objects.create(case=case, kind="natural", name=qian.name, telephone=qian.telephone)
    found = request_counts(case)
    assert (found.month_before, found.month, found.year) == (2, 3, 4)

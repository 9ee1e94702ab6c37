"""Facts that cannot be true beside each other: each refusal names the field, the rule and the article."""

import pytest

from casework.law.errors import BadFact, CalendarNotPublished
from tests.law.reading import consult, counter, due_on, read, third_party

RECEIPT = "条例第三十一条"
WRONG = {
    "concluded before receipt": ({"concluded_on": "2026-03-01"}, "concluded_on", "不能早于收到申请之日2026-03-02", RECEIPT),
    "supplement asked before receipt": (
        {"supplement": {"served_on": "2026-03-01"}}, "supplement.served_on", "不能早于收到申请之日2026-03-02", RECEIPT,
    ),
    "extension approved before receipt": (
        {"extension": {"working_days": 5, "approved_on": "2026-03-01"}}, "extension.approved_on",
        "不能早于收到申请之日2026-03-02", RECEIPT,
    ),
    "consulted before receipt": (
        {"consultations": [third_party("2026-03-01")]}, "consultations[0].sent_on", "不能早于收到申请之日2026-03-02", RECEIPT,
    ),
    "fee before receipt": (
        {"fee": {"served_on": "2026-03-01"}}, "fee.served_on", "不能早于收到申请之日2026-03-02", RECEIPT,
    ),
    "supplement answered before it was asked": (
        {"supplement": {"served_on": "2026-03-06", "received_on": "2026-03-05"}}, "supplement.received_on",
        "不能早于补正告知送达之日2026-03-06", "条例第三十条",
    ),
    "supplement due before it was asked": (
        {"supplement": {"served_on": "2026-03-06", "answer_by": "2026-03-05"}}, "supplement.answer_by",
        "不能早于补正告知送达之日2026-03-06", "条例第三十条",
    ),
    "supplement answered and never asked": (
        {"supplement": {"received_on": "2026-03-05"}}, "supplement.received_on", "须先有补正告知送达之日", "条例第三十条",
    ),
    "supplement due and never asked": (
        {"supplement": {"answer_by": "2026-03-20"}}, "supplement.answer_by", "须先有补正告知送达之日", "条例第三十条",
    ),
    "delivered before it was sent": (
        {"consultations": [third_party("2026-03-09", delivered_on="2026-03-08")]}, "consultations[0].delivered_on",
        "不能早于征求意见书发出之日2026-03-09", "条例第三十二条",
    ),
    "answered before it was sent": (
        {"consultations": [third_party("2026-03-09", answered_on="2026-03-08")]}, "consultations[0].answered_on",
        "不能早于征求意见书发出之日2026-03-09", "条例第三十二条",
    ),
    "answered before it was delivered": (
        {"consultations": [third_party("2026-03-09", delivered_on="2026-03-11", answered_on="2026-03-10")]},
        "consultations[0].answered_on", "不能早于对方收到征求意见书之日2026-03-11", "条例第三十二条",
    ),
    "the second consultation is the wrong one": (
        {"consultations": [third_party("2026-03-09"), consult("co_producer", "2026-03-09", delivered_on="2026-03-08")]},
        "consultations[1].delivered_on", "不能早于征求意见书发出之日2026-03-09", "条例第三十四条",
    ),
    "extension of 21 days": (
        {"extension": {"working_days": 21}}, "extension.working_days",
        "延长答复的期限最长不得超过20个工作日，至少1个工作日", "条例第三十三条第二款",
    ),
    "extension told before it was approved": (
        {"extension": {"working_days": 5, "approved_on": "2026-03-10", "served_on": "2026-03-09"}},
        "extension.served_on", "不能早于批准延期之日2026-03-10", "条例第三十三条第二款",
    ),
    "extension told and never approved": (
        {"extension": {"working_days": 5, "served_on": "2026-03-09"}}, "extension.served_on", "须先有批准延期之日",
        "条例第三十三条第二款",
    ),
    "paid before it was asked": (
        {"fee": {"served_on": "2026-03-10", "paid_on": "2026-03-09"}}, "fee.paid_on", "不能早于收费通知送达之日2026-03-10",
        "国办函〔2020〕109号",
    ),
    "paid and never asked": (
        {"fee": {"paid_on": "2026-03-09"}}, "fee.paid_on", "须先有收费通知送达之日", "国办函〔2020〕109号",
    ),
    "supplement asked after the conclusion": (
        {"supplement": {"served_on": "2026-03-06"}, "concluded_on": "2026-03-05"}, "concluded_on",
        "不能早于补正告知送达之日2026-03-06", "条例第三十三条",
    ),
    "consulted after the conclusion": (
        {"consultations": [third_party("2026-03-06")], "concluded_on": "2026-03-05"}, "concluded_on",
        "不能早于征求意见书发出之日2026-03-06", "条例第三十三条",
    ),
    "extended after the conclusion": (
        {"extension": {"working_days": 5, "approved_on": "2026-03-04", "served_on": "2026-03-06"}, "concluded_on": "2026-03-05"},
        "concluded_on", "不能早于延期告知送达之日2026-03-06", "条例第三十三条",
    ),
    "fee asked after the conclusion": (
        {"fee": {"served_on": "2026-03-06"}, "concluded_on": "2026-03-05"}, "concluded_on",
        "不能早于收费通知送达之日2026-03-06", "条例第三十三条",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "field", "rule", "article"), WRONG.values(), ids=WRONG.keys())
def test_facts_out_of_order_are_refused(facts, field, rule, article):
    with pytest.raises(BadFact) as refused:
        read(counter("2026-03-02", **facts))
    assert (refused.value.field, refused.value.rule, refused.value.article) == (field, rule, article)
    assert refused.value.code == "bad_fact"
    assert str(refused.value) == f"{rule}（{article}）"


SAME_DAY = counter(
    "2026-03-02",
    supplement={"served_on": "2026-03-02", "answer_by": "2026-03-02", "received_on": "2026-03-02"},
    consultations=[third_party("2026-03-02", delivered_on="2026-03-02", answered_on="2026-03-02")],
    extension={"working_days": 1, "approved_on": "2026-03-02", "served_on": "2026-03-02"},
    concluded_on="2026-03-02",
)


def test_everything_may_happen_on_one_day():
    assert due_on(SAME_DAY, as_of="2026-03-02") == "2026-03-31"
    paid_at_once = counter("2026-03-02", fee={"served_on": "2026-03-02", "paid_on": "2026-03-02"})
    assert due_on(paid_at_once) == "2026-03-30"


def test_answers_may_still_arrive_after_the_conclusion():
    read(
        counter(
            "2026-03-02",
            consultations=[third_party("2026-03-03", delivered_on="2026-03-09", answered_on="2026-03-20")],
            fee={"served_on": "2026-03-03", "paid_on": "2026-03-20"},
            supplement={"served_on": "2026-03-03", "answer_by": "2026-03-24", "received_on": "2026-03-20"},
            concluded_on="2026-03-05",
        )
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"concluded_on": "2026-03-09"}, "concluded_on"),
        ({"supplement": {"served_on": "2026-03-09"}}, "supplement.served_on"),
        ({"consultations": [third_party("2026-03-09")]}, "consultations[0].sent_on"),
        ({"extension": {"working_days": 5, "approved_on": "2026-03-09"}}, "extension.approved_on"),
        ({"fee": {"served_on": "2026-03-09"}}, "fee.served_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_can_follow_a_receipt_that_is_not_yet_fixed(facts, field):
    with pytest.raises(BadFact) as refused:
        read({"channel": "fax", "submitted_on": "2026-03-02", **facts})
    assert (refused.value.field, refused.value.rule) == (field, "收到日尚未确定，不能先有后续事实")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (counter("2031-01-02"), "submitted_on"),
        (
            counter("2026-03-02", supplement={"served_on": "2026-03-05", "answer_by": "2031-01-02"}),
            "supplement.answer_by",
        ),
        (
            counter("2026-03-02", consultations=[third_party("2026-03-09", delivered_on="2031-01-02")]),
            "consultations[0].delivered_on",
        ),
        (counter("2026-03-02", concluded_on="2031-01-02"), "concluded_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_day_that_cannot_even_be_estimated_is_named(facts, field):
    with pytest.raises(CalendarNotPublished) as refused:
        read(facts)
    assert (refused.value.field, refused.value.year) == (field, 2031)


def test_the_day_asked_about_must_be_within_the_calendar_while_the_case_is_open():
    with pytest.raises(CalendarNotPublished) as refused:
        read(counter("2026-03-02"), as_of="2031-01-02")
    assert (refused.value.field, refused.value.year) == ("as_of", 2031)
    assert due_on(counter("2026-03-02", concluded_on="2026-03-30"), as_of="2031-01-02") == "2026-03-30"

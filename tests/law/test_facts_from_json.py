"""The JSON contract of the clock: strict facts in, duties and ledger out."""

from datetime import date

import pytest

from casework.law import clock
from casework.law.calendar import official_calendar
from casework.law.errors import BadFact
from casework.law.facts import CaseFacts, ConsultationFact, ConsultationKind, ExtensionFact, FeeFact, SupplementFact
from casework.law.facts_json import facts_from_json, reading_to_json
from casework.law.policy import Policy
from casework.law.receipt import Channel
from tests.law.reading import counter, day, third_party

COMPLETE = {
    "channel": "online",
    "submitted_on": "2026-03-02",
    "signed_on": "2026-03-03",
    "confirmed_on": "2026-03-04",
    "policy": {"online_receipt": "confirmed"},
    "supplement": {"served_on": "2026-03-05", "answer_by": "2026-03-26", "received_on": "2026-03-20"},
    "consultations": [
        {"kind": "other_agency", "sent_on": "2026-03-23", "delivered_on": "2026-03-24", "answered_on": "2026-03-25"}
    ],
    "extension": {"approved_on": "2026-04-10", "served_on": "2026-04-13", "working_days": 20},
    "fee": {"served_on": "2026-04-14", "paid_on": "2026-04-15"},
    "concluded_on": "2026-04-16",
}


def test_every_fact_finds_its_place():
    assert facts_from_json(COMPLETE) == CaseFacts(
        channel=Channel.ONLINE,
        submitted_on=date(2026, 3, 2),
        signed_on=date(2026, 3, 3),
        confirmed_on=date(2026, 3, 4),
        policy=Policy(online_receipt="confirmed"),
        supplement=SupplementFact(date(2026, 3, 5), date(2026, 3, 26), date(2026, 3, 20)),
        consultations=(
            ConsultationFact(ConsultationKind.OTHER_AGENCY, date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)),
        ),
        extension=ExtensionFact(20, date(2026, 4, 10), date(2026, 4, 13)),
        fee=FeeFact(date(2026, 4, 14), date(2026, 4, 15)),
        concluded_on=date(2026, 4, 16),
    )


def test_absent_and_null_both_mean_that_it_has_not_happened():
    nothing = {
        "submitted_on": "2026-03-02", "signed_on": None, "confirmed_on": None, "policy": None, "supplement": None,
        "consultations": None, "extension": None, "fee": None, "concluded_on": None, "channel": "counter",
    }  # fmt: skip
    assert facts_from_json(nothing) == facts_from_json(counter("2026-03-02"))


WRONG = {
    "not an object": ([], "(根)", "应为 JSON 对象"),
    "a number": (7, "(根)", "应为 JSON 对象"),
    "unknown key": (counter("2026-03-02", purpose="研究"), "purpose", "没有这个字段"),
    "unknown key in a part": (counter("2026-03-02", fee={"amount": 5}), "fee.amount", "没有这个字段"),
    "unknown key in a consultation": (
        counter("2026-03-02", consultations=[{"kind": "third_party", "sent_on": "2026-03-09", "note": ""}]),
        "consultations[0].note", "没有这个字段",
    ),
    "no channel": ({"submitted_on": "2026-03-02"}, "channel",
                   "必填，只能是counter、registered_mail、ordinary_mail、online、email、fax、oral之一"),
    "unknown channel": ({"channel": "pigeon"}, "channel",
                        "必填，只能是counter、registered_mail、ordinary_mail、online、email、fax、oral之一"),
    "channel is a list": ({"channel": ["counter"]}, "channel",
                          "必填，只能是counter、registered_mail、ordinary_mail、online、email、fax、oral之一"),
    "supplement is a text": (counter("2026-03-02", supplement="yes"), "supplement", "应为 JSON 对象"),
    "a second supplement": (counter("2026-03-02", supplement=[{}, {}]), "supplement", "补正只能一次性告知，不能有多份"),
    "a second extension": (counter("2026-03-02", extension=[{}, {}]), "extension", "延期只能一次，不能有多份"),
    "fee is a list": (counter("2026-03-02", fee=[]), "fee", "应为 JSON 对象"),
    "consultations is an object": (counter("2026-03-02", consultations={}), "consultations", "应为列表"),
    "consultation is a text": (counter("2026-03-02", consultations=["x"]), "consultations[0]", "应为 JSON 对象"),
    "consultation without kind": (
        counter("2026-03-02", consultations=[{"sent_on": "2026-03-09"}]), "consultations[0].kind",
        "必填，只能是third_party、co_producer、other_agency之一",
    ),
    "consultation not sent": (
        counter("2026-03-02", consultations=[third_party("2026-03-09"), {"kind": "third_party"}]),
        "consultations[1].sent_on", "必填：征求意见书发出之日",
    ),
    "extension without length": (counter("2026-03-02", extension={}), "extension.working_days", "必填整数：延长的工作日数"),
    "extension of half a day": (
        counter("2026-03-02", extension={"working_days": 0.5}), "extension.working_days", "必填整数：延长的工作日数",
    ),
    "extension of true": (
        counter("2026-03-02", extension={"working_days": True}), "extension.working_days", "必填整数：延长的工作日数",
    ),
    "extension in a text": (
        counter("2026-03-02", extension={"working_days": "20"}), "extension.working_days", "必填整数：延长的工作日数",
    ),
    "policy is a list": (counter("2026-03-02", policy=[]), "policy", "应为对象"),
    "unknown switch": (counter("2026-03-02", policy={"mood": "good"}), "policy.mood", "没有名为 mood 的开关"),
    "unknown position": (
        counter("2026-03-02", policy={"online_receipt": "later"}), "policy.online_receipt", "只能是submitted 或 confirmed",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "field", "rule"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_belong_is_refused_by_name(data, field, rule):
    with pytest.raises(BadFact) as refused:
        facts_from_json(data)
    assert (refused.value.field, refused.value.rule) == (field, rule)


@pytest.mark.parametrize(
    "value",
    ["2026-3-2", "2026/03/02", "20260302", "2026-03-02T00:00", "2026-W10-1", "2026-061", "２０２６-03-02", "", " 2026-03-02",
     20260302, 1.5, True, ["2026-03-02"], {}],
    ids=repr,
)  # fmt: skip
def test_a_date_has_one_form_only(value):
    with pytest.raises(BadFact) as refused:
        facts_from_json({"channel": "counter", "submitted_on": value})
    assert (refused.value.field, refused.value.rule) == ("submitted_on", "日期应写作2026-03-02的形式")


@pytest.mark.parametrize("value", ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01"])
def test_a_date_that_does_not_exist_is_refused(value):
    with pytest.raises(BadFact) as refused:
        facts_from_json(counter("2026-03-02", fee={"served_on": value}))
    assert (refused.value.field, refused.value.rule) == (
        "fee.served_on", f"没有{value}这一天，日期应写作2026-03-02的形式",
    )  # fmt: skip


def answer(facts: dict, as_of: str) -> dict:
    return reading_to_json(clock.read(facts_from_json(facts), official_calendar(), day(as_of)))


def test_the_answer_has_exactly_the_agreed_form():
    silent = third_party("2026-03-09", delivered_on="2026-03-11")
    found = answer(counter("2026-03-02", consultations=[silent]), "2026-03-12")
    assert list(found) == ["received_on", "received_basis", "duties", "ledger"]
    assert (found["received_on"], found["received_basis"]) == ("2026-03-02", "条例第三十一条第一项")
    assert found["duties"] == [
        {"duty": "supplement_notice", "index": 0, "due_on": "2026-03-11", "provisional": False, "state": "void",
         "used": 7, "of": 7, "basis": ["条例第三十条"]},
        {"duty": "reply", "index": 0, "due_on": "2026-04-23", "provisional": False, "state": "suspended",
         "used": 5, "of": 20, "basis": ["条例第三十三条第二款", "条例第三十三条第三款"]},
        {"duty": "third_party_opinion", "index": 0, "due_on": "2026-04-01", "provisional": False, "state": "running",
         "used": 1, "of": 15, "basis": ["条例第三十二条"]},
    ]  # fmt: skip
    assert found["ledger"][0] == {"date": "2026-03-03", "counts": True, "n": 1, "why": "工作日"}
    assert found["ledger"][7] == {"date": "2026-03-10", "counts": False, "n": None, "why": "征求第三方意见期间"}
    assert found["ledger"][-1] == {"date": "2026-04-23", "counts": True, "n": 20, "why": "工作日"}


def test_without_receipt_the_answer_is_empty_but_complete():
    found = answer({"channel": "fax", "submitted_on": "2026-03-02"}, "2026-03-12")
    assert found == {"received_on": None, "received_basis": "条例第三十一条第三项", "duties": [], "ledger": []}


def test_an_unknown_end_is_null_and_an_unpublished_one_provisional():
    (_, open_end, _) = answer(counter("2026-03-02", consultations=[third_party("2026-03-09")]), "2026-03-12")["duties"]
    assert (open_end["due_on"], open_end["state"]) == (None, "suspended")
    (_, estimated) = answer(counter("2026-12-04"), "2026-12-04")["duties"]
    assert (estimated["due_on"], estimated["provisional"]) == ("2027-01-04", True)

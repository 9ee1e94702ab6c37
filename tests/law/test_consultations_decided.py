"""What an opinion leads to: silence, objection, the agency's own judgement (Art. 32, 34, 11)."""

from __future__ import annotations

import pytest

from casework.law.consultations import (
    Opinion,
    OpinionFact,
    Ruling,
    Standing,
    ThirdPartyCheck,
    check_reply_follows,
    check_ruling,
    is_own_judgement,
    named_in,
    opinions_heard,
    overrides,
    standing,
    untold,
)
from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from tests.law.reading import day

THIRD, CO, OTHER = ConsultationKind.THIRD_PARTY, ConsultationKind.CO_PRODUCER, ConsultationKind.OTHER_AGENCY
# Delivered 2026-03-11: the 15 working days end on 04-01 (law.md C10).
DUE = day("2026-04-01")
OWN = "所涉单价采取了保密措施，公开会损害其竞争地位，理由成立。"


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (THIRD, "2026-03-31", Standing.AWAITED),
        (THIRD, "2026-04-01", Standing.AWAITED),
        (THIRD, "2026-04-02", Standing.SILENT),
        (CO, "2026-04-01", Standing.AWAITED),
        (CO, "2026-04-02", Standing.PRESUMED),
        (OTHER, "2026-04-01", Standing.AWAITED),
        (OTHER, "2026-04-02", Standing.SILENT),
    ],
)
def test_silence_means_something_different_for_each(kind, on, expected):
    assert standing(OpinionFact(kind, "甲", due_on=DUE), day(on)) is expected


def test_another_agency_without_an_asked_for_day_is_waited_for():
    assert standing(OpinionFact(OTHER, "某局"), day("2026-12-31")) is Standing.AWAITED


OBJECTS = OpinionFact(THIRD, "甲公司", answered_on=DUE, opinion=Opinion.REFUSE, reasons="涉及本公司商业秘密，请勿公开")
PARTLY = OpinionFact(THIRD, "甲公司", answered_on=DUE, opinion=Opinion.PARTLY, reasons="单价除外")
SILENT = OpinionFact(THIRD, "甲公司", due_on=DUE)
LATER = day("2026-04-02")


def ruled(fact, ruling="withhold", judgement=OWN, interest="", today=LATER):
    return check_ruling(fact, ruling=ruling, judgement=judgement, public_interest=interest, today=today)


@pytest.mark.parametrize(
    "judgement",
    ["", "第三方不同意公开", "因对方不同意，故不予公开。", "涉及本公司商业秘密，请勿公开", "理由成立"],
)
def test_neither_a_bare_no_nor_the_other_sides_words_are_a_judgement(judgement):
    with pytest.raises(Refused) as refused:
        ruled(OBJECTS, judgement=judgement)
    assert (refused.value.code, refused.value.field) == ("judgement_not_own", "judgement")
    assert is_own_judgement(OWN, OBJECTS.reasons)


@pytest.mark.parametrize(
    ("fact", "ruling", "needed"),
    [
        pytest.param(OBJECTS, "disclose", True, id="all-against-a-no"),
        pytest.param(OBJECTS, "partly", True, id="a-part-against-a-no"),
        pytest.param(OBJECTS, "withhold", False, id="no-followed"),
        pytest.param(PARTLY, "disclose", True, id="more-than-agreed"),
        pytest.param(PARTLY, "partly", False, id="what-was-agreed"),
        pytest.param(SILENT, "disclose", False, id="silence"),
    ],
)  # fmt: skip
def test_disclosure_against_a_third_party_needs_the_public_interest(fact, ruling, needed):
    if needed:
        with pytest.raises(Refused) as refused:
            ruled(fact, ruling)
        assert (refused.value.code, refused.value.article) == ("public_interest_missing", "条例第三十二条")
    assert ruled(fact, ruling, interest="价款由财政资金支付，公众有权监督") == Ruling(ruling)


@pytest.mark.parametrize(
    ("fact", "today"),
    [
        pytest.param(SILENT, DUE, id="last-day"),
        pytest.param(OpinionFact(THIRD, "甲", opinion=Opinion.AGREE, answered_on=DUE), LATER, id="agreed"),
        pytest.param(OpinionFact(CO, "某局", due_on=DUE), LATER, id="presumed"),
    ],
)
def test_nothing_is_decided_before_its_time_or_where_nothing_is_open(fact, today):
    with pytest.raises(Refused, match="。"):
        ruled(fact, today=today)


def with_ruling(fact, ruling, told=None):
    return OpinionFact(
        fact.kind, fact.addressee, fact.due_on, fact.answered_on, fact.opinion, fact.reasons, ruling, told
    )


def test_a_reply_waits_for_every_opinion_and_every_decision():
    assert opinions_heard([], LATER) is None
    assert opinions_heard([SILENT], DUE).code == "opinion_awaited"
    assert opinions_heard([SILENT], LATER).code == "opinion_undecided"
    assert "沉默既不是同意也不是不同意" in opinions_heard([SILENT], LATER).sentence
    assert opinions_heard([OBJECTS], LATER).code == "opinion_undecided"
    assert opinions_heard([with_ruling(OBJECTS, Ruling.WITHHOLD)], LATER) is None
    assert opinions_heard([OpinionFact(CO, "某局", due_on=DUE)], LATER) is None


@pytest.mark.parametrize(
    ("codes", "opinions", "check", "code"),
    [
        pytest.param({"N4"}, [], "", "third_party_not_asked", id="refused-for-a-third-party-nobody-asked"),
        pytest.param({"P1", "N4"}, [], "", "third_party_not_asked", id="withheld-in-part-likewise"),
        pytest.param({"G2"}, [], ThirdPartyCheck.ASKED, "third_party_not_asked", id="asked-says-the-checklist"),
        pytest.param({"G2"}, [with_ruling(OBJECTS, Ruling.WITHHOLD)], "", "reply_against_ruling", id="all-after-a-no"),
        pytest.param({"G2"}, [with_ruling(PARTLY, Ruling.PARTLY)], "", "reply_against_ruling", id="all-after-a-part"),
        pytest.param({"N4"}, [with_ruling(OBJECTS, Ruling.DISCLOSE)], "", "third_party_agrees", id="nothing-after-a-yes"),
    ],
)  # fmt: skip
def test_a_reply_that_contradicts_what_was_asked_and_decided_is_refused(codes, opinions, check, code):
    with pytest.raises(Refused) as refused:
        check_reply_follows(codes, opinions, check)
    assert refused.value.code == code


def test_a_reply_that_follows_them_is_not():
    check_reply_follows({"G2"}, [], ThirdPartyCheck.NONE)
    check_reply_follows({"G2"}, [with_ruling(OBJECTS, Ruling.DISCLOSE)], ThirdPartyCheck.ASKED)
    check_reply_follows({"P1", "N4"}, [with_ruling(PARTLY, Ruling.PARTLY)], "")
    check_reply_follows({"N1"}, [with_ruling(OBJECTS, Ruling.WITHHOLD)], "")


def test_whom_to_tell_before_the_reply_is_served():
    against = with_ruling(OBJECTS, Ruling.DISCLOSE)
    assert overrides(against) and untold([against], ["G2"]) == ("甲公司",)
    assert untold([against], ["N1"]) == ()
    assert untold([with_ruling(OBJECTS, Ruling.DISCLOSE, told=LATER)], ["G2"]) == ()
    assert untold([with_ruling(SILENT, Ruling.DISCLOSE)], ["G2"]) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("赵某某申请公开贵公司报价", "赵某某"),
        ("联系电话 138-0000-0000", "13800000000"),
        ("拟公开2024年报价清单中的单价", ""),
    ],
)
def test_words_for_a_third_party_never_name_the_applicant(text, found):
    assert named_in(text, ["赵某某", "13800000000", "某"]) == found

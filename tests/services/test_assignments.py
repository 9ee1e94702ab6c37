"""认领、分办、退回、交接: who works on a case, and that the clock does not care (Art. 45; users.md 3.5)."""

from __future__ import annotations

import pytest

from casework.models import (
    AnnouncedChannel,
    Case,
    Handover,
    Notice,
    Role,
    Unit,
)
from casework.services import assignments, channels, handovers, letters
from tests.cast import accepted_case, day, make_cast, noon, person, register_case, replied_case
from tests.crowds import at_once
from tests.services.acts import READY, by
from tests.services.ready_cases import drafted_case, unclaimed_case, unit_case
from tests.services.watching import refused

DUE = day("2026-03-30")


@pytest.fixture
def head(cast):
    return person("head_he", Role.UNIT_HEAD, cast.bureau, "何科长", cast.unit)


def test_a_case_nobody_has_is_claimed_by_the_first_and_the_second_learns_who_and_when(cast):
    case = unclaimed_case(cast)
    case = assignments.claim(case_id=case.pk, **by(cast.handler_zhou, READY))
    assert (case.officer, case.unit, case.reply_due_on) == (cast.handler_zhou, cast.unit, DUE)
    event = case.events.last()
    assert (event.act, event.before, event.after) == ("claim", {"officer": ""}, {"officer": "周科员"})
    second = person("handler_wu", Role.HANDLER, cast.bureau, "吴科员", cast.unit)
    with refused("claimed_already", "这件已由周科员承办", "周科员于2026-03-10 12:00“认领”"):
        assignments.claim(case_id=case.pk, **by(second, READY))


def test_a_handler_claims_nothing_outside_the_unit(cast):
    case = accepted_case(cast)
    with refused("case_not_found"):
        assignments.claim(case_id=case.pk, **by(cast.handler_zhou, READY))


def test_what_is_in_review_is_not_claimed(cast):
    case = drafted_case(cast)
    Case.objects.filter(pk=case.pk).update(officer=None)
    with refused("wrong_stage", "审核中"):
        assignments.claim(case_id=case.pk, **by(cast.officer_li, READY))


def test_of_two_who_assign_from_the_same_page_the_second_learns_who_was_first(cast):
    case = accepted_case(cast)
    seen = assignments.standing_of(case)
    assignments.assign(case_id=case.pk, unit=cast.unit, officer=None, seen=seen, **by(cast.head_chen, READY))
    with refused("assigned_meanwhile", "陈主任已于2026-03-10 12:00“分办”，现在由审批一科承办"):
        assignments.assign(case_id=case.pk, unit=None, officer=cast.officer_li, seen=seen, **by(cast.officer_li, READY))
    fresh = assignments.standing_of(Case.objects.get(pk=case.pk))
    case = assignments.assign(
        case_id=case.pk, unit=cast.unit, officer=cast.handler_zhou, seen=fresh, **by(cast.officer_li, READY)
    )
    assert case.officer == cast.handler_zhou


def test_from_unit_to_unit_the_event_shows_both_and_neither_receipt_nor_deadline_moves(cast):
    case = unit_case(cast)
    other = Unit.objects.create(agency=cast.bureau, name="审批二科")
    case = assignments.assign(
        case_id=case.pk, unit=other, officer=None, note="职责在二科", **by(cast.officer_li, READY)
    )
    event = case.events.last()
    assert event.before == {"unit": "审批一科", "officer": "周科员"}
    assert event.after == {"unit": "审批二科", "officer": ""}
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), DUE)


def test_a_unit_returns_what_is_not_its_own_with_a_reason_and_the_desk_is_told(cast):
    case = unit_case(cast)
    with refused("return_reason_missing", field="reason"):
        assignments.return_to_desk(case_id=case.pk, reason=" ", **by(cast.handler_zhou, READY))
    case = assignments.return_to_desk(case_id=case.pk, reason="属审批二科职责", **by(cast.handler_zhou, READY))
    assert (case.unit, case.officer, case.reply_due_on) == (None, None, DUE)
    assert (case.events.last().act, case.events.last().note) == ("return_to_desk", "属审批二科职责")
    told = Notice.objects.get(recipient=cast.officer_li, channel="in_app")
    assert "审批一科退回：属审批二科职责。答复期限2026-03-30，照常计算" in told.body


def test_a_unit_head_assigns_within_the_unit_only(cast, head):
    case = unclaimed_case(cast)
    other = Unit.objects.create(agency=cast.bureau, name="审批二科")
    with refused("unit_head_outside_unit", field="unit"):
        assignments.assign(case_id=case.pk, unit=other, officer=None, **by(head, READY))
    with refused("officer_of_another_unit", field="officer"):
        assignments.assign(case_id=case.pk, unit=cast.unit, officer=cast.officer_li, **by(head, READY))
    case = assignments.assign(case_id=case.pk, unit=cast.unit, officer=cast.handler_zhou, **by(head, READY))
    assert case.officer == cast.handler_zhou


class TestHandover:
    def give(self, cast, **given):
        values = {
            "giver": cast.officer_li, "taker": cast.handler_zhou, "reason": "借调期满", "actor": cast.head_chen,
            "today": day(READY), "now": noon(READY),
        }  # fmt: skip
        return handovers.hand_over(**(values | given))

    def test_all_open_work_goes_in_one_step_with_its_list(self, cast):
        first, second, done = accepted_case(cast), register_case(cast, "2026-03-05"), replied_case(cast, "G2")
        channel = channels.add_channel(
            kind="email", place="gk@agency.example.test", duty_officer=cast.officer_li, announced=True,
            checked_daily=True, actor=cast.head_chen, today=day("2026-03-02"),
        )  # fmt: skip
        handover = self.give(cast)
        listed = list(handover.items.values_list("case__number", "stage", "reply_due_on"))
        assert listed == [
            (first.number, "processing", DUE), (second.number, "registered", day("2026-04-02")),
        ]  # fmt: skip
        assert set(Case.objects.filter(officer=cast.handler_zhou)) == {first, second}
        assert Case.objects.get(pk=done.pk).officer == cast.officer_li
        event = Case.objects.get(pk=first.pk).events.last()
        assert (event.act, event.note, event.after) == ("assign", "交接：借调期满", {"officer": "周科员"})
        assert Case.objects.get(pk=first.pk).reply_due_on == DUE
        assert AnnouncedChannel.objects.get(pk=channel.pk).duty_officer == cast.handler_zhou
        assert handover.others == [f"申请渠道责任人：{channel}"]
        assert "2件在办办件" in Notice.objects.get(recipient=cast.handler_zhou, channel="in_app", case=None).body

    def test_the_list_keeps_what_stood_that_day(self, cast):
        case = accepted_case(cast)
        handover = self.give(cast)
        Case.objects.filter(pk=case.pk).update(reply_due_on=day("2026-05-01"))
        assert handover.items.get().reply_due_on == DUE

    def test_the_same_form_twice_hands_over_once(self, cast):
        accepted_case(cast)
        first = self.give(cast, key="one-form")
        assert self.give(cast, key="one-form") == first
        assert Handover.objects.count() == 1

    def test_who_has_left_can_still_hand_over_but_nobody_gets_what_was_left(self, cast):
        accepted_case(cast)
        cast.officer_li.is_active = False
        cast.officer_li.save()
        gone = person("gone", Role.HANDLER, cast.bureau, "已离职", cast.unit)
        gone.is_active = False
        gone.save()
        with refused("taker_cannot_work", field="taker"):
            self.give(cast, taker=gone)
        assert self.give(cast).items.count() == 1

    def test_what_is_not_in_order_is_refused(self, cast):
        with refused("nothing_to_hand_over", "李经办名下没有", field="giver"):
            self.give(cast)
        accepted_case(cast)
        with refused("handover_reason_missing", field="reason"):
            self.give(cast, reason=" ")
        with refused("taker_cannot_work", field="taker"):
            self.give(cast, taker=cast.officer_li)
        with refused("taker_cannot_work", field="taker"):
            self.give(cast, taker=cast.head_chen)
        with refused("handover_of_others", field="taker"):
            self.give(cast, taker=cast.officer_wang)
        with refused("role_not_allowed", "交接"):
            self.give(cast, actor=cast.handler_zhou)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_hand_over_once_and_make_one_letter(transactional_db):
    """The second waits for the first and finds what it did, instead of a broken unique key."""
    cast = make_cast()
    case = accepted_case(cast)
    at = {"today": day(READY), "now": noon(READY), "key": "one-form"}
    letter = {"case_id": case.pk, "kind": "receipt", "about": None, "free": {}, "actor": cast.officer_li} | at
    made = at_once(*[lambda: letters.make_letter(**letter)] * 2)
    assert made[0] == made[1] and case.letters.count() == 1, made
    given = {"giver": cast.officer_li, "taker": cast.handler_zhou, "reason": "借调期满", "actor": cast.head_chen} | at
    done = at_once(*[lambda: handovers.hand_over(**given)] * 2)
    assert done[0] == done[1] and Handover.objects.count() == 1, done

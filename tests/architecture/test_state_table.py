"""The life of a case: the reviewed table, the law's table and the model's machine are one."""

from __future__ import annotations

import pytest
from django_fsm import TransitionNotAllowed, can_proceed

from casework.law import stages
from casework.law.stages import Stage as S
from casework.models import Case

# Reviewed by hand against the Regulation (design.md section 4, as far as it is built).
TABLE = {
    ("confirm_receipt", S.SUBMITTED): S.REGISTERED,
    ("accept", S.REGISTERED): S.PROCESSING,
    ("request_supplement", S.REGISTERED): S.SUPPLEMENTING,
    ("request_supplement", S.PROCESSING): S.SUPPLEMENTING,
    ("receive_supplement", S.SUPPLEMENTING): S.PROCESSING,
    ("ask_reasons", S.REGISTERED): S.AWAITING_REASONS,
    ("ask_reasons", S.PROCESSING): S.AWAITING_REASONS,
    ("receive_reasons", S.AWAITING_REASONS): S.PROCESSING,
    ("charge_fee", S.PROCESSING): S.AWAITING_FEE,
    ("receive_fee", S.AWAITING_FEE): S.PROCESSING,
    ("submit_for_review", S.PROCESSING): S.IN_REVIEW,
    ("send_back", S.IN_REVIEW): S.PROCESSING,
    ("sign", S.IN_REVIEW): S.SIGNED,
    ("conclude", S.SIGNED): S.CONCLUDED,
    ("reply_on_the_spot", S.REGISTERED): S.CONCLUDED,
    ("reply_on_the_spot", S.PROCESSING): S.CONCLUDED,
    ("lapse", S.SUPPLEMENTING): S.CONCLUDED,
    ("lapse", S.AWAITING_FEE): S.CONCLUDED,
    ("withdraw", S.SUBMITTED): S.CONCLUDED,
    ("withdraw", S.REGISTERED): S.CONCLUDED,
    ("withdraw", S.PROCESSING): S.CONCLUDED,
    ("withdraw", S.SUPPLEMENTING): S.CONCLUDED,
    ("withdraw", S.AWAITING_REASONS): S.CONCLUDED,
    ("withdraw", S.AWAITING_FEE): S.CONCLUDED,
    ("withdraw", S.IN_REVIEW): S.CONCLUDED,
    ("withdraw", S.SIGNED): S.CONCLUDED,
    ("archive", S.CONCLUDED): S.ARCHIVED,
    ("redo", S.CONCLUDED): S.PROCESSING,
    ("redo", S.ARCHIVED): S.PROCESSING,
}
NAMES = sorted({name for name, _ in TABLE})


def test_the_law_says_what_was_reviewed():
    assert stages.TRANSITIONS == TABLE


def test_the_model_declares_exactly_these_transitions():
    declared = {(t.name, t.source): t.target for t in Case().get_all_stage_transitions()}
    assert declared == TABLE


def test_no_transition_is_open_from_anywhere():
    assert "*" not in {t.source for t in Case().get_all_stage_transitions()}


@pytest.mark.parametrize("source", S, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_transition_from_every_stage(name, source):
    case = Case(stage=source)
    transition = getattr(case, name)
    target = TABLE.get((name, source))
    assert can_proceed(transition) == (target is not None)
    if target is None:
        with pytest.raises(TransitionNotAllowed):
            transition()
        assert case.stage == source
    else:
        transition()
        assert case.stage == target


def test_every_stage_can_be_reached_and_each_has_a_way_out():
    reached, ways_out = set(TABLE.values()), {source for _, source in TABLE}
    assert set(S) - reached == {S.SUBMITTED}
    # Even what is filed can be ordered to be decided anew.
    assert set(S) == ways_out

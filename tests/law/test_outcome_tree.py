"""The five questions: every code can be reached, nothing leads nowhere, the order of the steps holds."""

from __future__ import annotations

import pytest

from casework.law.outcome_tree import FIRST, TREE, Step, walk
from casework.law.outcomes import CODES, RECONSIDERATION_FIRST_GROUNDS


def paths(key: str = FIRST, so_far: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Return every path of answers with the code it ends in."""
    found = []
    for answer in TREE[key].answers:
        path = (*so_far, answer.key)
        if answer.leads_to in CODES:
            found.append((path, answer.leads_to))
        else:
            found += paths(answer.leads_to, path)
    return found


PATHS = paths()


def test_every_one_of_the_25_codes_is_reached():
    assert {code for _, code in PATHS} == set(CODES)


def test_every_question_is_on_a_path():
    seen = {FIRST} | {answer.leads_to for question in TREE.values() for answer in question.answers}
    assert seen - set(CODES) == set(TREE)


@pytest.mark.parametrize(
    ("path", "code"), PATHS, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_a_path_ends_in_its_code_and_asks_the_steps_in_order(path, code):
    walked = walk(".".join(path))
    assert (walked.code, walked.question, len(walked.taken)) == (code, None, len(path))
    steps = [list(Step).index(question.step) for question, _ in walked.taken]
    assert steps == sorted(steps)


@pytest.mark.parametrize("code", sorted(RECONSIDERATION_FIRST_GROUNDS))
def test_no_whole_refusal_without_the_question_whether_it_can_be_separated(code):
    ways = [walk(".".join(path)) for path, end in PATHS if end == code]
    assert ways
    for walked in ways:
        assert [answer.key for question, answer in walked.taken if "区分处理" in question.text] == ["no"]


@pytest.mark.parametrize(
    ("path", "taken"), [("", 0), ("nonsense", 0), ("open.nonsense.none", 1), ("open.clear", 2), ("withdrawn.open", 1)]
)
def test_what_does_not_fit_ends_the_walk_where_it_stands(path, taken):
    assert len(walk(path).taken) == taken


def test_answers_of_a_question_are_told_apart():
    for question in TREE.values():
        keys = [answer.key for answer in question.answers]
        assert len(keys) == len(set(keys)) >= 2 and all("." not in key for key in keys)
        assert question.article

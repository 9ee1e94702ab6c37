"""The search box finds a case by any piece of its number, subject, content or applicant, and by nothing else."""

from __future__ import annotations

import pytest

from casework.models import Case, CaseWords
from casework.queries.case_search import holding
from casework.services.register import ApplicantData
from tests.cast import register_case

pytestmark = pytest.mark.django_db
TEXTS = {
    "批复": "2024年张店区××村土地征收补偿安置方案的批复（含附图）",
    "公路": "G309国道改造工程 环评批复，及公示材料",
    "决算": "贵局2023年部门决算公开表，Excel格式",
}
APPLICANTS = {"批复": "欧阳某某", "公路": "虚构环境研究所", "决算": "Zhang San"}


@pytest.fixture
def register(cast):
    return {
        name: register_case(cast, content=text, applicant=ApplicantData(kind="natural", name=APPLICANTS[name]))
        for name, text in TEXTS.items()
    }


def found(register, text: str) -> set[str]:
    numbers = set(Case.objects.filter(holding(text)).values_list("number", flat=True))
    assert numbers <= {case.number for case in register.values()}
    return {name for name, case in register.items() if case.number in numbers}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("批复", {"批复", "公路"}),  # two characters, in two of them
        ("环评批复", {"公路"}),
        ("征收补偿安置方案的批复", {"批复"}),
        ("批复（含", {"批复"}),  # punctuation counts in what is read
        ("批复含", set()),
        ("收补", {"批复"}),  # across two words
        ("补收", set()),  # the same two signs, the other way round
        ("方案批复", set()),  # both words are there, not side by side
        ("工程 环评", {"公路"}),
        ("G309", {"公路"}),
        ("g309", {"公路"}),
        ("excel", {"决算"}),
        ("阳", {"批复"}),  # one sign has no pair
        ("欧阳", {"批复"}),
        ("环境研究", {"公路"}),
        ("zhang s", {"决算"}),
        ("没有的词", set()),
    ],
)
def test_a_piece_of_text_finds_the_cases_that_hold_it(register, text, names):
    assert found(register, text) == names


def test_every_number_is_found_by_its_end_and_whole(register):
    for name, case in register.items():
        assert found(register, case.number) == {name}
        assert found(register, case.number[-7:]) == {name}


def test_what_the_index_holds_covers_every_piece_of_two_signs(register):
    for name, text in TEXTS.items():
        pieces = [text[at : at + 2] for at in range(len(text) - 1)]
        assert all(name in found(register, piece) for piece in pieces if piece.strip() == piece)


def test_every_case_has_its_words_from_the_start(register):
    assert CaseWords.objects.count() == Case.objects.count() == len(TEXTS)

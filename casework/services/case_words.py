"""Keeping the searchable words of cases: with the act that brings them, and every night for what came otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.law.similarity import bigram_codes
from casework.models.case import Case
from casework.models.case_words import CaseWords

BATCH = 500


def keep_words(case: Case) -> None:
    """Store the words of one saved case anew, inside the act's transaction."""
    _store([_all_words(case)])


def first_words(case: Case, name: str) -> CaseWords:
    """Return the words of a case that was just made for this applicant, not stored yet: nothing has to be read for them."""
    return _words(case, [name])


def keep_missing_words(*, at_most: int = 100_000) -> int:
    """Store the words of cases that have none, such as those of a restored register; return how many."""
    done = 0
    while done < at_most:
        batch = list(
            Case.objects.filter(words__isnull=True)
            .select_related("supplement")
            .prefetch_related("applicants")
            .order_by("pk")[: min(BATCH, at_most - done)]
        )
        if not batch:
            break
        _store([_all_words(case) for case in batch])
        done += len(batch)
    return done


def words_of(cases: Iterable[tuple[Case, str]]) -> list[CaseWords]:
    """Return the words of new cases, each with its applicant's name; not stored yet."""
    return [_words(case, [name]) for case, name in cases]


def _all_words(case: Case) -> CaseWords:
    supplement = getattr(case, "supplement", None)
    names = [row.name for row in case.applicants.all()]
    return _words(case, [*names, supplement.answer if supplement else ""])


def _store(rows: Sequence[CaseWords]) -> None:
    CaseWords.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=["agency", "bigrams"]
    )


def _words(case: Case, others: Sequence[str]) -> CaseWords:
    # Text by text: the last sign of one must not pair with the first of the next.
    texts = (case.number, case.subject, case.content, *others)
    codes = {code for text in texts for code in bigram_codes(text)}
    return CaseWords(case=case, agency_id=case.agency_id, bigrams=sorted(codes))

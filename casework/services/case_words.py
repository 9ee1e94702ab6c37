"""Keeping the searchable words of cases: with the act that brings them, and every night for what came otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from casework.law.similarity import bigram_codes
from casework.models.case import Case
from casework.models.case_words import CaseWords

BATCH = 500


def keep_words(case: Case, *, supplemented: bool = True) -> None:
    """Store the words of one saved case anew, inside the act's transaction; a new case has no supplement to read."""
    CaseWords.objects.bulk_create(
        words_of([case], supplemented=supplemented),
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["agency", "bigrams"],
    )


def keep_missing_words(*, at_most: int = 100_000) -> int:
    """Store the words of cases that have none, such as an imported ledger's; return how many."""
    done = 0
    while done < at_most:
        batch = list(
            Case.objects.filter(words__isnull=True)
            .select_related("supplement")
            .order_by("pk")[: min(BATCH, at_most - done)]
        )
        if not batch:
            break
        CaseWords.objects.bulk_create(words_of(batch, supplemented=True), ignore_conflicts=True)
        done += len(batch)
    return done


def words_of(cases: Sequence[Case], *, supplemented: bool = False) -> list[CaseWords]:
    """Return the words of stored cases, not stored yet; ``supplemented`` also reads each one's supplement."""
    rows = []
    for case in cases:
        supplement = getattr(case, "supplement", None) if supplemented else None
        rows.append(_words(case, supplement.answer if supplement else ""))
    return rows


def _words(case: Case, supplemented: str) -> CaseWords:
    # A line end keeps the last sign of one text from pairing with the first of the next.
    codes = {code for text in (case.subject, case.content, supplemented) for code in bigram_codes(text)}
    return CaseWords(case=case, agency_id=case.agency_id, bigrams=sorted(codes))

"""Earlier requests like this one: the same applicant's repeats, and what the agency decided on like matters.

Both are hints (Art. 36(6) leaves the judgement to a person). Repeats are looked for among the
applicant's own cases; like decisions by the bigram index, through the query's rarest bigrams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import OuterRef, Subquery

from casework.law.similarity import SAME_MATTER, asked, bigram_codes, likeness
from casework.models.case import Case
from casework.models.case_words import CaseWords
from casework.models.reply import Reply
from casework.models.user import User

OWN_LOOKED_AT = 200
OWN_SHOWN = 5
DECISIONS_SHOWN = 3
# Below this a decision is of another matter and would only distract.
WORTH_SHOWING = 0.35
CANDIDATES = 40
# Bigrams are asked for from the rarest on, until about this many cases would be touched. At twice as many
# PostgreSQL reads the table of an agency of 100,000 cases from end to end instead of its index.
TOUCHED_AT_MOST = 1_000
RAREST_AT_MOST = 12
READ_THROUGH = 3_000


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case, how like its matter is (0 to 1), and the number of its reply."""

    case: Case
    likeness: float
    letter_number: str

    @property
    def is_repeat(self) -> bool:
        """Tell whether the same information seems to be asked for again."""
        return self.likeness >= SAME_MATTER


def own_similar_requests(user: User, applicant_name: str, content: str, *, before: Case | None = None) -> list[Similar]:
    """Return earlier cases of the same applicant in the user's agency, likeliest repeats first.

    ``before`` is a case of its own that must not be found beside itself: only older ones are.
    """
    name = applicant_name.strip()
    if not name or user.agency_id is None:
        return []
    earlier = Case.objects.visible_to(user).filter(agency=user.agency_id, applicants__name=name)
    if before is not None:
        earlier = earlier.filter(pk__lt=before.pk)
    found = _measured(_with_reply(earlier).order_by("-registered_at", "-pk").distinct()[:OWN_LOOKED_AT], content)
    return sorted(found, key=lambda item: (-round(item.likeness, 2), -item.case.pk))[:OWN_SHOWN]


def similar_decisions(user: User, content: str, *, of: Case | None = None) -> list[Similar]:
    """Return decided cases of the user's agency on the most similar matters, whoever asked."""
    if user.agency_id is None:
        return []
    codes = bigram_codes(content)
    if not codes:
        return []
    numbers = (_nearest_indexed if connection.vendor == "postgresql" else _nearest_read)(user.agency_id, codes)
    decided = Case.objects.visible_to(user).filter(pk__in=numbers, decided_on__isnull=False)
    if of is not None:
        decided = decided.exclude(pk=of.pk)
    found = [item for item in _measured(_with_reply(decided), content) if item.likeness >= WORTH_SHOWING]
    return sorted(found, key=lambda item: (-item.likeness, -item.case.pk))[:DECISIONS_SHOWN]


def _with_reply(cases):
    newest = Reply.objects.filter(case=OuterRef("pk"), signed_on__isnull=False).order_by("-pk")
    return cases.annotate(letter_number=Subquery(newest.values("letter_number")[:1]))


def _measured(cases: Iterable[Case], content: str) -> list[Similar]:
    this = asked(content)
    return [Similar(case, likeness(this, asked(case.content)), case.letter_number or "") for case in cases]


def _nearest_indexed(agency_id: int, codes: Sequence[int]) -> list[int]:
    """Return the nearest decided cases by shared bigrams, found through the rarest of them."""
    rarest = rarest_codes(codes)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT w.case_id
            FROM casework_casewords w
            JOIN casework_case c ON c.id = w.case_id AND c.decided_on IS NOT NULL
            CROSS JOIN LATERAL (
                SELECT count(*) AS shared FROM unnest(w.bigrams) AS g(code) WHERE g.code = ANY(%(codes)s::int[])
            ) AS s
            WHERE w.agency_id = %(agency)s AND w.bigrams && %(rarest)s::int[]
            ORDER BY s.shared::float / (cardinality(w.bigrams) + %(size)s) DESC, w.case_id DESC
            LIMIT %(most)s
            """,
            {"codes": list(codes), "agency": agency_id, "rarest": rarest, "size": len(codes), "most": CANDIDATES},
        )
        return [row[0] for row in cursor.fetchall()]


def rarest_codes(codes: Sequence[int]) -> list[int]:
    """Return the codes to look under: the rarest by the planner's statistics of the column.

    PostgreSQL keeps how often its most common bigrams occur; what is not among them is rare. A table
    not yet analysed is small, and everything in it counts as rare.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.most_common_elems::text::int[], s.most_common_elem_freqs, c.reltuples
            FROM pg_stats s
            JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = s.schemaname::regnamespace
            WHERE s.schemaname = current_schema() AND s.tablename = 'casework_casewords' AND s.attname = 'bigrams'
            """
        )
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return list(codes[:RAREST_AT_MOST])
    common = dict(zip(row[0], row[1], strict=False))
    floor = min(common.values()) / 2
    by_frequency = sorted(codes, key=lambda code: common.get(code, floor))
    chosen: list[int] = []
    touched = 0.0
    for code in by_frequency[:RAREST_AT_MOST]:
        touched += common.get(code, floor) * row[2]
        if chosen and touched > TOUCHED_AT_MOST:
            break
        chosen.append(code)
    return chosen


def _nearest_read(agency_id: int, codes: Sequence[int]) -> list[int]:
    """Return the nearest decided cases where there is no such index: by reading the newest ones through."""
    wanted = set(codes)
    rows = CaseWords.objects.filter(agency=agency_id, case__decided_on__isnull=False).order_by("-case")
    measured = [
        (len(wanted.intersection(bigrams)) / (len(bigrams) + len(wanted)), case_id)
        for case_id, bigrams in rows.values_list("case_id", "bigrams")[:READ_THROUGH]
    ]
    return [case_id for share, case_id in sorted(measured, reverse=True)[:CANDIDATES] if share]

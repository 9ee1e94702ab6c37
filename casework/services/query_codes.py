"""Query codes: what opens a case's progress page to whoever filed it, and to nobody else."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from casework.models.case import Case

QUERY_CODE_LENGTH = 8
# No 0/O, 1/I/L: read over the telephone and typed from paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def query_code(key: str) -> str:
    """Return the query code that belongs to a submission key: the same key, the same code."""
    digest = salted_hmac("casework.query_code", key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(QUERY_CODE_LENGTH):
        number, index = divmod(number, len(_CODE_ALPHABET))
        signs.append(_CODE_ALPHABET[index])
    return "".join(signs)


@dataclass(frozen=True, slots=True)
class Part:
    """A case split from one that was filed on line, with the query code that opens it."""

    case_id: int
    number: str
    subject: str
    query_code: str


def parts_of(case_id: int) -> list[Part]:
    """Return the cases split from this one, for whoever may look at it; empty codes where it has none itself."""
    parts = Case.objects.filter(split_from=case_id).select_related("split_from").order_by("pk")
    return [
        Part(part.pk, part.number, part.subject, part_code(part.split_from, part) if part.query_code_hash else "")
        for part in parts
    ]


def part_code(whole: Case, part: Case) -> str:
    """Return the query code of a case split from ``whole``, which was filed on line.

    Derived and not kept: whoever may look at the whole is shown it again at every visit.
    """
    return query_code(f"part:{whole.query_code_hash}:{part.number}")


def hash_query_code(number: str, code: str) -> str:
    """Return what is stored of a query code; the code itself is not kept."""
    text = f"{number}:{code.strip().upper()}"
    return salted_hmac("casework.query_code.stored", text, algorithm="sha256").hexdigest()


def query_code_matches(case: Case, code: str) -> bool:
    """Tell whether ``code`` opens the case's progress page."""
    return bool(case.query_code_hash) and hmac.compare_digest(case.query_code_hash, hash_query_code(case.number, code))

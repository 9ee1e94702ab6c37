"""Personal data across cases: whose number was typed into the search box, and what of a case must not be shown."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q

from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.sealed import fingerprints

# A telephone number with its area code, a resident ID, a passport, a credit code: nothing shorter.
_LIKE_A_NUMBER = re.compile(r"[0-9A-Za-z]{7,60}")
# Less is no secret, and would be found in every other word.
SHORTEST_HIDDEN = 6
_SEPARATORS = str.maketrans("", "", " -()（）")


def of_number(typed: str) -> Exists | None:
    """Return the condition "an applicant has this document or telephone number"; None where it is no number.

    Only the whole number is found: the columns are encrypted and looked up by their blind index.
    """
    number = typed.translate(_SEPARATORS)
    if not _LIKE_A_NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        return None
    whose = Q(document_index__in=fingerprints("identity", number))
    if number.isdigit():
        whose |= Q(telephone_index__in=fingerprints("telephone", number))
    return Exists(Applicant.objects.filter(whose, case=OuterRef("pk")))


def hidden(case: Case, values: Any) -> Any:
    """Return plain values (of a letter) with the applicants' numbers, telephones and addresses masked."""
    people = list(case.applicants.select_related("representative"))
    people += [deputy for person in people if (deputy := getattr(person, "representative", None))]
    sealed = [
        value
        for person in people
        for name in ("document_number", "telephone", "email", "address")
        if (value := getattr(person, name, None)) and len(value.clear) >= SHORTEST_HIDDEN
    ]
    # The longest first: an address may hold what is also a telephone number.
    pairs = sorted(((value.clear, value.masked) for value in sealed), key=lambda pair: -len(pair[0]))
    return _replaced(values, pairs)


def _replaced(values: Any, pairs: list[tuple[str, str]]) -> Any:
    if isinstance(values, dict):
        return {name: _replaced(value, pairs) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [_replaced(value, pairs) for value in values]
    if isinstance(values, str):
        for clear, masked in pairs:
            values = values.replace(clear, masked)
    return values

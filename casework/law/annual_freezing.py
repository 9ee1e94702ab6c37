"""A frozen annual report: the text its hash is made over, and what has changed since.

Canonical form: JSON with the keys of every object sorted, no blanks between the tokens, Chinese written as it is,
UTF-8. Counts are numbers; figures entered by hand are strings without needless zeros, so that an amount never passes
through a binary fraction. The hash is the SHA-256 of those bytes, in lower-case hexadecimal: anybody can make it again.
The form of the report itself is 国办公开办函〔2021〕30号 or 〔2019〕60号.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.law.annual_table import APPLICANT_KINDS, Cells

# A case -> applicant kind, the row by which it came into the year, the row by which it left.
Members = Mapping[int, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell whose cases are others than when it was frozen; ``came`` and ``left`` are case ids."""

    row: str
    column: str
    frozen: int
    now: int
    came: tuple[int, ...]
    left: tuple[int, ...]


def canonical(document: Any) -> str:
    """Return the text a hash is made over."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    """Return the hash of a canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def packed(members: Members) -> dict[str, list[int]]:
    """Return members in the short form that is stored: kind|came|left -> case ids, sorted."""
    found: dict[str, list[int]] = defaultdict(list)
    for case, places in members.items():
        found["|".join(places)].append(case)
    return {key: sorted(cases) for key, cases in found.items()}


def unpacked(stored: Mapping[str, list[int]]) -> dict[int, tuple[str, str, str]]:
    """Return members from their stored form."""
    found: dict[int, tuple[str, str, str]] = {}
    for key, cases in stored.items():
        kind, came, left = key.split("|")
        found |= dict.fromkeys(cases, (kind, came, left))
    return found


def differences(frozen: Cells, now: Cells, frozen_members: Members, now_members: Members) -> list[Difference]:
    """Return every cell, totals apart, whose number or whose cases are others than when it was frozen.

    Two cases that changed places leave the number as it was; they are reported all the same.
    """
    came, left = _by_cell(now_members, frozen_members), _by_cell(frozen_members, now_members)
    found = []
    for row, line in frozen.items():
        for column in APPLICANT_KINDS:
            place = (row, column)
            changed = line[column] != now[row][column] and row != "results_total"
            if changed or place in came or place in left:
                found.append(
                    Difference(row, column, line[column] or 0, now[row][column] or 0,
                               tuple(sorted(came[place])), tuple(sorted(left[place])))
                )  # fmt: skip
    return found


def _by_cell(these: Members, others: Members) -> defaultdict[tuple[str, str], set[int]]:
    """Return by cell the cases that stand in it in ``these`` and not in ``others``."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for case, (kind, came, left) in these.items():
        other = others.get(case)
        for row in (came, left):
            if other is None or other[0] != kind or row not in other[1:]:
                found[row, kind].add(case)
    return found

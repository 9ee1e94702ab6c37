"""Somebody who files a request on line over HTTP: the answers to each page of the form, in the order of the pages."""

from __future__ import annotations

import re

RECEIPT_NUMBER = re.compile(r"<dt>编号</dt><dd>([^<]+)</dd>")
PERSON = {
    "name": "赵某某", "document_kind": "resident_id", "document_number": "11010519491231002X", "telephone": "13800000000",
    "submitted_by": "applicant",
}  # fmt: skip
PROMISE = {"promise": "on"}


def answers_of(content: str) -> dict[str, dict[str, str]]:
    """Return what a citizen answers on each page before the one that shows everything for checking."""
    return {
        "who": {"applicant_is": "person"}, "applicant": PERSON, "content": {"content": content}, "wanted": {},
        "attachments": {},
    }  # fmt: skip


def step(agency: int, name: str) -> str:
    """Return the address of a page of the form."""
    return f"/apply/{agency}/{name}/"

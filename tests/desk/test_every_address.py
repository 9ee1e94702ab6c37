"""Every address of the program, whoever adds one: no POST without its token.

The addresses are read from the program. A new one whose parts nobody has named here fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db
# Parts of an address that name a row somebody owns.
ROWS = {
    "attachment_id", "authority_id", "change_id", "channel_id", "consultation_id", "duty_id", "endpoint_id",
    "former_name_id", "handover_id", "layout_id", "ledger_id", "letter_id", "matter_id", "notice_id", "person_id",
    "service_id", "template_id", "unit_id", "urging_id",
}  # fmt: skip
# Parts that name no row: a year, a kind, a place in a list.
PLAIN: dict[str, Any] = {
    "year": 2025, "kind": "receipt", "column": "total", "row": "received", "name": "complaints", "duty": "reply",
    "finding": "C1", "act": "accept", "position": 1, "agency_id": 1, "case_id": 1, "step": "who",
}  # fmt: skip


class Address(NamedTuple):
    """One pattern of the program: its name, and the names of its parts."""

    name: str
    path: str
    parts: tuple[str, ...]


def addresses(resolver: URLResolver | None = None, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            parts = tuple(pattern.pattern.converters)
            yield Address(":".join((*spaces, pattern.name or "")), here, parts)


ADDRESSES = list(addresses())


def filled(address: Address, values: dict[str, Any]) -> str:
    path = address.path
    for part in address.parts:
        kind = next(kind for kind in ("int", "str", "slug") if f"<{kind}:{part}>" in path)
        path = path.replace(f"<{kind}:{part}>", str(values[part]))
    return f"/{path}"


def test_every_part_of_an_address_is_known_here():
    parts = {part for address in ADDRESSES for part in address.parts}
    assert parts - ROWS - set(PLAIN) - {"number"} == set()
    assert ROWS <= parts
    assert len(ADDRESSES) > 120


def test_every_post_needs_its_token(cast):
    values = dict.fromkeys(ROWS, 1) | PLAIN | {"number": "x"}
    for user in (None, cast.officer_li):
        client = Client(enforce_csrf_checks=True)
        if user:
            client.force_login(user)
        open_to_all = {
            address.name: client.post(filled(address, values), {"a": "b"}).status_code for address in ADDRESSES
        }
        assert {name: status for name, status in open_to_all.items() if status != 403} == {}

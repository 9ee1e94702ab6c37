"""Looking at everything that is stored, so that "nothing changed" is more than a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from casework.law.errors import Refused
from tests import emptying

# Signing in to try something leaves its own record, whatever becomes of the try.
SIGNING_IN = {"SignInRecord", "SignedInSession"}


def everything() -> dict[str, Any]:
    """Return every row of every table of the product but those of signing in, as stored, and every stored file.

    Plain SQL, and none for a table without rows: hundreds of tests look twice at some ninety tables, and the ORM takes
    most of a second for that.
    """
    found: dict[str, Any] = {}
    filled = set(emptying.filled_tables())
    with connection.cursor() as cursor:
        for model in apps.get_app_config("casework").get_models():
            if model.__name__ in SIGNING_IN:
                continue
            found[model.__name__] = []
            if model._meta.db_table in filled:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY "{model._meta.pk.column}"')
                columns = [column[0] for column in cursor.description]
                found[model.__name__] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    # The files of all earlier tests are still there: a path object for each of them, twice a test, would take longer than the rows.
    found["files"] = sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(settings.MEDIA_ROOT) for name in names
    )
    return found


@contextmanager
def refused(
    code: str, *words: str, field: str | None = None, article: str | None = None
) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Expect a refusal with this code whose sentence holds ``words``, and that nothing changed."""
    before = everything()
    with pytest.raises(Refused) as caught:
        yield caught
    refusal = caught.value
    assert refusal.code == code, str(refusal)
    for word in words:
        assert word in str(refusal), f"{word} is not in: {refusal}"
    if field is not None:
        assert refusal.field == field
    if article is not None:
        assert refusal.article == article
    assert everything() == before

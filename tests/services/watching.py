"""Looking at everything that is stored, so that "nothing changed" is more than a word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from casework.law.errors import Refused

# Signing in to try something leaves its own record, whatever becomes of the try.
SIGNING_IN = {"SignInRecord", "SignedInSession"}


def everything() -> dict[str, Any]:
    """Return every row of every table of the product but those of signing in, and every stored file."""
    found: dict[str, Any] = {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("casework").get_models()
        if model.__name__ not in SIGNING_IN
    }
    root = Path(settings.MEDIA_ROOT)
    found["files"] = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
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

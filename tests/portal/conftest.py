"""An applicant in front of the first bureau, on a Monday in March."""

import pytest

from casework.models import Agency
from tests.portal.visitor import Visitor, travel


@pytest.fixture
def today():
    """2026-03-02, a working day, noon in Shanghai."""
    with travel("2026-03-02"):
        yield


@pytest.fixture
def visitor(cast, today) -> Visitor:
    return Visitor(Agency.objects.get(pk=cast.bureau.pk))

"""C1 from intake to archived: row, article, remedy, letter number, and what missing evidence is refused with."""

from __future__ import annotations

import pytest

from casework.law.errors import Refused
from casework.law.outcomes import CODES, RemedyKind
from casework.law.rectifications import CODE, remedy
from casework.queries.annual_table import year_table
from casework.services.rectifications import archive_rectification
from tests.cast import day
from tests.services.acts import at
from tests.services.test_registers import decide, rectification
from tests.services.watching import refused

pytestmark = pytest.mark.django_db


def test_c1_from_intake_to_archived(cast):
    row = rectification(cast)
    code = CODES[CODE]
    assert (code.row, code.articles, remedy()) == (None, ("条例第四十一条",), RemedyKind.CHOICE)
    with pytest.raises(Refused, match="更正的证据与核实结果"):
        decide(cast, row, "corrected", proof="")
    with refused("rectification_not_decided", "尚未办结"):
        archive_rectification(rectification_id=row.pk, **at(cast.officer_li, "2026-03-10"))
    row = decide(cast, row, "corrected")
    assert row.letter_number == "某审公更〔2026〕1号"
    with refused("rectification_not_found"):
        archive_rectification(rectification_id=row.pk, **at(cast.officer_wang, "2026-03-11"))
    with refused("role_not_allowed"):
        archive_rectification(rectification_id=row.pk, **at(cast.handler_zhou, "2026-03-11"))
    for _ in range(2):
        row = archive_rectification(rectification_id=row.pk, **at(cast.officer_li, "2026-03-11"))
    assert (row.archive_number, row.archived_on, row.retention_years) == ("某审公档〔2026〕1号", day("2026-03-11"), 30)
    assert not any(line["total"] for line in year_table(cast.bureau, 2026).cells.values())

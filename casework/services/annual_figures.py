"""Entering the figures of tables 二 and 四: every change with who, when, old and new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from casework.law.annual_entries import read_figure, slots
from casework.law.annual_formats import format_for_year
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import AnnualFigure
from casework.models.user import User
from casework.queries.annual_records import figure_history, figures_of, last_pk
from casework.services.annual_frame import EDITORS, begin, refuse_frozen, signature


@transaction.atomic
def enter_figures(
    *, agency: Agency, year: int, typed: Mapping[str, str], seen: int, actor: User, today: date, now: datetime
) -> int:
    """Store the cells that are other than before; return how many. The same form twice changes nothing.

    ``typed`` is cell key -> text as typed; ``seen`` is how far the history had come when the form was made.
    Raises Refused, with nothing changed, for a cell that holds no figure or when somebody else was quicker.
    """
    begin(agency=agency, year=year, actor=actor, what="填报表二、表四", roles=EDITORS)
    if year > today.year:
        raise Refused("annual_year_future", f"{year}年度尚未开始。", field="year")
    refuse_frozen(agency, year)
    places = [slot for slot in slots(format_for_year(year)) if slot.key in typed]
    wanted = {slot.key: read_figure(typed[slot.key], slot) for slot in places}
    before = figures_of(agency, year)
    changed = {key: value for key, value in wanted.items() if value != before.get(key)}
    if changed and last_pk(figure_history(agency, year)) != seen:
        raise Refused("figures_changed_meanwhile", "这些数据刚才已由他人修改，请刷新页面，核对后再填报。")
    AnnualFigure.objects.bulk_create(
        AnnualFigure(agency=agency, year=year, slot=key, old=before.get(key), new=value, **signature(actor, now, ""))
        for key, value in changed.items()
    )
    return len(changed)

"""导入台账: upload, choose the columns, try it dry, then all or nothing; the same row never twice (条例第四十五条)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.core.files.base import File
from django.db import IntegrityError, transaction

from casework.adapters import draft_files
from casework.adapters.ledger_files import Sheet, read_ledger_file
from casework.adapters.working_calendar import calendar_of
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.ledger_columns import COLUMN_BY_KEY
from casework.law.letter_service import ServiceMethod
from casework.models.agency import Unit
from casework.models.case import Case
from casework.models.imported_ledger import ImportedLedger, ImportedRow
from casework.models.user import User
from casework.queries.topics import topics_of
from casework.services.ledger_cases import ready_cases, take_series
from casework.services.ledger_mapping import LedgerMapping, guessed_mapping, ledger_rows
from casework.services.ledger_reading import LedgerReader, PastCase, RowError
from casework.services.permissions import why_not_allowed

NAME_LENGTH = 200
_NUMBER = COLUMN_BY_KEY["number"].label
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What a dry run found. ``remarks`` block nothing: what the ledger says and no field holds."""

    rows: int
    past: list[PastCase]
    errors: list[RowError]
    remarks: list[str]

    @property
    def wrong_rows(self) -> int:
        """How many rows have at least one error."""
        return len({error.row for error in self.errors})


def upload_ledger(*, name: str, data: bytes, actor: User, now: datetime) -> ImportedLedger:
    """Keep an office's file with a guessed reading; nothing is imported yet.

    Raises Refused for a role that may not, a file that cannot be read, and one imported before.
    """
    _require_role(actor)
    digest = hashlib.sha256(data).hexdigest()
    _refuse_imported(actor.agency_id, digest)
    mapping = guessed_mapping(read_ledger_file(name, data))
    for old in ImportedLedger.objects.filter(agency=actor.agency, sha256=digest, imported_at__isnull=True):
        _forget(old)
    return ImportedLedger.objects.create(
        agency=actor.agency, file_name=name[-NAME_LENGTH:], sha256=digest, kept=draft_files.keep(File(BytesIO(data))),
        mapping=mapping.stored(), uploaded_by=actor, uploaded_at=now,
    )  # fmt: skip


def ledger_of(ledger_id: int, actor: User) -> ImportedLedger | None:
    """Return an uploaded ledger of the actor's agency, or None; another agency's does not exist."""
    if actor.agency_id is None or why_not_allowed(Act.IMPORT, actor):
        return None
    return ImportedLedger.objects.filter(pk=ledger_id, agency=actor.agency_id).select_related("agency").first()


def sheets_of(ledger: ImportedLedger) -> list[Sheet]:
    """Return the sheets of the uploaded file. Raises Refused when it is kept no longer."""
    file = draft_files.open_kept(ledger.kept) if ledger.kept else None
    if file is None:
        raise Refused("ledger_gone", "上传的文件已经清除，请重新上传。", field="file")
    with file:
        return read_ledger_file(ledger.file_name, file.read())


def set_mapping(ledger: ImportedLedger, mapping: LedgerMapping) -> None:
    """Keep how the file is to be read."""
    ledger.mapping = mapping.stored()
    ledger.save(update_fields=["mapping"])


def discard_ledger(*, ledger: ImportedLedger, actor: User) -> None:
    """Remove an upload that was not imported, and its file."""
    _require_role(actor)
    if ledger.imported_at:
        raise Refused("ledger_is_imported", "已经导入的台账不能取消。")
    _forget(ledger)


def check_ledger(*, ledger: ImportedLedger, sheets: Sequence[Sheet], today: date) -> LedgerCheck:
    """Read every row and return everything that is wrong; nothing is written."""
    mapping = LedgerMapping.from_stored(ledger.mapping)
    if mapping.missing:
        raise Refused("ledger_columns_missing", f"还没有选定：{'、'.join(mapping.missing)}。", field="columns")
    reader = LedgerReader(ledger.agency, mapping, calendar_of(ledger.agency_id), today)
    past, rows = [], 0
    for number, cells in ledger_rows(sheets, mapping):
        rows += 1
        item = reader.read(number, cells)
        if item:
            past.append(item)
    if not rows:
        raise Refused("ledger_without_rows", f"第{mapping.header_row}行表头以下没有内容。", field="header_row")
    reader.errors += _twice(past)
    reader.errors += _here_already(ledger, past)
    return LedgerCheck(rows, past, sorted(reader.errors, key=lambda error: error.row), _remarks(ledger, past))


def import_ledger(*, ledger_id: int, actor: User, today: date, now: datetime) -> ImportedLedger:
    """Make a case of every row, or of none; a second click answers with the first result.

    Everything is read, checked and made ready before the one transaction that stores it, so that others wait only while it
    stores. Raises Refused for a role that may not, another agency's ledger, a file imported before and any row that is wrong.
    Source: Art. 45; the facts are held against each other by law.facts.
    """
    _require_role(actor)
    ledger = _own_ledger(ledger_id, actor)
    try:
        if not ledger.imported_at:
            ledger = _import(ledger, actor, today, now)
    except (Refused, IntegrityError) as error:
        # A second click that began before the first had ended finds the file gone, or its rows here already.
        ledger = _own_ledger(ledger_id, actor)
        if not ledger.imported_at and isinstance(error, IntegrityError):
            raise Refused("ledger_overtaken", "导入期间登记了相同的登记号，没有导入任何一行。请重新核对。") from error
        if not ledger.imported_at:
            raise
    if ledger.kept:
        draft_files.discard(ledger.kept)
        ledger.kept = ""
        ledger.save(update_fields=["kept"])
    return ledger


def _import(ledger: ImportedLedger, actor: User, today: date, now: datetime) -> ImportedLedger:
    _refuse_imported(ledger.agency_id, ledger.sha256)
    calendar = calendar_of(ledger.agency_id)
    check = check_ledger(ledger=ledger, sheets=sheets_of(ledger), today=today)
    if check.errors:
        raise Refused(
            "ledger_rows_wrong", f"有{check.wrong_rows}行不能导入，没有导入任何一行。请先改正，或者在对应关系中调整。"
        )
    ready = ready_cases(ledger=ledger, past=check.past, actor=actor, calendar=calendar, today=today, now=now)
    with transaction.atomic():
        stored = _own_ledger(ledger.pk, actor, locked=True)
        if stored.imported_at:
            return stored
        if (stored.mapping, stored.agency.policy) != (ledger.mapping, ledger.agency.policy) or (
            calendar_of(ledger.agency_id) is not calendar
        ):
            raise Refused(
                "ledger_changed_meanwhile", "导入期间更改了对应关系、期限口径或者日历，没有导入任何一行。请重新核对。"
            )
        take_series(stored.agency, check.past)
        ready.store()
        stored.case_count, stored.imported_by, stored.imported_at = len(check.past), actor, now
        stored.save(update_fields=["case_count", "imported_by", "imported_at"])
    return stored


def _own_ledger(ledger_id: int, actor: User, *, locked: bool = False) -> ImportedLedger:
    ledgers = ImportedLedger.objects.select_related("agency").filter(pk=ledger_id, agency=actor.agency_id)
    ledger = (ledgers.select_for_update(of=("self",)) if locked else ledgers).first()
    if ledger is None:
        raise Refused("ledger_not_found", "没有这份台账，或您无权导入。")
    return ledger


def _twice(past: Sequence[PastCase]) -> list[RowError]:
    first: dict[str, int] = {}
    errors = []
    for item in past:
        row = first.setdefault(item.number, item.row)
        if row != item.row:
            errors.append(RowError(item.row, _NUMBER, item.texts["number"], f"与第{row}行的登记号重复。"))
    return errors


def _here_already(ledger: ImportedLedger, past: Sequence[PastCase]) -> list[RowError]:
    numbers = [item.number for item in past]
    known: set[str] = set()
    registered: set[str] = set()
    for start in range(0, len(past), _CHUNK):
        part = past[start : start + _CHUNK]
        known |= set(Case.objects.filter(number__in=numbers[start : start + _CHUNK]).values_list("number", flat=True))
        own = ImportedRow.objects.filter(
            agency=ledger.agency, registration_number__in=[item.texts["number"] for item in part]
        )
        registered |= set(own.values_list("registration_number", flat=True))
    return [
        RowError(item.row, _NUMBER, item.texts["number"], f"系统中已有办件 {item.number}，不能重复导入。")
        for item in past
        if item.number in known or item.texts["number"] in registered
    ]


def _remarks(ledger: ImportedLedger, past: Sequence[PastCase]) -> list[str]:
    known = {
        "unit": set(Unit.objects.filter(agency=ledger.agency).values_list("name", flat=True)),
        "topic": topics_of(ledger.agency).names,
    }
    remarks = []
    for key, (what, left_empty) in {"unit": ("科室", "承办科室"), "topic": ("主题分类", "主题分类")}.items():
        unknown = Counter(name for item in past if (name := item.texts.get(key, "")) and name not in known[key])
        remarks += [
            f"本系统没有{what}“{name}”（{count}行）：{left_empty}留空，名称记入办理记录。"
            for name, count in unknown.most_common()
        ]
    unproved = sum(
        bool(item.service_method)
        and not (item.service_method == ServiceMethod.POSTAL and item.served_on and item.texts.get("service_postal_number"))
        for item in past
    )  # fmt: skip
    if unproved:
        remarks.append(f"{unproved}行的送达证明不全：不生成送达回证，送达方式记入办理记录。")
    return remarks


def _refuse_imported(agency_id: int | None, digest: str) -> None:
    done = ImportedLedger.objects.filter(agency=agency_id, sha256=digest, imported_at__isnull=False).first()
    if done:
        raise Refused(
            "ledger_imported_before",
            f"这个文件（{done.file_name}）已经导入过，共{done.case_count}件，不能重复导入。",
            field="file",
        )


def _require_role(actor: User) -> None:
    refusal = why_not_allowed(Act.IMPORT, actor)
    if refusal:
        raise refusal


def _forget(ledger: ImportedLedger) -> None:
    if ledger.kept:
        draft_files.discard(ledger.kept)
    ledger.delete()

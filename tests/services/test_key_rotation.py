"""Rotation reaches every encrypted column of the models and every stored file: a new column needs its row here."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from casework.adapters import data_keys
from casework.adapters.encryption import KEYS, split, unseal
from casework.adapters.resealing import any_value, sealed_columns
from casework.models import CaseLetter, Notice, PhoneDevice, ServiceRecord, WebhookEndpoint
from casework.models.office_matter import REGISTERS, Complaint
from casework.models.sealed import UnreadableValue
from casework.services.letters import make_letter
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import day, noon, register_case
from tests.services.files import upload


@pytest.fixture
def key_file(settings, tmp_path):
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], str(tmp_path / "data_keys")
    settings.MEDIA_ROOT = tmp_path / "files"
    KEYS.forget()
    data_keys.make_first_key()
    yield tmp_path / "data_keys"
    KEYS.forget()


def an_office_with_every_kind_of_secret(cast) -> None:
    """Store something in every encrypted column, and files of each kind."""
    person = {"document_kind": "resident_id", "document_number": "11010519491231002X", "telephone": "13812345678"}
    case = register_case(
        cast, applicant=ApplicantData(kind="natural", name="赵某某", email="a@b.test", address="某路1号", **person),
        representative=RepresentativeData(name="吴律师", **person), files=[upload("身份证.pdf")],
    )  # fmt: skip
    letter = make_letter(
        case_id=case.pk, kind="application_form", about=None, free={}, actor=cast.officer_li, today=day("2026-03-02"),
        now=noon("2026-03-02"),
    ).pk  # fmt: skip
    letter = CaseLetter.objects.get(pk=letter)
    letter.typed = {"place": "某路1号"}
    letter.save()
    ServiceRecord.objects.create(
        case=case, letter="receipt", method="in_person", signed_on=day("2026-03-02"), in_time_on=day("2026-03-02"),
        place="某路1号", recorded_by=cast.officer_li,
    )  # fmt: skip
    Notice.objects.create(
        case=case, channel="email", address="a@b.test", subject="标题", body="内容", created_at=noon("2026-03-02"),
        send_after=noon("2026-03-02"),
    )  # fmt: skip
    PhoneDevice.objects.create(user=cast.officer_li, name="phone", confirmed=True)
    WebhookEndpoint.objects.create(
        agency=cast.bureau, name="短信网关", url="http://sms.test/", secret="0f" * 32, created_at=noon("2026-03-02")
    )
    for number, register in enumerate(REGISTERS.values()):
        register.objects.create(
            agency=cast.bureau, number=f"簿{number}", received_on=day("2026-03-02"), from_whom="赵某某", subject="事项",
            contact="13812345678", due_on=day("2026-03-30"), created_at=noon("2026-03-02"), created_by=cast.officer_li,
            **({"against": cast.other_bureau} if register is Complaint else {}),
        )  # fmt: skip


def stored() -> dict[str, str]:
    return {column.label: any_value(connection, column) for column in sealed_columns(apps)}


def clear_content(path: Path) -> bytes:
    with default_storage.open(str(path)) as file:
        return file.read()


def files() -> dict[Path, bytes]:
    """Return the clear content of every stored file."""
    return {path: clear_content(path) for path in Path(default_storage.location).rglob("*") if path.is_file()}


def test_a_rotation_writes_every_column_and_every_file_with_the_new_key(cast, key_file, settings):
    an_office_with_every_kind_of_secret(cast)
    before, files_before, old = stored(), files(), key_file.read_text().strip()
    assert [label for label, value in before.items() if not value] == [], "columns this test puts nothing into"
    clear = {label: unseal(label, value) for label, value in before.items()}
    assert len(files_before) >= 2, "an attachment and a letter"

    call_command("rotate_keys", "--new-key", "--forget-old")

    new, after = key_file.read_text().strip(), stored()
    assert old not in new and "\n" not in new
    assert [label for label in after if split(after[label])[1] == split(before[label])[1]] == []
    assert {label: unseal(label, value) for label, value in after.items()} == clear
    assert files() == files_before

    settings.DATA_KEYS = [old]
    KEYS.forget()
    for label, value in after.items():
        with pytest.raises(UnreadableValue, match="缺少密钥"):
            unseal(label, value)
    for path in files_before:
        with pytest.raises(UnreadableValue, match="缺少密钥"):
            clear_content(path)
    assert {label: unseal(label, value) for label, value in before.items()} == clear, "the old key reads what it wrote"

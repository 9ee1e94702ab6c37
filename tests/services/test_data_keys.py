"""Keys of personal data: encrypting what stood in clear, rotation that can be interrupted, a lost key that is noticed."""

from __future__ import annotations

import base64
import errno
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from casework.adapters import data_keys, resealing
from casework.adapters.encryption import KEYS
from casework.adapters.resealing import count_old, seal_clear, sealed_columns, unseal_all
from casework.models import Applicant, CaseLetter, PhoneDevice, Representative, ServiceRecord, WebhookEndpoint
from casework.models.sealed import UnreadableValue
from casework.queries.same_applicant import request_counts
from casework.services import data_keys as services
from casework.services.letters import make_letter
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import day, noon, register_case
from tests.services.files import upload
from tests.services.watching import refused

NUMBER, TELEPHONE = "11010519491231002X", "13812345678"
FIRST, SECOND = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def key_file(settings, tmp_path):
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], str(tmp_path / "data_keys")
    settings.MEDIA_ROOT = tmp_path / "files"
    KEYS.forget()
    data_keys.make_first_key()
    yield tmp_path / "data_keys"
    KEYS.forget()


def filed(cast, on="2026-03-02", **facts):
    person = ApplicantData(
        kind="natural", name="赵某某", document_kind="resident_id", document_number=NUMBER, telephone=TELEPHONE,
    )  # fmt: skip
    return register_case(
        cast, on, applicant=person, representative=RepresentativeData(name="吴律师", telephone="13900001111"), **facts
    )


def with_a_letter(cast):
    case = filed(cast, files=[upload("身份证.pdf")])
    make_letter(
        case_id=case.pk, kind="application_form", about=None, free={}, actor=cast.officer_li, today=day("2026-03-02"),
        now=noon("2026-03-02"),
    )  # fmt: skip
    return case


def rows(table: str, *columns: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1")
        return cursor.fetchall()


def test_every_encrypted_column_is_known():
    assert {column.label for column in sealed_columns(apps)} == {
        "casework.applicant.document_number", "casework.applicant.telephone", "casework.applicant.email",
        "casework.applicant.address", "casework.representative.document_number", "casework.representative.telephone",
        "casework.notice.address", "casework.assistance.contact", "casework.complaint.contact", "casework.incomingmail.contact",
        "casework.rectification.contact", "casework.caseletter.text", "casework.caseletter.typed",
        "casework.servicerecord.place",
        "casework.phonedevice.secret", "casework.webhookendpoint.url", "casework.webhookendpoint.secret",
    }  # fmt: skip


def test_old_rows_are_encrypted_with_their_index_and_can_go_back(cast, key_file, monkeypatch):
    """What migration 0031 does, forwards and backwards; interrupted in the middle it goes on."""
    case = with_a_letter(cast)
    for n in range(4):
        filed(cast, f"2026-03-0{n + 2}")
    text = CaseLetter.objects.get().text
    monkeypatch.setattr(resealing, "ROWS_AT_ONCE", 2)
    for column in sealed_columns(apps):
        unseal_all(connection, column)
    clear = rows(
        "casework_applicant", "id", "document_number", "telephone", "document_index", "telephone_index", "email"
    )
    assert [row[1:] for row in clear] == [(NUMBER, TELEPHONE, "", "", "")] * 5
    (column,) = [row for row in sealed_columns(apps) if row.label == "casework.applicant.document_number"]
    assert seal_clear(connection, column) == 5
    assert seal_clear(connection, column) == 0, "what is done is left alone"
    for column in sealed_columns(apps):
        seal_clear(connection, column)
    assert NUMBER not in str(rows("casework_applicant", "*")) and TELEPHONE not in str(rows("casework_caseletter", "*"))
    assert {str(row.document_number) for row in Applicant.objects.all()} == {"1101**********002X"}
    assert Representative.objects.first().telephone.clear == "13900001111"
    assert CaseLetter.objects.get().text == text
    assert request_counts(case).year == 5, "the same applicant is found by the index again"


def test_places_and_phones_of_old_are_encrypted_and_can_go_back(cast, key_file):
    """What migration 0041 does, forwards and backwards."""
    migration = import_module("casework.migrations.0041_seal_places_and_phones")
    editor = SimpleNamespace(connection=connection)
    served = served_at(cast, "某市某区某路1号")
    phone = TOTPDevice.objects.create(user=cast.officer_li, name="phone", confirmed=True, key="0f" * 20)
    migration.unseal(apps, editor)
    assert rows("casework_servicerecord", "place") == [("某市某区某路1号",)]
    for _ in range(2):
        migration.seal(apps, editor)
        assert "某路" not in str(rows("casework_servicerecord", "*"))
        assert "0f0f" not in str(rows("otp_totp_totpdevice", "*") + rows("casework_phonedevice", "*"))
    served.refresh_from_db()
    assert (served.place.clear, str(served.place)) == ("某市某区某路1号", "已遮盖")
    assert PhoneDevice.objects.get(pk=phone.pk).bin_key == bytes([15]) * 20
    migration.unseal(apps, editor)
    assert rows("otp_totp_totpdevice", "key") == [("0f" * 20,)]


def test_webhooks_of_old_are_encrypted_and_can_go_back(cast, key_file):
    """What migration 0049 does, forwards and backwards; a second time it changes nothing."""
    migration = import_module("casework.migrations.0049_seal_webhooks")
    editor = SimpleNamespace(connection=connection)
    endpoint = WebhookEndpoint.objects.create(
        agency=cast.bureau,
        name="群",
        url="https://chat.test/send?key=k1",
        secret="0f" * 32,
        created_at=noon("2026-03-02"),
    )
    migration.unseal(apps, editor)
    assert rows("casework_webhookendpoint", "url", "secret") == [("https://chat.test/send?key=k1", "0f" * 32)]
    migration.seal(apps, editor)
    sealed = rows("casework_webhookendpoint", "*")
    assert "chat.test" not in str(sealed) and "0f0f" not in str(sealed)
    migration.seal(apps, editor)
    assert rows("casework_webhookendpoint", "*") == sealed
    endpoint.refresh_from_db()
    assert (endpoint.url.clear, endpoint.secret.clear) == ("https://chat.test/send?key=k1", "0f" * 32)
    assert f"{endpoint.url}{endpoint.secret!r}{vars(endpoint)}".count("0f0f") == 0


def served_at(cast, place):
    case = register_case(cast)
    return ServiceRecord.objects.create(
        case=case, letter="receipt", method="in_person", signed_on=day("2026-03-02"), in_time_on=day("2026-03-02"),
        place=place, recorded_by=cast.officer_li,
    )  # fmt: skip


def test_after_a_rotation_the_old_key_reads_nothing_and_the_new_one_everything(cast, key_file, settings, capsys):
    case = with_a_letter(cast)
    old = key_file.read_text().strip()
    call_command("rotate_keys", "--new-key", "--forget-old")
    said = capsys.readouterr().out
    assert "casework.applicant.document_number: 1" in said and "已删去1个旧密钥" in said
    new = key_file.read_text().strip()
    assert new != old and "\n" not in new
    assert Applicant.objects.get().document_number.clear == NUMBER
    assert Applicant.objects.get().telephone.masked == "138****5678"
    assert CaseLetter.objects.get().text["slip"]
    with case.attachments.get().file.open() as file:
        assert file.read().startswith(b"%PDF")
    assert request_counts(case).year == 1
    settings.DATA_KEYS = [old]
    KEYS.forget()
    for read in (lambda: Applicant.objects.get().document_number.clear, lambda: CaseLetter.objects.get()):
        with pytest.raises(UnreadableValue, match="缺少密钥"):
            read()


def test_an_interrupted_rotation_goes_on_and_finds_the_applicant_all_the_while(cast, key_file, monkeypatch):
    cases = [filed(cast, f"2026-03-0{n + 2}") for n in range(5)]
    data_keys.put_in_front(SECOND)
    monkeypatch.setattr(resealing, "ROWS_AT_ONCE", 2)
    left, real = [4], resealing.unseal

    def fail_at_the_fifth(label, stored):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(label, stored)

    monkeypatch.setattr(resealing, "unseal", fail_at_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        services.rewrite_all(lambda label, count: None)
    monkeypatch.setattr(resealing, "unseal", real)
    (column,) = [row for row in sealed_columns(apps) if row.label == "casework.applicant.document_number"]
    assert count_old(connection, column) == 1, "two batches of two are written, the third is not"
    assert request_counts(cases[0]).year == 5
    with refused("data_keys_still_needed"):
        services.forget_old_keys()
    assert services.rewrite_all(lambda label, count: None) > 0
    assert services.rewrite_all(lambda label, count: None) == 0
    assert services.forget_old_keys() == 1
    assert request_counts(cases[0]).year == 5


def test_a_key_file_that_is_not_ours_is_left_to_its_owner(cast, key_file, monkeypatch):
    """As user casework below /etc/casework, or in a container whose secrets are mounted read-only."""
    filed(cast)
    key_file.write_text(f"{SECOND}\n{key_file.read_text()}")
    services.rewrite_all(lambda label, count: None)

    def read_only(*_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(data_keys, "_replace", read_only)
    before = key_file.read_text()
    with refused("data_keys_not_writable"):
        services.renew_key()
    with pytest.raises(CommandError, match="）：旧密钥已无数据使用，请由管理员删去第一行以外的各行。"):
        call_command("rotate_keys", "--forget-old")
    assert key_file.read_text() == before


@pytest.mark.django_db
def test_a_first_key_that_cannot_be_made_is_told_by_the_name_of_its_file(settings, tmp_path):
    settings.DATA_KEYS, settings.DATA_KEYS_ARE_LOCAL = [], False
    settings.DATA_KEYS_FILE = str(tmp_path / "etc" / "data_keys")
    with pytest.raises(ImproperlyConfigured, match=f"没有数据密钥文件{tmp_path}/etc/data_keys，也无法写入"):
        services.prepare_keys()


def test_a_change_of_the_algorithm_is_a_rotation_as_well(cast, key_file, settings):
    filed(cast)
    settings.FIELD_ALGORITHM = "aes-gcm"
    call_command("rotate_keys")
    assert rows("casework_applicant", "document_number")[0][0].startswith("aes-gcm$")
    assert Applicant.objects.get().document_number.clear == NUMBER


def test_a_tampered_value_stops_the_rotation_by_its_column(cast, key_file):
    filed(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_applicant SET telephone = document_number")
    data_keys.put_in_front(SECOND)
    with pytest.raises(CommandError, match=r"casework\.applicant\.telephone无法读取"):
        call_command("rotate_keys")


def test_keys_from_the_environment_are_not_made_by_us(cast, settings):
    settings.DATA_KEYS = [FIRST]
    with refused("data_keys_given"):
        services.renew_key()
    with refused("data_keys_not_ours"):
        services.forget_old_keys()


def test_a_lost_key_is_not_replaced_in_silence(cast, key_file):
    filed(cast)
    key_file.unlink()
    with pytest.raises(ImproperlyConfigured, match="请从备份取回"):
        services.prepare_keys()
    assert not key_file.exists()


def test_an_installation_without_data_gets_its_key(cast, key_file):
    key_file.unlink()
    services.prepare_keys()
    assert key_file.exists() and services.why_not_readable() == ""


def test_a_key_of_another_machine_is_told(cast, key_file, settings):
    filed(cast)
    assert services.why_not_readable() == ""
    settings.DATA_KEYS = [SECOND]
    KEYS.forget()
    assert "缺少密钥" in services.why_not_readable()

"""Columns of personal data: encrypted in the database, masked when printed, found by the blind index only."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from casework.models import Applicant, CaseLetter, Notice
from casework.models.sealed import UnreadableValue, fingerprints
from casework.services.register import ApplicantData
from tests.cast import register_case

pytestmark = pytest.mark.django_db
NUMBER, TELEPHONE = "11010519491231002X", "13812345678"
ADDRESS, EMAIL = "某市某区某路1号", "zhao@example.test"


@pytest.fixture
def applicant(cast) -> Applicant:
    data = ApplicantData(
        kind="natural", name="赵某某", document_kind="resident_id", document_number=NUMBER, telephone=TELEPHONE,
        email=EMAIL, address=ADDRESS,
    )  # fmt: skip
    return Applicant.objects.get(case=register_case(cast, applicant=data))


def stored(column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM casework_applicant WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def put(column: str, pk: int, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE casework_applicant SET {column} = %s WHERE id = %s", [value, pk])


@pytest.mark.parametrize(
    ("column", "clear", "masked"),
    [
        ("document_number", NUMBER, "1101**********002X"),
        ("telephone", TELEPHONE, "138****5678"),
        ("email", EMAIL, "z***@example.test"),
        ("address", ADDRESS, "已遮盖"),
    ],
)
def test_what_is_stored_printed_and_read(applicant, column, clear, masked):
    value = getattr(applicant, column)
    assert stored(column, applicant.pk).startswith("sm4-gcm$")
    assert clear not in stored(column, applicant.pk)
    assert f"{value}" == str(value) == value.masked == masked
    assert clear not in repr(value)
    assert value.clear == clear


def test_a_list_reads_the_mask_of_a_telephone_without_decrypting(applicant, monkeypatch):
    (value,) = Applicant.objects.values_list("telephone", flat=True)
    monkeypatch.setattr("casework.adapters.encryption.decrypt", lambda *_: pytest.fail("decrypted"))
    assert value.masked == "138****5678"


def test_nothing_is_stored_for_nothing(cast):
    empty = Applicant.objects.get(case=register_case(cast))
    assert not empty.email and empty.email.clear == empty.email.masked == ""
    assert stored("email", empty.pk) == stored("email_index", empty.pk) == ""


def test_a_value_moved_to_another_column_is_refused(applicant):
    put("document_number", applicant.pk, stored("telephone", applicant.pk))
    with pytest.raises(UnreadableValue, match=r"casework\.applicant\.document_number无法读取"):
        Applicant.objects.get().document_number.clear  # noqa: B018


def test_a_value_written_in_clear_by_sql_is_refused(applicant):
    put("telephone", applicant.pk, "13900000000")
    with pytest.raises(UnreadableValue, match="不是加密的值"):
        Applicant.objects.get().telephone.clear  # noqa: B018


def test_a_value_copied_to_another_model_belongs_there(applicant):
    notice = Notice(address=applicant.email)
    assert notice.address.label == "casework.notice.address"
    assert notice.address.clear == EMAIL


@pytest.mark.parametrize(
    "filters",
    [
        {"telephone": TELEPHONE}, {"telephone__contains": "138"}, {"document_number__in": [NUMBER]},
        {"email__isnull": True},
    ],
)  # fmt: skip
def test_an_encrypted_column_cannot_be_looked_up(applicant, filters):
    with pytest.raises(FieldError, match="is encrypted and cannot be filtered: use its blind index"):
        list(Applicant.objects.filter(**filters))
    with pytest.raises(FieldError, match=r"caseletter\.text is encrypted"):
        list(CaseLetter.objects.filter(text__lines="x"))


@pytest.mark.parametrize(
    ("column", "kind", "typed"),
    [
        ("telephone_index", "telephone", "138-1234 5678"),
        ("document_index", "identity", "110105 19491231 002x"),
        ("email_index", "email", " ZHAO@example.test"),
        ("address_index", "address", "某市 某区某路1号"),
    ],
)
def test_the_blind_index_finds_the_value_however_it_is_written(applicant, column, kind, typed):
    assert list(Applicant.objects.filter(**{f"{column}__in": fingerprints(kind, typed)})) == [applicant]
    assert not Applicant.objects.filter(**{f"{column}__in": fingerprints(kind, "1")})


def test_the_index_follows_a_value_that_is_changed_and_stays_with_one_that_is_not(applicant):
    before = applicant.telephone_index
    applicant.name = "赵某"
    applicant.save()
    applicant.refresh_from_db()
    assert applicant.telephone_index == before
    applicant.telephone = "13900000000"
    applicant.save()
    applicant.refresh_from_db()
    assert applicant.telephone.clear == "13900000000"
    assert (applicant.telephone_index,) == fingerprints("telephone", "13900000000")

"""SM4-GCM by the vector of RFC 8998, values bound to their column, keys outside the database."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from casework.adapters import data_keys
from casework.adapters.encryption import KEYS, decrypt, encrypt, fingerprints, is_current, seal, unseal
from casework.models.sealed import UnreadableValue

TELEPHONE = "casework.applicant.telephone"
FIRST, SECOND = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def keys(settings):
    """Set the keys of this installation, the one in use first."""

    def put(*lines: str) -> None:
        settings.DATA_KEYS = list(lines)
        KEYS.forget()

    yield put
    KEYS.forget()


@pytest.fixture
def key_file(settings, tmp_path):
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], str(tmp_path / "data_keys")
    KEYS.forget()
    yield tmp_path / "data_keys"
    KEYS.forget()


def test_the_vector_of_rfc_8998_appendix_a_1():
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    bound_to = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    clear = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert encrypt("sm4-gcm", key, nonce, clear, bound_to) == sealed
    assert decrypt("sm4-gcm", key, nonce, sealed, bound_to) == clear
    with pytest.raises(InvalidTag):
        decrypt("sm4-gcm", key, nonce, sealed, bound_to + b"!")


@pytest.mark.parametrize("algorithm", ["sm4-gcm", "aes-gcm"])
def test_a_value_says_how_it_is_encrypted_and_never_looks_the_same_twice(settings, keys, algorithm):
    settings.FIELD_ALGORITHM = algorithm
    keys(FIRST)
    one, two = seal(TELEPHONE, "13812345678", "138****5678"), seal(TELEPHONE, "13812345678", "138****5678")
    assert one.split("$")[:2] == [algorithm, data_keys.DataKey(bytes([1]) * 32).id]
    assert one.endswith("$138****5678") and one != two
    assert "13812345678" not in one
    assert unseal(TELEPHONE, one) == unseal(TELEPHONE, two) == "13812345678"


def test_what_was_written_with_the_other_algorithm_is_still_read(settings, keys):
    keys(FIRST)
    settings.FIELD_ALGORITHM = "aes-gcm"
    old = seal(TELEPHONE, "13812345678")
    settings.FIELD_ALGORITHM = "sm4-gcm"
    assert unseal(TELEPHONE, old) == "13812345678"
    assert not is_current(old) and is_current(seal(TELEPHONE, "1"))


def changed(stored: str, part: int) -> str:
    parts = stored.split("$")
    signs = parts[part]
    parts[part] = ("B" if signs[5] != "B" else "C").join((signs[:5], signs[6:]))
    return "$".join(parts)


@pytest.mark.parametrize("part", [2, 3], ids=["cipher text", "mask"])
def test_a_changed_value_is_refused_with_the_column_and_without_the_value(keys, part):
    keys(FIRST)
    stored = changed(seal(TELEPHONE, "13812345678", "138****5678"), part)
    with pytest.raises(UnreadableValue, match=r"casework\.applicant\.telephone无法读取：被改动过") as told:
        unseal(TELEPHONE, stored)
    assert "13812345678" not in str(told.value)


def test_a_value_of_another_column_is_refused(keys):
    keys(FIRST)
    with pytest.raises(UnreadableValue, match="来自另一列"):
        unseal("casework.applicant.document_number", seal(TELEPHONE, "13812345678"))


@pytest.mark.parametrize("stored", ["13812345678", "sm4-gcm$", "rot13$0000$AAAA", "sm4-gcm$x$AA"])
def test_what_is_no_encrypted_value_is_refused(keys, stored):
    keys(FIRST)
    with pytest.raises(UnreadableValue):
        unseal(TELEPHONE, stored)


def test_after_a_rotation_the_old_key_reads_nothing_and_the_new_one_everything(keys):
    keys(FIRST)
    old = seal(TELEPHONE, "13812345678")
    keys(SECOND, FIRST)
    new = seal(TELEPHONE, unseal(TELEPHONE, old))
    keys(FIRST)
    with pytest.raises(UnreadableValue, match="缺少密钥"):
        unseal(TELEPHONE, new)
    keys(SECOND)
    assert unseal(TELEPHONE, new) == "13812345678"
    with pytest.raises(UnreadableValue, match="缺少密钥"):
        unseal(TELEPHONE, old)


def test_a_fingerprint_is_of_one_key_and_one_kind(keys):
    keys(FIRST)
    (one,) = fingerprints("telephone", "13812345678")
    assert fingerprints("telephone", "13812345678") == (one,)
    assert fingerprints("identity", "13812345678") != (one,)
    assert len(one) == 32
    keys(SECOND, FIRST)
    two, again = fingerprints("telephone", "13812345678")
    assert again == one != two


def test_the_first_key_is_made_once_private_and_whole(key_file):
    assert data_keys.is_missing()
    assert data_keys.make_first_key()
    made = key_file.read_text()
    assert not data_keys.make_first_key() and key_file.read_text() == made
    assert key_file.stat().st_mode & 0o777 == 0o600
    (key,) = data_keys.load_keys()
    assert len(key.secret) == 32 and made.strip() not in repr(key)


def test_a_running_program_follows_a_new_key_in_the_file(key_file):
    data_keys.make_first_key()
    old = seal(TELEPHONE, "13812345678")
    data_keys.put_in_front(SECOND)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert not is_current(old) and unseal(TELEPHONE, old) == "13812345678"
    assert seal(TELEPHONE, "1").split("$")[1] == data_keys.DataKey(bytes([2]) * 32).id
    assert data_keys.keep_only_first() == 1
    assert key_file.read_text() == f"{SECOND}\n"


def test_a_key_file_that_is_written_anew_stays_its_owners_and_readable(key_file, monkeypatch):
    """Root rotates /etc/casework/data_keys (root:casework, 0640); the programs of the office still read it."""
    data_keys.make_first_key()
    key_file.chmod(0o640)
    given = []
    monkeypatch.setattr(data_keys.os, "fchown", lambda descriptor, *owner: given.append(owner))
    data_keys.put_in_front(SECOND)
    status = key_file.stat()
    assert status.st_mode & 0o777 == 0o640
    assert given == [(status.st_uid, status.st_gid)]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "没有密钥"),
        (["!!!"], "第1个密钥不是 base64"),
        ([FIRST, base64.urlsafe_b64encode(b"short").decode()], "第2个密钥只有5字节，应为32字节"),
        ([FIRST, FIRST], "第2个密钥重复"),
    ],
)
def test_bad_keys_are_refused_by_their_place(lines, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        data_keys.read_keys(lines, "CASEWORK_DATA_KEYS")


def test_a_missing_key_file_is_told_when_something_is_to_be_encrypted(key_file):
    with pytest.raises(ImproperlyConfigured, match="没有这个密钥文件"):
        seal(TELEPHONE, "13812345678")

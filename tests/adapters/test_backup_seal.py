"""A sealed file comes back whole, or not at all."""

from __future__ import annotations

import io

import pytest

from casework.adapters import backup_seal
from casework.adapters.backup_seal import PIECE, Sealing, Unsealing
from casework.adapters.data_keys import DataKey
from casework.adapters.encryption import TAG_BYTES
from casework.law.errors import Refused

KEY, OTHER = DataKey(b"k" * 32), DataKey(b"o" * 32)
SMALL = 64


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(backup_seal, "PIECE", SMALL)


def sealed(content: bytes, key: DataKey = KEY) -> bytes:
    kept = io.BytesIO()
    with Sealing(kept, key) as writer:
        # In uneven portions, as tar and gzip hand them on.
        for start in range(0, len(content), 37):
            writer.write(content[start : start + 37])
    return kept.getvalue()


def opened(file: bytes, key: DataKey = KEY) -> bytes:
    return io.BufferedReader(Unsealing(io.BytesIO(file), key)).read()


def refusal_of(file: bytes, key: DataKey = KEY) -> str:
    with pytest.raises(Refused) as caught:
        opened(file, key)
    return caught.value.code


@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1, 3 * SMALL, 5 * SMALL + 7])
def test_what_was_written_is_read(small_pieces, size):
    content = bytes(range(256)) * 3
    assert opened(sealed(content[:size])) == content[:size]


def test_pieces_are_a_mebibyte_and_the_content_is_nowhere_to_be_seen():
    content = "张三110101199003070000".encode() * 60_000
    file = sealed(content)
    assert opened(file) == content
    assert "张三".encode() not in file and b"110101" not in file
    assert len(content) < len(file) < len(content) + 2 * TAG_BYTES + 300 and len(content) > PIECE
    assert sealed(content) != file, "a salt of its own for every file"


def test_every_changed_byte_is_found(small_pieces):
    file = sealed(b"x" * (2 * SMALL + 5))
    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        assert refusal_of(bytes(changed)) in {
            "not_a_backup", "backup_damaged", "backup_algorithm_unknown", "backup_key_wrong",
        }  # fmt: skip


def test_every_length_that_was_cut_off_is_found(small_pieces):
    file = sealed(b"x" * (3 * SMALL))
    for length in range(len(file)):
        assert refusal_of(file[:length]) in {"not_a_backup", "backup_damaged"}


def test_pieces_that_changed_places_or_were_added_are_found(small_pieces):
    file = sealed(b"a" * SMALL + b"b" * SMALL + b"c" * SMALL)
    header, one = len(file) - 3 * (SMALL + TAG_BYTES), SMALL + TAG_BYTES
    first, second, third = (file[header + n * one : header + (n + 1) * one] for n in range(3))
    for order in (
        second + first + third,
        first + third,
        first + second + third + third,
        first + first + second + third,
    ):
        assert refusal_of(file[:header] + order) == "backup_damaged"


def test_another_key_opens_nothing_and_the_right_one_is_named():
    with pytest.raises(Refused, match=r"编号为[0-9a-f]{8}的密钥") as caught:
        opened(sealed(b"x"), OTHER)
    assert caught.value.code == "backup_key_wrong"


@pytest.mark.parametrize("algorithm", ["sm4-gcm", "aes-gcm"])
def test_the_cipher_is_the_one_of_the_settings_and_stands_in_the_file(settings, algorithm):
    settings.FIELD_ALGORITHM = algorithm
    file = sealed(b"x" * 100)
    settings.FIELD_ALGORITHM = "sm4-gcm"
    assert algorithm.encode() in file[:100] and opened(file) == b"x" * 100

"""A file sealed with a key: read back whole and unchanged, or not at all.

Laid out as a line that names the format, a line of JSON (algorithm, key id, salt), then pieces of one
mebibyte under SM4-GCM (GB/T 32907, GB/T 36624). Every file has a key of its own, drawn by HKDF-SM3 from the
key and the salt. The nonce counts the pieces and marks the last one, so that pieces which were swapped,
taken out or cut off at the end are found like a changed byte.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.law.errors import Refused

FORMAT = b"CASEWORK SEALED 1\n"
ALGORITHM = "SM4-GCM"
PIECE = 1024 * 1024
TAG = 16
KEY_BYTES = 32
LONGEST_HEADER = 1000


def new_key() -> str:
    """Return a fresh random key as text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """Return the bytes of a key as ``new_key`` writes it; raise Refused for anything else."""
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused("backup_key_unusable", "备份密钥不是由“backup --new-key”生成的，请检查密钥文件。")
    return key


class Sealing(io.RawIOBase):
    """Writes a sealed file. Nothing can be read back before ``close`` has written the last piece."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        salt = secrets.token_bytes(32)
        header = {"algorithm": ALGORITHM, "key": _key_id(key), "salt": salt.hex()}
        self._header = FORMAT + json.dumps(header).encode() + b"\n"
        self._target, self._key, self._pending, self._number = target, _derived(key, salt), bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:
        self._pending += content
        # One byte more than a piece: the last piece is known only at the end.
        while len(self._pending) > PIECE:
            self._seal(bytes(self._pending[:PIECE]), last=False)
            del self._pending[:PIECE]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._pending), last=True)
            super().close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        encryptor = Cipher(algorithms.SM4(self._key), modes.GCM(_nonce(self._number, last))).encryptor()
        encryptor.authenticate_additional_data(self._header)
        self._target.write(encryptor.update(piece) + encryptor.finalize() + encryptor.tag)
        self._number += 1


class Unsealing(io.RawIOBase):
    """Reads a sealed file; raises Refused for a wrong key and where a piece is not what was written."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        if source.read(len(FORMAT)) != FORMAT:
            raise Refused("not_a_backup", "这不是本系统的备份文件。")
        line = source.readline(LONGEST_HEADER)
        try:
            header = json.loads(line)
            algorithm, named, salt = header["algorithm"], header["key"], bytes.fromhex(header["salt"])
        except (ValueError, KeyError, TypeError):
            raise _damaged() from None
        if algorithm != ALGORITHM:
            raise Refused("backup_algorithm_unknown", f"备份文件使用的算法“{algorithm}”不在支持之列。")
        if named != _key_id(key):
            raise Refused("backup_key_wrong", f"备份密钥不对：该备份使用的是编号为{named}的密钥。")
        self._header, self._source, self._key = FORMAT + line, source, _derived(key, salt)
        self._ready, self._number, self._next = b"", 0, source.read(PIECE + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        while not self._ready and self._next is not None:
            self._open_next()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _open_next(self) -> None:
        sealed, following = self._next, self._source.read(PIECE + TAG)
        if len(sealed) < TAG:
            raise _damaged()
        content, tag = sealed[:-TAG], sealed[-TAG:]
        nonce = _nonce(self._number, not following)
        decryptor = Cipher(algorithms.SM4(self._key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(self._header)
        try:
            self._ready = decryptor.update(content) + decryptor.finalize()
        except InvalidTag:
            raise _damaged() from None
        self._number, self._next = self._number + 1, following or None


def _derived(key: bytes, salt: bytes) -> bytes:
    return HKDF(hashes.SM3(), length=16, salt=salt, info=b"casework sealed file").derive(key)


def _key_id(key: bytes) -> str:
    return HKDF(hashes.SM3(), length=4, salt=b"", info=b"casework key id").derive(key).hex()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _damaged() -> Refused:
    return Refused("backup_damaged", "备份文件不完整或者已被改动，不能使用。")

"""A stream sealed with a key of its own: read back whole and unchanged, or not at all.

A line of JSON (algorithm, key id, salt) is followed by pieces of one mebibyte, each with its tag. The key of
a file is derived from the backup key and the salt. The nonce counts the pieces and marks the last one, so that
pieces which were swapped, taken out or cut off at the end are found like a changed byte.
"""

from __future__ import annotations

import io
import json
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from django.conf import settings

from casework.adapters.data_keys import DataKey
from casework.adapters.encryption import ALGORITHMS, NONCE_BYTES, TAG_BYTES, decrypt, encrypt
from casework.law.errors import Refused

FORMAT = b"CASEWORK BACKUP 1\n"
PIECE = 1024 * 1024
LONGEST_HEAD = 1000


class Sealing(io.RawIOBase):
    """Writes a sealed stream. Nothing can be read back before ``close`` has written the last piece."""

    def __init__(self, target: BinaryIO, key: DataKey) -> None:
        salt, self._algorithm = secrets.token_hex(16), settings.FIELD_ALGORITHM
        head = {"algorithm": self._algorithm, "key": key.id, "salt": salt}
        self._head = FORMAT + json.dumps(head).encode() + b"\n"
        self._key = _derived(key, self._algorithm, salt)
        self._target, self._pending, self._number = target, bytearray(), 0
        target.write(self._head)

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, content: bytes) -> int:
        """Take some bytes; whole pieces go on to the target."""
        self._pending += content
        # One byte more than a piece: which piece is the last is known only at the end.
        while len(self._pending) > PIECE:
            self._seal(bytes(self._pending[:PIECE]), last=False)
            del self._pending[:PIECE]
        return len(content)

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._seal(bytes(self._pending), last=True)
            super().close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last)
        self._target.write(encrypt(self._algorithm, self._key, nonce, piece, self._head))
        self._number += 1


class Unsealing(io.RawIOBase):
    """Reads a sealed stream; raises Refused for a wrong key and where a piece is not what was written."""

    def __init__(self, source: BinaryIO, key: DataKey) -> None:
        if source.read(len(FORMAT)) != FORMAT:
            raise Refused("not_a_backup", "这不是本系统的备份文件。")
        line = source.readline(LONGEST_HEAD)
        try:
            head = json.loads(line)
            self._algorithm, named, salt = (str(head[name]) for name in ("algorithm", "key", "salt"))
        except (ValueError, KeyError, TypeError):
            raise _damaged() from None
        if self._algorithm not in ALGORITHMS:
            raise Refused("backup_algorithm_unknown", "备份文件使用的加密算法不在支持之列。")
        if named != key.id:
            raise Refused("backup_key_wrong", f"备份密钥不对：该备份使用的是编号为{named[:8]}的密钥。")
        self._head, self._key, self._source = FORMAT + line, _derived(key, self._algorithm, salt), source
        self._ready, self._number, self._next = b"", 0, source.read(PIECE + TAG_BYTES)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill ``buffer`` from the piece at hand; 0 at the end."""
        while not self._ready and self._next is not None:
            self._open_next()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _open_next(self) -> None:
        sealed, following = self._next, self._source.read(PIECE + TAG_BYTES)
        try:
            self._ready = decrypt(self._algorithm, self._key, _nonce(self._number, not following), sealed, self._head)
        except InvalidTag:
            raise _damaged() from None
        self._number, self._next = self._number + 1, following or None


def _derived(key: DataKey, algorithm: str, salt: str) -> bytes:
    return key.derive(f"backup {salt}", ALGORITHMS[algorithm][1])


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _damaged() -> Refused:
    return Refused("backup_damaged", "备份文件不完整或者已被改动，不能使用。")

"""Files on disk, encrypted: ID copies, letters, drafts, everything that is uploaded or made for a case.

A file begins with one line (algorithm, key id, clear size, nonce); blocks of 64 KiB follow, each with its
tag. The line and the number of a block are authenticated, so a file cut short, put together from two or
changed in one bit is refused. A file from before there was encryption is read as it is.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from casework.adapters.encryption import KEYS, TAG_BYTES, cipher_key, decrypt, encrypt
from casework.models.sealed import UnreadableValue

MAGIC = "casework-sealed"
LABEL = "files"
BLOCK = 64 * 1024
LONGEST_HEAD = 120
_NONCE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of an encrypted file. ``size`` is that of the clear content, in bytes."""

    algorithm: str
    key_id: str
    size: int
    nonce: bytes

    @property
    def line(self) -> bytes:
        """Return the line as it stands in the file."""
        return f"{MAGIC} {self.algorithm} {self.key_id} {self.size} {self.nonce.hex()}\n".encode("ascii")

    @classmethod
    def new(cls, size: int) -> Self:
        """Return the head of a new file, written with the key and algorithm in use."""
        return cls(settings.FIELD_ALGORITHM, KEYS.ring(fresh=True).in_use, size, secrets.token_bytes(_NONCE_BYTES))

    @classmethod
    def read(cls, stream: BinaryIO) -> Self | None:
        """Return the head of an encrypted file, and None for one that is not encrypted."""
        words = stream.readline(LONGEST_HEAD).decode("latin-1").split()
        if len(words) != 5 or words[0] != MAGIC:
            return None
        return cls(words[1], words[2], int(words[3]), bytes.fromhex(words[4]))

    @property
    def is_current(self) -> bool:
        """Tell whether the file was written with the key and the algorithm in use."""
        return (self.algorithm, self.key_id) == (settings.FIELD_ALGORITHM, KEYS.ring(fresh=True).in_use)

    def sealed(self, number: int, clear: bytes) -> bytes:
        """Return block ``number`` as it is stored."""
        return encrypt(self.algorithm, self._key(), self._nonce(number), clear, self._bound(number))

    def clear(self, number: int, sealed: bytes) -> bytes:
        """Return the content of block ``number``. Raises UnreadableValue for a changed one."""
        try:
            return decrypt(self.algorithm, self._key(), self._nonce(number), sealed, self._bound(number))
        except InvalidTag:
            raise UnreadableValue(LABEL, "文件被改动过或者不完整", "a file was changed or is incomplete") from None

    def _key(self) -> bytes:
        return cipher_key(LABEL, self.algorithm, self.key_id)

    def _nonce(self, number: int) -> bytes:
        return self.nonce + number.to_bytes(4, "big")

    def _bound(self, number: int) -> bytes:
        return self.line + str(number).encode("ascii")


class SealedContent(File):
    """The content of a file as it is written to disk."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the head and the encrypted blocks of the content from its beginning."""
        self.file.seek(0)
        head = Head.new(self.file.size)
        yield head.line
        number = 0
        while clear := self.file.read(BLOCK):
            yield head.sealed(number, clear)
            number += 1


class SealedReader(io.RawIOBase):
    """The clear content of an encrypted file; it can be read from anywhere, a block at a time."""

    def __init__(self, stream: BinaryIO, head: Head) -> None:
        self._stream, self._head, self._begin = stream, head, stream.tell()
        self._position, self._number, self._block = 0, -1, b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return the position in the clear content."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position of the clear content."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._head.size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` from the block at the position; 0 at the end."""
        if self._position >= self._head.size:
            return 0
        number, inside = divmod(self._position, BLOCK)
        if number != self._number:
            length = min(BLOCK, self._head.size - number * BLOCK)
            self._stream.seek(self._begin + number * (BLOCK + TAG_BYTES))
            self._block = self._head.clear(number, self._stream.read(length + TAG_BYTES))
            self._number = number
        part = self._block[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file below as well."""
        self._stream.close()
        super().close()


class ClearFile(File):
    """A file as it is handed to readers; closed, it can be opened again, as any stored file."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        super().__init__(_clear_stream(path), name)

    def open(self, mode: str | None = None) -> Self:
        """Begin at the beginning, opened again if it was closed."""
        if self.closed:
            self.file = _clear_stream(self._path)
        else:
            self.seek(0)
        return self


class SealedStorage(FileSystemStorage):
    """Files below MEDIA_ROOT, encrypted as they are written and clear as they are read."""

    def _save(self, name: str, content: File) -> str:
        return super()._save(name, SealedContent(content))

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("an encrypted file is read as a whole and never changed in place")
        return ClearFile(Path(self.path(name)), name)

    def size(self, name: str) -> int:
        """Return the size of the clear content, in bytes."""
        with open(self.path(name), "rb") as stream:
            head = Head.read(stream)
        return head.size if head else super().size(name)


def reseal_files() -> int:
    """Write every file with the key and algorithm in use that was not, those in clear too; return how many.

    Each is replaced in one step and keeps its time, by which forgotten drafts are removed.
    """
    done = 0
    for path in _old_files():
        times = path.stat()
        beside = path.with_name(f"{path.name}.new")
        with _clear_stream(path) as stream, open(beside, "wb", opener=_private) as target:
            target.writelines(SealedContent(File(stream)).chunks())
            target.flush()
            os.fsync(target.fileno())
        os.utime(beside, ns=(times.st_atime_ns, times.st_mtime_ns))
        if not path.exists():
            # Removed for good meanwhile: it must not come back under the new key.
            beside.unlink()
            continue
        os.replace(beside, path)
        done += 1
    return done


def count_old_files() -> int:
    """Return how many files are not written with the key and the algorithm in use."""
    return sum(1 for _ in _old_files())


def _old_files() -> Iterator[Path]:
    for path in Path(default_storage.location).rglob("*"):
        if path.is_file() and path.suffix != ".new":
            with open(path, "rb") as stream:
                head = Head.read(stream)
            if head is None or not head.is_current:
                yield path


def _clear_stream(path: Path) -> BinaryIO:
    stream = open(path, "rb")
    head = Head.read(stream)
    if head is None:
        stream.seek(0)
        return stream
    return io.BufferedReader(SealedReader(stream, head), BLOCK)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

"""The archive of a backup: database copy, files and checksums, packed, compressed and sealed as one file.

Members in order: ``database``, ``files/…``, ``checksums`` (one line for each of them, in this order) and
``manifest.json``. Reading writes the same lines anew and compares, so memory does not grow with the files.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from casework.adapters.backup_seal import Sealing, Unsealing
from casework.adapters.data_keys import DataKey
from casework.law.errors import Refused

DATABASE, FILES, CHECKSUMS, MANIFEST = "database", "files", "checksums", "manifest.json"
CHUNK = 1024 * 1024
FAST = 1


class _Hashed(io.RawIOBase):
    """A file that remembers the hash of what was read from it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.source.read(size)
        self.digest.update(content)
        return content


def write_archive(target: Path, *, database: Path, files: Path, manifest: dict[str, Any], key: DataKey) -> int:
    """Write a new archive, for its owner only, and return how many files it holds. The disk has it on return."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    sums, number = io.BytesIO(), 0
    with ExitStack() as stack:
        disk = stack.enter_context(os.fdopen(descriptor, "wb"))
        sealed = stack.enter_context(Sealing(disk, key))
        packed = stack.enter_context(gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=FAST, mtime=0))
        tar = stack.enter_context(tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT))
        _add_file(tar, DATABASE, database, sums)
        for path in _files(files):
            number += _add_file(tar, f"{FILES}/{path.relative_to(files).as_posix()}", path, sums)
        _add_bytes(tar, CHECKSUMS, sums.getvalue())
        _add_bytes(tar, MANIFEST, json.dumps(manifest | {"files": number}, ensure_ascii=False).encode())
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return number


def read_archive(source: Path, *, key: DataKey, into: Path | None = None) -> dict[str, Any]:
    """Check an archive to its last byte and return its manifest; lay its content into a new folder if one is given."""
    sums = {"found": io.BytesIO(), "written": b""}
    manifest = None
    with ExitStack() as stack:
        disk = stack.enter_context(source.open("rb"))
        opened = stack.enter_context(io.BufferedReader(Unsealing(disk, key), CHUNK))
        packed = stack.enter_context(gzip.GzipFile(fileobj=opened, mode="rb"))
        tar = stack.enter_context(tarfile.open(fileobj=packed, mode="r|"))
        for member in tar:
            if not member.isreg():
                raise _unexpected(member.name)
            content = tar.extractfile(member)
            if member.name == CHECKSUMS:
                sums["written"] = content.read()
            elif member.name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                digest = _take(content, into and into / _safe(member.name))
                sums["found"].write(_line(digest, member.name))
        # Behind the last member too: only the last piece tells that nothing was cut off.
        while packed.read(CHUNK):
            pass
    if manifest is None or sums["found"].getvalue() != sums["written"]:
        raise Refused("backup_checksums_differ", "备份文件的内容与校验和不符，不能使用。")
    return manifest


def _take(content: BinaryIO, target: Path | None) -> str:
    digest, stack = hashlib.sha256(), ExitStack()
    with stack:
        output = None
        if target:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            output = stack.enter_context(os.fdopen(descriptor, "wb"))
        while piece := content.read(CHUNK):
            digest.update(piece)
            if output:
                output.write(piece)
    return digest.hexdigest()


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or (name != DATABASE and path.parts[0] != FILES):
        raise _unexpected(name)
    return path


def _unexpected(name: str) -> Refused:
    return Refused("backup_member_unexpected", f"备份文件中有不应有的内容“{name[:100]}”，不能使用。")


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names))


def _add_file(tar: tarfile.TarFile, name: str, path: Path, sums: BinaryIO) -> bool:
    try:
        source = path.open("rb")
    except FileNotFoundError:
        # A draft that its owner has just sent or thrown away; what the database names is never removed.
        return False
    with source:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(source.fileno()).st_size, 0o600
        hashed = _Hashed(source)
        tar.addfile(info, hashed)
        sums.write(_line(hashed.digest.hexdigest(), name))
    return True


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()

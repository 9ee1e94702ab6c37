"""Looking into an Office package before any program opens it."""

from __future__ import annotations

import io
import zipfile
import zlib

from casework.law.errors import Refused

MAX_PARTS = 3_000
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
_XML = (".xml", ".rels", ".vml")
# Office files never declare document types; entities are how a small file becomes a large one or reads another.
_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def check_package(data: bytes, name: str) -> None:
    """Raise Refused for a package that is broken, too large once unpacked, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise Refused(
                    "file_too_large",
                    f"“{name}”解压后超过{MAX_UNPACKED_BYTES // 1024 // 1024}MB或部件过多，没有读取。",
                    field="file",
                )
            for part in parts:
                if part.filename.lower().endswith(_XML) and any(mark in package.read(part) for mark in _DECLARATIONS):
                    raise Refused("file_not_allowed", f"“{name}”含有不允许的文档类型声明，没有读取。", field="file")
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    ) as error:  # fmt: skip
        raise Refused("file_unreadable", f"“{name}”已经损坏或加了密码，不能读取。", field="file") from error

"""The keys that personal data is encrypted with: outside the database, one a line, the first one in use.

From ``CASEWORK_DATA_KEYS`` (comma-separated), else from the file ``CASEWORK_DATA_KEYS_FILE``, which one PC
makes for itself on its first start. Older keys stay below the first, to read what they have written.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The longest key that is derived: AES-256 and HMAC-SM3.
KEY_BYTES = 32
ID_LENGTH = 8


@dataclass(frozen=True)
class DataKey:
    """One key. Its ``id`` follows from it, so that a value names its key and nobody has to number them."""

    secret: bytes = field(repr=False)

    @cached_property
    def id(self) -> str:
        """Return eight hexadecimal signs that stand in every value written with this key."""
        return self.derive("key id", ID_LENGTH // 2).hex()

    def derive(self, purpose: str, length: int) -> bytes:
        """Return ``length`` bytes for one purpose: what encrypts is never what is looked up by (HKDF with SM3)."""
        return HKDF(hashes.SM3(), length, salt=None, info=f"casework {purpose}".encode()).derive(self.secret)

    def hmac(self, purpose: str) -> HMAC:
        """Return a keyed HMAC-SM3 to be copied for every use."""
        return HMAC(self.derive(purpose, KEY_BYTES), hashes.SM3())


def new_key() -> str:
    """Return a fresh key as it stands in the file."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def read_keys(lines: Sequence[str], source: str) -> tuple[DataKey, ...]:
    """Return the keys of a file or setting, the one in use first. Raises ImproperlyConfigured naming what is wrong."""
    keys: list[DataKey] = []
    for number, line in enumerate(filter(None, (line.strip() for line in lines)), 1):
        try:
            secret = base64.b64decode(line, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise _wrong(source, f"第{number}个密钥不是 base64", f"key {number} is not base64") from None
        if len(secret) < KEY_BYTES:
            raise _wrong(
                source, f"第{number}个密钥只有{len(secret)}字节，应为{KEY_BYTES}字节",
                f"key {number} has {len(secret)} bytes instead of {KEY_BYTES}",
            )  # fmt: skip
        if secret in [key.secret for key in keys]:
            raise _wrong(source, f"第{number}个密钥重复", f"key {number} stands there twice")
        keys.append(DataKey(secret))
    if not keys:
        raise _wrong(source, "没有密钥", "there is no key")
    return tuple(keys)


def load_keys() -> tuple[DataKey, ...]:
    """Return the keys of this installation. Raises ImproperlyConfigured where there are none or a bad one."""
    if settings.DATA_KEYS:
        return read_keys(settings.DATA_KEYS, "CASEWORK_DATA_KEYS")
    file = Path(settings.DATA_KEYS_FILE)
    try:
        return read_keys(file.read_text(encoding="ascii").splitlines(), str(file))
    except FileNotFoundError:
        raise _wrong(
            str(file), "没有这个密钥文件", "the key file is missing; manage.py prepare makes the first"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(str(file), f"无法读取（{error}）", f"it cannot be read ({error})") from None


def state_of_keys() -> float:
    """Return what changes when the key file does; 0 where the keys come from the environment."""
    if settings.DATA_KEYS:
        return 0
    try:
        return os.stat(settings.DATA_KEYS_FILE).st_mtime_ns
    except OSError:
        return 0


def make_first_key() -> bool:
    """Make the key file of an installation that has none; tell whether it was made. Mode 0600."""
    if settings.DATA_KEYS:
        return False
    try:
        # O_EXCL: of two programs that start together one makes the key.
        descriptor = os.open(settings.DATA_KEYS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    _write(descriptor, [new_key()])
    return True


def is_missing() -> bool:
    """Tell whether the keys should be in a file that is not there."""
    return not settings.DATA_KEYS and not Path(settings.DATA_KEYS_FILE).exists()


def put_in_front(line: str) -> None:
    """Make another key the one in use."""
    file = Path(settings.DATA_KEYS_FILE)
    _replace(file, [line, *file.read_text(encoding="ascii").split()])


def keep_only_first() -> int:
    """Remove all keys but the one in use; return how many."""
    file = Path(settings.DATA_KEYS_FILE)
    first, *others = file.read_text(encoding="ascii").split()
    _replace(file, [first])
    return len(others)


def _replace(file: Path, lines: Sequence[str]) -> None:
    """Write the key file anew, in one step: a power cut loses no key. Whoever could read it still can."""
    status, beside = file.stat(), file.with_name(f"{file.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    _write(descriptor, lines)
    os.replace(beside, file)


def _write(descriptor: int, lines: Sequence[str]) -> None:
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write("".join(f"{line}\n" for line in lines))
        stream.flush()
        os.fsync(stream.fileno())


def _wrong(source: str, chinese: str, english: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"数据密钥{source}：{chinese}。 / Data keys {source}: {english}.")

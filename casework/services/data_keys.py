"""The keys of personal data: the first one, a new one, and writing everything anew with it."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from casework.adapters import data_keys
from casework.adapters.encryption import KEYS, is_sealed, unseal
from casework.adapters.resealing import Column, any_value, count_old, reseal, sealed_columns
from casework.adapters.sealed_files import count_old_files, reseal_files
from casework.law.errors import Refused
from casework.models.sealed import UnreadableValue


def prepare_keys() -> None:
    """Make the first key of a new installation.

    Raises ImproperlyConfigured where a key was lost, and for a file outside the data directory that is not
    there and cannot be written.

    Data encrypted with a lost key stays unreadable; a new key made in silence would only hide it.
    """
    if data_keys.is_missing() and _some_values():
        raise ImproperlyConfigured(
            "数据库里有加密的个人信息，但没有数据密钥。请从备份取回 data_keys 文件。 / "
            "The database holds encrypted personal data, but the key file is missing: restore it from the backup."
        )
    try:
        data_keys.make_first_key()
    except OSError as error:
        if settings.DATA_KEYS_ARE_LOCAL or error.errno == errno.ENOSPC:
            raise
        raise ImproperlyConfigured(
            f"没有数据密钥文件{settings.DATA_KEYS_FILE}，也无法写入（{error.strerror}）：请由管理员生成后重试，"
            f"方法见docs/operations.md。 / The key file {settings.DATA_KEYS_FILE} is missing and cannot be "
            f"written: {error.strerror}. docs/operations.md tells how to make it."
        ) from error
    KEYS.forget()
    data_keys.load_keys()


def why_not_readable() -> str:
    """Return why the newest encrypted values cannot be read with the keys there are; "" when they can."""
    for column, value in _some_values():
        try:
            unseal(column.label, value)
        except (UnreadableValue, ImproperlyConfigured) as wrong:
            return str(wrong)
    return ""


def renew_key() -> None:
    """Put a new key in front of the key file.

    Raises Refused where the keys come from the environment, or the file is not ours to write.
    """
    if settings.DATA_KEYS:
        raise Refused(
            "data_keys_given", "密钥由 CASEWORK_DATA_KEYS 给出，请把新密钥写在最前面，重启全部程序后再运行本命令。"
        )
    with _writing("请由管理员把新密钥写在最前面一行"):
        data_keys.put_in_front(data_keys.new_key())
    KEYS.forget()


def rewrite_all(say: Callable[[str, int], None]) -> int:
    """Write everything with the key and algorithm in use that was not; return how many values and files.

    An interrupted run goes on where it stopped. ``say`` hears of every column: its label and its count.
    """
    total = 0
    for column in sealed_columns(apps):
        done = reseal(connection, column)
        total += done
        say(column.label, done)
    files = reseal_files()
    say("files", files)
    return total + files


def forget_old_keys() -> int:
    """Leave only the key in use in the key file; return how many were removed.

    Raises Refused while anything is still written with another one, which would be lost, and where the
    file is not ours to write.
    """
    if settings.DATA_KEYS:
        raise Refused("data_keys_not_ours", "密钥由 CASEWORK_DATA_KEYS 给出，请自行删去旧密钥。")
    left = sum(count_old(connection, column) for column in sealed_columns(apps)) + count_old_files()
    if left:
        raise Refused("data_keys_still_needed", f"还有{left}项数据由旧密钥或者其他算法加密，请先运行 rotate_keys。")
    with _writing("旧密钥已无数据使用，请由管理员删去第一行以外的各行"):
        removed = data_keys.keep_only_first()
    KEYS.forget()
    return removed


@contextmanager
def _writing(by_hand: str) -> Iterator[None]:
    """Answer a key file of another owner, or a mounted one, with what its owner has to do himself."""
    try:
        yield
    except OSError as error:
        raise Refused(
            "data_keys_not_writable",
            f"密钥文件{settings.DATA_KEYS_FILE}不能由本程序改写（{error.strerror}）：{by_hand}。",
        ) from error


def _some_values() -> list[tuple[Column, str]]:
    """Return one value of each column that is looked up, of those that hold any."""
    tables = set(connection.introspection.table_names())
    columns = [column for column in sealed_columns(apps) if column.index and column.table in tables]
    found = [(column, any_value(connection, column)) for column in columns]
    # Before the migration that encrypts, the columns stand in clear.
    return [(column, value) for column, value in found if is_sealed(value)]

"""Typed readers of the environment. A wrong value stops the program with one sentence."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}


def text(name: str, default: str) -> str:
    """Return a setting as it stands; an empty value means the default.

    ``NAME_FILE`` names a file that holds it instead: secrets of a service manager or of containers
    come so, and never show in a list of processes.
    """
    given, file = (os.environ.get(key, "").strip() for key in (name, f"{name}_FILE"))
    if file and given:
        raise ImproperlyConfigured(
            f"设置 {name} 和 {name}_FILE 只能写一个。 / Give either {name} or {name}_FILE, not both."
        )
    return (_content(f"{name}_FILE", file) if file else given) or default


def _content(name: str, file: str) -> str:
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise ImproperlyConfigured(
            f"设置 {name} 指定的文件 {file} 无法读取（{reason}）。 / The file of {name}, {file}, cannot be read: {reason}."
        ) from error
    if not found:
        raise ImproperlyConfigured(f"设置 {name} 指定的文件 {file} 为空。 / The file of {name}, {file}, is empty.")
    return found


def words(name: str) -> list[str]:
    """Return a comma-separated setting as a list, empty where it is absent; ``NAME_FILE`` as in ``text``."""
    return _parts(text(name, ""))


def given_words(name: str) -> list[str]:
    """Return a comma-separated setting whose ``NAME_FILE`` is a setting of its own."""
    return _parts(os.environ.get(name, ""))


def _parts(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def number(name: str, default: int, *, at_least: int = 0) -> int:
    """Return a whole number; raise ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < at_least:
        raise ImproperlyConfigured(
            f"设置 {name} 应为不小于 {at_least} 的整数，现为“{value}”。 / "
            f"{name} must be a whole number, {at_least} or more, not {value!r}."
        )
    return int(value)


def flag(name: str, *, default: bool) -> bool:
    """Return yes or no; a misspelt word is refused, because silence would mean "no"."""
    value = text(name, str(default)).lower()
    if value not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(
            f"设置 {name} 应为 true 或 false，现为“{value}”。 / {name} must be true or false, not {value!r}."
        )
    return value in TRUE_WORDS


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """Return one of the words that the setting allows, in their spelling."""
    value = text(name, default).upper()
    if value not in among:
        raise ImproperlyConfigured(
            f"设置 {name} 应为 {'、'.join(among)} 之一，现为“{value}”。 / {name} must be one of {', '.join(among)}."
        )
    return value


def place(name: str, *, among: tuple[str, ...]) -> str:
    """Return the address of a service, or "" where there is none; another scheme is refused."""
    value = text(name, "")
    if value and value.partition("://")[0] not in among:
        raise ImproperlyConfigured(
            f"设置 {name} 应以 {'、'.join(f'{word}://' for word in among)} 开头，现为“{value}”。 / "
            f"{name} must begin with one of {', '.join(among)}."
        )
    return value


def folder(path: Path) -> Path:
    """Return the folder, made private to its owner where it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(
            f"无法建立数据目录 {path}（{error.strerror}），请检查权限或另设 CASEWORK_DATA_DIR。 / "
            f"The data directory {path} cannot be made: {error.strerror}."
        ) from error
    return path


def secret_key(name: str, *, kept_in: Path) -> str:
    """Return the key from the environment, else the one made once for this data directory."""
    if given := text(name, ""):
        return given
    try:
        # O_EXCL: of two programs that start together one makes the key and the other reads it.
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _key_in(kept_in)
    except OSError as error:
        raise ImproperlyConfigured(
            f"无法写入密钥文件 {kept_in}（{error.strerror}），请检查权限或设置 {name}。 / "
            f"The key file {kept_in} cannot be written: {error.strerror}."
        ) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return _key_in(kept_in)


def _key_in(file: Path) -> str:
    key = file.read_text(encoding="ascii").strip()
    if not key:
        raise ImproperlyConfigured(
            f"密钥文件 {file} 为空，请删除后重新启动。 / The key file {file} is empty: delete it and start again."
        )
    return key


def database(*, default: str) -> dict:
    """Return Django's settings of the database that DATABASE_URL names."""
    url = text("DATABASE_URL", default)
    if url.partition("://")[0] not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            "DATABASE_URL 应以 sqlite:/// 或 postgresql:// 开头。 / "
            "DATABASE_URL must begin with sqlite:/// or postgresql://."
        )
    try:
        return environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL 无法解析。 / DATABASE_URL cannot be read: {error}.") from error


def mail(*, default: str) -> dict:
    """Return Django's EMAIL_* settings for EMAIL_URL."""
    url = text("EMAIL_URL", default)
    try:
        return environ.Env.email_url_config(url)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"EMAIL_URL 无法解析，例如 smtp+tls://用户:密码@主机:587。 / EMAIL_URL cannot be read: {error}."
        ) from error

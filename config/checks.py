"""System checks of our own: what would run, and would one day be wrong.

``manage.py check`` reads the settings, ``check --deploy`` also asks what only matters behind a network,
``check --database default`` looks at the calendar.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

# The State Council announces a year in November; from December on an open case may need it.
NEXT_YEAR_NEEDED_WITHIN = timedelta(days=31)


@register(Tags.database)
def one_machine_database(**_: Any) -> list[CheckMessage]:
    """SQLite is one machine's: a broker on the network means several."""
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if sqlite and not settings.CELERY_BROKER_URL.startswith(("filesystem:", "memory:")):
        return [
            Error(
                "SQLite 只能由一台机器使用，而消息队列设为网络地址。 / SQLite serves one machine, but the broker is on the network.",
                hint="DATABASE_URL=postgresql://…",
                id="casework.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def a_key_for_every_machine(**_: Any) -> list[CheckMessage]:
    """A key made on this machine is not the key of the next one, where people would be signed out."""
    shared = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if shared and settings.SECRET_KEY_IS_LOCAL:
        return [
            Warning(
                "没有设置 SECRET_KEY，本机自行生成的密钥与其他机器不同。 / SECRET_KEY is not set: each machine made its own.",
                hint="SECRET_KEY=…",
                id="casework.W001",
            )
        ]
    return []


@register(Tags.security)
def the_data_keys_can_be_read(**_: Any) -> list[CheckMessage]:
    """Keys that are given must be whole; a missing file is told by ``check --deploy``: the first start makes it."""
    from casework.adapters.data_keys import is_missing, load_keys

    if is_missing():
        return []
    try:
        load_keys()
    except ImproperlyConfigured as wrong:
        return [Error(str(wrong), hint="CASEWORK_DATA_KEYS", id="casework.E003")]
    return []


@register(Tags.security, deploy=True)
def there_are_data_keys(**_: Any) -> list[CheckMessage]:
    """Personal data cannot be written without a key; one made on this machine is not the next one's."""
    from casework.adapters.data_keys import is_missing

    if is_missing():
        sentence = f"没有数据密钥 {settings.DATA_KEYS_FILE}，个人信息无法加密。 / There is no key for personal data."
        return [Error(sentence, hint="manage.py prepare", id="casework.E004")]
    shared = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if shared and settings.DATA_KEYS_ARE_LOCAL:
        return [
            Warning(
                "数据密钥由本机自行生成，其他机器无法读取加密的个人信息。 / The data keys were made on this machine: others cannot read what it encrypts.",
                hint="CASEWORK_DATA_KEYS_FILE=…",
                id="casework.W003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail_leaves_this_machine(**_: Any) -> list[CheckMessage]:
    """Without a mail server every reminder is written into a file, counts as sent and reaches nobody."""
    if settings.EMAIL_BACKEND.split(".")[-2] not in {"filebased", "console", "dummy", "locmem"}:
        return []
    sentence = "没有设置邮件服务器，提醒邮件只写入本机文件，没有人收到。 / EMAIL_URL is not set: mail is kept here and reaches nobody."
    return [Warning(sentence, hint="EMAIL_URL=smtp+tls://…", id="casework.W005")]


@register(Tags.security, deploy=True)
def there_is_a_backup_key(**_: Any) -> list[CheckMessage]:
    """Without a key ``manage.py backup`` makes no backup."""
    if settings.BACKUP_KEY:
        return []
    sentence = "没有设置备份密钥，不能备份。 / There is no backup key: no backup can be made."
    return [Warning(sentence, hint="CASEWORK_BACKUP_KEY_FILE=…", id="casework.W006")]


@register(Tags.database)
def the_data_keys_open_what_is_stored(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A lost key is noticed before the first person opens a case."""
    if "default" not in (databases or ()):
        return []
    from casework.services.data_keys import why_not_readable

    wrong = why_not_readable()
    return [Error(wrong, hint="CASEWORK_DATA_KEYS_FILE=…", id="casework.E005")] if wrong else []


@register(Tags.database)
def the_calendar_is_loaded(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """This year's holiday notice must be loaded, from December on next year's as well (条例第三十三条).

    A warning even in January: dates are provisional then and everything goes on. An error would stop
    ``migrate``, and with it the very version that brings the notice.
    """
    if "default" not in (databases or ()):
        return []
    from django.db import connection

    from casework.adapters.clock import legal_today
    from casework.adapters.working_calendar import years_in_force
    from casework.models import CalendarYear

    if CalendarYear._meta.db_table not in connection.introspection.table_names():
        # The tables are about to be made, and the calendar comes with them.
        return []
    today, loaded = legal_today(), years_in_force()
    if today.year not in loaded:
        return [
            Warning(
                f"没有载入{today.year}年放假安排，今年的期限都只能暂估。 / "
                f"The holiday notice of {today.year} is not loaded: every date of this year is provisional.",
                hint="manage.py load_notice",
                id="casework.W004",
            )
        ]
    soon = (today + NEXT_YEAR_NEEDED_WITHIN).year
    if soon not in loaded:
        return [
            Warning(
                f"没有载入{soon}年放假安排，跨年的期限只能暂估。 / The holiday notice of {soon} is not loaded yet.",
                hint="manage.py load_notice",
                id="casework.W002",
            )
        ]
    return []

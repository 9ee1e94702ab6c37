"""Mail by SMTP: one connection a round, and two kinds of failure kept apart."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

FOOTER = "本邮件由系统自动发送，请勿直接回复。"


class LetterRefused(Exception):
    """The server takes mail, but not this one: its address or its content."""


class ServerUnusable(Exception):
    """The server cannot be reached, refuses us or fell silent: nothing can be sent for now."""


class Mailer:
    """One connection to the mail server. Use it with ``with``; it connects at the first letter."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, *, notice_id: int, written_at: datetime, address: str, subject: str, body: str) -> None:
        """Send one letter; raise LetterRefused or ServerUnusable, naming the reason.

        The Message-ID is that of the notice for ever, so a letter sent twice around a crash can
        be recognised by its receiver.
        """
        message = EmailMessage(
            subject=subject,
            body=f"{body}\n\n{FOOTER}\n",
            to=[address],
            connection=self.connection,
            headers={
                "Message-ID": message_id(notice_id, written_at),
                "Auto-Submitted": "auto-generated",
            },
        )
        self._open()
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as error:
            raise LetterRefused(_reason(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise ServerUnusable(_reason(error)) from error

    def _open(self) -> None:
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerUnusable(_reason(error)) from error

    def _close(self) -> None:
        # A server that is gone already needs no good-bye.
        with suppress(smtplib.SMTPException, OSError):
            self.connection.close()


def message_id(notice_id: int, written_at: datetime) -> str:
    """Return the Message-ID of a notice; the moment keeps two installations apart."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<notice.{notice_id}.{written_at:%Y%m%d%H%M%S%f}@{domain}>"


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {_plain(text)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _plain(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text

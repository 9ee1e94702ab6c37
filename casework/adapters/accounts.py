"""Who is signed in: the account together with its agency, its unit and what is unread, in one read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection, models
from django.db.models import OuterRef, QuerySet, Subquery

from casework.adapters.kept_statements import KeptStatement, columns
from casework.adapters.working_calendar import CalendarState, state_columns
from casework.models.agency import Agency, Unit
from casework.models.notice import Notice
from casework.models.user import Role, User

# The key of no account.
_WHOSE = -1

# Nobody is told of these two about the own account (the list of accounts reads them itself), and moments are dear to read.
_USER = [name for name in columns(User) if name not in ("last_login", "date_joined")]
_AGENCY, _UNIT = columns(Agency), columns(Unit)

# Nobody reads a larger number, and the count is part of every page: it must not grow with what is left unread.
MOST_COUNTED = 100


class _NumberOf(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


def _rows() -> QuerySet[User, Any]:
    unread = Notice.objects.unread_of(OuterRef("pk")).order_by().values("pk")[:MOST_COUNTED]
    every = *_USER, *columns(Agency, "agency__"), *columns(Unit, "unit__")
    found = User.objects.filter(pk=_WHOSE).order_by()
    return found.values_list(*every, _NumberOf(unread), *state_columns("agency"))


_account = KeptStatement(_rows)


class AccountBackend(ModelBackend):
    """Django's own sign-in; every page shows the agency and counts the unread notices, so both come along."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account of a session, or None."""
        found = _account.rows({_WHOSE: user_id})
        user = _user(found[0]) if found else None
        return user if user and self.user_can_authenticate(user) and user.role != Role.NONE else None


def _user(row: Sequence[Any]) -> User:
    values = iter(row)
    user, agency, unit = _one(User, _USER, values), _one(Agency, _AGENCY, values), _one(Unit, _UNIT, values)
    user.agency, user.unit, user.unread_notices = agency, unit, next(values)
    if agency is not None:
        agency.calendar_state = CalendarState(*values)
    return user


def _one(model: type[models.Model], names: Sequence[str], values: Iterator[Any]) -> Any:
    """Return the object whose columns come next; None where nothing was joined."""
    own = list(islice(values, len(names)))
    return None if own[0] is None else model.from_db(connection.alias, names, own)

"""Sign-in by the office's directory: it says whether name and password fit; who may do what stays here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_python3_ldap import ldap

from casework.adapters.accounts import AccountBackend
from casework.models.user import User


class LDAPAccountBackend(AccountBackend):
    """An account of the office whose name and password the directory knows. None is made, none is changed."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """Return the account of exactly that name, or None. The directory is asked for every name alike."""
        if not username or not password:
            return None
        with ldap.connection(username=username, password=password) as connection:
            if connection is None or not connection.has_user(username=username):
                return None
        person = User.objects.filter(username=username).first()
        return person if person and self.user_can_authenticate(person) else None

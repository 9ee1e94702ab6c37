"""Sign-in by the office's identity provider: it says who somebody is; who may do what stays here."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from requests.exceptions import RequestException

from casework.adapters.accounts import AccountBackend
from casework.models.user import Role, User

logger = logging.getLogger(__name__)


class OIDCAccountBackend(OIDCAuthenticationBackend):
    """An account of the office whose user name the provider gives. None is made, none is changed."""

    get_user = AccountBackend.get_user

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Return the account, or None; a provider that is away or refuses the code lets nobody in."""
        try:
            return super().authenticate(request, **credentials)
        except RequestException as error:
            logger.warning("the identity provider gave no answer: %s", type(error).__name__)
            return None

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """Return what a signed token says. Raises SuspiciousOperation for one that was made for another program."""
        payload = super().verify_token(token, **kwargs)
        audience = payload.get("aud", [])
        if self.OIDC_RP_CLIENT_ID not in ([audience] if isinstance(audience, str) else audience):
            raise SuspiciousOperation("the token is for another client")
        return payload

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Tell whether the provider names a user name at all."""
        return bool(claims.get(settings.OIDC_USERNAME_CLAIM))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        """Return the account of exactly that name, if it is open and has a role."""
        name = str(claims[settings.OIDC_USERNAME_CLAIM])
        return User.objects.filter(username=name, is_active=True).exclude(role=Role.NONE)

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        """Leave the account as it is."""
        return user

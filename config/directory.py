"""Sign-in by the office's own directory (LDAP) or identity provider (OpenID Connect): off unless these settings name one.

The packages are an extra: ``requirements-directory.txt``. An account is matched by its user name; the directory
makes none and grants nothing.
"""

import ssl
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

LDAP_BACKEND = "casework.adapters.ldap_accounts.LDAPAccountBackend"
OIDC_BACKEND = "casework.adapters.oidc_accounts.OIDCAccountBackend"
SECONDS = 5
_OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}
_OIDC = ("AUTHORIZE_URL", "TOKEN_URL", "USER_URL", "JWKS_URL", "CLIENT_ID", "CLIENT_SECRET")


def ldap() -> dict[str, Any]:
    """Return the settings of django-python3-ldap; nothing without ``CASEWORK_LDAP_URL``.

    A name that is no address on this machine is spoken to with TLS, and its certificate is checked.
    """
    url = env.place("CASEWORK_LDAP_URL", among=("ldap", "ldaps"))
    if not url:
        return {}
    _needs("django_python3_ldap", "CASEWORK_LDAP_URL")
    domain, attribute = env.text("CASEWORK_LDAP_DOMAIN", ""), env.text("CASEWORK_LDAP_ATTRIBUTE", "")
    form = "active_directory_principal" if domain else "openldap"
    checked: dict[str, Any] = {"validate": ssl.CERT_REQUIRED}
    if ca_file := env.text("CASEWORK_LDAP_CA_FILE", ""):
        if not Path(ca_file).is_file():
            raise ImproperlyConfigured(
                f"设置 CASEWORK_LDAP_CA_FILE 指定的文件 {ca_file} 不存在。 / The file of CASEWORK_LDAP_CA_FILE is not there."
            )
        checked["ca_certs_file"] = ca_file
    found = {
        "LDAP_AUTH_URL": [url],
        "LDAP_AUTH_SEARCH_BASE": _required("CASEWORK_LDAP_BASE", "CASEWORK_LDAP_URL"),
        "LDAP_AUTH_OBJECT_CLASS": "user" if domain else "person",
        "LDAP_AUTH_USER_FIELDS": {"username": attribute or ("sAMAccountName" if domain else "uid")},
        "LDAP_AUTH_USER_LOOKUP_FIELDS": ("username",),
        "LDAP_AUTH_FORMAT_USERNAME": f"django_python3_ldap.utils.format_username_{form}",
        "LDAP_AUTH_ACTIVE_DIRECTORY_DOMAIN": domain or None,
        # One round: the library would ask a directory that is away again and again, and the sign-in wait for ever.
        "LDAP_AUTH_POOL_ACTIVE": 1,
        "LDAP_AUTH_CONNECT_TIMEOUT": SECONDS,
        "LDAP_AUTH_RECEIVE_TIMEOUT": SECONDS,
    }
    if url.startswith("ldaps:"):
        import ldap3

        return found | {"LDAP_AUTH_CONNECT_USE_SSL": True, "LDAP_AUTH_CONNECT_ARGS": {"tls": ldap3.Tls(**checked)}}
    if urlsplit(url).hostname in _OWN_MACHINE:
        return found
    return found | {
        "LDAP_AUTH_USE_TLS": True,
        "LDAP_AUTH_TLS_VERSION": ssl.PROTOCOL_TLS_CLIENT,
        "LDAP_AUTH_TLS_CIPHERS": None,
        "LDAP_AUTH_TLS_ARGS": checked,
    }


def oidc() -> dict[str, Any]:
    """Return the settings of mozilla-django-oidc; nothing unless one of ``CASEWORK_OIDC_…`` is given, then all of them."""
    given = {name: env.text(f"CASEWORK_OIDC_{name}", "") for name in _OIDC}
    if not any(given.values()):
        return {"OIDC_LABEL": ""}
    _needs("mozilla_django_oidc", "CASEWORK_OIDC_CLIENT_ID")
    for name in _OIDC:
        value = _required(f"CASEWORK_OIDC_{name}", "CASEWORK_OIDC_…")
        here = urlsplit(value)
        if name.endswith("_URL") and here.scheme != "https" and here.hostname not in _OWN_MACHINE:
            raise ImproperlyConfigured(
                f"设置 CASEWORK_OIDC_{name} 应以 https:// 开头。 / CASEWORK_OIDC_{name} must begin with https://."
            )
    return {
        "OIDC_LABEL": env.text("CASEWORK_OIDC_LABEL", "统一身份认证登录"),
        "OIDC_USERNAME_CLAIM": env.text("CASEWORK_OIDC_CLAIM", "preferred_username"),
        "OIDC_OP_AUTHORIZATION_ENDPOINT": given["AUTHORIZE_URL"],
        "OIDC_OP_TOKEN_ENDPOINT": given["TOKEN_URL"],
        "OIDC_OP_USER_ENDPOINT": given["USER_URL"],
        "OIDC_OP_JWKS_ENDPOINT": given["JWKS_URL"],
        "OIDC_RP_CLIENT_ID": given["CLIENT_ID"],
        "OIDC_RP_CLIENT_SECRET": given["CLIENT_SECRET"],
        "OIDC_RP_SIGN_ALGO": "RS256",
        "OIDC_RP_SCOPES": "openid profile",
        "OIDC_USE_PKCE": True,
        "OIDC_CREATE_USER": False,
        "OIDC_TIMEOUT": SECONDS,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "desk:sso_callback",
    }


def backends(*, ldap_on: bool, oidc_on: bool) -> list[str]:
    """Return the backends that ask a directory, in the order in which they are asked."""
    return [LDAP_BACKEND] * ldap_on + [OIDC_BACKEND] * oidc_on


def _required(name: str, because: str) -> str:
    value = env.text(name, "")
    if not value:
        raise ImproperlyConfigured(f"设置了 {because}，还须设置 {name}。 / With {because}, {name} must be set.")
    return value


def _needs(package: str, because: str) -> None:
    if find_spec(package) is None:
        raise ImproperlyConfigured(
            f"设置了 {because}，但没有安装目录登录组件：pip install --require-hashes -r requirements-directory.txt。 / "
            f"{because} is set, but the packages of requirements-directory.txt are not installed."
        )

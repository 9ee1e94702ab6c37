"""动态口令: the phone that shows an account's codes, its secret encrypted with the keys of personal data."""

from __future__ import annotations

from binascii import unhexlify

from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from casework.models.sealed import SealedField


class PhoneDevice(TOTPDevice):
    """A device of django-otp, which checks the codes, with a secret that the database alone does not give away.

    The column ``key`` of django-otp holds a random value that opens nothing; ``secret`` is in hexadecimal.
    """

    secret = SealedField("密钥", kind="secret", default=default_key, editable=False)

    class Meta:
        verbose_name = "动态口令设备"

    @property
    def bin_key(self) -> bytes:
        """Return the secret as django-otp reckons with it."""
        return unhexlify(self.secret.clear)

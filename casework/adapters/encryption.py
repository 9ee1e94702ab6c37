"""Encryption of personal data: SM4-GCM or AES-GCM, bound to the column, and the blind index to look it up by.

A stored value reads ``sm4-gcm$<key id>$<nonce, cipher text and tag>`` with, for what lists show, its mask
behind another ``$``. Column, algorithm, key and mask are authenticated: a value moved to another column or
changed in any sign is refused. Sources: GM/T 0002 (SM4), GM/T 0004 (SM3), RFC 8998; law.md 8.3.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from casework.adapters.data_keys import DataKey, load_keys, state_of_keys
from casework.models.sealed import UnreadableValue

# Name in the value: the block cipher, and its key in bytes.
ALGORITHMS = {"sm4-gcm": (algorithms.SM4, 16), "aes-gcm": (algorithms.AES, 32)}
NONCE_BYTES, TAG_BYTES = 12, 16
FINGERPRINT_BYTES = 16
SIGN = "$"


def encrypt(algorithm: str, key: bytes, nonce: bytes, clear: bytes, bound_to: bytes) -> bytes:
    """Return cipher text and tag. A nonce must never be used twice with one key."""
    block, _ = ALGORITHMS[algorithm]
    encryptor = Cipher(block(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    return encryptor.update(clear) + encryptor.finalize() + encryptor.tag


def decrypt(algorithm: str, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Return the clear text. Raises InvalidTag for anything changed or bound to something else."""
    block, _ = ALGORITHMS[algorithm]
    if len(sealed) < TAG_BYTES:
        raise InvalidTag
    decryptor = Cipher(block(key), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    return decryptor.update(sealed[:-TAG_BYTES]) + decryptor.finalize()


@dataclass(frozen=True)
class Ring:
    """The keys in memory: derived once, the one in use first."""

    keys: tuple[DataKey, ...]
    ciphers: dict[tuple[str, str], bytes]
    indexes: tuple[HMAC, ...]
    state: float

    @property
    def in_use(self) -> str:
        """Return the id of the key that writes."""
        return self.keys[0].id


class KeyStore:
    """Loads the keys when they are first needed, and again when the key file changes."""

    def __init__(self) -> None:
        self._lock, self._ring = threading.Lock(), None

    def ring(self, *, fresh: bool = False) -> Ring:
        """Return the keys. ``fresh`` looks whether the file has changed: a rotation runs in another process."""
        ring = self._ring
        if ring is None or (fresh and ring.state != state_of_keys()):
            with self._lock:
                ring = self._ring = self._load()
        return ring

    def forget(self) -> None:
        """Load the keys again at the next use."""
        self._ring = None

    def _load(self) -> Ring:
        state, keys = state_of_keys(), load_keys()
        ciphers = {(name, key.id): key.derive(name, length) for key in keys for name, (_, length) in ALGORITHMS.items()}
        return Ring(keys, ciphers, tuple(key.hmac("blind index") for key in keys), state)


KEYS = KeyStore()


def seal(label: str, clear: str, shown: str = "") -> str:
    """Return the stored form of a text for the column ``label`` (app.model.field); ``shown`` is its mask, in clear."""
    return seal_bytes(label, clear.encode(), shown)


def seal_bytes(label: str, clear: bytes, shown: str = "") -> str:
    """Return the stored form of some bytes, as ``seal`` does."""
    ring, algorithm = KEYS.ring(fresh=True), settings.FIELD_ALGORITHM
    nonce = secrets.token_bytes(NONCE_BYTES)
    key = ring.ciphers[algorithm, ring.in_use]
    sealed = nonce + encrypt(algorithm, key, nonce, clear, _bound(label, algorithm, ring.in_use, shown))
    parts = [algorithm, ring.in_use, base64.urlsafe_b64encode(sealed).decode("ascii")]
    return SIGN.join([*parts, shown] if shown else parts)


def unseal(label: str, stored: str) -> str:
    """Return the clear text of a stored value. Raises UnreadableValue naming the column, never the value."""
    return unseal_bytes(label, stored).decode()


def unseal_bytes(label: str, stored: str) -> bytes:
    """Return the clear bytes of a stored value, as ``unseal`` does."""
    algorithm, key_id, text, shown = split(stored)
    if algorithm not in ALGORITHMS:
        raise UnreadableValue(label, "不是加密的值", "it is not an encrypted value")
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
        return decrypt(
            algorithm, cipher_key(label, algorithm, key_id), sealed[:NONCE_BYTES], sealed[NONCE_BYTES:],
            _bound(label, algorithm, key_id, shown),
        )  # fmt: skip
    except (InvalidTag, binascii.Error, ValueError):
        raise UnreadableValue(
            label, "被改动过，或者来自另一列", "it was changed, or comes from another column"
        ) from None


def cipher_key(label: str, algorithm: str, key_id: str) -> bytes:
    """Return the derived key a value names. Raises UnreadableValue where this installation does not have it."""
    key = KEYS.ring().ciphers.get((algorithm, key_id)) or KEYS.ring(fresh=True).ciphers.get((algorithm, key_id))
    if key is None:
        raise UnreadableValue(label, f"缺少密钥{key_id[:8]}", f"the key {key_id[:8]} is missing")
    return key


def split(stored: str) -> tuple[str, str, str, str]:
    """Return algorithm, key id, cipher text and mask of a stored value; empty where it has none."""
    algorithm, _, rest = stored.partition(SIGN)
    key_id, _, rest = rest.partition(SIGN)
    text, _, shown = rest.partition(SIGN)
    return algorithm, key_id, text, shown


def is_sealed(stored: str) -> bool:
    """Tell whether a stored value is encrypted, by its form."""
    algorithm, key_id, text, _ = split(stored)
    return algorithm in ALGORITHMS and bool(key_id and text)


def is_current(stored: str) -> bool:
    """Tell whether a value was written with the key and the algorithm in use."""
    return stored.startswith(current_prefix())


def current_prefix() -> str:
    """Return how a value begins that was written with the key and the algorithm in use."""
    return f"{settings.FIELD_ALGORITHM}{SIGN}{KEYS.ring(fresh=True).in_use}{SIGN}"


def fingerprints(kind: str, normal: str) -> tuple[str, ...]:
    """Return what a value is looked up by: its keyed fingerprint under every key, the one in use first.

    ``kind`` keeps a telephone number from matching a document number; ``normal`` is the normalised value.
    """
    found = []
    for index in KEYS.ring(fresh=True).indexes:
        digest = index.copy()
        digest.update(f"{kind}\n{normal}".encode())
        found.append(digest.finalize()[:FINGERPRINT_BYTES].hex())
    return tuple(found)


def _bound(label: str, algorithm: str, key_id: str, shown: str) -> bytes:
    return "\n".join((label, algorithm, key_id, shown)).encode()

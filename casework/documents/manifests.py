"""Manifests of files: one line a file with its digest, in the form checksum programs read.

SHA-256 by default; SM3 (GB/T 32905-2016) where the archive asks for the national algorithm (密码法第二十七条;
law.md 8.4). The first line names the algorithm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from cryptography.hazmat.primitives import hashes


class Digest(StrEnum):
    """Which digest a manifest names its files by."""

    SHA256 = "sha256"
    SM3 = "sm3"


DIGEST_NAMES: dict[Digest, str] = {Digest.SHA256: "SHA-256", Digest.SM3: "SM3（GB/T 32905-2016）"}


def digest_of(data: bytes, digest: Digest) -> str:
    """Return the digest of a file in lower-case hex: 64 digits with either algorithm."""
    if digest is Digest.SM3:
        # Python's own hashlib has it only where its OpenSSL was built with it.
        found = hashes.Hash(hashes.SM3())
        found.update(data)
        return found.finalize().hex()
    return hashlib.sha256(data).hexdigest()


def manifest(files: Iterable[tuple[str, bytes]], digest: Digest) -> tuple[str, str]:
    """Return file name and text of the manifest; the first line is a comment to checksum programs."""
    lines = [f"# 摘要算法：{DIGEST_NAMES[digest]}"]
    lines += [f"{digest_of(data, digest)}  {name}" for name, data in files]
    return f"{digest.value.upper()}SUMS.txt", "\n".join(lines) + "\n"

"""Digests of files: the examples of the standards, and the form of a manifest."""

import pytest

from casework.documents.manifests import Digest, digest_of, manifest


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # GB/T 32905-2016, annex A, examples 1 and 2.
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_by_the_examples_of_its_standard(data, expected):
    assert digest_of(data, Digest.SM3) == expected


def test_sha256_by_the_example_of_its_standard():
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest_of(b"abc", Digest.SHA256) == expected


def test_a_manifest_names_its_algorithm_and_every_file():
    assert manifest([("卷宗.pdf", b"abc")], Digest.SM3) == (
        "SM3SUMS.txt",
        "# 摘要算法：SM3（GB/T 32905-2016）\n66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0  卷宗.pdf\n",
    )

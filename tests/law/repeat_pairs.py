"""The labelled pairs of requests, in their two halves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "repeat_pairs.txt"


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier request and a later one. ``label`` as in the head of the file; "=" is a repeat."""

    earlier: str
    later: str
    label: str
    held_out: bool

    @property
    def is_repeat(self) -> bool:
        return self.label == "="


def pairs() -> list[Pair]:
    """Return all pairs; the blocks at even places were never looked at while the rules were chosen."""
    blocks = [block for block in FILE.read_text(encoding="utf-8").split("\n\n") if not block.startswith("#")]
    found = []
    for place, block in enumerate(blocks, 1):
        earlier, *later = block.strip().splitlines()
        found += [Pair(earlier, line[2:], line[0], place % 2 == 0) for line in later]
    return found


def measured(some: list[Pair], told) -> tuple[float, float]:
    """Return precision and recall of ``told`` (two texts to true or false) on these pairs."""
    said = [(pair.is_repeat, told(pair.earlier, pair.later)) for pair in some]
    right = sum(truth and guess for truth, guess in said)
    return right / max(1, sum(guess for _, guess in said)), right / sum(truth for truth, _ in said)

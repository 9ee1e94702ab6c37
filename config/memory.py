"""What a web process keeps in memory to its end, and what that means for the garbage collector."""

from __future__ import annotations

import gc

from django.urls import get_resolver

# How many more objects may be made than dropped before the youngest are looked through.
YOUNG_OBJECTS = 20_000


def settle() -> None:
    """Load every page's code, and take all that is loaded out of the garbage collector's rounds.

    The program is several hundred thousand objects that live as long as the process. To go through them again and again, some
    seconds apart, and through the youngest after every 700 objects, took a third of the time of a request.
    """
    for _ in get_resolver().url_patterns:
        pass
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])

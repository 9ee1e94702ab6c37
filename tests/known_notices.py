"""The holiday notices as they were known on 2026-11-21: what the dates of all tests were counted by.

The program will ship later ones. They must not move an expected date, nor make certain what a test
expects to be provisional, so every test runs without them, whatever ``law/official_days.py`` holds by then.
"""

from casework.law.official_days import NOTICES

LAST_YEAR = 2026
# As shipped, for the test that reads the rows themselves.
SHIPPED = dict(NOTICES)


def forget_later_notices() -> None:
    """Take the years after the last known one out of the data, before anything has read them."""
    for year in SHIPPED:
        if year > LAST_YEAR:
            del NOTICES[year]

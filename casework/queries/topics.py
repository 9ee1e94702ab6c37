"""Which list of topics an agency uses: its own, that of the nearest superior, or the one that comes with the program."""

from __future__ import annotations

from dataclasses import dataclass

from casework.law.topics import DEFAULT_TOPICS
from casework.models.agency import Agency
from casework.models.topic import TopicList


@dataclass(frozen=True, slots=True)
class TopicsRead:
    """The names in force, and the stored list they come from; None is the list of the program."""

    names: tuple[str, ...]
    stored: TopicList | None = None


def topics_of(agency: Agency) -> TopicsRead:
    """Return the list in force for an agency, in one statement."""
    chain = [int(pk) for pk in agency.path.split("/") if pk]
    stored = {
        row.agency_id: row for row in TopicList.objects.filter(agency__in=chain).select_related("agency", "kept_by")
    }
    nearest = next((stored[pk] for pk in reversed(chain) if pk in stored), None)
    return TopicsRead(tuple(nearest.names), nearest) if nearest else TopicsRead(DEFAULT_TOPICS)

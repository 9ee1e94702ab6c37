"""Where a draft is written: the address that search records and the five questions lead back to."""

from __future__ import annotations

from django.urls import reverse

from casework.law.acts import Act

# The act a draft belongs to, as ``?act=`` of the pages beside it; submitting for review goes without saying.
ACT_ASKED = "act"


def asked_by(act: Act) -> dict[str, str]:
    """Return what the address of a page beside the draft says of its act."""
    return {ACT_ASKED: act.value} if act is Act.REPLY_ON_THE_SPOT else {}


def draft_url(number: str, code: str, *, position: int | None = None, act: str = "") -> str:
    """Return the form on which a decision of ``code`` is drafted: of one matter of several, or of the case."""
    if position is not None:
        url = reverse("desk:matter_act", args=[number, position, Act.DECIDE_MATTER.value])
    else:
        drafted = Act.REPLY_ON_THE_SPOT if act == Act.REPLY_ON_THE_SPOT else Act.SUBMIT_FOR_REVIEW
        url = reverse("desk:act", args=[number, drafted.value])
    return f"{url}?code={code}"

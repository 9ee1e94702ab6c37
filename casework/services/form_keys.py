"""The once-only key of a form: the same form sent again is answered with its first result."""

from __future__ import annotations

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.user import User
from casework.services.case_locks import refuse_foreign_case

KEY_LENGTH = 64


def was_done(key: str, act: Act, case: Case, actor: User | None) -> bool:
    """Tell whether ``actor`` already did this act on this case with ``key``.

    Raises as ``event_of_key`` and ``refuse_foreign_case`` do.
    """
    event = event_of_key(key, act)
    # Whoever gave the case away with this very form no longer sees it, and has still done what was asked.
    if event and (event.case_id, event.actor_id) == (case.pk, actor and actor.pk):
        return True
    refuse_foreign_case(case, actor)
    if event:
        raise _key_used()
    return False


def was_done_by(actor: User, *, key: str, act: Act, number: str) -> bool:
    """Tell whether ``actor`` did this act on the case of that ``number`` with ``key``, seen today or not."""
    try:
        event = event_of_key(key, act)
    except Refused:
        return False
    return event is not None and (event.case.number, event.actor_id) == (number, actor.pk)


def event_of_key(key: str, act: Act) -> CaseEvent | None:
    """Return the event the once-only ``key`` left, or None when it is new (or empty).

    Raises Refused when the key was used for another act: answering "done" would be a lie.
    """
    if not key:
        return None
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise Refused("form_key_invalid", "表单标识无效，请刷新页面后重新提交。")
    # Not first(): what it is sorted by would be looked for among all the columns.
    event = next(iter(CaseEvent.objects.filter(key=key).select_related("case").order_by()), None)
    if event and event.act != act:
        raise _key_used()
    return event


def _key_used() -> Refused:
    return Refused("form_already_used", "这张表单已经用于另一次办理，请刷新页面后重新提交。")

"""Who may do which act: one table of roles, read by services and screens."""

from __future__ import annotations

from casework.law.acts import ACT_RULES, Act
from casework.law.errors import Refused
from casework.models.user import REVIEWING_ROLES, Role, User

_DESK = frozenset({Role.CLERK})
# Who may be given a case to work on.
CASE_WORKERS = frozenset({Role.CLERK, Role.HANDLER})
_WORK = CASE_WORKERS
_LEAD = frozenset({Role.LEADER})

ROLES_FOR: dict[Act, frozenset[Role]] = {
    Act.REGISTER: _DESK,
    Act.CONFIRM_RECEIPT: _DESK,
    Act.RECORD_CONFIRMATION: _DESK,
    Act.CHECK_IDENTITY: _DESK,
    Act.ASSIGN: _DESK | _LEAD | {Role.UNIT_HEAD},
    Act.CLAIM: _WORK,
    Act.RETURN_TO_DESK: frozenset({Role.HANDLER, Role.UNIT_HEAD}),
    Act.ACCEPT: _DESK,
    Act.REQUEST_SUPPLEMENT: _DESK,
    Act.RECEIVE_SUPPLEMENT: _DESK,
    Act.ASK_REASONS: _DESK,
    Act.RECEIVE_REASONS: _DESK,
    Act.REVIEW_REASONS: _DESK,
    Act.SET_DELAY: _LEAD,
    Act.SERVE_DELAY: _DESK,
    Act.CHARGE_FEE: _DESK,
    Act.RECORD_FEE_DELIVERY: _DESK,
    Act.RECEIVE_FEE: _DESK,
    Act.CONSULT: _WORK,
    Act.RECORD_DELIVERY: _WORK,
    Act.RECORD_OPINION: _WORK,
    Act.RULE_ON_OPINION: _WORK | _LEAD,
    Act.WITHDRAW_CONSULTATION: _WORK,
    Act.TELL_THIRD_PARTY: _DESK,
    Act.REQUEST_EXTENSION: _WORK,
    Act.APPROVE_EXTENSION: _LEAD,
    Act.REJECT_EXTENSION: _LEAD,
    Act.SERVE_EXTENSION: _DESK,
    Act.LIST_MATTERS: _WORK,
    Act.SPLIT_CASE: _DESK,
    Act.ANSWER_TOGETHER: _WORK,
    Act.ANSWER_SEPARATELY: _WORK,
    Act.RECORD_SEARCH: _WORK,
    Act.DECIDE_MATTER: _WORK,
    Act.SUBMIT_FOR_REVIEW: _WORK,
    Act.REVIEW: REVIEWING_ROLES,
    Act.RECORD_PAPER_APPROVAL: _DESK,
    Act.SEND_BACK: REVIEWING_ROLES,
    Act.SIGN: _LEAD,
    Act.CONCLUDE: _DESK,
    Act.REPLY_ON_THE_SPOT: _DESK,
    Act.LAPSE: _DESK,
    Act.WITHDRAW: _DESK,
    Act.SERVE_LETTER: _DESK,
    Act.FOLLOW_UP_SERVICE: _DESK,
    Act.ARCHIVE: _DESK,
    Act.SORT_BY_TOPIC: _WORK | {Role.UNIT_HEAD},
    Act.REGISTER_DISPUTE: _DESK,
    Act.ANSWER_DISPUTE: _DESK,
    Act.RECORD_DISPUTE_RESULT: _DESK,
    Act.REDO: _DESK,
    Act.VIEW_PERSONAL_DATA: _WORK,
    Act.REISSUE_QUERY_CODE: _DESK,
    Act.IMPORT: _DESK | _LEAD,
}
# What an applicant does alone, signed in nowhere, with number and query code.
APPLICANT_ACTS = frozenset({Act.SUBMIT, Act.RECEIVE_SUPPLEMENT, Act.RECEIVE_REASONS, Act.WITHDRAW})
# What follows from a change of the calendar, from silence, or from a period that is over, by itself: nobody does it.
CONSEQUENCES = frozenset({Act.RECOMPUTE, Act.PRESUME_CONSENT, Act.REMOVE_IDENTITY_COPIES})
# Who may load a holiday notice or enter a local holiday.
CALENDAR_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.LEADER})


def why_not_allowed(act: Act, actor: User | None) -> Refused | None:
    """Return the refusal ``actor`` meets because of the role; None means the applicant."""
    if actor is None:
        allowed = act in APPLICANT_ACTS
    else:
        allowed = actor.role in ROLES_FOR.get(act, frozenset())
    if allowed:
        return None
    names = "、".join(sorted(Role(role).label for role in ROLES_FOR.get(act, ())))
    return Refused("role_not_allowed", f"“{ACT_RULES[act].name}”由{names or '申请人'}办理。")


def why_not_calendar(actor: User) -> Refused | None:
    """Return the refusal ``actor`` meets when changing the calendar."""
    if actor.role in CALENDAR_KEEPERS:
        return None
    names = "、".join(sorted(role.label for role in CALENDAR_KEEPERS))
    return Refused("calendar_not_allowed", f"放假安排由{names}载入。")


def refuse_other_role(actor: User, what: str, *roles: Role) -> None:
    """Raise Refused unless the actor has one of the roles: for what is done for an office, not in a case."""
    if actor.role not in roles or actor.agency_id is None:
        names = "、".join(role.label for role in roles)
        raise Refused("role_not_allowed", f"{what}由{names}办理。")

"""What is stored: one aggregate a file."""

from casework.models.agency import Agency, Unit
from casework.models.annual_table import AnnualTable
from casework.models.applicant import (
    Applicant,
    IdentityCheck,
    IdentityCheckMethod,
    IdentityResult,
    Representative,
)
from casework.models.attachment import Attachment
from casework.models.calendar import CalendarYear
from casework.models.case import Case
from casework.models.consultation import Consultation, Opinion
from casework.models.counter import NumberSeries
from casework.models.deadline import Deadline, Reminder
from casework.models.event import CaseEvent, EventIsPermanent
from casework.models.extension import Extension
from casework.models.letter_service import Letter, ServiceRecord
from casework.models.lookup import FailedLookup
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.reply import Reply
from casework.models.supplement import Supplement
from casework.models.user import Role, User

__all__ = [
    "Agency",
    "AnnualTable",
    "Applicant",
    "Attachment",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "Consultation",
    "Deadline",
    "EventIsPermanent",
    "Extension",
    "FailedLookup",
    "IdentityCheck",
    "IdentityCheckMethod",
    "IdentityResult",
    "Letter",
    "Notice",
    "NoticeChannel",
    "NoticeState",
    "NumberSeries",
    "Opinion",
    "Reminder",
    "Reply",
    "Representative",
    "Role",
    "ServiceRecord",
    "Supplement",
    "Unit",
    "User",
]

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
from casework.models.calendar import AgencyHoliday, CalendarYear
from casework.models.calendar_change import CalendarChange, MovedDeadline
from casework.models.case import Case
from casework.models.consultation import Consultation, Opinion
from casework.models.counter import NumberSeries
from casework.models.deadline import Deadline, Reminder
from casework.models.drift_report import DriftReport
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
    "AgencyHoliday",
    "AnnualTable",
    "Applicant",
    "Attachment",
    "CalendarChange",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "Consultation",
    "Deadline",
    "DriftReport",
    "EventIsPermanent",
    "Extension",
    "FailedLookup",
    "IdentityCheck",
    "IdentityCheckMethod",
    "IdentityResult",
    "Letter",
    "MovedDeadline",
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

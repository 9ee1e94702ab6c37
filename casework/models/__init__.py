"""What is stored: one aggregate a file."""

from casework.models.account_event import AccountAct, AccountEvent
from casework.models.acting import ActingAuthority
from casework.models.agency import Agency, Unit
from casework.models.announced_channel import AnnouncedChannel, ChannelCheck
from casework.models.annual_record import (
    AnnualFigure,
    AnnualFreeze,
    AnnualText,
    FindingVerdict,
    OpeningBalance,
    RecordIsPermanent,
)
from casework.models.annual_table import AnnualTable
from casework.models.applicant import (
    Applicant,
    IdentityCheck,
    IdentityCheckMethod,
    IdentityResult,
    Representative,
)
from casework.models.appraisal import Appraisal
from casework.models.approval_chain import ApprovalStep
from casework.models.archive_appraisal import ArchiveAppraisal
from casework.models.attachment import Attachment
from casework.models.audit_check import AuditCheck
from casework.models.audit_seal import AuditSeal
from casework.models.calendar import AgencyHoliday, CalendarYear
from casework.models.calendar_change import CalendarChange, MovedDeadline
from casework.models.case import Case
from casework.models.case_words import CaseWords
from casework.models.consultation import Consultation
from casework.models.counter import NumberSeries
from casework.models.deadline import Deadline, Reminder
from casework.models.dispute import Dispute, Redo
from casework.models.drift_report import DriftReport
from casework.models.event import CaseEvent, EventIsPermanent
from casework.models.extension import Extension
from casework.models.fee import Fee
from casework.models.former_name import FormerName
from casework.models.handover import Handover, HandoverItem
from casework.models.heartbeat import Heartbeat
from casework.models.imported_ledger import ImportedLedger, ImportedRow
from casework.models.ladder import LadderStep, ReminderSettings
from casework.models.letter import CaseLetter, LetterSettings, LetterTemplate, PdfState, RemedyAuthority
from casework.models.letter_number import LetterNumber
from casework.models.letter_service import Letter, ServiceFollowUp, ServiceRecord
from casework.models.lookup import FailedLookup
from casework.models.matter import Matter
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.office_duty import OfficeDuty, OfficeReminder
from casework.models.office_matter import Assistance, Complaint, IncomingMail, Rectification
from casework.models.outside_channel import OutsideChannel
from casework.models.phone import PhoneDevice
from casework.models.reasons import ReasonsRequest
from casework.models.reply import Reply, ReplyItem
from casework.models.review import ReviewOpinion, ReviewStep
from casework.models.search_record import SearchRecord
from casework.models.second_factor_rule import SecondFactorRule
from casework.models.sign_in import SignedInSession, SignInOutcome, SignInRecord
from casework.models.statistics_layout import StatisticsLayout
from casework.models.supplement import Supplement
from casework.models.topic import TopicList
from casework.models.urging import Urging
from casework.models.user import Role, User
from casework.models.webhook import WebhookEndpoint

__all__ = [
    "AccountAct",
    "AccountEvent",
    "ActingAuthority",
    "Agency",
    "AgencyHoliday",
    "AnnouncedChannel",
    "AnnualFigure",
    "AnnualFreeze",
    "AnnualTable",
    "AnnualText",
    "Applicant",
    "Appraisal",
    "ApprovalStep",
    "ArchiveAppraisal",
    "Assistance",
    "Attachment",
    "AuditCheck",
    "AuditSeal",
    "CalendarChange",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseLetter",
    "CaseWords",
    "ChannelCheck",
    "Complaint",
    "Consultation",
    "Deadline",
    "Dispute",
    "DriftReport",
    "EventIsPermanent",
    "Extension",
    "FailedLookup",
    "Fee",
    "FindingVerdict",
    "FormerName",
    "Handover",
    "HandoverItem",
    "Heartbeat",
    "IdentityCheck",
    "IdentityCheckMethod",
    "IdentityResult",
    "ImportedLedger",
    "ImportedRow",
    "IncomingMail",
    "LadderStep",
    "Letter",
    "LetterNumber",
    "LetterSettings",
    "LetterTemplate",
    "Matter",
    "MovedDeadline",
    "Notice",
    "NoticeChannel",
    "NoticeState",
    "NumberSeries",
    "OfficeDuty",
    "OfficeReminder",
    "OpeningBalance",
    "OutsideChannel",
    "PdfState",
    "PhoneDevice",
    "ReasonsRequest",
    "RecordIsPermanent",
    "Rectification",
    "Redo",
    "RemedyAuthority",
    "Reminder",
    "ReminderSettings",
    "Reply",
    "ReplyItem",
    "Representative",
    "ReviewOpinion",
    "ReviewStep",
    "Role",
    "SearchRecord",
    "SecondFactorRule",
    "ServiceFollowUp",
    "ServiceRecord",
    "SignInOutcome",
    "SignInRecord",
    "SignedInSession",
    "StatisticsLayout",
    "Supplement",
    "TopicList",
    "Unit",
    "Urging",
    "User",
    "WebhookEndpoint",
]

"""The tables, one noun per file."""

import app.models.naming  # noqa: F401 - sets the naming convention before the first model
from app.models.absence import Absence, CalendarFeed
from app.models.account import Account, Invitation, RecoveryCode, SignIn, SignInAttempt
from app.models.agreed_threshold import AgreedThreshold
from app.models.approach import Approach, ApproachOutcome
from app.models.assessment import Assessment, RiskRating, SafetyPlan
from app.models.board_paper import BoardPaper, BoardPaperMade, BoardPaperPart
from app.models.budget import Award, BudgetLine
from app.models.case import Allocation, Case, CaseAccess, CaseDate, CaseState
from app.models.case_study import CaseStudy, ReturnStudy, StudyState
from app.models.commission import (
    Commission,
    CommissionArea,
    CommissionFunding,
    Followed,
    FundingCategory,
    Tier,
)
from app.models.concern import Concern, ConcernAction, DashScore, Mappa
from app.models.course import GroupFacilitator, GroupWaiting, SchoolBreak
from app.models.document import Document
from app.models.draft import Draft, DraftEnd
from app.models.edition import (
    Audience,
    Edition,
    EditionCell,
    EditionOrder,
    EditionProof,
    EditionTable,
    Mark,
    OrderReason,
    OrderState,
    TableState,
)
from app.models.event import Event, Seal
from app.models.fact import Fact, SamePerson
from app.models.figure_question import FigureAnswer, FigureQuestion
from app.models.follow_up import FollowUp, FollowUpResult
from app.models.guest import GuestLink, GuestRequest, GuestSender
from app.models.housekeeping import Installation, Mail, Refusal, Submission
from app.models.identity import IdentityMatch, JoinedSubject, MatchingAgreement, PersonLink
from app.models.imported import ImportedCase, ImportMapping, ImportRun, ImportState
from app.models.label import Label
from app.models.letter import Letter, LetterLink
from app.models.membership import Membership, MembershipCommission, Role, Side
from app.models.mention import Mention
from app.models.money import CommissionTarget, ProfileQuarter, SpendProfile, SpendStatement
from app.models.network import Competence, Professional, Relative
from app.models.organisation import GUESTS, Organisation, OrganisationKind
from app.models.person import ContactChange, Person, SafeContact
from app.models.plan import Goal, GoalResult, MeasureTaken, Occasion
from app.models.plan_review import GoalStep, PlanReview
from app.models.planning import OfferAttempt, SessionCap, SessionMove
from app.models.programme import Programme, ProgrammeVersion
from app.models.quarter_return import QuarterReturn, ReturnAnswer, ReturnFile, ReturnState
from app.models.referral import (
    LIVE,
    Referral,
    ReferralContent,
    ReferralOffer,
    ReferralQuestion,
    ReferralState,
    Whose,
)
from app.models.reminder import Reminder, ReminderChoice
from app.models.return_definition import ReturnDocument, ReturnDocumentVersion
from app.models.return_reminder import ReturnReminder
from app.models.return_version import (
    Party,
    RestatementPrint,
    ReturnCell,
    ReturnPrint,
    ReturnRemark,
    ReturnRestatement,
    ReturnSource,
    ReturnVersion,
    ReturnWords,
)
from app.models.saved_view import SavedView
from app.models.session import (
    SEEN,
    Attendance,
    AttendanceStatus,
    Group,
    GroupMember,
    Headcount,
    Incident,
    Session,
    SessionShape,
    SessionState,
)
from app.models.setting import Setting, SettingKind, SettingStage
from app.models.sharing import ProcessingBasis, ServiceAgreement, SharingDecision
from app.models.supervision import SupervisionNote
from app.models.transfer import DeclineGround, JoinedReferral, TransferBatch
from app.models.variation import CommissionVariation, VariationFunding, VariationReason
from app.models.work import Clock, Handover, Note, NoteKind, Task

__all__ = [
    "GUESTS",
    "LIVE",
    "SEEN",
    "Absence",
    "Account",
    "AgreedThreshold",
    "Allocation",
    "Approach",
    "ApproachOutcome",
    "Assessment",
    "Attendance",
    "AttendanceStatus",
    "Audience",
    "Award",
    "BoardPaper",
    "BoardPaperMade",
    "BoardPaperPart",
    "BudgetLine",
    "CalendarFeed",
    "Case",
    "CaseAccess",
    "CaseDate",
    "CaseState",
    "CaseStudy",
    "Clock",
    "Commission",
    "CommissionArea",
    "CommissionFunding",
    "CommissionTarget",
    "CommissionVariation",
    "Competence",
    "Concern",
    "ConcernAction",
    "ContactChange",
    "DashScore",
    "DeclineGround",
    "Document",
    "Draft",
    "DraftEnd",
    "Edition",
    "EditionCell",
    "EditionOrder",
    "EditionProof",
    "EditionTable",
    "Event",
    "Fact",
    "FigureAnswer",
    "FigureQuestion",
    "FollowUp",
    "FollowUpResult",
    "Followed",
    "FundingCategory",
    "Goal",
    "GoalResult",
    "GoalStep",
    "Group",
    "GroupFacilitator",
    "GroupMember",
    "GroupWaiting",
    "GuestLink",
    "GuestRequest",
    "GuestSender",
    "Handover",
    "Headcount",
    "IdentityMatch",
    "ImportMapping",
    "ImportRun",
    "ImportState",
    "ImportedCase",
    "Incident",
    "Installation",
    "Invitation",
    "JoinedReferral",
    "JoinedSubject",
    "Label",
    "Letter",
    "LetterLink",
    "Mail",
    "Mappa",
    "Mark",
    "MatchingAgreement",
    "MeasureTaken",
    "Membership",
    "MembershipCommission",
    "Mention",
    "Note",
    "NoteKind",
    "Occasion",
    "OfferAttempt",
    "OrderReason",
    "OrderState",
    "Organisation",
    "OrganisationKind",
    "Party",
    "Person",
    "PersonLink",
    "PlanReview",
    "ProcessingBasis",
    "Professional",
    "ProfileQuarter",
    "Programme",
    "ProgrammeVersion",
    "QuarterReturn",
    "RecoveryCode",
    "Referral",
    "ReferralContent",
    "ReferralOffer",
    "ReferralQuestion",
    "ReferralState",
    "Refusal",
    "Relative",
    "Reminder",
    "ReminderChoice",
    "RestatementPrint",
    "ReturnAnswer",
    "ReturnCell",
    "ReturnDocument",
    "ReturnDocumentVersion",
    "ReturnFile",
    "ReturnPrint",
    "ReturnRemark",
    "ReturnReminder",
    "ReturnRestatement",
    "ReturnSource",
    "ReturnState",
    "ReturnStudy",
    "ReturnVersion",
    "ReturnWords",
    "RiskRating",
    "Role",
    "SafeContact",
    "SafetyPlan",
    "SamePerson",
    "SavedView",
    "SchoolBreak",
    "Seal",
    "ServiceAgreement",
    "Session",
    "SessionCap",
    "SessionMove",
    "SessionShape",
    "SessionState",
    "Setting",
    "SettingKind",
    "SettingStage",
    "SharingDecision",
    "Side",
    "SignIn",
    "SignInAttempt",
    "SpendProfile",
    "SpendStatement",
    "StudyState",
    "Submission",
    "SupervisionNote",
    "TableState",
    "Task",
    "Tier",
    "TransferBatch",
    "VariationFunding",
    "VariationReason",
    "Whose",
]

"""The tables, one noun per file."""

import app.models.naming  # noqa: F401 - sets the naming convention before the first model
from app.models.absence import Absence, CalendarFeed
from app.models.account import Account, Invitation, SignIn, SignInAttempt
from app.models.approach import Approach, ApproachOutcome
from app.models.case import Allocation, Case, CaseAccess, CaseDate, CaseState
from app.models.commission import Commission, CommissionArea, CommissionFunding, Tier
from app.models.course import GroupFacilitator, GroupWaiting, SchoolBreak
from app.models.draft import Draft, DraftEnd
from app.models.event import Event, Seal
from app.models.fact import Fact, SamePerson
from app.models.housekeeping import Installation, Mail, Refusal, Submission
from app.models.letter import Letter, LetterLink
from app.models.membership import Membership, MembershipCommission, Role, Side
from app.models.organisation import Organisation, OrganisationKind
from app.models.person import Person, SafeContact
from app.models.plan import Goal, GoalResult, MeasureTaken, Occasion
from app.models.planning import OfferAttempt, SessionCap, SessionMove
from app.models.programme import Programme, ProgrammeVersion
from app.models.referral import (
    LIVE,
    Referral,
    ReferralContent,
    ReferralOffer,
    ReferralQuestion,
    ReferralState,
    Whose,
)
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
from app.models.work import Clock, Handover, Note, Task

__all__ = [
    "LIVE",
    "SEEN",
    "Absence",
    "Account",
    "Allocation",
    "Approach",
    "ApproachOutcome",
    "Attendance",
    "AttendanceStatus",
    "CalendarFeed",
    "Case",
    "CaseAccess",
    "CaseDate",
    "CaseState",
    "Clock",
    "Commission",
    "CommissionArea",
    "CommissionFunding",
    "Draft",
    "DraftEnd",
    "Event",
    "Fact",
    "Goal",
    "GoalResult",
    "Group",
    "GroupFacilitator",
    "GroupMember",
    "GroupWaiting",
    "Handover",
    "Headcount",
    "Incident",
    "Installation",
    "Invitation",
    "Letter",
    "LetterLink",
    "Mail",
    "MeasureTaken",
    "Membership",
    "MembershipCommission",
    "Note",
    "Occasion",
    "OfferAttempt",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Programme",
    "ProgrammeVersion",
    "Referral",
    "ReferralContent",
    "ReferralOffer",
    "ReferralQuestion",
    "ReferralState",
    "Refusal",
    "Role",
    "SafeContact",
    "SamePerson",
    "SchoolBreak",
    "Seal",
    "Session",
    "SessionCap",
    "SessionMove",
    "SessionShape",
    "SessionState",
    "Setting",
    "SettingKind",
    "SettingStage",
    "Side",
    "SignIn",
    "SignInAttempt",
    "Submission",
    "Task",
    "Tier",
    "Whose",
]

"""The tables as lists read them: columns and not entities, which is six times faster."""

from sqlalchemy import FromClause, inspect
from sqlmodel import SQLModel

from app import models


def _table(model: type[SQLModel]) -> FromClause:
    found: FromClause = inspect(model).local_table
    return found


ACCOUNT = _table(models.Account)
ATTENDANCE = _table(models.Attendance)
CASE = _table(models.Case)
CLOCK = _table(models.Clock)
CONCERN_ACTION = _table(models.ConcernAction)
DOCUMENT = _table(models.Document)
COMMISSION = _table(models.Commission)
DECLINE_GROUND = _table(models.DeclineGround)
EVENT = _table(models.Event)
GOAL = _table(models.Goal)
GROUP = _table(models.Group)
GUEST_SENDER = _table(models.GuestSender)
JOINED_REFERRAL = _table(models.JoinedReferral)
MEASURE = _table(models.MeasureTaken)
MEMBERSHIP = _table(models.Membership)
MENTION = _table(models.Mention)
NOTE = _table(models.Note)
MEMBERSHIP_COMMISSION = _table(models.MembershipCommission)
ORGANISATION = _table(models.Organisation)
PERSON = _table(models.Person)
PLAN_REVIEW = _table(models.PlanReview)
PROGRAMME = _table(models.Programme)
PROGRAMME_VERSION = _table(models.ProgrammeVersion)
REFERRAL = _table(models.Referral)
REFERRAL_OFFER = _table(models.ReferralOffer)
REFERRAL_QUESTION = _table(models.ReferralQuestion)
SAFE_CONTACT = _table(models.SafeContact)
SESSION = _table(models.Session)
SETTING = _table(models.Setting)
TASK = _table(models.Task)
TRANSFER_BATCH = _table(models.TransferBatch)

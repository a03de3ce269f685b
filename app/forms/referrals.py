"""What a sender may submit: a referral, an answer to a question, a reason for taking it back."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import model_validator

from app import clocks
from app.forms.fields import Characters, Fields, PastDate, TimeOfDay, asks, moment_of
from app.forms.people import Code, Note, PersonFields, Short

Press = Literal["send", "check", "save"]


class WhereAndWhen(Fields):
    """Where and when somebody was met: all that is kept of an offer that was declined."""

    setting_id: UUID | None = asks("the place", default=None)
    seen_on: PastDate | None = asks("the day you saw them", default=None)


class ReferralFields(PersonFields):
    """A referral as any page of ours asks for it; the programme's own questions come beside it."""

    do: Press | None = asks("what to do", default=None)
    source: Code | None = asks("who refers", default=None)
    agreement: Code | None = asks(
        "whether they agreed", missing="Select whether they agreed to the referral", default=None
    )
    agreement_reason: Note | None = asks("why it is shared without agreement", default=None)
    setting_id: UUID | None = asks("the place", default=None)
    seen_on: PastDate | None = asks("the day you saw them", default=None)
    seen_at: TimeOfDay | None = asks("the time you saw them", default=None)
    immediate_risk: Literal["yes", "no", "not-known"] | None = asks(
        "whether somebody is in danger now", default=None
    )
    what_matters: Note | None = asks("what matters to them right now", default=None)
    notice_how: Code | None = asks("how you told them about their data", default=None)
    same_as: Code | None = asks("whether you know this person already", default=None)

    @model_validator(mode="after")
    def was_seen_before_now(self) -> Self:
        """A meeting has a time, and lies behind us."""
        if self.seen_on and self.seen_at and moment_of(self.seen_on, self.seen_at) > clocks.now():
            raise ValueError("The time you saw them cannot be later than now")
        return self


class ReceivedFields(ReferralFields):
    """A referral that came by phone, mail, panel or in person, and is logged by who took it."""

    channel: Code | None = asks("how it came", missing="Select how it came", default=None)
    received_on: PastDate = asks("the day it was received")
    received_at: TimeOfDay = asks("the time it was received")
    sender_name: Short | None = asks("who sent it", default=None)
    sender_organisation: Short | None = asks("the organisation that sent it", default=None)
    sender_contact: Short | None = asks("how to reach the sender", default=None)

    @model_validator(mode="after")
    def was_received_before_now(self) -> Self:
        """The clocks start when it was received: never later than now."""
        if moment_of(self.received_on, self.received_at) > clocks.now():
            raise ValueError("The time it was received cannot be later than now")
        return self


class Answer(Fields):
    """The sender's answer to what the receiver asked."""

    answer: Annotated[str, Characters(2000, lines=True)] = asks("your answer")


class TakeBack(Fields):
    """Why an offer is taken back: a code of the list `withdraw-reason`."""

    reason: Code = asks("a reason", missing="Select why you take it back")

"""What people fill in about a case: the next step, level, risk, its moves, who may see it."""

from typing import Annotated, Literal
from uuid import UUID

from app.forms.fields import (
    BirthDate,
    Characters,
    Fields,
    FutureDate,
    NHSNumber,
    PastDate,
    Phone,
    Postcode,
    SafeDate,
    SafeLine,
    Whole,
    YesNoUnknown,
    asks,
)
from app.forms.people import OLDEST
from app.forms.reasons import OpenUpReason

Code = Annotated[str, Characters(40)]
ShortText = Annotated[str, Characters(500, lines=True)]


class NextAction(Fields):
    """What comes next, and by when; both empty means nothing is planned."""

    words: SafeLine | None = asks("what comes next", default=None)
    on: SafeDate | None = asks("the day", default=None)


class SetLevel(Fields):
    """The level of work, a code of the programme."""

    level: Code = asks("a level", missing="Select a level")


class MoveDate(Fields):
    """A date that may move, such as the release date."""

    falls_on: SafeDate = asks("the date")
    kind: Code | None = asks("the kind of date", default=None)
    confidence: Code | None = asks("how sure the date is", default=None)


class Engage(Fields):
    """That the person agreed to take part: when, who said so, how, and to what."""

    agreed_on: PastDate = asks("the day of agreement")
    given_by: Code = asks("who agreed", missing="Select who agreed", default="person")
    manner: Code = asks("how it was said", missing="Select how it was said", default="spoken")
    about: ShortText | None = asks("what was agreed to", default=None)


class Pause(Fields):
    """Why the work rests, and when to look again."""

    reason: Code = asks("why the case is paused", missing="Select why the case is paused")
    review_on: FutureDate = asks("the day to look again")


class Confirm(Fields):
    """A move that asks nothing."""


class Close(Fields):
    """Why the case ends. Each open goal's result is asked beside it, by the id of the goal."""

    reason: Code = asks("why the case is closed", missing="Select why the case is closed")
    planned: Literal["usual", "yes", "no"] = asks("whether the ending was planned", default="usual")
    person_view: Annotated[str, Characters(2000, lines=True)] | None = asks(
        "their own view", default=None
    )


class WhoMaySee(Fields):
    """The people on the list of a restricted case; the one who saves is always on it."""

    accounts: list[UUID] = asks("who may see this case", default=[])


class OpenUp(Fields):
    """Why a restricted case is open to its whole service again."""

    reason: OpenUpReason = asks("why", missing="Select why it is no longer restricted")


class ChangePerson(Fields):
    """Who somebody is and how to reach them safely. Nothing but the name is needed."""

    preferred_name: SafeLine = asks("what they like to be called")
    family_name: SafeLine | None = asks("the family name", default=None)
    born_on: BirthDate | None = asks("the date of birth", default=None)
    age_given: Annotated[int, Whole(0, OLDEST)] | None = asks("the age", default=None)
    sex: Literal["F", "M", "X", "U"] = asks("the sex", default="U")
    gender: Code | None = asks("the gender", default=None)
    ethnicity: Code = asks("the ethnic group", default="NK")
    ethnicity_source: Code | None = asks("who said the ethnic group", default=None)
    nhs_number: NHSNumber | None = asks("the NHS number", default=None)
    area: Code | None = asks("the area", default=None)
    language: SafeLine | None = asks("the language", default=None)
    phone: Phone | None = asks("the phone number", default=None)
    may_call: YesNoUnknown = asks("whether it is safe to call", default="not-known")
    may_text: YesNoUnknown = asks("whether it is safe to text", default="not-known")
    may_leave_message: YesNoUnknown = asks(
        "whether it is safe to leave a message", default="not-known"
    )
    may_write: YesNoUnknown = asks("whether it is safe to write", default="not-known")
    other_phones: ShortText | None = asks("other numbers", default=None)
    interpreter: YesNoUnknown = asks("whether they need an interpreter", default="not-known")
    access_needs: ShortText | None = asks("what they need to take part", default=None)
    best_time: SafeLine | None = asks("the best time", default=None)
    ask_for: SafeLine | None = asks("whom to ask for", default=None)
    must_not_hear: SafeLine | None = asks("who must not hear of it", default=None)
    address: ShortText | None = asks("the address", default=None)
    postcode: Postcode | None = asks("the postcode", default=None)


class ChooseService(Fields):
    """Where an onward referral goes: a commission here, or a kind of service elsewhere."""

    service: Code = asks("a service", missing="Select a service")


class ReferOn(Fields):
    """What an onward referral says beside the answers to the programme's own questions."""

    agreement: Code = asks("whether they agree", missing="Select whether they agree")
    agreement_reason: ShortText | None = asks("why it is shared without agreement", default=None)
    notice_how: Code | None = asks("how the privacy notice was given", default=None)
    immediate_risk: Literal["yes", "no"] = asks("whether there is immediate risk", default="no")


class ReferOutside(Fields):
    """An onward referral to a service that does not work with Throughline."""

    service_name: SafeLine = asks("the name of the service")
    words: ShortText | None = asks("what was agreed", default=None)

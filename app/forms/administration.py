"""What an administrator fills in: organisations, users and their roles, settings, commissions."""

from typing import Annotated, Literal
from uuid import UUID

from app.forms.fields import (
    Characters,
    Fields,
    MailAddress,
    Postcode,
    SafeDate,
    SafeLine,
    SafeText,
    Whole,
    asks,
)
from app.forms.reasons import EndReason, ResetCodeReason, RetireReason, SuspendReason
from app.forms.sign_ins import Secret
from app.models import OrganisationKind, Role, SettingKind, Tier

Code = Annotated[str, Characters(20)]
Places = Annotated[int, Whole(1, 100_000)]


class ChangedOrganisation(Fields):
    """What an organisation is called, and how it is reached."""

    name: SafeLine = asks("the name of the organisation")
    ods_code: Code | None = asks("the ODS code", default=None)
    mail: MailAddress | None = asks("the email address", default=None)


class _InPartnership(Fields):
    """What an organisation is in the partnership."""

    kind: OrganisationKind = asks("a kind", missing="Select what the organisation is")


class NewOrganisation(ChangedOrganisation, _InPartnership):
    """An organisation, with what it is; asked in that order, which is read from right to left."""


class Retire(Fields):
    """Why an organisation is retired."""

    reason: RetireReason = asks("a reason", missing="Select why the organisation is retired")


class ChangedUser(Fields):
    """Who somebody is here."""

    name: SafeLine = asks("their name")
    mail: MailAddress = asks("their email address")
    job: SafeLine | None = asks("their job", default=None)


class NewRole(Fields):
    """A role in an organisation."""

    organisation: UUID = asks("an organisation", missing="Select the organisation")
    role: Role = asks("a role", missing="Select the role")
    side: Literal["none", "perpetrator", "partner"] = asks("a side", default="none")
    from_day: SafeDate | None = asks("the first day", default=None)
    to_day: SafeDate | None = asks("the last day", default=None)
    own_password: Secret | None = asks("your own password", default=None)


class NewUser(NewRole, ChangedUser):
    """Somebody new, with their first role."""


class ChangedRole(Fields):
    """From when to when a role holds, and what it covers."""

    from_day: SafeDate = asks("the first day")
    to_day: SafeDate | None = asks("the last day", default=None)
    setting: UUID | None = asks("the usual place", default=None)
    commissions: list[UUID] = asks("the commissions", default=[])
    own_password: Secret | None = asks("your own password", default=None)


class Suspend(Fields):
    """Why somebody is suspended."""

    reason: SuspendReason = asks("a reason", missing="Select why the user is suspended")


class ResetCode(Fields):
    """Why the code at somebody's sign-in is turned off."""

    reason: ResetCodeReason = asks("a reason", missing="Select why the code is turned off")
    own_password: Secret | None = asks("your own password", default=None)


class EndRole(Fields):
    """Why a role ends."""

    reason: EndReason = asks("a reason", missing="Select why the role ends")
    own_password: Secret | None = asks("your own password", default=None)


class ChangedSetting(Fields):
    """A place where a programme works."""

    name: SafeLine = asks("the name of the place")
    postcode: Postcode | None = asks("the postcode", default=None)
    area: Code | None = asks("an area", default=None)
    active: Literal["yes", "no"] = asks("whether it can be chosen", default="yes")


class NewSetting(Fields):
    """A place with the code of its own register."""

    kind: SettingKind = asks("a kind", missing="Select what kind of place it is")
    name: SafeLine = asks("the name of the place")
    code: Code = asks("the code")
    postcode: Postcode | None = asks("the postcode", default=None)
    area: Code | None = asks("an area", default=None)


class ReachedStage(Fields):
    """The stage that a place reached."""

    stage: Code = asks("a stage", missing="Select the stage")
    since: SafeDate = asks("the day since when")


class ChangedCommission(Fields):
    """The terms of a commission. `funding` holds one stream a line: its name and the pounds."""

    name: SafeLine = asks("the name of the commission")
    tier: Tier = asks("a tier", missing="Select the prevention tier")
    starts_on: SafeDate = asks("the first day")
    ends_on: SafeDate | None = asks("the last day", default=None)
    places: Places | None = asks("the number of places", default=None)
    areas: list[Code] = asks("an area", missing="Select at least one area", default=[])
    funding: SafeText | None = asks("the funding", default=None)


class _Bought(Fields):
    """Which programme is bought, from whom, by whom."""

    programme: UUID = asks("a programme", missing="Select the programme")
    provider: UUID = asks("a provider", missing="Select the provider")
    commissioner: UUID = asks("a commissioner", missing="Select the commissioner")


class NewCommission(ChangedCommission, _Bought):
    """A programme to be bought from a provider; its parties are asked for first."""


class LetGuests(Fields):
    """Whether people without an account may refer to a commission."""

    takes: Literal["yes", "no"] = asks("whether guests may refer")

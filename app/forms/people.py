"""Who somebody is and how to reach them, as a referral asks for it.

Nothing here is required: "not known" is an answer, and which boxes stand on a page is for the page
to say.
"""

from typing import Annotated, Literal

from app.forms.fields import (
    BirthDate,
    Characters,
    Fields,
    NHSNumber,
    Phone,
    Postcode,
    Whole,
    asks,
)

OLDEST = 119
Name = Annotated[str, Characters(80)]
Short = Annotated[str, Characters(120)]
Note = Annotated[str, Characters(500, lines=True)]
Code = Annotated[str, Characters(40)]


class PersonFields(Fields):
    """The platform's own questions about a person. Codes are checked against their lists later."""

    preferred_name: Name | None = asks("what they like to be called", default=None)
    family_name: Name | None = asks("the family name", default=None)
    born_on: BirthDate | None = asks("the date of birth", default=None)
    age_given: Annotated[int, Whole(0, OLDEST)] | None = asks("the age", default=None)
    sex: Literal["F", "M", "X", "U"] | None = asks("their sex", default=None)
    ethnicity: Code | None = asks("their ethnic group", default=None)
    nhs_number: NHSNumber | None = asks("the NHS number", default=None)
    area: Code | None = asks("where they live", default=None)
    language: Annotated[str, Characters(60)] | None = asks("the language", default=None)
    interpreter: Literal["yes", "no", "not-known"] | None = asks(
        "whether they need an interpreter", default=None
    )
    phone: Phone | None = asks("the phone number", default=None)
    reach: list[Literal["call", "text", "message"]] = asks("what is safe", default=[])
    best_time: Short | None = asks("the best time", default=None)
    ask_for: Short | None = asks("whom to ask for", default=None)
    must_not_hear: Short | None = asks("who must not hear of it", default=None)
    address: Annotated[str, Characters(300, lines=True)] | None = asks("the address", default=None)
    postcode: Postcode | None = asks("the postcode", default=None)
    responsible_adult: Short | None = asks("who has parental responsibility", default=None)

"""What people fill in about agreement, lawful basis and sharing."""

from typing import Literal, Self

from pydantic import model_validator

from app.forms.cases import Code, ShortText
from app.forms.fields import Fields, PastDate, SafeLine, YesNo, asks


class AgreementFields(Fields):
    """What somebody said to taking part."""

    answer: Literal["agreed", "declined"] = asks(
        "what was said", missing="Select whether they agreed to take part"
    )
    given_by: Code = asks("who said so", missing="Select who said so")
    manner: Code = asks("how it was said", missing="Select how it was said")
    given_on: PastDate = asks("the day")
    about: ShortText = asks("what was agreed to", missing="Enter what was explained and agreed to")


class BasisFields(Fields):
    """The lawful basis for one purpose. Agreement to take part is another record."""

    purpose: Code = asks("the purpose", missing="Select what the data are used for")
    basis: Code = asks("the lawful basis", missing="Select the lawful basis")
    condition: Code | None = asks("the condition for special data", default=None)
    from_on: PastDate = asks("the day it began")
    ground: ShortText | None = asks("why this basis", default=None)


class DecisionFields(Fields):
    """A decision to share something with somebody, or not to."""

    shared: YesNo = asks("the decision", missing="Select whether it is shared")
    recipient: Code = asks("with whom", missing="Select with whom")
    recipient_name: SafeLine = asks("who exactly", missing="Enter who exactly, with their service")
    what: ShortText = asks("what is shared", missing="Enter what is shared, or was asked for")
    agreed: YesNo = asks("whether they agreed", missing="Select whether they agreed to this")
    ground: Code | None = asks("the ground without agreement", default=None)
    reasons: ShortText | None = asks("the reasons", default=None)
    decider: SafeLine = asks("who decided", missing="Enter who decided, with their job")
    decided_on: PastDate = asks("the day of the decision")
    told: YesNo = asks("whether they were told", missing="Select whether they were told")
    safe_to_show: YesNo = asks("whether it may be shown", default="no")

    @model_validator(mode="after")
    def without_agreement_has_a_ground(self) -> Self:
        """Sharing without agreement needs a reason in law."""
        if self.shared == "yes" and self.agreed == "no" and not self.ground:
            raise ValueError("Select the ground for sharing without agreement")
        return self


class EndRecord(Fields):
    """When and why a record was ended or taken back."""

    on: PastDate = asks("the day")
    why: ShortText = asks("a reason", missing="Enter what was said, or why it ends")


class CopyGiven(Fields):
    """The person was given their copy on paper, or read it with the worker."""

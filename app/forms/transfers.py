"""What is filled in to hand cases over to another provider."""

from typing import Annotated
from uuid import UUID

from app.forms.cases import ReferOn
from app.forms.fields import Characters, Fields, asks

Code = Annotated[str, Characters(40)]
Words = Annotated[str, Characters(4000, lines=True)]


class Transfer(ReferOn):
    """One case: what an onward referral says, and what the next service should know."""

    handed_over: Words | None = asks("what they should know", default=None)


class TransferAll(Fields):
    """Many cases of one service: which, to which service, on what agreement."""

    to: Code = asks("the service", missing="Select who takes the cases over")
    cases: list[UUID] = asks("a case", missing="Select one case or more")
    agreement: Code = asks("whether they agree", missing="Select whether they agree")
    agreement_reason: Annotated[str, Characters(1000, lines=True)] | None = asks(
        "why they are handed over without agreement", default=None
    )
    notice_how: Code | None = asks("how they were told", default=None)
    handed_over: Words | None = asks("what the next provider should know", default=None)


class TakeOver(Fields):
    """Which of the transfers that wait are accepted."""

    offers: list[UUID] = asks("a case", missing="Select one case or more")

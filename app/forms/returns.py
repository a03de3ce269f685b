"""What people fill in about returns: signing, asking about a number, case studies, files."""

from typing import Annotated, Literal

from app.forms.fields import Characters, Fields, PastDate, SafeLine, SafeText, asks

Code = Annotated[str, Characters(40)]
Seen = Annotated[str, Characters(64)]
Pseudonym = Annotated[str, Characters(40)]
Story = Annotated[str, Characters(6000, lines=True)]


class Sign(Fields):
    """Signing a return as it was shown."""

    seen: Seen = asks("the figures you looked at")
    checked: Literal["yes"] = asks(
        "that you checked it", missing="Say that you checked the figures and the texts"
    )


class SayAboutCell(Fields):
    """One turn of the talk about a cell."""

    words: SafeText = asks("what you want to say")


class SendRestatement(Fields):
    """Sending what changed since, with a sentence about it."""

    seen: Seen = asks("the changes you looked at")
    words: SafeText | None = asks("what happened", default=None)


class BringFigures(Fields):
    """Which system a file of figures comes from. The file itself comes beside the boxes."""

    system: SafeLine = asks("the name of your own system")


class WriteStudy(Fields):
    """A case study, and how the person agreed to it."""

    pseudonym: Pseudonym = asks("an invented name")
    age_band: Code = asks("an age band", missing="Select an age band")
    words: Story = asks("the story")
    consent: Code = asks("how they agreed", missing="Select how they agreed")
    consent_on: PastDate = asks("the day on which they agreed")


class WithdrawStudy(Fields):
    """Why a case study is taken back."""

    reason: Code = asks("a reason", missing="Select why it is taken back")

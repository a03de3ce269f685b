"""What people fill in about a saved view."""

from typing import Annotated, Literal

from app.forms.fields import Characters, Fields, SafeLine, asks

Name = Annotated[str, Characters(80)]


class SaveView(Fields):
    """A name for a page of figures; perhaps always of the newest quarter, perhaps for colleagues too."""

    name: Name = asks("a name")
    address: SafeLine = asks(
        "the page", missing="Open the page of figures again and save it from there"
    )
    newest: Literal["yes"] | None = asks("whether it moves on with the quarters", default=None)
    shared: Literal["yes"] | None = asks("whether colleagues see it", default=None)

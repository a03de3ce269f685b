"""What somebody looks for. It is posted, so that no name stands in an address or a log."""

from typing import Annotated

from app.forms.fields import Characters, Fields, asks


class Search(Fields):
    """A name, a reference, a phone number or a date of birth."""

    words: Annotated[str, Characters(200)] = asks(
        "a name", missing="Enter a name, reference, phone number or date of birth"
    )

"""What a guardian asks for."""

from app.forms.fields import Fields, SafeLine, asks


class AskWhoOpened(Fields):
    """The reference of the case that is asked about."""

    reference: SafeLine = asks("the reference of a case")

"""What is ticked of the things that an earlier case knows."""

from uuid import UUID

from app.forms.fields import Fields, asks


class TakeOver(Fields):
    """The rows that are taken over, by their ids."""

    relatives: list[UUID] = asks("family and household", default=[])
    professionals: list[UUID] = asks("professionals", default=[])
    labels: list[UUID] = asks("labels", default=[])

"""How a draft may end."""

from app.forms.fields import Fields, asks
from app.forms.people import Code


class EndDraft(Fields):
    """Why a draft ends without being sent: a code of the list `not-approached-reason`."""

    reason: Code = asks("a reason", missing="Select what became of it")

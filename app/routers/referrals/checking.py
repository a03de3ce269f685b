"""What is wrong with one box, said while the form is still being filled in."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from app.access import Permission
from app.forms.referrals import ReferralFields
from app.web.door import allowed
from app.web.forms import read
from app.web.keyless import KEYLESS, KeylessForm
from app.web.posted import Posted

router = APIRouter(dependencies=[KEYLESS, allowed(Permission.refer)])

# Boxes whose shape is checked when they change; never while somebody is typing.
BOXES = {
    "phone": ("phone",),
    "born_on": ("born_on-day", "born_on-month", "born_on-year"),
    "nhs_number": ("nhs_number",),
    "postcode": ("postcode",),
}


@router.post("/referrals/check/{name}")
def check_box(name: str, posted: KeylessForm) -> Response:
    """Answer the sentence of what is wrong with a box, or nothing."""
    boxes = {box: posted.boxes[box] for box in BOXES.get(name, ()) if box in posted.boxes}
    if any(not "".join(texts).strip() for texts in boxes.values()):
        # A date is not wrong while its year is still to come.
        return PlainTextResponse("")
    form = read(ReferralFields, Posted(boxes, {}))
    return PlainTextResponse(form.error(name) or "")

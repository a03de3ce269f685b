"""The guest's form, one thing on each page: which pages there are, and what each of them holds.

The platform's own questions come first, then those that the programme shows a receiver or puts on
its one-page form, and those that it requires. The same checks as for staff read the answers.
"""

from typing import Any, NamedTuple

from app.database import Database
from app.errors import NotFound
from app.forms.guests import GuestFields
from app.forms.reading import PARTS
from app.models import Commission, GuestLink, Side
from app.programmes.questions import Question
from app.queries import commissions_open
from app.routers.referrals import reading
from app.routers.referrals.desk import Desk, refill
from app.web.forms import Form
from app.web.posted import Posted

Typed = dict[str, list[str]]


class Step(NamedTuple):
    """One page of the form: its name in the address, its heading, and the fields it holds."""

    key: str
    title: str
    fields: tuple[str, ...]
    question: Question | None = None

    @property
    def boxes(self) -> set[str]:
        """The names that its boxes may have; a day has three."""
        days = {f"{name}-{part}" for name in self.fields for part in PARTS}
        return {*self.fields, *days}


PERSON = (
    Step("you", "Who are you?", ("sender_name", "sender_job", "sender_organisation")),
    Step("source", "What do you refer as?", ("source",)),
    Step("agreement", "Do they agree to this referral?", ("agreement", "agreement_reason")),
    Step("name", "What is their name?", ("preferred_name", "family_name")),
    Step("age", "How old are they?", ("born_on", "age_given")),
    Step("area", "Where do they live?", ("area",)),
    Step(
        "contact",
        "How can the service reach them safely?",
        ("phone", "reach", "best_time", "ask_for", "must_not_hear"),
    ),
    Step("danger", "Is somebody in danger now?", ("immediate_risk",)),
)
LAST = Step("matters", "What matters to them right now?", ("what_matters",))


class Reading(NamedTuple):
    """What was typed so far, read: the form with all that is wrong, the programme's answers."""

    form: Form[GuestFields]
    answers: reading.Answers


def desk_of(database: Database, link: GuestLink) -> Desk:
    """The service of a link, as its form needs it. Raises NotFound where it takes no guests now."""
    service = commissions_open.service_of(database, link.commission_id)
    takes = database.find(Commission, link.commission_id).takes_guests
    if not takes or service.definition.side_names or not service.definition.referral.guests:
        raise NotFound("This service takes no referrals from guests today. Ring it instead.")
    return Desk(database, service, Side.none, "/refer/form", link.id)


def steps_of(desk: Desk, typed: Typed) -> list[Step]:
    """The pages to go through, given the answers so far."""
    referral = desk.definition.referral
    wanted = {*referral.quick, *referral.offer}
    asked = desk.definition.visible_questions(typed)
    keys = {one.key for one in asked if one.required or one.key in wanted}
    # What follows from a question that is asked is asked as well.
    keys |= {one.key for one in asked if one.shown_when and one.shown_when.key in keys}
    own = [
        Step(one.key.replace("_", "-"), one.label, (one.key,), one)
        for one in asked
        if one.key in keys
    ]
    first = [one for one in PERSON if one.key != "source" or len(desk.sources) > 1]
    return [*first, *own, LAST]


def typed_of(link: GuestLink) -> Typed:
    """The boxes that were typed so far."""
    return {name: list(texts) for name, texts in (link.typed or {}).items()}


def taken(step: Step, typed: Typed, posted: Posted) -> Typed:
    """The boxes with what one page says now in place of what it said before."""
    kept = {name: texts for name, texts in typed.items() if name not in step.boxes}
    said = {name: texts for name, texts in posted.boxes.items() if name in step.boxes}
    return kept | {name: texts for name, texts in said.items() if any(texts)}


def read_typed(desk: Desk, typed: Typed) -> Reading:
    """Read everything that was typed as if it had been posted at once."""
    form, answers = reading.read_referral(
        desk, GuestFields, Posted(typed, {}), list(desk.definition.questions)
    )
    # A guest has no drafts of their own: what they type is kept under the link.
    form.draft = None
    for name, sentence in (
        ("sender_name", "Enter your name"),
        ("sender_organisation", "Enter the organisation you work for"),
    ):
        if not form.text(name).strip():
            form.refuse(name, sentence)
    if len(desk.sources) > 1 and not form.text("source"):
        form.refuse("source", "Select what you refer as")
    if form.text("agreement") == reading.DECLINED:
        form.refuse("agreement", "They said no, so nothing about them can be sent")
    if form.text("agreement") == reading.NOT_ASKED:
        form.refuse("agreement", "Ask them first. Your link keeps what you typed until then")
    return Reading(form, answers)


def on_page(step: Step, form: Form[Any]) -> Form[Any]:
    """The form with only what is wrong on one page."""
    form.errors = {name: words for name, words in form.errors.items() if name in step.fields}
    return form


def shown(step: Step, typed: Typed) -> Form[Any]:
    """The form of a page as it was left."""
    form: Form[Any] = Form.empty(GuestFields)
    if step.question is not None and step.question.type == "date":
        form.dates.add(step.question.key)
    refill(form, typed)
    return form


def first_wrong(steps: list[Step], form: Form[Any]) -> Step | None:
    """The first page with something wrong or missing."""
    return next((one for one in steps if set(one.fields) & form.errors.keys()), None)

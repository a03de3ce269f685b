"""Training of professionals: the list, a new one, one of them, its correction."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import counts, training
from app.actions.delivery.counts import NewDelivery
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.lessons import Training
from app.models import SessionShape, Setting
from app.programmes.lists import Entry, code_list
from app.queries import lessons, settings_engaged
from app.queries.delivered import Provision, provision
from app.queries.keyset import id_in, turn_of
from app.queries.lessons import Whole
from app.web.counting_grid import whole as number_in
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, read
from app.web.found_delivery import Provided, deliver
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()


@router.get("/delivery/{commission_id}/training")
def list_trainings(request: Request, database: Db, provided: Provided) -> Response:
    """List the trainings that were held."""
    if not provided.training_kinds:
        raise NotFound
    found = lessons.held(
        database,
        provided,
        shapes=(SessionShape.training,),
        turn=turn_of(request.query_params),
    )
    return page(
        request,
        "training/list.html",
        provided=provided,
        held=found.rows,
        previous=found.previous,
        next=found.next,
    )


def roles_of(provided: Provision) -> list[Entry]:
    """The professional roles that a programme counts."""
    own = provided.definition.training
    known = code_list("professional-role")
    codes = own.audiences if own else known.codes()
    return [entry for code in codes if (entry := known.get(code))]


def box(role: str) -> str:
    """The name of the box of a role."""
    return f"n-{role}"


@router.get("/delivery/{commission_id}/training/new", dependencies=[DRAFTED])
def ask_training(request: Request, database: Db, provided: Provided) -> Response:
    """The form for a training, for the place in the address if it names one."""
    kinds = provided.training_kinds
    if not kinds:
        raise NotFound
    now = clocks.now().astimezone(clocks.LONDON)
    place = id_in(request.query_params, "setting")
    form = Form.empty(
        Training,
        on=now.date(),
        setting=place,
        kind=kinds[0].code if len(kinds) == 1 else None,
        minutes=kinds[0].minutes if len(kinds) == 1 else None,
    )
    if place is not None:
        form.fill("works_there", settings_engaged.trained(database, provided, place).staff)
    return draw(request, database, provided, form)


@router.post("/delivery/{commission_id}/training/new", dependencies=[DRAFTED])
def record_training(
    request: Request, database: Db, provided: Provided, posted: PostedForm
) -> Response:
    """Record a training and who came, by role."""
    form, roles = read_training(posted, provided)
    status = 422
    if not form.errors and form.values.setting is not None:
        setting = database.find(Setting, form.values.setting)
        if setting.kind != provided.setting_kind:
            form.refuse("setting", "Select the place from the list")
    if not form.errors:
        said = form.values
        new = NewDelivery(
            said.kind,
            moment_of(said.on, said.at),
            minutes=said.minutes,
            setting_id=said.setting,
            place=said.place,
            note=said.note,
        )
        try:
            made = training.train(
                database, provided, new, roles, staff=said.works_there, sure=said.sure == "yes"
            )
            return see(request, f"/training/{made.id}", message="training-recorded")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw(request, database, provided, form, status)


def read_training(posted: PostedForm, provided: Provision) -> tuple[Form[Training], dict[str, int]]:
    """Check the form and the boxes of the roles."""
    known = roles_of(provided)
    form: Form[Training] = read(Training, posted, questions=[box(one.code) for one in known])
    roles = {one.code: number_in(form, box(one.code), one.label) or 0 for one in known}
    if not any(roles.values()) and not any(form.error(box(one.code)) for one in known):
        form.refuse(box(known[0].code), "Enter how many came")
    if not form.errors and form.values.kind not in {k.code for k in provided.training_kinds}:
        form.refuse("kind", "Select the training from the list")
    return form, roles


def draw(
    request: Request,
    database: Database,
    provided: Provision,
    form: Form[Any],
    status: int = 200,
    *,
    whole: Whole | None = None,
) -> Response:
    """Draw the form; a training that is corrected stays at its place."""
    places = (
        [(str(one.id), one.name) for one in settings_engaged.choices(database, provided)]
        if provided.setting_kind and whole is None
        else []
    )
    return page(
        request,
        "training/form.html",
        status=status,
        provided=provided,
        form=form,
        kinds=provided.training_kinds,
        roles=roles_of(provided),
        places=places,
        whole=whole,
        asks=status == 409 or form.text("sure") == "yes",  # noqa: PLR2004 - refused by the rules
    )


def found_training(
    database: Database, session_id: UUID, *, lock: bool = False
) -> tuple[Whole, Provision]:
    """A training and its commission. Raises NotFound for any other session."""
    deliver(database)
    whole = lessons.one(database, session_id, lock=lock)
    if whole.session.shape != SessionShape.training:
        raise NotFound
    return whole, provision(database, whole.session.commission_id)


@router.get("/training/{session_id}")
def show_training(request: Request, database: Db, session_id: UUID) -> Response:
    """Show one training."""
    whole, provided = found_training(database, session_id)
    return page(
        request,
        "training/one.html",
        whole=whole,
        provided=provided,
        role_label=code_list("professional-role").label,
    )


@router.get("/training/{session_id}/correct", dependencies=[DRAFTED])
def ask_correction(request: Request, database: Db, session_id: UUID) -> Response:
    """The form with the training as it stands."""
    whole, provided = found_training(database, session_id)
    session = whole.session
    local = session.starts_at.astimezone(clocks.LONDON)
    form = Form.empty(
        Training,
        version=session.version,
        kind=session.kind,
        on=local.date(),
        at=local.time(),
        minutes=session.minutes,
        place=session.place,
        note=session.note,
        works_there=whole.group.size if whole.group else None,
    )
    for row in whole.heads:
        form.fill(box(row.audience), row.n)
    return draw(request, database, provided, form, whole=whole)


@router.post("/training/{session_id}/correct", dependencies=[DRAFTED])
def correct_training(
    request: Request, database: Db, session_id: UUID, posted: PostedForm
) -> Response:
    """Correct a training; its place stays."""
    whole, provided = found_training(database, session_id, lock=True)
    form, roles = read_training(posted, provided)
    status = 422
    if not form.errors:
        said = form.values
        try:
            database.expect(whole.session, form.version)
            counts.correct(
                database,
                whole.session,
                training.by_role(roles),
                sure=said.sure == "yes",
                kind=said.kind,
                starts_at=moment_of(said.on, said.at),
                minutes=said.minutes,
                note=said.note,
            )
            return see(request, f"/training/{session_id}", message="heads-corrected")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
            form.version = whole.session.version
    return draw(request, database, provided, form, status, whole=whole)


@router.get("/training/{session_id}/withdraw")
def ask_withdrawal(request: Request, database: Db, session_id: UUID) -> Response:
    """Ask whether the training was really entered by mistake."""
    whole, provided = found_training(database, session_id)
    return page(request, "lessons/withdraw.html", whole=whole, provided=provided, form=Form.empty())


@router.post("/training/{session_id}/withdraw")
def withdraw_training(request: Request, database: Db, session_id: UUID) -> Response:
    """Take the training back: nothing of it counts any more."""
    whole, provided = found_training(database, session_id, lock=True)
    counts.withdraw(database, whole.session)
    return see(request, f"/delivery/{provided.id}/training", message="session-withdrawn")

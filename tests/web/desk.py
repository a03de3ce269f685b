"""A small form of its own, served by the real application: what every form of ours does."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Request, Response
from jinja2 import ChoiceLoader, FileSystemLoader

from app import clocks
from app.errors import AlreadyDone, NotFound, Refused, SignInNeeded
from app.forms.fields import BirthDate, Characters, Count, Fields, PastDate, Phone, YesNo, asks
from app.main import create_app
from app.programmes import loading, reading
from app.programmes.questions import Question
from app.routers import information
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.templating import environment

VIEWER = SimpleNamespace(
    name="Amara Osei",
    role="navigator",
    side="",
    job="Navigator",
    organisation_name="Heartlands Hospital",
    provides=False,
)
ACTED: list[object] = []


class Why(StrEnum):
    full = "no-capacity"
    away = "not-reachable"


class Decline(Fields):
    reason: Why = asks("why you decline", missing="Select why you decline")
    note: Annotated[str, Characters(500, lines=True)] | None = asks("a note", default=None)
    born: BirthDate = asks("the date of birth")
    told_on: PastDate | None = asks("the day you told them", default=None)
    phone: Phone | None = asks("a safe phone number", default=None)
    kinds: list[Why] = asks("the kinds", default=[])
    sure: YesNo = asks("whether you are sure")
    places: Count | None = asks("the number of places", default=None)
    other: UUID | None = asks("another service", default=None)


def sit(request: Request) -> None:
    """Sign somebody in, as the door would."""
    request.state.viewer = VIEWER
    minutes = request.query_params.get("minutes")
    if minutes:
        request.state.session_ends = clocks.now() + timedelta(minutes=float(minutes))


def draw(request: Request, form: Form[Decline], status: int = 200) -> Response:
    from app.reporting.charts import Series, bars, bars_narrow

    given = (
        "referrals",
        "Referrals by month",
        "Referrals rose.",
        ["Oct"],
        [Series("Referred", [4])],
    )
    return page(
        request,
        "desk.html",
        block="rows",
        status=status,
        demo=True,
        form=form,
        whys=list(Why),
        services=[(str(UUID(int=n)), f"Service {n}") for n in range(30)],
        typed="<script>alert(1)</script>\nשלום",  # noqa: RUF001 - right to left
        chart=bars(*given),
        narrow=bars_narrow(*given),
    )


def questions_of(programme: str) -> list[Question]:
    """Every question of a programme, of both sides where it has two."""
    document = next(path for path in loading.documents() if path.stem == programme)
    definition = loading.parse(reading.read(document.read_text()))
    asked = [
        question
        for side in definition.side_names or ("",)
        for question in definition.for_side(side).referral.questions
    ]
    return list({question.key: question for question in asked}.values())


def desk() -> FastAPI:  # noqa: C901 - one small page after another
    """The frame of the application with the desk in it."""
    ours = environment()
    if not isinstance(ours.loader, ChoiceLoader):
        ours.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent), ours.loader])
    app = create_app(only=[information.router])

    @app.get("/desk")
    def show_desk(request: Request) -> Response:
        sit(request)
        return draw(request, Form.empty(Decline, version=7))

    @app.post("/desk")
    def decline(request: Request, form: Submitted[Decline]) -> Response:
        sit(request)
        if form.errors:
            return draw(request, form, 422)
        if form.values.note == "full":
            return draw(request, form.troubled(Refused("There is no place.")), 409)
        ACTED.append((form.values, form.key, form.version))
        return see(request, "/desk", message="saved")

    @app.get("/desk/questions/{programme}")
    def show_questions(request: Request, programme: str) -> Response:
        sit(request)
        asked = questions_of(programme)
        places = [(str(UUID(int=n)), f"Place {n}") for n in range(30)]
        return page(request, "questions.html", form=Form[Decline](), questions=asked, places=places)

    @app.post("/desk/seen")
    def mark_seen(request: Request) -> Response:
        ACTED.append("seen")
        return see(request, "/desk")

    @app.api_route("/desk/{trouble}", methods=["GET", "POST"])
    def fail(request: Request, trouble: str) -> Response:
        if trouble == "fault":
            raise RuntimeError("canary-in-a-fault")
        raise {
            "refused": Refused("That is not possible now."),
            "missing": NotFound(),
            "out": SignInNeeded(),
            "done": AlreadyDone("/desk?done=saved"),
        }[trouble]

    @app.get("/desk/cases/{case_id}")
    def show_case(case_id: UUID) -> Response:
        return Response(str(case_id))

    return app

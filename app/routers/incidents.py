"""Reporting something that happened on a shift, without names."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import incidents
from app.actions.delivery.incidents import NewIncident
from app.errors import NotFound, Refused, Stale
from app.forms.shifts import ReportIncident
from app.models import Incident
from app.programmes.lists import Entry, code_list
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_delivery import FoundShift, OneSession, moment_on
from app.web.pages import page, see

router = APIRouter()

SAID = {"yes": True, "no": False, "not-known": None}
KNOWN = {known: said for said, known in SAID.items()}


@router.get("/shifts/{session_id:uuid}/incident", dependencies=[DRAFTED])
def ask_incident(request: Request, found: FoundShift) -> Response:
    """The form for something that happened."""
    now = clocks.now().astimezone(clocks.LONDON).time()
    return draw_incident(request, found, Form.empty(ReportIncident, at=now))


@router.post("/shifts/{session_id:uuid}/incident", dependencies=[DRAFTED])
def report_incident(
    request: Request, database: Db, found: FoundShift, form: Submitted[ReportIncident]
) -> Response:
    """Keep what happened, without names."""
    status = 422
    if not form.errors:
        try:
            incidents.report(database, found.session, said_in(form.values, found))
            return see(request, f"/shifts/{found.session.id}", message="incident-reported")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_incident(request, found, form, status)


@router.get("/shifts/{session_id:uuid}/incidents/{incident_id}/correct", dependencies=[DRAFTED])
def ask_correction(
    request: Request, database: Db, found: FoundShift, incident_id: UUID
) -> Response:
    """The report as it stands, to be put right."""
    was = incident_of(database, found, incident_id)
    form = Form.empty(
        ReportIncident,
        kind=was.kind,
        severity=was.severity,
        at=was.happened_at.astimezone(clocks.LONDON).time(),
        de_escalated=KNOWN[was.de_escalated],
        weapon_seen=KNOWN[was.weapon_seen],
        told=was.told,
        note=was.note,
    )
    return draw_incident(request, found, form, was=was)


@router.post("/shifts/{session_id:uuid}/incidents/{incident_id}/correct", dependencies=[DRAFTED])
def correct_incident(
    request: Request,
    database: Db,
    found: FoundShift,
    incident_id: UUID,
    form: Submitted[ReportIncident],
) -> Response:
    """Put a report right; what it said before stays in the record."""
    was, status = incident_of(database, found, incident_id), 422
    if not form.errors:
        try:
            incidents.correct(database, found.session, was, said_in(form.values, found))
            return see(request, f"/shifts/{found.session.id}", message="incident-corrected")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_incident(request, found, form, status, was=was)


def incident_of(database: Db, found: OneSession, incident_id: UUID) -> Incident:
    """An incident of this shift. Raises NotFound for that of another."""
    incident = database.find(Incident, incident_id)
    if incident.session_id != found.session.id:
        raise NotFound
    return incident


def said_in(said: ReportIncident, found: OneSession) -> NewIncident:
    """What was filled in, as the action wants it."""
    own = found.provision.definition.incidents
    known = {one.code for one in own.tell} if own else set()
    return NewIncident(
        said.kind,
        said.severity,
        moment_on(found.session, said.at) or clocks.now(),
        de_escalated=SAID[said.de_escalated or "not-known"],
        weapon_seen=SAID[said.weapon_seen or "not-known"],
        told=tuple(code for code in said.told if code in known),
        note=said.note,
    )


def draw_incident(
    request: Request,
    found: OneSession,
    form: Form[Any],
    status: int = 200,
    *,
    was: Incident | None = None,
) -> Response:
    """Draw the report with the kinds of incident of the programme; `was` is what is put right."""
    own = found.provision.definition.incidents
    return page(
        request,
        "shifts/incident.html",
        status=status,
        shift=found,
        form=form,
        was=was,
        types=listed("incident-type", own.types if own else ()),
        severities=listed("severity", own.severities if own else ()),
        tell=own.tell if own else (),
    )


def listed(name: str, codes: tuple[str, ...]) -> list[Entry]:
    """Some entries of a list, in the order of the programme."""
    known = code_list(name)
    return [entry for code in codes if (entry := known.get(code))]

"""Pages about the service itself, and the two addresses that machines ask."""

import logging

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.operations import ready
from app.settings import settings
from app.web import assets
from app.web.pages import page
from app.web.visitor import Visitor

router = APIRouter()
log = logging.getLogger("throughline.csp")


@router.get("/help")
def show_help(request: Request, _visitor: Visitor) -> Response:
    """Show how to get help, and what to do in an emergency."""
    said = settings()
    return page(
        request,
        "information/help.html",
        idle=said.session_idle_minutes,
        absolute=said.session_absolute_hours,
    )


@router.get("/accessibility")
def show_accessibility_statement(request: Request, _visitor: Visitor) -> Response:
    """Show how accessible the service is, and what is not yet."""
    return page(request, "information/accessibility.html")


@router.get("/privacy")
def show_privacy(request: Request, _visitor: Visitor) -> Response:
    """Show what is kept about whom, why, and for how long."""
    return page(request, "information/privacy.html")


@router.get("/healthz")
def say_alive() -> Response:
    """Say that this process answers, or which file set-up has not made."""
    if sentence := assets.missing():
        return PlainTextResponse(sentence, status_code=503)
    return PlainTextResponse("ok")


@router.get("/ready")
def say_ready() -> Response:
    """Say whether requests may be sent here, with a line for each part of the installation."""
    parts = ready.parts()
    lines = [f"{part.state}: {part.name}: {part.words}" for part in parts]
    status = 200 if ready.is_ready(parts) else 503
    return PlainTextResponse("\n".join([*lines, ""]), status_code=status)


@router.post("/csp")
async def take_policy_report(request: Request) -> Response:
    """Count a report of the content security policy; what it says is never kept."""
    async for _ in request.stream():
        pass
    request.app.state.policy_reports = getattr(request.app.state, "policy_reports", 0) + 1
    log.warning("A page broke the content security policy.")
    return Response(status_code=204)

"""Case studies: written by one, approved by another, taken back when the person says so."""

from datetime import date

from app import clocks
from app.actions.returns.preparing import refuse_closed
from app.database import Database
from app.errors import Refused
from app.models import CaseStudy, QuarterReturn, Role, StudyState
from app.models.quarter_return import copied_from_return


def write(
    database: Database,
    found: QuarterReturn,
    *,
    pseudonym: str,
    age_band: str,
    words: str,
    consent: str,
    consent_on: date,
) -> CaseStudy:
    """Write a case study for a return; the text was checked for what tells who somebody is."""
    refuse_closed(found)
    made = CaseStudy(
        **copied_from_return(found),
        pseudonym=pseudonym,
        age_band=age_band,
        words=words,
        consent=consent,
        consent_on=consent_on,
        written_by_id=database.viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(made, "written", consent=consent)
    return made


def change(
    database: Database,
    study: CaseStudy,
    *,
    pseudonym: str,
    age_band: str,
    words: str,
    consent: str,
    consent_on: date,
) -> None:
    """Change a case study that nobody approved yet; whoever changes it has written it now."""
    if study.state != StudyState.written:
        raise Refused("This case study was approved or taken back. It is not changed any more.")
    study.pseudonym, study.age_band, study.words = pseudonym, age_band, words
    study.consent, study.consent_on = consent, consent_on
    study.written_by_id, study.written_at = database.viewer.account_id, clocks.now()
    database.flush()
    database.record(study, "changed", consent=consent)


def approve(database: Database, study: CaseStudy) -> None:
    """Approve a case study as a second person. It goes with the next version that is submitted."""
    viewer = database.viewer
    if viewer.role is not Role.manager:
        raise Refused("Only a manager can approve a case study. Ask one of them.")
    if study.state != StudyState.written:
        raise Refused("This case study was approved or taken back before.")
    if study.written_by_id == viewer.account_id:
        raise Refused("You wrote this yourself. Somebody else has to approve it.")
    study.state = StudyState.approved
    study.approved_by_id, study.approved_at = viewer.account_id, clocks.now()
    database.flush()
    database.record(study, "approved")


def withdraw(database: Database, study: CaseStudy, *, reason: str) -> None:
    """Take a case study back; the commissioner no longer sees it, also in what was submitted."""
    if study.state == StudyState.withdrawn:
        raise Refused("This case study was taken back before.")
    study.state, study.withdrawn_at = StudyState.withdrawn, clocks.now()
    study.withdrawn_reason = reason
    database.flush()
    database.record(study, "withdrawn", reason=reason)

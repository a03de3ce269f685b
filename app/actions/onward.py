"""Referring somebody on from a case: to another commission, or to a service outside."""

from app import clocks, facts
from app.actions import notes, referrals
from app.actions.milestones import context
from app.actions.referrals import NewReferral
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Case, CaseState, Note, Programme, Referral


def refer_on(database: Database, case: Case, new: NewReferral) -> Referral:
    """Send a referral from a case; counted as an onward referral of the case's own commission.

    Raises Refused on a closed case, and whatever `referrals.send` refuses.
    """
    _refuse_closed(case)
    referral = referrals.send(database, new._replace(from_case=case))
    programme = database.find(Programme, new.commission.programme_id).code
    database.record(case, "referred-on", to=programme, referral_id=referral.id)
    _count(database, case, referral, programme)
    return referral


def refer_outside(
    database: Database, case: Case, *, kind: str, service: str, words: str | None = None
) -> Note:
    """Keep that somebody was put in touch with a service that does not work with Throughline.

    `kind` is a code of the list `onward-service`; the name of the service and what was agreed are
    kept as a note. Raises Refused on a closed case.
    """
    _refuse_closed(case)
    note = notes.write(database, case, words="\n".join(filter(None, (service, words))))
    database.record(case, "referred-outside", to=kind)
    _count(database, case, note, f"outside-{kind}")
    return note


def _count(database: Database, case: Case, made: Referral | Note, code: str) -> None:
    definition, referral, person = context(database, case)
    database.state(
        facts.about_person(
            Kind.onward,
            referral,
            person,
            definition.code,
            on=clocks.today(),
            source_id=made.id,
            code=code,
        )
    )


def _refuse_closed(case: Case) -> None:
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Reopen it before you refer them on.")

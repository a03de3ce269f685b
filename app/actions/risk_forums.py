"""DASH scores and what MARAC made of them; how somebody is managed under MAPPA."""

from datetime import date
from typing import NamedTuple

from app import clocks
from app.actions.days import refuse_future
from app.database import Database
from app.errors import Refused
from app.models import Case, DashScore, Mappa
from app.models.naming import copied_from_case

# Published practice: 14 or more of 24 is visible high risk.
HIGH = 14
VISIBLE, JUDGEMENT = "visible-high-risk", "professional-judgement"


class Marac(NamedTuple):
    """Why a score goes to MARAC, whether they agreed, and what came of it."""

    criterion: str | None = None
    judgement: str | None = None
    consent: str | None = None
    consent_words: str | None = None
    heard_on: date | None = None
    our_actions: str | None = None


def score_dash(
    database: Database,
    case: Case,
    *,
    score: int,
    done_on: date,
    form_version: str | None,
    marac: Marac,
) -> DashScore:
    """Keep a DASH score. Raises Refused as `_check` does, and for a day in the future."""
    refuse_future(done_on)
    _check(score, done_on, marac)
    dash = DashScore(
        **copied_from_case(case),
        **marac._asdict(),
        score=score,
        done_on=done_on,
        form_version=form_version,
        by_id=database.viewer.account_id,
    )
    database.add(dash)
    database.flush()
    database.record(dash, "scored", criterion=marac.criterion)
    return dash


def hear_marac(database: Database, dash: DashScore, marac: Marac) -> None:
    """Keep what is known about MARAC by now. Raises Refused as `_check` does."""
    _check(dash.score, dash.done_on, marac)
    for name, value in marac._asdict().items():
        setattr(dash, name, value)
    database.flush()
    database.record(dash, "marac", criterion=marac.criterion, heard=marac.heard_on is not None)


def _check(score: int, done_on: date, marac: Marac) -> None:
    """High risk goes to MARAC on a ground; a ground beside the score needs its reason."""
    if score >= HIGH and marac.criterion is None:
        raise Refused(f"A score of {HIGH} or more is high risk. Select why it goes to MARAC.")
    if score < HIGH and marac.criterion == VISIBLE:
        raise Refused(f"Visible high risk means a score of {HIGH} or more. Select another ground.")
    if marac.criterion == JUDGEMENT and not marac.judgement:
        raise Refused("Say what your professional judgement rests on.")
    if marac.criterion and not marac.consent:
        raise Refused("Say whether they agree to MARAC, or that it was not safe to ask.")
    if marac.criterion and marac.consent != "yes" and not marac.consent_words:
        raise Refused("Say why it goes to MARAC without their agreement.")
    if marac.heard_on and marac.criterion is None:
        raise Refused("Select why it went to MARAC.")
    if marac.heard_on and not done_on <= marac.heard_on <= clocks.today():
        raise Refused("MARAC heard it between the day of the score and today. Check the day.")


def manage(
    database: Database,
    case: Case,
    *,
    category: str,
    level: str | None,
    lead_agency: str | None,
    review_on: date | None,
) -> Mappa:
    """Say how somebody is managed under MAPPA. Raises Refused for a category without a level."""
    if category != "none" and level is None:
        raise Refused("Select the level at which they are managed.")
    said = Mappa(
        **copied_from_case(case),
        category=category,
        level=None if category == "none" else level,
        lead_agency=lead_agency,
        review_on=review_on,
        by_id=database.viewer.account_id,
    )
    database.add(said)
    database.flush()
    database.record(said, "written")
    return said

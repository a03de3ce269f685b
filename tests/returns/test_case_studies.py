"""Case studies: a second person approves what they read, and nothing tells who somebody is."""

import pytest
from sqlmodel import col, select

from app.models import CaseStudy
from app.queries.telling import what_tells
from tests.cases.pages import version_on
from tests.returns.quarter import newest, path_of, submit
from tests.visits import Visits, text_of
from tests.world import World

STORY = {
    "pseudonym": "Sparrow",
    "age_band": "14-17",
    "words": "After some weeks they went back to school.",
    "consent": "in-writing",
    "consent_on-day": "1",
    "consent_on-month": "2",
    "consent_on-year": "2026",
}


def test_only_an_approved_case_study_reaches_the_commissioner(busy: World, visit: Visits) -> None:
    path = path_of(busy)
    worker = visit(busy.worker)
    assert "Somebody else has to approve it" in text_of(worker.post(f"{path}/studies/new", STORY))
    assert worker.post(f"{path}/studies/new", STORY | {"pseudonym": "Wren"}).status_code == 200
    with busy.as_(busy.manager) as database:
        ids = {one.pseudonym: one.id for one in database.exec(select(CaseStudy)).all()}
    approve = f"{path}/studies/{ids['Sparrow']}/approve"
    assert worker.post(approve).status_code == 409
    assert "Approved." in text_of(visit(busy.manager).post(approve))
    submit(busy, visit)
    office = visit(busy.commissioner)
    address = f"/returns-received/{newest(busy).return_id}"
    page = text_of(office.get(address))
    assert "Sparrow" in page
    assert "Wren" not in page
    withdrawn = {"reason": "could-be-known"}
    assert worker.post(f"{path}/studies/{ids['Sparrow']}/withdraw", withdrawn).status_code == 200
    assert "Sparrow" not in text_of(office.get(address))


def test_a_case_study_is_approved_as_it_was_read_and_no_change_is_lost(
    busy: World, visit: Visits
) -> None:
    path, worker, manager = path_of(busy), visit(busy.worker), visit(busy.manager)
    worker.post(f"{path}/studies/new", STORY)
    with busy.as_(busy.manager) as database:
        study = f"{path}/studies/{database.exec(select(col(CaseStudy.id))).one()}"
    read = version_on(manager.get(study).text)
    other = STORY | {"pseudonym": "Wren"}
    assert worker.post(f"{study}/change", other, version=read).status_code == 200
    late = worker.post(f"{study}/change", STORY, version=read)
    assert late.status_code == 409
    approved = manager.post(f"{study}/approve", version=read)
    assert approved.status_code == 409
    assert "Waits for approval" in text_of(approved)
    assert "Wren" in text_of(approved)
    again = version_on(approved.text)
    assert "Approved." in text_of(manager.post(f"{study}/approve", version=again))


def test_who_wrote_a_case_study_cannot_approve_it(busy: World, visit: Visits) -> None:
    manager, path = visit(busy.manager), path_of(busy)
    manager.post(f"{path}/studies/new", STORY)
    with busy.as_(busy.manager) as database:
        study = database.exec(select(col(CaseStudy.id))).one()
    answer = manager.post(f"{path}/studies/{study}/approve")
    assert answer.status_code == 409
    assert "Somebody else has to approve it." in text_of(answer)


@pytest.mark.parametrize(
    ("telling", "right"),
    [
        ("It began on 3 May.", "instead of a day"),
        ("In May 2026 they were hurt.", "instead of a month with its year"),
        ("Seen on 03/05/2026.", "instead of a day"),
        ("They live in B15 2TT now.", "Leave the postcode out"),
        ("A 15-year-old came.", "leave the exact age out"),
        ("Ring 0121 496 0000.", "Leave telephone numbers out"),
    ],
)
def test_what_tells_who_somebody_is_is_named(world: World, telling: str, right: str) -> None:
    with world.as_(world.worker) as database:
        (found,) = what_tells(database, f"After the attack things changed. {telling}")
        assert right in found.sentence
        assert (
            what_tells(database, "May they do well: some weeks later, in spring, all 4 came.") == []
        )
        place = world.settings["school"].name
        (named,) = what_tells(database, f"A teacher of {place} helped.")
        assert "instead of its name" in named.sentence


def test_a_case_study_that_tells_too_much_is_shown_again_with_the_reason(
    busy: World,
    visit: Visits,
) -> None:
    words = "On 3 May 2026 they came to us."
    answer = visit(busy.worker).post(f"{path_of(busy)}/studies/new", STORY | {"words": words})
    assert answer.status_code == 422
    assert "“3 May 2026” could tell who this is." in text_of(answer)
    assert words in answer.text

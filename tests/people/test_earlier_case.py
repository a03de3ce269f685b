"""What an earlier case of the same person knows is offered to a later one, and taken over by one press."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app import clocks
from app.actions import allocation, cases, labels, network, referrals, restriction, sharing
from app.models import Case, Event, Label, Person, Professional, Referral, Relative
from tests.cases.pages import rows
from tests.visits import Visits, text_of
from tests.world import World

LONG_AGO = timedelta(days=300)


def earlier_case(world: World) -> Case:
    """A closed case of long ago with family, a professional, labels and an agreement."""
    with clocks.turned_to(clocks.now() - LONG_AGO):
        case, today = world.case(), clocks.today()
        with world.as_(world.worker) as database:
            row = database.find(Case, case.id, lock=True)
            for relation, name, contact in (
                ("parent", "Mum", "safe"),
                ("sibling", "Kit", "not-safe"),
                ("other", "Gone", "not-known"),
            ):
                said: dict[str, Any] = {"lives": "here", "age": 9, "phone": None, "words": None}
                network.add_relative(
                    database, row, relation=relation, name=name, contact=contact, **said
                )
            gone = database.exec(select(Relative).where(Relative.relation == "other")).one()
            network.change_relative(database, gone, gone=True, age=9)
            network.add_professional(
                database, row, name="Ms Abara", job="Head of year", may_tell="yes"
            )
            # Reviewed after the day of the test, and long before it.
            for kind, days in (("missing", 400), ("weapon", 30)):
                labels.put_label(
                    database,
                    row,
                    kind=kind,
                    said_by="police",
                    said_on=today,
                    ground="Said at a panel",
                    review_by=today + timedelta(days=days),
                )
            sharing.record_agreement(
                database,
                row,
                answer="agreed",
                given_by="person",
                manner="spoken",
                given_on=today,
                about="Mentoring",
            )
            cases.close(database, row, reason="not-reachable", planned=False)
    return case


def later_case(world: World, earlier: Case) -> Case:
    """A case of the same person that opens today."""
    referral = world.refer()
    with world.as_(world.manager) as database:
        person = database.find(Person, earlier.person_id)
        offer = database.find(Referral, referral.id, lock=True)
        case = referrals.accept(database, offer, person=person)
        allocation.allocate(database, case, account_id=world.worker.account_id)
    return case


def test_what_an_earlier_case_knows_is_taken_over_by_one_press(world: World, visit: Visits) -> None:
    before = earlier_case(world)
    case, worker = later_case(world, before), visit(world.worker)
    page = f"/cases/{case.id}/earlier"
    for of_case in ("", "/about"):
        assert "4 things about family" in text_of(worker.get(f"/cases/{case.id}{of_case}"))
    offered = text_of(worker.get(page))
    for said in ("Mum", "Kit", "Ms Abara, Head of year", "Goes missing", before.reference):
        assert said in offered
    assert "Gone" not in offered
    assert "Carries a weapon" not in offered
    assert "Agreed to take part" in offered.partition("ask anew")[2]
    nothing = worker.post(page, {})
    assert (nothing.status_code, "Tick what you want" in text_of(nothing)) == (422, True)
    family, (teacher,) = rows(world, Relative, before), rows(world, Professional, before)
    (missing,) = [one for one in rows(world, Label, before) if one.kind == "missing"]
    ticked = {
        "relatives": [str(one.id) for one in family if one.name != "Gone"],
        "professionals": [str(teacher.id)],
        "labels": [str(missing.id)],
    }
    done = worker.post(page, ticked)
    assert "Taken over from the earlier case" in text_of(done)
    # A yes was said for other work and is asked anew; a no stays; the age keeps its day.
    took = {one.name: one for one in rows(world, Relative, case)}
    assert {name: one.contact for name, one in took.items()} == {
        "Mum": "not-known",
        "Kit": "not-safe",
    }
    assert took["Kit"].age_on == (clocks.now() - LONG_AGO).astimezone(clocks.LONDON).date()
    assert [one.may_tell for one in rows(world, Professional, case)] == ["not-known"]
    (label,) = rows(world, Label, case)
    assert (label.said_on, label.review_by) == (missing.said_on, missing.review_by)
    # Twice changes nothing, and nothing is offered any more.
    assert worker.post(page, ticked).status_code == 409
    assert "known from an earlier case" not in text_of(worker.get(f"/cases/{case.id}")).lower()
    assert "Goes missing" in text_of(worker.get(f"/cases/{case.id}"))
    said = text_of(worker.get(f"/cases/{case.id}/history"))
    assert "Label taken over from an earlier case: goes missing" in said
    with world.as_(world.guardian) as database:
        opened = select(Event).where(Event.case_id == before.id, col(Event.viewed))
        assert "earlier" in {one.codes.get("page") for one in database.exec(opened)}


def test_what_only_a_list_may_see_stays_in_the_restricted_case(world: World, visit: Visits) -> None:
    before = earlier_case(world)
    with world.as_(world.manager) as database:
        restriction.restrict(
            database,
            database.find(Case, before.id, lock=True),
            account_ids={world.manager.account_id, world.worker.account_id},
        )
    case, worker = later_case(world, before), visit(world.worker)
    assert "earlier case" not in text_of(worker.get(f"/cases/{case.id}"))
    assert "nothing to take over" in text_of(worker.get(f"/cases/{case.id}/earlier"))
    (teacher,) = rows(world, Professional, before)
    refused = worker.post(f"/cases/{case.id}/earlier", {"professionals": [str(teacher.id)]})
    assert refused.status_code == 409
    assert rows(world, Professional, case) == []

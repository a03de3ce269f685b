"""The door: who runs as whom, what a commit demands, and what is lost by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from app import clocks, events, facts
from app.access import DatabaseRole, differences
from app.actions import cases, notes, referrals
from app.database import connect, transaction
from app.errors import NotFound, Refused, SideDoor, Stale
from app.models import (
    Attendance,
    Case,
    Commission,
    Event,
    Fact,
    MembershipCommission,
    Person,
    Referral,
    ReferralContent,
    ReferralOffer,
)
from app.operations.migration import Addresses
from tests.sealing import seal_all
from tests.world import World


def test_the_login_alone_sees_nothing(login_url: str) -> None:
    engine = connect(login_url, pool=1)
    with (
        engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"permission denied|does not exist"),
    ):
        connection.execute(text("SELECT * FROM person"))
    engine.dispose()


def test_the_owner_is_no_superuser(owner: Engine) -> None:
    with owner.connect() as connection:
        assert (
            connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
            is False
        )


def test_the_database_holds_exactly_the_policies_of_the_table(
    owner: Engine, where: Addresses
) -> None:
    with owner.begin() as connection:
        assert differences(connection, where.database) == []


def test_a_policy_put_in_by_hand_is_found(owner: Engine, where: Addresses) -> None:
    with owner.connect() as connection, connection.begin() as change:
        connection.exec_driver_sql("CREATE POLICY loose ON person USING (true)")
        assert any("loose" in line for line in differences(connection, where.database))
        change.rollback()


def test_without_a_viewer_casework_sees_no_rows(world: World) -> None:
    world.refer()
    with transaction(role=DatabaseRole.casework) as database:
        assert database.exec(select(func.count()).select_from(Person)).one() == 0


def test_a_commissioner_has_no_right_to_read_names_or_facts(world: World) -> None:
    world.case()
    for table in ("person", "referral", '"case"', "fact", "session", "note", "safe_contact"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            world.as_(world.commissioner) as database,
        ):
            database.execute(text(f"SELECT 1 FROM {table}"))


def test_a_receiver_sees_the_offer_and_not_the_content_before_it_accepts(world: World) -> None:
    referral = world.refer()
    with world.as_(world.manager) as database:
        assert database.find(ReferralOffer, referral.id)
        with pytest.raises(NotFound):
            database.find(ReferralContent, referral.id)
    world.accept(referral)
    with world.as_(world.manager) as database:
        assert database.find(ReferralContent, referral.id).person["family_name"] == "Testcase"


def test_a_declined_offer_leaves_nothing_about_the_person_at_the_receiver(world: World) -> None:
    referral = world.refer()
    with world.as_(world.manager) as database:
        referrals.decline(
            database,
            database.find(Referral, referral.id),
            reason="outside-age",
            whose="not-eligible",
        )
    with world.as_(world.manager) as database:
        with pytest.raises(NotFound):
            database.find(ReferralOffer, referral.id)
        with pytest.raises(NotFound):
            database.find(Referral, referral.id)
    assert world.again(referral, by=world.navigator).decline_reason == "outside-age"


def test_the_other_side_of_the_wall_does_not_exist(world: World) -> None:
    referral = world.refer(
        "dvpp", by=world.referrer, side="perpetrator", source="childrens-social-care"
    )
    case = world.accept(referral, by=world.men_manager, worker=world.men_worker)
    with world.as_(world.partner_manager) as database:
        assert database.get(Case, case.id) is None
        assert database.get(Referral, referral.id) is None
        assert database.exec(select(Person)).all() == []


def test_raw_sql_without_an_event_is_rolled_back(world: World) -> None:
    referral = world.refer()
    with pytest.raises(SideDoor, match="referral"), world.as_(world.navigator) as database:
        database.execute(
            text("UPDATE referral SET immediate_risk = true WHERE id = :id"), {"id": referral.id}
        )
    assert world.again(referral, by=world.navigator).immediate_risk is False


def test_a_lost_race_between_two_edits_is_stale_and_loses_nothing(world: World) -> None:
    case = world.case()
    with pytest.raises(Stale), world.as_(world.worker) as first:
        mine = first.find(Case, case.id)
        with world.as_(world.second_worker) as second:
            cases.set_next(
                second, second.find(Case, case.id), words="Ring the school", on=clocks.today()
            )
        cases.set_next(first, mine, words="Ring the father", on=clocks.today())
    assert world.again(case, by=world.worker).next_action == "Ring the school"


def test_an_event_cannot_be_changed_or_deleted(world: World) -> None:
    world.refer()
    for statement in (
        "UPDATE event SET what = 'x'",
        "DELETE FROM event",
        "UPDATE fact SET n = 2",
        "DELETE FROM fact",
    ):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            world.as_(world.navigator) as database,
        ):
            database.execute(text(statement))


def test_events_are_sealed_and_the_first_bad_one_is_named(world: World, owner: Engine) -> None:
    world.case()
    organisation = world.organisations["provider"].id
    seal_all(owner, organisation)
    with owner.connect() as connection, connection.begin() as change:
        assert [
            flaw for flaw in events.verify(connection).flaws if flaw.organisation_id == organisation
        ] == []
        seq = connection.scalar(
            text("SELECT min(seq) FROM event WHERE organisation_id = :o"), {"o": organisation}
        )
        connection.execute(text("UPDATE event SET what = 'forged' WHERE seq = :s"), {"s": seq})
        flaws = [
            flaw for flaw in events.verify(connection).flaws if flaw.organisation_id == organisation
        ]
        assert flaws[0].sentence == f"event {seq} was changed"
        change.rollback()


def test_the_line_leaves_the_facts_that_count_it(world: World) -> None:
    case = world.case(attended_at=clocks.now() - timedelta(hours=2))
    world.engage(case)
    world.meet(case)
    with world.as_(world.worker) as database:
        stated = database.exec(
            select(col(Fact.kind)).where(Fact.referral == case.referral_id)
        ).all()
    kinds = facts.Kind
    expected = {
        kinds.received,
        kinds.accepted,
        kinds.agreed,
        kinds.first_attempt,
        kinds.first_contact,
        kinds.engaged,
        kinds.session,
        kinds.clock,
    }
    assert expected <= set(stated)


def test_correcting_an_attendance_takes_the_first_contact_back(world: World) -> None:
    from app.actions import sessions

    case = world.case()
    world.engage(case)
    session_id = world.meet(case)
    with world.as_(world.worker) as database:
        place = database.exec(select(Attendance).where(Attendance.session_id == session_id)).one()
        sessions.mark(database, place, status="did-not-attend")
    with world.as_(world.worker) as database:
        assert database.find(Case, case.id).first_contact_at is None
        ended = select(col(Fact.closes)).where(col(Fact.closes).is_not(None))
        standing = database.exec(
            select(col(Fact.kind)).where(
                Fact.referral == case.referral_id, col(Fact.seq).not_in(ended), Fact.kind != 0
            )
        ).all()
    assert facts.Kind.first_contact not in standing
    assert facts.Kind.engaged not in standing


def test_what_is_written_down_late_moves_the_milestones_to_their_day(world: World) -> None:
    case = world.case(received_at=clocks.now() - timedelta(days=9), by=world.manager)
    with world.as_(world.worker) as database:
        agreed_on = clocks.today() - timedelta(days=9)
        cases.engage(database, database.find(Case, case.id, lock=True), agreed_on=agreed_on)
    world.meet(case)
    earlier, tried = (clocks.now() - timedelta(days=days) for days in (3, 5))
    world.meet(case, at=earlier)
    world.meet(case, status="did-not-attend", at=tried)
    with world.as_(world.worker) as database:
        found = database.find(Case, case.id)
        assert found.first_contact_at == found.engaged_at == earlier
        assert found.last_contact_at is not None
        assert found.last_contact_at > earlier
        ended = select(col(Fact.closes)).where(col(Fact.closes).is_not(None))
        rows = database.exec(
            select(Fact.kind, Fact.happened_on).where(
                Fact.source_id == case.id, col(Fact.seq).not_in(ended)
            )
        ).all()
    kinds = facts.Kind
    day, tried_on = (at.astimezone(clocks.LONDON).date() for at in (earlier, tried))
    happened = [row for row in rows if row[0] in {kinds.first_contact, kinds.engaged}]
    assert sorted(happened) == [(kinds.first_contact, day), (kinds.engaged, day)]
    assert [on for kind, on in rows if kind == kinds.first_attempt] == [tried_on]


def test_every_step_of_a_person_is_in_the_record_without_their_words(world: World) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        notes.write(database, database.find(Case, case.id), words="CANARY-NOTE")
    with world.as_(world.worker) as database:
        told = database.exec(select(Event).where(Event.case_id == case.id)).all()
    assert {"opened", "allocated", "written"} <= {event.what for event in told}
    assert "CANARY" not in str([(event.what, event.codes) for event in told])


def test_a_session_before_the_referral_is_refused_in_words(world: World) -> None:
    case = world.case()
    with pytest.raises(Refused, match="cannot be before"):
        world.meet(case, at=clocks.now() - timedelta(days=3))


def test_one_live_offer_of_a_person_to_a_commission(world: World) -> None:
    referral = world.refer()
    with (
        pytest.raises(Refused, match="already has a referral"),
        world.as_(world.navigator) as database,
    ):
        person = database.find(Person, referral.person_id)
        referrals.send(
            database,
            referrals.NewReferral(
                world.commissions["hospital"], person, {"reason": ["assault"]}, "ed", "agreed"
            ),
        )


def test_a_navigator_of_the_provider_takes_on_in_the_same_press(world: World) -> None:
    referral = world.refer(by=world.own_navigator, attended_at=clocks.now() - timedelta(minutes=30))
    assert referral.state == "accepted"
    with world.as_(world.own_navigator) as database:
        case = database.exec(select(Case).where(Case.referral_id == referral.id)).one()
        assert case.first_contact_at is not None


def test_an_evaluator_sees_the_commissions_that_their_membership_names(world: World) -> None:
    named = world.commissions["hospital"]
    with world.as_(world.evaluator) as database:
        assert database.exec(select(col(Commission.id))).all() == []
    with transaction(role=DatabaseRole.administration) as database:
        row = MembershipCommission(
            membership_id=world.evaluator.membership_id, commission_id=named.id
        )
        database.add(row)
        database.flush()
        database.record(row, "added")
    with world.as_(world.evaluator) as database:
        assert database.exec(select(col(Commission.id))).all() == [named.id]

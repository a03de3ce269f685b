"""Family, competence, labels, contact, agreement and sharing on screen, and the record in plain words."""

from datetime import timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import restriction
from app.actions.people import Contact
from app.models import Case, Label, Person, Relative, ServiceAgreement
from tests.cases.pages import day_boxes, rows, statements, version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_somebody_of_the_family_is_added_changed_and_kept_when_gone(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, address = visit(world.worker), f"/cases/{case.id}/family/new"
    empty = worker.post(address, {})
    assert empty.status_code == 422
    assert 'href="#relation"' in empty.text
    boxes = {"relation": "parent", "name": "M.", "lives": "here", "contact": "not-safe"}
    shown = text_of(worker.post(address, boxes | {"words": "Her new partner reads her phone"}))
    assert "not safe to contact" in shown
    (row,) = rows(world, Relative, case)
    again = f"/cases/{case.id}/family/{row.id}"
    version = version_on(worker.get(again).text)
    stale = worker.post(again, boxes | {"name": "Mother"}, version=version + 7)
    assert stale.status_code == 409
    assert 'value="Mother"' in stale.text
    gone = text_of(worker.post(again, boxes | {"gone": "yes"}, version=version))
    assert "Until" in gone


def test_a_label_says_who_and_why_and_lapses_when_its_day_has_passed(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, address = visit(world.worker), f"/cases/{case.id}/labels/new"
    soon = clocks.today() + timedelta(days=5)
    boxes = {
        "kind": "gang", "detail": "gang-association:exploited", "victim": "yes",
        "said_by": "police", "ground": "Seen with an older group", "disputed": "I was at school",
        **day_boxes("said_on", clocks.today()), **day_boxes("review_by", soon),
    }  # fmt: skip
    wrong = worker.post(address, boxes | {"detail": "mappa-level:1"})
    assert "Select what exactly to go with what is said" in text_of(wrong)
    shown = text_of(worker.post(address, boxes))
    assert "Label: Gang or group association" in shown
    assert "I was at school" in shown
    (label,) = rows(world, Label, case)
    with clocks.turned_to(clocks.now() + timedelta(days=6)):
        later = text_of(visit(world.worker).get(f"/cases/{case.id}/about"))
    assert "Label: Gang" not in later
    assert "Lapsed" in later
    review = f"/cases/{case.id}/labels/{label.id}"
    version = version_on(worker.get(review).text)
    silent = worker.post(review, {"keep": "end"}, version=version)
    assert "Enter why it is taken off" in text_of(silent)
    done = worker.post(review, {"keep": "end", "ended_why": "It was his cousin"}, version=version)
    assert "Taken off" in text_of(done)


def test_contact_details_keep_their_past_and_silence_no_work_list(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, address = visit(world.worker), f"/cases/{case.id}/person"
    page = worker.get(address)
    boxes = {
        "preferred_name": "Zebedee", "sex": "M", "ethnicity": "B1", "phone": "07700 900999",
        "may_call": "no", "may_text": "no", "may_leave_message": "no", "may_write": "no",
        "other_phones": "His gran, 07700 900888", "interpreter": "yes", "access_needs": "Ramp",
    }  # fmt: skip
    saved = worker.post(address, boxes, version=version_on(page.text))
    assert saved.status_code == 200
    about = text_of(worker.get(f"/cases/{case.id}/about"))
    assert "His gran, 07700 900888" in about
    assert "Ramp" in about
    assert "Safe to call Yes" in text_of(worker.get(f"/cases/{case.id}/contact"))
    # Nothing may be used to reach him, and the provider's own lists still say that he is there.
    assert case.reference in worker.get("/").text
    assert case.reference in worker.get("/cases").text


def test_a_restricted_case_hides_how_to_reach_them_from_their_other_case(
    world: World, visit: Visits
) -> None:
    known = world.somebody("Hidden", contact=Contact(phone="07700 900777", address="9 Secret Road"))
    first = world.case(person=known)
    with world.as_(world.manager) as database:
        person = database.find(Person, first.person_id)
    second = world.refer("iris", by=world.referrer, person=known, answers={}, source="self")
    with world.as_(world.manager) as database:
        from app.actions import allocation, referrals
        from app.models import Referral

        row = database.find(Referral, second.id, lock=True)
        other = referrals.accept(database, row, person=database.find(Person, person.id))
        allocation.allocate(database, other, account_id=world.second_worker.account_id)
    outsider = visit(world.second_worker)
    assert "9 Secret Road" in outsider.get(f"/cases/{other.id}").text
    with world.as_(world.manager) as database:
        restriction.restrict(
            database,
            database.find(Case, first.id, lock=True),
            account_ids={world.worker.account_id},
        )
    for page in ("", "/about", "/person", "/contact", "/referral"):
        answer = outsider.get(f"/cases/{other.id}{page}")
        assert answer.status_code == 200
        if page != "/referral":
            assert "9 Secret Road" not in answer.text
    assert "9 Secret Road" in visit(world.worker).get(f"/cases/{first.id}").text
    form = outsider.get(f"/cases/{other.id}/person").text
    boxes = {"preferred_name": "Hidden", "sex": "M", "ethnicity": "B1"}
    saved = outsider.post(f"/cases/{other.id}/person", boxes, version=version_on(form))
    assert saved.status_code == 200
    assert "9 Secret Road" in visit(world.worker).get(f"/cases/{first.id}").text


def test_agreement_basis_and_decision_are_three_records_each_taken_back_on_its_own(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, sharing = visit(world.worker), f"/cases/{case.id}/sharing"
    today = clocks.today()
    agreed = {
        "answer": "agreed", "given_by": "person", "manner": "spoken", "about": "Weekly meetings",
        **day_boxes("given_on", today),
    }  # fmt: skip
    assert "Weekly meetings" in text_of(worker.post(f"{sharing}/agreements/new", agreed))
    basis = {"purpose": "support", "basis": "f", **day_boxes("from_on", today)}
    assert "(f) Legitimate interests" in text_of(worker.post(f"{sharing}/bases/new", basis))
    decision = {
        "shared": "yes", "recipient": "police", "recipient_name": "PC Notreal", "what": "Where he is",
        "agreed": "no", "decider": "Worker", "told": "no", "safe_to_show": "no",
        **day_boxes("decided_on", today),
    }  # fmt: skip
    refused = worker.post(f"{sharing}/decisions/new", decision)
    assert "Select the ground for sharing without agreement" in text_of(refused)
    shown = text_of(worker.post(f"{sharing}/decisions/new", decision | {"ground": "child-at-risk"}))
    assert "Without agreement: a child is at risk of harm" in shown
    (row,) = rows(world, ServiceAgreement, case)
    end = f"{sharing}/agreements/{row.id}/end"
    version = version_on(worker.get(end).text)
    boxes = {"why": "He has had enough", **day_boxes("on", today)}
    ended = text_of(worker.post(end, boxes, version=version))
    assert "He has had enough" in ended
    assert "(f) Legitimate interests" in ended
    # A guardian who looks is in the ledger, too.
    visit(world.guardian).get(f"/cases/{case.id}")
    assert "Data protection and safeguarding lead" in text_of(worker.get(sharing))


def test_the_record_in_plain_words_has_nothing_that_could_hurt(world: World, visit: Visits) -> None:
    known = world.somebody(contact=Contact(phone="07700 900555", address="7 Hidden Street"))
    case = world.case(person=known)
    worker, sharing = visit(world.worker), f"/cases/{case.id}/sharing"
    label = {
        "kind": "gang", "victim": "no", "said_by": "police", "ground": "Seen with them",
        **day_boxes("said_on", clocks.today()),
        **day_boxes("review_by", clocks.today() + timedelta(days=9)),
    }  # fmt: skip
    worker.post(f"/cases/{case.id}/labels/new", label)
    base = {
        "shared": "yes", "recipient": "school", "agreed": "yes", "decider": "Worker",
        "told": "yes", **day_boxes("decided_on", clocks.today()),
    }  # fmt: skip
    for name, safe in (("The safe school", "yes"), ("The unsafe school", "no")):
        boxes = base | {"recipient_name": name, "what": "That he is back", "safe_to_show": safe}
        worker.post(f"{sharing}/decisions/new", boxes)
    # Two clicks from the case file: Sharing, then the page.
    assert f"/cases/{case.id}/record" in worker.get(sharing).text
    page = worker.get(f"/cases/{case.id}/record")
    shown = text_of(page)
    assert "The safe school" in shown
    for hidden in (
        "07700 900555",
        "7 Hidden Street",
        "Seen with them",
        "The unsafe school",
        "Gang",
    ):
        assert hidden not in shown
    assert "Noted that they have their record" in text_of(worker.post(f"/cases/{case.id}/record"))
    assert "record in plain words" in text_of(worker.get(f"/cases/{case.id}/history"))


def test_a_paper_that_could_hurt_starts_without_the_name_of_the_service(
    world: World, visit: Visits
) -> None:
    hers = world.accept(
        world.refer("dvpp", by=world.referrer, side="partner", answers={}, source="self"),
        by=world.partner_manager,
        worker=world.partner_worker,
    )
    worker = visit(world.partner_worker)
    organisation = world.organisations["dvpp"].name
    bare = worker.get(f"/cases/{hers.id}/record").text.split("<main")[1]
    assert organisation not in bare
    assert organisation in worker.get(f"/cases/{hers.id}/record?with=all").text.split("<main")[1]


def test_a_page_asks_the_database_as_often_for_many_as_for_few(world: World, visit: Visits) -> None:
    case = world.case()
    worker, counted = visit(world.worker), []
    for number in (1, 9):
        for one in range(number):
            boxes = {"relation": "child", "name": f"Child {one}", "age": "7"}
            worker.post(f"/cases/{case.id}/family/new", boxes)
            worker.post(f"/cases/{case.id}/professionals/new", {"name": f"Somebody {one}"})
        for page in ("about", "sharing"):
            with statements() as said:
                worker.get(f"/cases/{case.id}/{page}")
            counted.append(len(said))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 8
    with world.as_(world.worker) as database:
        assert database.exec(select(col(Relative.id)).where(Relative.case_id == case.id)).all()

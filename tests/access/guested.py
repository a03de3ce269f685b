"""A referral sent by an emailed link, and the service that takes them."""

from uuid import UUID

from app.access import DatabaseRole
from app.actions import guest_questions, guests, referrals
from app.actions.guests import Sender
from app.actions.referrals import NewReferral
from app.database import transaction
from app.models import Commission, Referral
from app.queries import commissions_open
from app.queries.guests import link_here, question_here, viewer_of
from app.queries.sign_ins import hash_of
from tests.access.filled import Filled, Readers, somebody
from tests.access.people import PROVIDER
from tests.access.whom import PUBLIC
from tests.guests import holding


def let_guests_in(made: Filled) -> None:
    """One referral in the queue whose sender has no account, a canary in every field."""
    world, hide = made.world, made.secrets.word
    service = holding.let_in(world)
    made.keep("guest service", "hospital", PUBLIC, commission_id=service)
    token = holding.linked(service, mail=f"nurse-{world.tag}@school.example.org")
    queue, nobody = PROVIDER, frozenset[str]()
    person = somebody(made, "of a guest", Readers(queue, nobody, frozenset({"manager"})))
    words = hide("own words to a guest", nobody, shown=False)
    sender = Sender(
        *(
            hide(f"{part} of a guest", queue, shown={"manager"})
            for part in ("name", "job", "employer")
        )
    )
    with transaction(guest=hash_of(token)) as database:
        link = link_here(database)
        assert link is not None
        database.viewer_or_none = viewer_of(link.id)
        new = NewReferral(
            commission=database.find(Commission, service),
            person=person,
            answers={"own_words": words},
            source="school",
            agreement="agreed",
        )
        guests.send(database, link, new, sender)
    answered(made, link.referral_id)
    made.keep("offer", "guest", PROVIDER, referral_id=link.referral_id)
    made.secrets.mark(link.referral_id, "id of a guest's referral", PROVIDER)
    with transaction(world.administrator, DatabaseRole.administration) as database:
        row = database.find(Commission, service)
        made.world.commissions["hospital"] = row


def answered(made: Filled, referral_id: UUID) -> None:
    """The manager asks the guest something, and they answer by the link of that email."""
    world, hide = made.world, made.secrets.word
    asked = hide("question to a guest", PROVIDER, shown={"manager"})
    answer = hide("answer of a guest", PROVIDER, shown={"manager"})
    with world.as_(world.manager) as database:
        referrals.ask(database, database.find(Referral, referral_id, lock=True), question=asked)
    mail = f"nurse-{world.tag}@school.example.org"
    with transaction(guest=hash_of(holding.newest_link(mail))) as database:
        link, question = link_here(database), question_here(database)
        assert link is not None
        assert question is not None
        database.viewer_or_none = viewer_of(link.id)
        own = commissions_open.service_of(database, link.commission_id).definition
        guest_questions.answer(database, link, question, own, words=answer)

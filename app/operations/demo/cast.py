"""Who works in the demo. All of them are invented, and their surnames say so."""

from typing import NamedTuple

from app.models import OrganisationKind, Role, Side


class Employer(NamedTuple):
    """One organisation of the demo."""

    key: str
    name: str
    kind: OrganisationKind


class Player(NamedTuple):
    """One demo person. With `to_try` they have a card on the sign-in page."""

    key: str
    name: str
    job: str
    employer: str
    role: Role
    side: Side = Side.none
    to_try: str | None = None
    place: str | None = None
    has_code: bool = False


K = OrganisationKind
EMPLOYERS = (
    Employer("office", "Three Rivers Violence Reduction Partnership", K.commissioner),
    Employer("heartlands", "Heartlands Hospital Navigator Team", K.hospital_trust),
    Employer("northside", "Northside Mentors", K.provider),
    Employer("kingfisher", "Kingfisher Youth Work", K.provider),
    Employer("lantern", "Lantern Advocacy", K.provider),
    Employer("bystander", "Bystander Schools", K.provider),
    Employer("safesteps", "Safe Steps Collective", K.provider),
    Employer("gatehouse", "Gatehouse Resettlement", K.provider),
    Employer("turning", "Turning Course", K.provider),
    Employer("surgery", "Elm Grove Surgery", K.referring_agency),
    Employer("council", "City Children's Services", K.referring_agency),
    Employer("probation", "Midlands Probation Office", K.referring_agency),
    Employer("evidence", "Evidence Workshop", K.evaluator),
)

R, S = Role, Side
PLAYERS = (
    Player(
        "amara",
        "Amara Fable",
        "navigator at Heartlands",
        "heartlands",
        R.navigator,
        place="hospital:RRK97",
        to_try="Log a referral from A&E in under 90 seconds, then see what became of the last ones.",
    ),
    Player(
        "callum",
        "Callum Ballad",
        "navigator at Coventry",
        "kingfisher",
        R.navigator,
        place="hospital:RKB01",
        to_try="Refer somebody to your own charity: accepting is part of sending.",
    ),
    Player(
        "nadia",
        "Nadia Saga",
        "manager",
        "northside",
        R.manager,
        to_try="Open the queue: accept a referral and give it to a worker.",
    ),
    Player(
        "joel",
        "Joel Verse",
        "youth worker",
        "northside",
        R.worker,
        to_try="Start with your day: record a session, follow a case to its end.",
    ),
    Player(
        "priya",
        "Priya Rhyme",
        "IRIS advocate-educator",
        "lantern",
        R.worker,
        to_try="See the patients that practices refer, and which practices are trained.",
    ),
    Player(
        "drhale",
        "Dr Rowan Tale",
        "GP and practice lead",
        "surgery",
        R.referrer,
        to_try="Refer a patient, and read the receipt: dates and nothing else.",
    ),
    Player(
        "anya",
        "Anya Folio",
        "social worker",
        "council",
        R.referrer,
        to_try="Refer a father to the course, or his partner to support: neither side reads the other.",
    ),
    Player(
        "pete",
        "Pete Quarto",
        "probation officer",
        "probation",
        R.referrer,
        to_try="Refer somebody before their release: the date may move, and the clock with it.",
    ),
    Player(
        "tomasz",
        "Tomasz Epic",
        "MVP lead",
        "bystander",
        R.worker,
        to_try="Fill in a day at a school: one row a class, saved in one press.",
    ),
    Player(
        "bev",
        "Bev Parable",
        "chaperone",
        "safesteps",
        R.worker,
        to_try="On a phone: check in to a route shift, count, report an incident, check out.",
    ),
    Player(
        "marcus",
        "Marcus Legend",
        "resettlement worker",
        "gatehouse",
        R.worker,
        to_try="Find the case whose release date moved, and the clock that moved with it.",
    ),
    Player(
        "owen",
        "Owen Chapter",
        "men's worker",
        "turning",
        R.worker,
        S.perpetrator,
        to_try="Take the register of the 26-week course. Nothing of the partners can be seen from here.",
    ),
    Player(
        "leila",
        "Leila Stanza",
        "partner support worker",
        "turning",
        R.worker,
        S.partner,
        to_try="Read the letterbox: what the course tells you, and never the other way round.",
    ),
    Player(
        "helen",
        "Helen Prologue",
        "commissioner",
        "office",
        R.commissioner,
        to_try="Read the quarter: reach and outcomes, and no name anywhere.",
    ),
    Player(
        "grace",
        "Grace Epilogue",
        "data protection and safeguarding lead",
        "northside",
        R.guardian,
        to_try="Ask who opened a record, and why.",
    ),
    Player(
        "sam",
        "Sam Footnote",
        "administrator",
        "office",
        R.administrator,
        to_try="Add an organisation, invite a colleague, open a commission.",
    ),
    Player(
        "idris",
        "Idris Almanac",
        "evaluator",
        "evidence",
        R.evaluator,
        to_try="Sign in with a one-time code as well, then see what an evaluator may see.",
        has_code=True,
    ),
    Player(
        "kofi",
        "Kofi Novel",
        "navigator at Heartlands",
        "heartlands",
        R.navigator,
        place="hospital:RRK97",
    ),
    Player("ruth", "Ruth Sonnet", "youth worker", "northside", R.worker),
    Player("dev", "Dev Limerick", "youth worker", "northside", R.worker),
    Player("mina", "Mina Haiku", "manager", "kingfisher", R.manager),
    Player("zara", "Zara Quatrain", "youth worker", "kingfisher", R.worker),
    Player("lou", "Lou Couplet", "manager", "lantern", R.manager),
    Player("fern", "Fern Elegy", "advocate", "lantern", R.worker),
    Player("ada", "Ada Preface", "manager", "bystander", R.manager),
    Player("noor", "Noor Index", "manager", "safesteps", R.manager),
    Player("bill", "Bill Margin", "manager", "gatehouse", R.manager),
    Player("tess", "Tess Colophon", "resettlement worker", "gatehouse", R.worker),
    Player(
        "vic", "Vic Appendix", "programme manager, men's side", "turning", R.manager, S.perpetrator
    ),
    Player("jo", "Jo Glossary", "manager, partner support", "turning", R.manager, S.partner),
)

# Somebody with two memberships, who chooses in the header.
SECOND = (("nadia", "northside", R.worker, S.none),)

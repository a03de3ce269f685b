"""Invented people and invented answers. Surnames, numbers and phones say that nobody is real."""

import random
from datetime import date, timedelta
from typing import Any

from nhs_number.validate import is_valid

from app.actions.people import Contact, PersonDetails
from app.programmes.definition import Definition
from app.programmes.questions import Question

MEN = (
    "Zebedee", "Peregrine", "Barnaby", "Jethro", "Linus", "Caspian", "Rufus", "Fitz", "Otis", "Ludo", "Jago",
    "Piers", "Magnus", "Enzo", "Hector", "Merlin", "Orlando",
)  # fmt: skip
WOMEN = (
    "Tansy", "Clover", "Saffron", "Juniper", "Marigold", "Indigo", "Bryony", "Posy", "Sorrel", "Lark", "Bluebell",
    "Coral", "Fable", "Iris", "Kit", "Lyra", "Nell",
)  # fmt: skip
LAST = (
    "Testcase", "Sample", "Specimen", "Madeup", "Placeholder", "Pretend", "Invented", "Notreal", "Example",
    "Fictional", "Imaginary", "Makebelieve",
)  # fmt: skip
ETHNICITIES = (
    "W1",
    "W1",
    "W1",
    "W9",
    "M1",
    "M3",
    "A1",
    "A2",
    "A2",
    "A3",
    "B1",
    "B1",
    "B2",
    "B2",
    "O9",
    "NS",
    "NK",
)
SENTENCES = (
    "Wants to get back to college and feel safe on the bus.",
    "Is worried about what happens when the others find out.",
    "Likes boxing and cooking; a cousin is somebody to lean on.",
    "Would rather be texted than called, after three o'clock.",
    "Asked for help with housing first, and to talk later.",
)
# By the part of life they are about.
GOALS = {
    "safety": ("Take the bus again without looking over my shoulder", "Know where I can go if it starts again"),
    "education": ("Get back to lessons three days a week", "Find a course that I do not give up"),
    "family": ("Have one meal a week together without shouting", "Talk about it with somebody at home"),
    "health": ("Sleep through the night", "See a doctor about my hand"),
    "home": ("Have a room that is mine", "Get the lock and the window mended"),
    "friends": ("Find something to do on Friday nights", "Be with people who do not carry"),
}  # fmt: skip
# What people of other services would say, in as many sentences.
OF_SERVICE = {
    ("dvpp", "perpetrator"): (
        "Wants his children to feel safe with him.",
        "Says that the arguments frighten him too, and that he wants them to stop.",
        "Found the last session hard, and came again.",
        "Would rather talk on his own first than in front of the others.",
        "Is worried about work, and asked for evening sessions.",
    ),
    ("dvpp", "partner"): (
        "Wants to know what he is told to do differently.",
        "Sleeps badly, and keeps her phone beside her.",
        "Her sister knows, and can be rung at any time.",
        "Would rather be texted than called, when the children are at school.",
        "Asked for help with the tenancy first, and to talk later.",
    ),
    ("iris", ""): (
        "Wants somebody to talk to whom her family does not know.",
        "Is worried about what he does when she is late.",
        "A neighbour is somebody to lean on.",
        "Would rather meet at the practice than be called at home.",
        "Asked about money and housing first, and to talk later.",
    ),
    ("resettlement", ""): (
        "Wants a room of his own and to stay out of the old estate.",
        "Is worried about the first weekend outside.",
        "Likes cooking; his aunt is somebody to lean on.",
        "Would rather see somebody in person than fill in forms.",
        "Asked for help with a bank account first, and with work later.",
    ),
}

# What people would write under the questions that are no place for a sentence about somebody.
SAID = {
    "attended_time": ("19:40", "22:15", "1:30am", "16:05"),
    "approached_time": ("20:15", "23:00", "2:10am", "17:20"),
    "place_description": ("Outside a takeaway", "The park by the canal", "A bus stop in the centre"),
    "competence_by": ("The nurse in charge", "The registrar on shift", "A navigator and the nurse"),
    "school": ("Placeholder Academy", "Specimen Sixth Form", "Example Further Education College"),
    "other_workers": ("A youth justice worker leads.", "A social worker, Ms Sample, leads.", "Nobody yet."),
    "lead_professional": ("Ms Sample, social worker", "Mr Specimen, early help"),
    "children_ages": ("4 and 7", "9", "2, 5 and 11"),
    "caller_name": ("Sam from the library", "The dentist", "Jo"),
    "interpreter_note": ("Nobody of the family", "No man of their community"),
    "conditions": ("Not to enter the city centre.", "No contact with two named people.", "Home by 9pm."),
}  # fmt: skip


def a_person(
    rng: random.Random, *, born: tuple[int, int], areas: tuple[str, ...], today: date, male: float
) -> PersonDetails:
    """Somebody invented: aged between `born[0]` and `born[1]` today; `male` is the share of men.

    One in twelve has only a guessed age, one in ten no area, as real records do.
    """
    days = rng.randint(born[0] * 365 + 5, born[1] * 365 + 300)
    guessed = rng.random() < 0.08
    name, family_name = rng.randrange(len(MEN)), rng.choice(LAST)
    sex = "M" if rng.random() < male else rng.choice(("F", "F", "F", "F", "U"))
    return PersonDetails(
        preferred_name=(MEN if sex == "M" else WOMEN)[name],
        family_name=family_name,
        born_on=None if guessed else today - timedelta(days=days),
        age_given=days // 365 if guessed else None,
        sex=sex,
        ethnicity=rng.choice(ETHNICITIES),
        ethnicity_source="self-stated",
        nhs_number=a_number(rng) if rng.random() < 0.6 else None,
        area=None if rng.random() < 0.1 else rng.choice(areas),
        contact=Contact(
            phone=f"07700 900{rng.randint(0, 999):03d}",
            may_call=rng.random() < 0.7,
            may_text=rng.random() < 0.9,
            may_leave_message=rng.random() < 0.3,
            best_time=rng.choice(("after school", "mornings", "after six", None)),
        ),
    )


def a_number(rng: random.Random) -> str:
    """A synthetic NHS number of the range 999, with its check digit."""
    while True:
        nine = f"999{rng.randint(0, 999999):06d}"
        check = 11 - sum(int(sign) * (10 - place) for place, sign in enumerate(nine)) % 11
        number = nine + str(0 if check == 11 else check)
        if check != 10 and is_valid(number):
            return number


def answers(
    rng: random.Random, definition: Definition, *, side: str, today: date, setting: str | None
) -> dict[str, Any]:
    """Valid answers to every question a programme asks, most of them known."""
    said: dict[str, Any] = {}
    for _round in range(3):
        for question in definition.visible_questions(said, side=side or None):
            if question.key not in said:
                spoken = OF_SERVICE.get((definition.code, side), SENTENCES)
                value = _answer(rng, question, today, setting, spoken)
                if value is not None:
                    said[question.key] = value
    clean, wrong = definition.validate_answers(said, side=side or None, today=today)
    for key in wrong:
        said.pop(key, None)
    return clean


def a_goal(rng: random.Random, domain: str) -> str:
    """What somebody wants in a part of their life, as they would say it."""
    return rng.choice(GOALS[domain])


def a_sentence(rng: random.Random, service: str, side: str) -> str:
    """Something that is noted of people of a service."""
    return rng.choice(OF_SERVICE.get((service, side), SENTENCES))


def _answer(
    rng: random.Random,
    question: Question,
    today: date,
    setting: str | None,
    spoken: tuple[str, ...],
) -> Any:
    if not question.required and rng.random() < 0.15:
        return "not-known" if question.allows_unknown and rng.random() < 0.5 else None
    kind = question.type
    if kind in {"choice", "choices"}:
        codes = [entry.code for entry in question.choices(today) if not entry.unknown] or [
            "not-known"
        ]
        return (
            rng.choice(codes)
            if kind == "choice"
            else sorted(set(rng.choices(codes, k=rng.choice((1, 1, 2)))))
        )
    if kind == "yes_no":
        return rng.choice(("yes", "no", "no"))
    if kind == "number":
        return str(rng.randint(int(question.minimum or 0), int(min(question.maximum or 10, 14))))
    if kind == "date":
        return (
            today + timedelta(days=rng.randint(20, 90) * (1 if question.when == "future" else -1))
        ).isoformat()
    if kind == "setting":
        return setting
    drawn = rng.randrange(len(spoken))
    fitting = SAID.get(question.key, spoken)
    return fitting[drawn % len(fitting)]

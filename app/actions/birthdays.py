"""At 16 and at 18 somebody is asked again: agreement, who may be contacted, which notice applies."""

from datetime import timedelta

from sqlalchemy import text

from app import clocks
from app.database import Database
from app.models import Task
from app.models.naming import new_id

# Age → what is to be asked again then.
ASKED = {
    16: (
        "They are 16 now. Ask again: do they agree themselves, may a parent or carer still be"
        " contacted, and which privacy notice applies?"
    ),
    18: (
        "They are 18 now. Ask again: do they agree, who may be contacted and told, and give the"
        " privacy notice for adults."
    ),
}
DAYS_TO_ASK = 14
# Live cases of somebody who reached the age since the case was opened and was not asked again yet.
# Who was born on 29 February is a year older on 1 March, as `clocks.age_on` has it.
REACHED = text(
    """
    SELECT c.id, c.organisation_id, c.commission_id, c.side, c.restricted, c.worker_id
    FROM "case" c JOIN person p ON p.id = c.person_id
    WHERE c.state <> 'closed' AND p.born_on IS NOT NULL
      AND extract(YEAR FROM age(CAST(:today AS date), p.born_on)) >= :age
      AND extract(YEAR FROM age((c.opened_at AT TIME ZONE 'Europe/London')::date, p.born_on)) < :age
      AND NOT EXISTS (SELECT FROM task t WHERE t.case_id = c.id AND t.kind = :kind)
    ORDER BY c.id
    """
)


def ask_again(database: Database) -> int:
    """Leave a task on each case whose person turned 16 or 18; returns how many. Runs as `system`."""
    made = 0
    for age, words in ASKED.items():
        kind = f"turned-{age}"
        found = database.execute(REACHED, {"age": age, "today": clocks.today(), "kind": kind})
        for row in found.all():
            task = Task(
                id=new_id(),
                case_id=row.id,
                organisation_id=row.organisation_id,
                commission_id=row.commission_id,
                side=row.side,
                restricted=row.restricted,
                account_id=row.worker_id,
                kind=kind,
                words=words,
                due_on=clocks.today() + timedelta(days=DAYS_TO_ASK),
            )
            database.add(task)
            database.record(task, "asked-again", kind=kind)
            # A calendar did it, not the worker whose task it is.
            database.said[-1]["account_id"] = None
            made += 1
    database.flush()
    return made

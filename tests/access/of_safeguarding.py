"""The rows of the matrix about plans, measures and safeguarding."""

from tests.access.whom import ACTED, READERS, WORKERS, Row, rows

SAFEGUARDING: dict[str, Row] = {
    **rows(READERS, "", "/concerns"),
    **rows(
        READERS,
        "safeguarding",
        """/cases/{case_id}/plan/shelf /cases/{case_id}/plan/earlier /cases/{case_id}/plan/print
        /cases/{case_id}/plan/reviews/{review_id} /cases/{case_id}/safety
        /cases/{case_id}/safety/concerns/{concern_id}""",
    ),
    **rows(
        WORKERS,
        "safeguarding",
        """/cases/{case_id}/plan/shelf/{key} /cases/{case_id}/plan/needs/{domain} /cases/{case_id}/plan/reviews/new
        /cases/{case_id}/plan/goals/{goal_id}/steps/new /cases/{case_id}/safety/dash/new
        /cases/{case_id}/safety/dash/{dash_id} /cases/{case_id}/safety/mappa""",
    ),
    # An empty safety plan is refused as a whole; what was not asked about MARAC too.
    **rows(WORKERS, "safeguarding", "/cases/{case_id}/plan/safety", post=ACTED),
    **rows(
        WORKERS,
        "safeguarding",
        "/cases/{case_id}/plan/goals/{goal_id}/steps/{step_id}/done",
        post=ACTED,
    ),
    # The guardian leads on safeguarding, and changes nothing else in a case.
    **rows(
        READERS,
        "safeguarding",
        """/cases/{case_id}/safety/concerns/new /cases/{case_id}/safety/concerns/{concern_id}/close
        /cases/{case_id}/safety/concerns/{concern_id}/actions/new""",
    ),
    # What was done leads on to its answer, what was not leads back.
    **rows(
        READERS,
        "safeguarding",
        """/cases/{case_id}/safety/concerns/{concern_id}/actions/{action_id}
        /cases/{case_id}/safety/concerns/{concern_id}/actions/{action_id}/answer""",
        get=ACTED,
    ),
}

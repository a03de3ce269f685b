"""The pages about plans, measures and safeguarding."""

from tests.browser.line import Page, by

SAFEGUARDING: dict[str, Page] = {
    **by("guardian", "", "", "/concerns"),
    **by(
        "worker",
        "safeguarding",
        "hospital",
        """/cases/{case_id}/plan/shelf /cases/{case_id}/plan/shelf/{key} /cases/{case_id}/plan/earlier /cases/{case_id}/plan/print
        /cases/{case_id}/plan/reviews/{review_id} /cases/{case_id}/plan/reviews/new
        /cases/{case_id}/plan/needs/{domain} /cases/{case_id}/plan/safety
        /cases/{case_id}/plan/goals/{goal_id}/steps/new
        /cases/{case_id}/safety /cases/{case_id}/safety/dash/new
        /cases/{case_id}/safety/dash/{dash_id} /cases/{case_id}/safety/mappa
        /cases/{case_id}/safety/concerns/new /cases/{case_id}/safety/concerns/{concern_id}
        /cases/{case_id}/safety/concerns/{concern_id}/close
        /cases/{case_id}/safety/concerns/{concern_id}/actions/new
        /cases/{case_id}/safety/concerns/{concern_id}/actions/{action_id}""",
    ),
    "/cases/{case_id}/safety/concerns/{concern_id}/actions/{action_id}/answer": Page(
        "worker", "answered", "hospital"
    ),
}

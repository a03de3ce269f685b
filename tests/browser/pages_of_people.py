"""The pages about people: who somebody is, who is around them, agreement and sharing."""

from tests.browser.line import Page, by

PEOPLE: dict[str, Page] = {
    **by(
        "worker",
        "around",
        "hospital",
        """/cases/{case_id}/about /cases/{case_id}/contact /cases/{case_id}/sharing
        /cases/{case_id}/record /cases/{case_id}/family/new /cases/{case_id}/family/{relative_id}
        /cases/{case_id}/professionals/new /cases/{case_id}/professionals/{professional_id}
        /cases/{case_id}/competence/new /cases/{case_id}/labels/new
        /cases/{case_id}/labels/{label_id} /cases/{case_id}/same/{person_id}
        /cases/{case_id}/links/{link_id}/undo /cases/{case_id}/sharing/agreements/new
        /cases/{case_id}/sharing/bases/new /cases/{case_id}/sharing/decisions/new
        /cases/{case_id}/sharing/{what}/{record_id}/end""",
    ),
    **by("worker", "later", "hospital", "/cases/{case_id}/earlier"),
    **by("administrator", "", "", "/agreements /agreements/new"),
    **by("administrator", "matching", "one", "/agreements/{agreement_id}/end"),
}

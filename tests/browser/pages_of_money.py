"""The pages about what commissions cost, and about a year's budget."""

from tests.browser.line import Page, by

MONEY: dict[str, Page] = {
    **by("commissioner", "", "", "/commissioned /budget"),
    **by("manager", "money", "hospital", "/commissioned/{commission_id}/spend/{code}"),
    **by(
        "commissioner",
        "bought",
        "hospital",
        """/commissioned/{commission_id} /commissioned/{commission_id}/profile
        /commissioned/{commission_id}/vary /commissioned/{commission_id}/follow /commissioned/{commission_id}/threshold
        /commissioned/{commission_id}/targets /commissioned/{commission_id}/targets/{name}""",
    ),
    **by(
        "commissioner",
        "budget",
        "commissioner",
        "/budget/awards/{award_id} /budget/lines/{line_id}",
    ),
    **by(
        "commissioner",
        "budget year",
        "office",
        "/budget/{year} /budget/{year}/awards/new /budget/{year}/lines/new",
    ),
}
NOT_PAGES_OF_MONEY = {
    "/commissioned/{commission_id}/by-quarter.csv": "a file",
    "/commissioned/tables/{table}.csv": "a file",
    "/commissioned/{commission_id}/spend": "leads on to the quarter that was chosen",
}

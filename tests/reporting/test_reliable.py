"""Reliable change for commissioners: told where a measure states its error, else refused in words."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Engine

from app.facts import Kind
from app.reporting import counting
from app.reporting.asked import may_ask_about
from app.reporting.counting import Question
from app.reporting.measure import By
from app.reporting.quarterly import reliable
from tests.reporting import ledger
from tests.world import World

QUARTER = ledger.a_quarter_ago()


def test_reliable_change_is_told_of_measures_that_state_their_error_beside_the_paired_rate(
    world: World, owner: Engine
) -> None:
    scores = [(2, 8)] * 9 + [(5, 5)] * 7 + [(8, 1)] * 5 + [(4, None)] * 7
    for first, last in scores:
        case = {
            "basis": "named", "referral": uuid4(), "subject": uuid4(), "age": 16, "area": "E08000025",
            "sex": "M", "ethnicity": "W1", "source": "ed",
        }  # fmt: skip
        rows = [("safety:baseline", first), *([("safety:exit", last)] if last else [])]
        commission = world.commissions["hospital"]
        ledger.write(
            owner,
            [
                ledger.line(
                    commission, "ed-navigators", Kind.measure, QUARTER.start, code=code, value=score, **case
                )
                for code, score in rows
            ]
            + [ledger.line(commission, "ed-navigators", Kind.closed, QUARTER.start, code="goals-met", n=1, **case)],
        )  # fmt: skip
    with world.as_(world.commissioner) as database:
        asked = may_ask_about(database)
    stated = {("ed-navigators", "safety"): 1.5}
    asked = replace(asked, said=asked.said._replace(errors=stated))
    answer = counting._answer(Question(QUARTER, by=(By.scale,)), asked, counting.follow())
    figure = reliable.drawn(answer, stated)
    assert [[cell.text for cell in cells] for _, cells in figure.rows] == [
        ["21", "9", "7", "5", "75%"]
    ]
    assert "9 reliably improved and 5 reliably deteriorated, of 21" in figure.finding
    refused = reliable.drawn(answer, ())
    assert [cell.text for cell in refused.rows[0][1]] == ["21", *["not said"] * 3, "75%"]
    assert refused.finding == reliable.REFUSAL

"""The labels of a case that stand today, for the head of its pages: lapsed ones are not there."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from app.models import Case, Label
from app.programmes.lists import code_list


def labels_today(today: Any) -> Any:
    """The kinds of label that stand on a day on the case of the statement, as one text with commas."""
    kind = col(Label.kind)
    return (
        select(func.string_agg(kind.distinct(), ","))
        .where(
            col(Label.case_id) == col(Case.id),
            col(Label.ended_on).is_(None),
            col(Label.review_by) >= today,
        )
        .correlate(Case)
        .scalar_subquery()
    )


def in_words(kinds: str | None) -> tuple[str, ...]:
    """What `labels_today` found, in the words of the list."""
    return tuple(code_list("label-kind").label(kind) for kind in (kinds or "").split(",") if kind)

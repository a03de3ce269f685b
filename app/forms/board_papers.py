"""What people fill in about a board paper."""

from typing import Annotated

from app.forms.fields import Characters, Fields, SafeLine, asks

# A commentary is read by a board: longer than a note, shorter than a report.
Commentary = Annotated[str, Characters(8000, lines=True)]


class BeginPaper(Fields):
    """What a paper is about: its title, the quarter, all or one commission, and its sections."""

    title: SafeLine = asks("the title")
    quarter: SafeLine = asks("the quarter", missing="Choose the quarter")
    within: SafeLine | None = asks("which figures", default=None)
    sections: list[SafeLine] = asks("the sections", missing="Choose at least one section")


class ChangePaper(Fields):
    """Another title, other sections, other cross-tables."""

    title: SafeLine = asks("the title")
    sections: list[SafeLine] = asks("the sections", missing="Choose at least one section")
    tables: list[SafeLine] = asks("the cross-tables", default=[])


class WritePaper(Fields):
    """What the paper says: the introduction, and a commentary on each section. All may stay empty."""

    introduction: Commentary | None = asks("the introduction", default=None)
    overview: Commentary | None = asks("the commentary on the overview", default=None)
    reach: Commentary | None = asks("the commentary on reach", default=None)
    pathway: Commentary | None = asks("the commentary on the pathway", default=None)
    waits: Commentary | None = asks("the commentary on waits", default=None)
    outcomes: Commentary | None = asks("the commentary on outcomes", default=None)
    providers: Commentary | None = asks("the commentary on providers", default=None)
    equity: Commentary | None = asks("the commentary on equity", default=None)
    areas: Commentary | None = asks("the commentary on areas", default=None)
    demand: Commentary | None = asks("the commentary on demand", default=None)
    money: Commentary | None = asks("the commentary on money", default=None)
    quality: Commentary | None = asks("the commentary on data quality", default=None)
    tables: Commentary | None = asks("the commentary on the cross-tables", default=None)

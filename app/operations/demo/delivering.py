"""Two years of delivery to groups, schools and routes, through the same actions as the web uses."""

from collections.abc import Iterator

from app.operations.demo import mens_course, practices, routes, schools
from app.operations.demo.stage import Stage, Step


def steps(stage: Stage) -> Iterator[Step]:
    """Every step that names nobody: stages, trainings, lessons, shifts and what was counted."""
    yield from practices.steps(stage)
    yield from schools.steps(stage)
    yield from routes.steps(stage)


def course_steps(stage: Stage) -> Iterator[Step]:
    """The men's courses: who is on them is looked up when a step is played."""
    yield from mens_course.steps(stage)

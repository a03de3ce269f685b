"""Two years of delivery that names nobody: lessons, shifts, trainings, stages."""

from collections.abc import Iterator

from app.operations.demo.stage import Stage, Step


def steps(stage: Stage) -> Iterator[Step]:
    """Every step of the delivery."""
    yield from ()


def course_steps(stage: Stage) -> Iterator[Step]:
    """Every step of the courses."""
    yield from ()

"""What came out: a table for the terminal, and `docs/benchmarks.md`."""

import os
import platform
from pathlib import Path
from typing import NamedTuple

from app import clocks
from bench.measuring import FLOOR, RUNS, Taken
from bench.partnership import PROVIDERS

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
TARGET, FIRST_VISIT = 100, 70
BUSY = 1.0  # waiting processes for each core


class Run(NamedTuple):
    """One size: how many referrals and other rows, how long loading took, and what pages took."""

    size: int
    rows: dict[str, int]
    seconds: float
    load: float
    taken: list[Taken]


def table(run: Run) -> str:
    """The measurements of one size as lines of a table."""
    lines = [
        f"{run.size:,} referrals, {sum(run.rows.values()):,} rows, loaded in {run.seconds:.0f} s",
        f"{'page':<46}{'p50 ms':>9}{'p95 ms':>9}{'statements':>12}",
    ]
    lines += [
        f"{one.page:<46}{one.p50:>9.1f}{one.p95:>9.1f}{one.statements:>12}" for one in run.taken
    ]
    return "\n".join(lines)


def write(small: Run, big: Run, visit: dict[str, float], postgres: str) -> None:
    """Write the document."""
    DOCUMENT.write_text(_document(small, big, visit, postgres), encoding="utf-8")


def _document(small: Run, big: Run, visit: dict[str, float], postgres: str) -> str:
    cores = os.cpu_count() or 1
    load = max(small.load, big.load)
    slow = [
        one.page
        for one in big.taken
        if one.p95 > TARGET and not one.page.startswith(("Reading", "Sending"))
    ]
    floor = next(one.p50 for one in big.taken if one.page == FLOOR)
    heading = f"| page | p50 | p95 | statements | p50 at {small.size:,} | ratio | of the floor |"
    rows = [
        f"| {now.page} | {now.p50:.0f} ms | {now.p95:.0f} ms | {now.statements} |"
        f" {before.p50:.0f} ms | {now.p50 / before.p50:.1f} | {now.p50 / floor:.1f} |"
        for now, before in zip(big.taken, small.taken, strict=True)
    ]
    total = sum(visit.values())
    parts = ", ".join(f"{name} {size:.1f}" for name, size in visit.items())
    counts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in big.rows.items())
    return "\n".join(
        [
            "# How fast it is",
            "",
            f"Measured with `make bench` on {clocks.today():%-d %B %Y}. Nothing in the tests depends on",
            "these times: the tests hold the number of statements instead.",
            "",
            "## What was measured",
            "",
            f"Python {platform.python_version()}, PostgreSQL {postgres} (embedded, commits wait for the disk),",
            f"{cores} cores, {platform.system()} on {platform.machine()}. Up to {load:.1f} processes were running",
            "or waiting for a core meanwhile, on average over a minute"
            + (
                ": **the machine was busy with other work, so the times are too long.**"
                if load > BUSY * cores
                else "."
            ),
            "",
            f"An invented partnership of {PROVIDERS} providers over two years, {big.size:,} referrals; every fifth is",
            "for one provider, whose pages are the ones measured. The rows are those that the actions write:",
            f"{counts}.",
            "",
            "Times are the server's: from the request's arrival at the application to the last byte of the",
            f"answer, in process, signed in by a real row, {RUNS} runs after warming up. Statements are all that",
            "are sent, those of the door (sign-in, role, record of views) included.",
            "",
            f"## Pages at {big.size:,} referrals",
            "",
            heading,
            "| --- | --: | --: | --: | --: | --: | --: |",
            *rows,
            "",
            f"The target is a p95 of {TARGET} ms for lists, the case file and the pages of figures. "
            + (f"Over it in this run: {'; '.join(slow)}." if slow else "All of them meet it."),
            "",
            "The floor is a page of the frame alone, with its sign-in: other work on the machine slows it as",
            "it slows the others. “Of the floor” says how many times as long a page takes.",
            "",
            "A process reads the whole ledger into memory beside serving when it starts (“reading ahead”); a",
            "question that comes earlier waits for it. “With news” asks for the quarter that is running just",
            "after a referral was sent, so that it is counted again; “counted anew” counts the latest whole",
            "quarter and the one before it from nothing, as when something late was entered about both.",
            "",
            "## First visit",
            "",
            f"{total:.1f} KB with gzip (target {FIRST_VISIT}): {parts}.",
            "",
        ]
    )

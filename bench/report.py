"""What came out: a table for the terminal, and `docs/benchmarks.md`."""

import os
import platform
from pathlib import Path
from typing import NamedTuple

from app import clocks
from bench import counts, pages
from bench.partnership import PROVIDERS
from bench.sending import CLIENTS, Sent
from bench.watching import RUNS, Taken

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
FIRST_VISIT = 70  # kilobytes
BUSY = 1.0  # waiting processes for each core
LOADING, EACH_SECOND, GROWTH = 300, 150, 1.3
# What each may take at the 95th percentile, in milliseconds, at the largest size.
BARS = {
    pages.CASELOAD: 25, pages.SEARCH: 10, pages.CASE_FILE: 40, pages.OVERVIEW: 200, **dict.fromkeys(counts.COUNTS, 100),
}  # fmt: skip
# And at 100,000: lists, the case file and every page of figures.
HUNDRED = 100
SMALLER = (
    pages.CASELOAD, "Caseload by name", "Caseload, a worker's own", pages.CASE_FILE, "Manager's queue", pages.SEARCH,
    pages.OWN, pages.OWN_NEWS, pages.QUESTION, pages.OVERVIEW, pages.NEWS,
)  # fmt: skip


class Run(NamedTuple):
    """One size: how many rows, how long loading took, and what everything took.

    `rows` is empty and `seconds` nought where the data was there already. `memory` is what the
    process holds with the whole ledger, and what of it no other process shares (megabytes).
    """

    size: int
    rows: dict[str, int]
    seconds: float
    load: float
    pages: list[Taken]
    counts: list[Taken]
    sent: Sent
    memory: tuple[float, float]
    visit: dict[str, float]
    postgres: str

    @property
    def taken(self) -> dict[str, Taken]:
        """Everything that was timed, by name."""
        return {one.page: one for one in (*self.pages, *self.counts)}


def table(run: Run) -> str:
    """The measurements of one size as lines of a table."""
    width = max(len(name) for name in run.taken) + 2
    lines = [
        f"\n{run.size:,} referrals, {sum(run.rows.values()):,} rows, loaded in {run.seconds:.0f} s",
        f"{'':<{width}}{'p50 ms':>9}{'p95 ms':>9}{'Python':>9}{'Postgres':>9}{'SQL':>5}{'floor':>8}{'ratio':>7}",
    ]
    for one in run.taken.values():
        floor = f"{one.floor:>8.1f}{one.p50 / one.floor:>7.1f}" if one.floor else ""
        lines.append(
            f"{one.page:<{width}}{one.p50:>9.1f}{one.p95:>9.1f}{one.processor:>9.1f}{one.postgres:>9.1f}"
            f"{one.statements:>5}{floor}"
        )
    sent = run.sent
    said = (
        f"{CLIENTS} clients sent {sent.each_second:.0f} referrals a second; each waited {sent.p50:.0f} ms"
        f" (p95 {sent.p95:.0f} ms)"
    )
    lines += [
        said,
        f"Memory {run.memory[0]:.0f} MB, of which its own {run.memory[1]:.0f} MB; load {run.load:.1f}",
        *(f"MISSED: {one}" for one in missed(run, None)),
    ]
    return "\n".join(lines)


def missed(run: Run, small: Run | None) -> list[str]:
    """What of the bars this run did not keep, in words."""
    found, is_large = [], run.size >= 10 * HUNDRED * 1000
    bars = dict(BARS) if is_large else {}
    if run.size == HUNDRED * 1000:
        bars = dict.fromkeys(SMALLER, HUNDRED)
    for name, bar in bars.items():
        if run.taken[name].p95 > bar:
            found.append(f"{name} at {run.size:,}: {run.taken[name].p95:.0f} ms, not {bar}")
    if is_large and run.seconds > LOADING:
        found.append(f"loading: {run.seconds:.0f} s, not {LOADING}")
    if run.sent.each_second < EACH_SECOND:
        found.append(
            f"sending at {run.size:,}: {run.sent.each_second:.0f} a second, not {EACH_SECOND}"
        )
    if small is not None and is_large:
        ratio = run.taken[pages.CASELOAD].p50 / small.taken[pages.CASELOAD].p50
        if ratio > GROWTH:
            found.append(f"{pages.CASELOAD}: {ratio:.1f} times its time at {small.size:,}")
    return found


def write(runs: list[Run]) -> None:
    """Write the document."""
    DOCUMENT.write_text(_document(runs), encoding="utf-8")


def _document(runs: list[Run]) -> str:
    small, big = runs[0], runs[-1]
    cores, load = os.cpu_count() or 1, max(run.load for run in runs)
    visit = sum(big.visit.values())
    parts = ", ".join(f"{name} {size:.1f}" for name, size in big.visit.items())
    wrong = [one for run in runs for one in missed(run, small)]
    return "\n".join(
        [
            "# How fast it is",
            "",
            f"Measured with `make bench` on {clocks.today():%-d %B %Y}. Nothing in the tests depends on",
            "these times: the tests hold the number of statements instead.",
            "",
            f"Python {platform.python_version()}, PostgreSQL {big.postgres} (embedded, commits wait for the disk),",
            f"{cores} cores, {platform.system()} on {platform.machine()}. Up to {load:.1f} processes were running",
            "or waiting for a core meanwhile, on average over a minute"
            + (
                ": **the machine was busy with other work, so times by the clock are too long;"
                " processor times are not.**"
                if load > BUSY * cores
                else "."
            ),
            "",
            "**Bars not kept in this run:** " + ("; ".join(wrong) if wrong else "none") + ".",
            "",
            "## What was measured",
            "",
            f"An invented partnership of {PROVIDERS} providers over two years; every fifth referral is for one of them,",
            "whose pages are the ones measured. Classes in schools are counted beside them, somebody in eight is",
            "known to two providers, and of one person in a hundred the facts were corrected. The rows are those that",
            "the actions write, checked by every key of the tables (`tests/bench` recounts them).",
            "",
            "| referrals | rows | facts | events | loaded in | memory of a process | its own |",
            "| --: | --: | --: | --: | --: | --: | --: |",
            *(_size(run) for run in runs),
            "",
            "A million is fifty copies of a pattern of 25,000, each with other ids and without other lines of it.",
            "",
            *(line for run in reversed(runs) for line in _pages(run, small)),
            *_counts(runs),
            "## Referring",
            "",
            f"{CLIENTS} clients refer people at once, each with its person, snapshot, clocks, mail, event and fact,",
            "and each on the disk before it counts.",
            "",
            "| referrals there | a second | p50 | p95 |",
            "| --: | --: | --: | --: |",
            *(
                f"| {run.size:,} | {run.sent.each_second:.0f} | {run.sent.p50:.0f} ms | {run.sent.p95:.0f} ms |"
                for run in runs
            ),
            "",
            "## First visit",
            "",
            f"{visit:.1f} KB with gzip (target {FIRST_VISIT}): {parts}.",
            "",
        ]
    )


def _size(run: Run) -> str:
    rows, loaded = f"{sum(run.rows.values()):,}", f"{run.seconds:.0f} s"
    if not run.rows:
        rows = loaded = "not known"
    facts, events = (f"{run.rows.get(name, 0):,}" for name in ("fact", "event"))
    whole, private = run.memory
    return f"| {run.size:,} | {rows} | {facts} | {events} | {loaded} | {whole:.0f} MB | {private:.0f} MB |"


def _pages(run: Run, small: Run) -> list[str]:
    lines = [
        f"## Pages at {run.size:,} referrals",
        "",
        f"| page | p50 | p95 | Python | PostgreSQL | statements | of {small.size:,} | floor | of the floor |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for one in run.pages:
        before = small.taken[one.page]
        floor = f"{one.floor:.1f} ms | {one.p50 / one.floor:.1f}" if one.floor else " | "
        lines.append(
            f"| {one.page} | {one.p50:.1f} ms | {one.p95:.1f} ms | {one.processor:.1f} ms | {one.postgres:.1f} ms"
            f" | {one.statements or ''} | {one.p50 / before.p50:.1f} | {floor} |"
        )
    if run.size != small.size:
        return [*lines, ""]
    return [
        *lines,
        "",
        "Times are the server's: from the request's arrival at the application to the last byte of the answer, in",
        f"process, signed in by a real row, {RUNS} runs after warming up. “Python” and “PostgreSQL” are processor time.",
        "The floor of a page is its own reads, sent bare, and its own template, drawn, and nothing else. “With news”",
        "asks just after a referral was sent, so that the quarter is counted again; “counted anew” counts it and the",
        "gate decides from nothing. The bar of a search is held against its whole page; “finding” is what of it the",
        "database is asked, from BEGIN to COMMIT, under row-level security, with the rows put in order.",
        "",
    ]


def _counts(runs: list[Run]) -> list[str]:
    heads = " | ".join(f"{run.size:,} p50 | p95 | Python" for run in runs)
    lines = [
        "## Counting, before the gate",
        "",
        f"| question | {heads} |",
        "| --- |" + " --: | --: | --: |" * len(runs),
    ]
    for name in counts.COUNTS:
        cells = " | ".join(
            f"{one.p50:.1f} ms | {one.p95:.1f} ms | {one.processor:.1f} ms"
            for one in (run.taken[name] for run in runs)
        )
        lines.append(f"| {name} | {cells} |")
    return [
        *lines,
        "",
        "From the columns in the process, over everything the commissioner may ask about; each question from nothing.",
        "",
    ]

"""What each measure counts, as SQL: a set of lines of the viewer's own ledger.

The statements are made from the declarations in `reporting/measures/`. They stand on the common
tables of `LIVE`; `figures.py` counts the lines and lists them.
"""

# ruff: noqa: S608 - statements are put together from our own declarations; what is typed is bound

from typing import Any

from app.facts import Kind
from app.reporting.measure import (
    Begun,
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    OnTime,
    Paired,
    Rows,
    Standing,
    Sum,
)
from app.reporting.measures.named import FIRST_CONTACT

COLUMNS = (
    "seq, kind, code, happened_on, subject, referral, group_id, setting_id, n, value, commission_id,"
    " programme"
)
MEASURED = int(Kind.measure)
FIRST = "FILTER (WHERE occasion = 'baseline' AND newest = 1) OVER (PARTITION BY referral, key)"
# `ever`: the ledger as it stands, up to the last day of the period; `inside`: that of the period,
# and of the one before where both are counted at once (`:before` is `:start` where they are not);
# `pairs`: last scores of the period, each beside the first of the same referral and measure.
# What was closed is looked up in a hash, and there are no joins: without statistics of the moment
# PostgreSQL tries those row by row. chr(58) is a colon, which would be taken for a parameter.
SCALE = "programme || chr(58) || key"
PAIRS = f"""
  SELECT {COLUMNS}, sign((value - base) * CASE WHEN {SCALE} = ANY(:lower) THEN -1 ELSE 1 END) AS moved,
    abs(value - base) AS change,
    (CAST(:sure_errors AS float8[]))[array_position(CAST(:sure_scales AS text[]), {SCALE})] AS error
  FROM (
    SELECT *, max(value) {FIRST} AS base, max(happened_on) {FIRST} AS base_on FROM (
      SELECT *, row_number() OVER (
        PARTITION BY referral, key, occasion ORDER BY happened_on DESC, seq DESC) AS newest
      FROM (
        SELECT *, split_part(code, chr(58), 1) AS key, split_part(code, chr(58), 2) AS occasion
        FROM ever WHERE kind = {MEASURED}
          AND referral IN (SELECT referral FROM inside WHERE kind = {MEASURED}
            AND happened_on >= :start AND split_part(code, chr(58), 2) = 'exit')) said
      WHERE occasion IN ('baseline', 'exit')) numbered) beside
  WHERE occasion = 'exit' AND newest = 1 AND happened_on >= :start AND base_on <= happened_on
"""
ALL = "inside AS MATERIALIZED (SELECT * FROM ever WHERE happened_on >= :before)"
RECEIVED = int(Kind.received)


def tables(*, chosen: bool = False, cohort: bool = False) -> str:
    """The common tables.

    `chosen` keeps to `:commissions`; `cohort` to the referrals received from `:since` to before
    `:upto`, whatever `:start` and `:end` are.
    """
    kept = " AND commission_id = ANY(:commissions)" if chosen else ""
    came = ""
    if cohort:
        came = f"""came AS MATERIALIZED (
  SELECT referral FROM fact WHERE kind = {RECEIVED} AND happened_on >= :since AND happened_on < :upto
    AND happened_on <= :today AND referral IS NOT NULL{kept} AND seq NOT IN (SELECT closes FROM gone)
),"""
        kept += " AND referral IN (SELECT referral FROM came)"
    return f"""
gone AS MATERIALIZED (SELECT closes FROM fact WHERE closes IS NOT NULL),
{came}
ever AS NOT MATERIALIZED (
  SELECT {COLUMNS}, audience FROM fact
  WHERE kind <> 0 AND happened_on < :end AND happened_on <= :today
    AND (CAST(:commission AS uuid) IS NULL OR commission_id = CAST(:commission AS uuid))
    AND seq NOT IN (SELECT closes FROM gone){kept}
),
{ALL},
joined AS MATERIALIZED (SELECT subject, counted_as FROM joined_subject),
pairs AS MATERIALIZED ({PAIRS})
"""


LIVE = tables()
# The same tables for the period before, on top of those: what is inside a parenthesis sees these.
BEFORE = f"""
ever AS NOT MATERIALIZED (SELECT * FROM ever WHERE happened_on < :start),
inside AS NOT MATERIALIZED (SELECT * FROM inside WHERE happened_on < :start),
pairs AS MATERIALIZED ({PAIRS.replace(":start", ":before")})
"""
NOW = "inside AS NOT MATERIALIZED (SELECT * FROM inside WHERE happened_on >= :start)"
# Somebody whose records were joined is one person; most are not joined, and are not looked up.
PERSON = """CASE WHEN subject IN (SELECT j.subject FROM joined j)
  THEN (SELECT j.counted_as FROM joined j WHERE j.subject = inside.subject) ELSE subject END"""
# First scores of cases closed in the period, and whether each has a last one.
BEGUN = f"""SELECT {COLUMNS}, has_last FROM (
    SELECT *, bool_or(occasion = 'exit') OVER (PARTITION BY referral, key) AS has_last,
      row_number() OVER (PARTITION BY referral, key, occasion ORDER BY happened_on DESC, seq DESC) AS newest
    FROM (
      SELECT *, split_part(code, chr(58), 1) AS key, split_part(code, chr(58), 2) AS occasion
      FROM ever WHERE kind = {MEASURED}
        AND referral IN (SELECT referral FROM inside WHERE kind = {int(Kind.closed)})) said
    WHERE occasion IN ('baseline', 'exit')) numbered
  WHERE occasion = 'baseline' AND newest = 1"""
MET = int(Kind.first_contact)
# First contacts of the period, and how the standard of each ended: 1 met, 0 missed, -1 none was set.
STANDARDS = f"""SELECT * FROM ever WHERE kind = {int(Kind.clock)} AND code = '{FIRST_CONTACT}'
  AND referral IN (SELECT referral FROM inside WHERE kind = {MET})"""
TIMED = f"""SELECT * FROM (
    SELECT *, coalesce(max(n) FILTER (WHERE kind <> {MET}) OVER (PARTITION BY referral), -1) AS ended
    FROM (SELECT * FROM inside WHERE kind = {MET} AND referral IS NOT NULL UNION ALL {STANDARDS}) both_kinds
  ) ended WHERE kind = {MET}"""


def total(measure: Measure) -> str:
    """What adds up the lines of a measure."""
    match measure.count:
        case Sum(what="value"):
            return "coalesce(sum(value), 0)"
        case Sum() | LargestPerGroup() | Latest(what="n"):
            return "coalesce(sum(n), 0)"
        case _:
            return "count(*)"


def lines(measure: Measure, apart: str = "") -> tuple[str, dict[str, Any]]:
    """The statement for what a measure counts, and what it binds. Names are made from its key.

    `apart` is an expression: people are then different in each of its values, not over all.
    """
    name = measure.key.replace("-", "_")
    bound: dict[str, Any] = {}
    fits = f"kind = {int(measure.of)}"
    if measure.codes is not None:
        bound[f"{name}_codes"] = sorted(measure.codes)
        fits += f" AND code = ANY(:{name}_codes)"
    if measure.audiences is not None:
        bound[f"{name}_audiences"] = sorted(measure.audiences)
        fits += f" AND audience = ANY(:{name}_audiences)"
    suits = ["true"]
    if measure.outcome is not None:
        suits = [f"(coalesce({measure.outcome_in}, 0) = 1) = {str(measure.outcome == 1).lower()}"]
    if measure.among is not None:
        bound[f"{name}_among"] = sorted(measure.among)
        suits.append(f"code = ANY(:{name}_among)")
    if measure.besides is not None:
        bound[f"{name}_besides"] = sorted(measure.besides)
        suits.append(f"code <> ALL(:{name}_besides)")
    if measure.marked is not None:
        suits.append(f"programme || chr(58) || code = ANY(:marked_{measure.marked})")
    return _counted(measure, fits, " AND ".join(suits), apart and f", {apart}"), bound


def _counted(measure: Measure, fits: str, suits: str, apart: str) -> str:  # noqa: C901, PLR0911 - one for each
    match measure.count:
        case Distinct(what=what, pick=pick, unmatched=unmatched):
            if unmatched:
                # Within one organisation everybody is compared with everybody.
                suits = "false"
            thing = "referral" if what == "referral" else PERSON
            falling = "DESC" if pick == "last" else "ASC"
            return f"""SELECT * FROM (SELECT DISTINCT ON (one{apart}) {COLUMNS} FROM
                (SELECT *, {thing} AS one FROM inside WHERE {fits}) named WHERE one IS NOT NULL
              ORDER BY one{apart}, happened_on {falling}, seq {falling}) d WHERE {suits}"""
        case OnTime(met=wanted):
            return _on_time(wanted)
        case LargestPerGroup(sessions=least):
            return f"""SELECT DISTINCT ON (group_id) max(seq) AS seq, 0 AS kind, '' AS code, happened_on,
              CAST(NULL AS uuid) AS subject, CAST(NULL AS uuid) AS referral, group_id,
              CAST(NULL AS uuid) AS setting_id, sum(n) AS n, CAST(NULL AS float) AS value,
              commission_id, programme FROM ({_groups_with(measure, least)}) g WHERE {fits}
              GROUP BY group_id, happened_on, commission_id, programme
              ORDER BY group_id, sum(n) DESC, happened_on"""
        case GroupsWith(sessions=least):
            return f"""SELECT DISTINCT ON (group_id) {COLUMNS}
              FROM ({_groups_with(measure, least)}) g WHERE {fits}
              ORDER BY group_id, happened_on, seq"""
        case Standing(enter=enter, leave=leave):
            return _standing(enter, leave)
        case Latest():
            return f"""SELECT * FROM (SELECT DISTINCT ON (setting_id, commission_id) {COLUMNS} FROM ever
              WHERE {fits} ORDER BY setting_id, commission_id, happened_on DESC, seq DESC) n WHERE {suits}"""
        case Paired(change=change):
            return f"SELECT {COLUMNS} FROM pairs WHERE {MOVED[change]}"
        case Begun(paired=paired):
            kept = "true" if paired is None else f"has_last = {str(paired).lower()}"
            return f"SELECT {COLUMNS} FROM ({BEGUN}) begun WHERE {kept}"
        case Rows() | Sum():
            return f"SELECT {COLUMNS} FROM inside WHERE {fits} AND {suits}"


def _groups_with(measure: Measure, least: int) -> str:
    """Statements of the period about groups that had at least so many sessions by its end."""
    held = int(Kind.delivered)
    return f"""SELECT * FROM (SELECT *,
        count(*) FILTER (WHERE kind = {held}) OVER (PARTITION BY group_id) AS held
      FROM ever WHERE kind IN ({held}, {int(measure.of)}) AND group_id IS NOT NULL) h
      WHERE held >= {least} AND happened_on >= :start"""


def _on_time(wanted: tuple[int | None, ...]) -> str:
    marks = ", ".join(str(-1 if one is None else one) for one in wanted)
    return f"""SELECT DISTINCT ON (referral) {COLUMNS} FROM ({TIMED}) timed
      WHERE ended IN ({marks}) ORDER BY referral, happened_on, seq"""


def _standing(enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> str:
    came = ", ".join(str(int(kind)) for kind in enter)
    left = ", ".join(str(int(kind)) for kind in leave)
    first = f"(array_agg(seq ORDER BY happened_on, seq) FILTER (WHERE kind IN ({came})))[1]"
    return f"""SELECT {first} AS seq, 0 AS kind, '' AS code,
        min(happened_on) FILTER (WHERE kind IN ({came})) AS happened_on,
        any_value(subject) AS subject, referral, CAST(NULL AS uuid) AS group_id,
        any_value(setting_id) AS setting_id, 1 AS n, CAST(NULL AS float) AS value,
        any_value(commission_id) AS commission_id, any_value(programme) AS programme
      FROM ever WHERE kind IN ({came}, {left}) AND referral IS NOT NULL GROUP BY referral
      HAVING sum(CASE WHEN kind IN ({came}) THEN 1 ELSE -1 END) > 0"""


MOVED = {
    "any": "true",
    "better": "moved = 1",
    "same": "moved = 0",
    "worse": "moved = -1",
    "surely-better": "moved = 1 AND change > error",
    "perhaps-better": "moved = 1 AND (change > error) IS NOT TRUE",
    "surely-worse": "moved = -1 AND change > error",
    "perhaps-worse": "moved = -1 AND (change > error) IS NOT TRUE",
    "not-sure": "change <= error",
    "unsure": "error IS NULL",
}

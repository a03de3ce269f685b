"""The record: what was done and what was seen, and the chain that shows if anybody touched it.

Events are appended without a lock. A job seals them at least once a minute: for each organisation
one link over all rows that no running transaction can still precede, as an HMAC over the link before
and every event in between. `verify` walks the chains and names the first bad entry.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text
from sqlmodel import SQLModel

from app import clocks
from app.models.naming import new_id
from app.settings import settings


class Doer(Protocol):
    """Who did it (the door's `Viewer`)."""

    @property
    def account_id(self) -> UUID:
        """Which account."""

    @property
    def membership_id(self) -> UUID:
        """As which membership."""

    @property
    def organisation_id(self) -> UUID:
        """On whose behalf."""

    @property
    def side(self) -> str:
        """On which side of a wall."""

    @property
    def covers(self) -> Sequence[UUID]:
        """For whom they stand in today."""


NOBODY = UUID(int=0)
COLUMNS = "seq, id, at, organisation_id, side, account_id, membership_id, noun, what, about_id, case_id, referral_id, person_id, viewed, codes"


def make_event(by: Doer | None, row: SQLModel, what: str, codes: dict[str, Any]) -> dict[str, Any]:
    """An event row about a database row: ids and codes only, never what was typed.

    Without a viewer (signing in, a job) organisation and side are the row's own, where it has them.
    """
    noun = str(row.__tablename__)
    own_id = getattr(row, "id", None)
    ids = {
        name: own_id if noun == name.removesuffix("_id") else getattr(row, name, None)
        for name in ("case_id", "referral_id", "person_id")
    }
    ids |= {name: codes.pop(name) for name in [*ids] if name in codes}
    return {
        "id": new_id(),
        "at": clocks.now(),
        "organisation_id": by.organisation_id
        if by
        else getattr(row, "organisation_id", None) or NOBODY,
        "side": str(by.side if by else getattr(row, "side", "")),
        "account_id": by.account_id if by else getattr(row, "account_id", None),
        "membership_id": by.membership_id if by else None,
        "noun": noun,
        "what": what,
        "about_id": own_id or getattr(row, "referral_id", None) or getattr(row, "person_id", None),
        "viewed": False,
        "codes": {
            name: value if isinstance(value, bool | int | list) else str(value)
            for name, value in codes.items()
            if value is not None
        },
        **ids,
    }


def say_for(
    connection: Connection, said: list[dict[str, Any]], by: Doer | None
) -> list[dict[str, Any]]:
    """Events with whom they were done for, where the doer stands in for the worker of the case.

    Nothing is asked for somebody who stands in for nobody.
    """
    covers = by.covers if by else ()
    ids = {one["case_id"] for one in said if one["case_id"] and not one["viewed"]}
    if not covers or not ids:
        return said
    held = text('SELECT id, worker_id FROM "case" WHERE id = ANY(:ids) AND worker_id = ANY(:who)')
    rows = connection.execute(held, {"ids": list(ids), "who": list(covers)})
    holders = {row[0]: str(row[1]) for row in rows}
    return [
        one | {"codes": one["codes"] | {"for": holders[one["case_id"]]}}
        if one["case_id"] in holders
        else one
        for one in said
    ]


class Flaw(NamedTuple):
    """The first bad entry of an organisation's chain, in words."""

    organisation_id: UUID
    sentence: str


class Verdict(NamedTuple):
    """What `verify` found: flaws, and how many events are sealed and not sealed yet."""

    flaws: list[Flaw]
    sealed: int
    unsealed: int


def _mac(*parts: bytes) -> bytes:
    code = hmac.new(settings().keys().seal, digestmod=sha256)
    for part in parts:
        code.update(len(part).to_bytes(8, "big") + part)
    return code.digest()


def _entry(row: RowMapping) -> bytes:
    """Eight bytes of `seq` and sixteen of the event's own MAC."""
    said = {name: str(value) for name, value in row.items() if name not in {"codes", "at"}}
    said["at"] = row["at"].astimezone(UTC).isoformat()
    said["codes"] = json.dumps(row["codes"], sort_keys=True)
    seq: int = row["seq"]
    return seq.to_bytes(8, "big") + _mac(json.dumps(said, sort_keys=True).encode())[:16]


def _link(number: int, before: str, from_turn: int, to_turn: int, entries: bytes) -> str:
    head = f"{number} {before} {from_turn} {to_turn}".encode()
    return _mac(head, entries).hex()


def _events(
    connection: Connection, organisation: UUID, from_turn: int, to_turn: int
) -> list[bytes]:
    rows = connection.execute(
        text(
            f"SELECT {COLUMNS} FROM event WHERE organisation_id = :o AND turn >= :f AND turn < :t ORDER BY seq"  # noqa: S608 - our own column names
        ),
        {"o": organisation, "f": from_turn, "t": to_turn},
    ).mappings()
    return [_entry(row) for row in rows]


def seal(connection: Connection) -> int:
    """Seal every event whose transaction, and all before it, have ended; returns how many.

    `turn` is the number of the writing transaction: below the snapshot's oldest running one, no
    event can still appear. Runs as `system`; one sealer at a time (advisory lock).
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(7420002)"))
    horizon = connection.scalar(
        text(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT turn_base FROM installation)"
        )
    )
    waiting = connection.execute(
        text(
            "SELECT e.organisation_id, coalesce(s.number, 0), coalesce(s.to_turn, 0), coalesce(s.mac, '')"
            " FROM (SELECT DISTINCT organisation_id FROM event WHERE turn < :h) e LEFT JOIN LATERAL"
            " (SELECT number, to_turn, mac FROM seal WHERE organisation_id = e.organisation_id"
            " ORDER BY number DESC LIMIT 1) s ON true WHERE coalesce(s.to_turn, 0) < :h"
        ),
        {"h": horizon},
    ).all()
    sealed = 0
    for organisation, number, from_turn, before in waiting:
        entries = _events(connection, organisation, from_turn, horizon)
        if not entries:
            continue
        sealed += len(entries)
        whole = b"".join(entries)
        connection.execute(
            text(
                "INSERT INTO seal (organisation_id, number, from_turn, to_turn, entries, mac, sealed_at)"
                " VALUES (:o, :n, :f, :t, :e, :m, :at)"
            ),
            {
                "o": organisation,
                "n": number + 1,
                "f": from_turn,
                "t": horizon,
                "e": whole,
                "m": _link(number + 1, before, from_turn, horizon, whole),
                "at": clocks.now(),
            },
        )
    return sealed


def verify(connection: Connection, heads: dict[str, int] | None = None) -> Verdict:
    """Walk every organisation's chain and name its first bad entry.

    `heads` are the numbers of the last links as exported earlier (organisation id → number): a chain
    that is shorter now has lost its tail.
    """
    flaws: list[Flaw] = []
    sealed = 0
    chains: dict[UUID, list[RowMapping]] = {}
    rows = connection.execute(
        text("SELECT * FROM seal ORDER BY organisation_id, number")
    ).mappings()
    for row in rows:
        chains.setdefault(row["organisation_id"], []).append(row)
    for headed, expected in (heads or {}).items():
        if len(chains.get(UUID(headed), [])) < expected:
            flaws.append(
                Flaw(
                    UUID(headed),
                    f"the chain ends before link {expected}: its tail was cut off",
                )
            )
    for organisation, links in chains.items():
        before, turn = "", 0
        for expected, link in enumerate(links, start=1):
            sealed += len(link["entries"]) // 24
            sentence = _first_flaw(connection, organisation, link, expected, before, turn)
            if sentence:
                flaws.append(Flaw(organisation, sentence))
                break
            before, turn = link["mac"], link["to_turn"]
    total = connection.scalar(text("SELECT count(*) FROM event")) or 0
    return Verdict(flaws, sealed, max(0, total - sealed))


def _first_flaw(
    connection: Connection,
    organisation: UUID,
    link: RowMapping,
    number: int,
    before: str,
    turn: int,
) -> str | None:
    if link["number"] != number or link["from_turn"] != turn:
        return f"link {number} is missing"
    kept: bytes = link["entries"]
    if _link(number, before, link["from_turn"], link["to_turn"], kept) != link["mac"]:
        return f"link {number} itself was changed"
    was = [kept[at : at + 24] for at in range(0, len(kept), 24)]
    now = _events(connection, organisation, link["from_turn"], link["to_turn"])
    return None if was == now else _difference(was, now) or f"link {number} is out of order"


def _difference(was: list[bytes], now: list[bytes]) -> str | None:
    """The first event that was deleted, put in or changed since it was sealed."""
    stood = {entry[:8]: entry for entry in was}
    stands = {entry[:8]: entry for entry in now}
    for seq in sorted(stood.keys() | stands.keys()):
        if stood.get(seq) != stands.get(seq):
            what = (
                "deleted"
                if seq not in stands
                else "changed"
                if seq in stood
                else "put in afterwards"
            )
            return f"event {int.from_bytes(seq, 'big')} was {what}"
    return None

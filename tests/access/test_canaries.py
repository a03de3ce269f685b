"""T2: a canary in every protected field is seen only by its allow-list, wherever one looks."""

import logging
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from app.access import RECORDED, DatabaseRole, role_name
from app.operations.migration import Addresses
from tests.access.crawling import pages
from tests.access.filled import Filled
from tests.access.people import EVERYBODY, OF_EACH_PARTY, everybody
from tests.visits import Visit

# Records that are all canaries are met however many others of their kind stand before them.
ALWAYS = (
    ("case", "case_id"), ("supervised", "account_id"), ("question to a provider", "question_id"),
    ("paper", "paper_id"), ("paper made", "paper_id"), ("paper to go", "paper_id"),
)  # fmt: skip


def come_in(filled: Filled, person: str) -> Visit:
    return Visit(filled.world.viewers[person], faults=True)


def crawl(
    filled: Filled, person: str, *, enough: int, rows_alone: bool = False
) -> tuple[list[str], list[str]]:
    """What stood where it must not, and which pages failed; every link was followed."""
    leaks, failed = [], []
    visit = come_in(filled, person)
    always = {one.ids[name] for kind, name in ALWAYS for one in filled.records[kind].values()}
    for address, answer in pages(visit, enough=enough, always=always):
        # Everything of an answer: also where it led to, and its headers.
        told = f"{answer.text} {answer.headers} {answer.url}"
        found = filled.secrets.leaks(told, person, rows_alone=rows_alone)
        leaks += [f"{address}: {leak}" for leak in found]
        if answer.status_code >= 500:
            failed.append(f"{address}: {answer.status_code}")
    return leaks, failed


def contents(owner: Engine) -> dict[str, str]:
    """What stands in every recorded table, as one hash each; but for who has seen an offer when."""
    row = "(to_jsonb(t) - 'seen_at' - 'version')::text"
    hashes = ", ".join(
        f'(SELECT md5(string_agg({row}, \'\' ORDER BY {row})) FROM "{table}" t) AS "{table}"'
        for table in sorted(RECORDED)
    )
    with owner.connect() as connection:
        return dict(connection.execute(text(f"SELECT {hashes}")).mappings().one())


@pytest.mark.parametrize("enough", [2, pytest.param(12, marks=pytest.mark.long)])
@pytest.mark.parametrize("person", everybody())
def test_no_page_within_reach_shows_what_is_not_theirs(
    filled: Filled, owner: Engine, person: str, enough: int
) -> None:
    before = contents(owner)
    leaks, failed = crawl(filled, person, enough=enough)
    assert not leaks + failed, "\n".join(leaks + failed)
    # A canary that its own people never meet would prove nothing about the others.
    assert filled.secrets.unseen(person) == []
    # Looking changes nothing but the record of who looked.
    after = contents(owner)
    assert [table for table in before if before[table] != after[table]] == []


@pytest.mark.parametrize("enough", [1, pytest.param(12, marks=pytest.mark.long)])
@pytest.mark.parametrize("person", everybody(OF_EACH_PARTY))
@pytest.mark.usefixtures("everything_allowed")
def test_the_database_alone_keeps_every_canary(filled: Filled, person: str, enough: int) -> None:
    leaks, _ = crawl(filled, person, enough=enough, rows_alone=True)
    assert not leaks, "\n".join(leaks)


def test_the_crawl_finds_a_wall_that_was_left_open(
    filled: Filled, owner: Engine, where: Addresses
) -> None:
    """The twin that is wrong on purpose: with one loose policy the crawl must complain."""
    role = role_name(where.database, DatabaseRole.casework)
    tables = ('"case"', "person", "referral", "safe_contact")
    with owner.begin() as connection:
        for table in tables:
            connection.execute(
                text(f'CREATE POLICY loose ON {table} FOR SELECT TO "{role}" USING (true)')
            )
    try:
        answer = come_in(filled, "men_worker").get(f"/cases/{filled.cases['partner'].id}")
        leaks = filled.secrets.leaks(answer.text, "men_worker")
    finally:
        with owner.begin() as connection:
            for table in tables:
                connection.execute(text(f"DROP POLICY loose ON {table}"))
    assert "partner: preferred name" in leaks


def test_search_finds_nobody_of_others(filled: Filled) -> None:
    wrong = []
    words = [
        word
        for word, secret in filled.secrets.words.items()
        if secret.about.endswith(("preferred name", "family name"))
    ]
    told = ("reference", "phone")
    marks = filled.secrets.marks.items()
    words += [mark for mark, secret in marks if secret.about.endswith(told)]
    for person in sorted(OF_EACH_PARTY):
        visit = come_in(filled, person)
        for word in words:
            answer = visit.post("/search", {"words": word})
            leaks = filled.secrets.leaks(answer.text, person, own={word})
            wrong += [f"{person} searching {word}: {leak}" for leak in leaks]
    assert not wrong, "\n".join(wrong)


def test_a_look_alike_of_somebody_elses_person_is_not_mentioned(filled: Filled) -> None:
    """Typing another organisation's person again tells nothing about them."""
    wrong = []
    path = f"/referrals/new/{filled.world.commissions['hospital'].id}/quick"
    for person in ("navigator", "referrer", "rival_worker", "men_worker", "partner_worker"):
        visit = come_in(filled, person)
        for name, secret in list(filled.secrets.words.items()):
            if not secret.about.endswith("preferred name"):
                continue
            boxes = {"preferred_name": name, "age_given": "17", "agreement": "agreed", "do": "send"}
            for address in (path, "/referrals/check/preferred_name"):
                answer = visit.post(address, boxes, follow_redirects=False)
                leaks = filled.secrets.leaks(answer.text, person, own={name})
                wrong += [f"{person} at {address}: {leak}" for leak in leaks]
    assert not wrong, "\n".join(wrong)


def test_an_autosave_answers_nothing_but_its_status(filled: Filled) -> None:
    for person in EVERYBODY:
        visit = come_in(filled, person)
        for record in filled.records["draft"].values():
            address = f"/drafts/{record.ids['draft_id']}?form=/handovers"
            answer = visit.post(address, {"words": "nothing"}, key=str(uuid4()))
            if person in record.seen_by:
                continue
            assert filled.secrets.leaks(answer.text, person) == []


def test_mails_events_facts_and_jobs_hold_no_canary(filled: Filled, owner: Engine) -> None:
    where = {
        "mail": "concat_ws(' ', address, subject, words)",
        "event": "codes::text",
        "fact": "concat_ws(' ', code, reason, area, audience, ethnicity, source)",
        "submission": "coalesce(location, '')",
        "refusal": "route",
        "jobs.procrastinate_jobs": "args::text",
    }
    with owner.connect() as connection:
        for table, words in where.items():
            found = connection.scalar(
                text(f"SELECT count(*) FROM {table} WHERE position(:tag in {words}) > 0"),
                {"tag": f"Qz{filled.secrets.tag}"},
            )
            assert found == 0, table


def test_no_canary_stands_in_a_log(
    filled: Filled, owner: Engine, caplog: pytest.LogCaptureFixture, run_folder: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    case = filled.cases["hospital"]
    visit = come_in(filled, "worker")
    canary = filled.secrets.word("typed into a bad form", EVERYBODY, sealed=False)
    visit.get(f"/cases/{case.id}")
    visit.post(f"/cases/{case.id}/notes/new", {"words": canary, "adds_to": "nobody"})
    visit.post(f"/cases/{case.id}/next", {"words": canary, "on-day": "99"})
    visit.post("/search", {"words": canary})
    # What the server itself says of a value that it refuses.
    twice = text(
        "INSERT INTO account (id, mail, name, job, totp_step, made_at, version)"
        " VALUES (gen_random_uuid(), :said, :said, '', 0, now(), 1)"
    )
    with pytest.raises(IntegrityError), owner.begin() as connection:
        for _ in range(2):
            connection.execute(twice, {"said": canary})
    tag = f"Qz{filled.secrets.tag}"
    assert tag not in caplog.text
    logs = [one for one in run_folder.rglob("*log*") if one.is_file()]
    told = [one.read_bytes() for one in logs]
    assert any(b"duplicate key" in one for one in told), "no log of the server was found"
    assert [log.name for log, one in zip(logs, told, strict=True) if tag.encode() in one] == []


def test_sealed_fields_are_unreadable_in_the_data_files(
    filled: Filled, owner: Engine, run_folder: Path
) -> None:
    sealed, plain = (f"Qz{filled.secrets.tag}{kind}".encode() for kind in "ep")
    with owner.begin() as connection:
        # A full page of the log holds what was written before it.
        connection.execute(text("SELECT pg_current_wal_flush_lsn()"))
    files = [one for one in (run_folder / "postgres").rglob("*") if one.is_file()]
    found = {"sealed": [], "plain": []}
    for one in files:
        try:
            data = one.read_bytes()
        except (FileNotFoundError, PermissionError):
            continue
        found["sealed"] += [one.name] * (sealed in data)
        found["plain"] += [one.name] * (plain in data)
    assert found["plain"], "the twin without encryption was not found: nothing is proved"
    assert found["sealed"] == []

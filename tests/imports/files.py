"""Spreadsheets as people send them."""

import io
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from app import clocks
from tests.visits import Visit

HEADER = [
    "Ref", "First name", "Surname", "DOB", "Sex", "Referral date", "Referred by", "Start date",
    "First contact", "Date agreed", "Worker email", "Mobile", "Colour",
]  # fmt: skip


def days_ago(days: int) -> date:
    """A day before today."""
    return clocks.today() - timedelta(days=days)


def row(ref: str, name: str, family: str = "Testcase", **other: Any) -> list[str]:
    """One open case, referred sixty days ago; `other` by heading."""
    said = {
        "Ref": ref,
        "First name": name,
        "Surname": family,
        "DOB": "27/03/2008",
        "Sex": "male",
        "Referral date": days_ago(60).strftime("%d/%m/%Y"),
        "Referred by": "A&E",
        "Start date": days_ago(58).strftime("%d/%m/%Y"),
        "First contact": days_ago(55).strftime("%d/%m/%Y"),
        "Date agreed": days_ago(55).strftime("%d/%m/%Y"),
        "Mobile": "07700 900321",
        "Colour": "green",
    } | {key.replace("_", " "): value for key, value in other.items()}
    return [str(said.get(heading, "")) for heading in HEADER]


def csv(*rows: list[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows under the usual headings."""
    lines = [separator.join(cells) for cells in (HEADER, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx(*rows: list[Any]) -> bytes:
    """An XLSX file of these rows under the usual headings."""
    book = Workbook()
    for cells in (HEADER, *rows):
        book.active.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def send(visit: Visit, commission: object, content: bytes, name: str = "cases.csv") -> str:
    """Send a file; returns the address of its run."""
    answer = visit.post(
        "/imports", {"commission": str(commission)}, files={"file": (name, content, "text/csv")}
    )
    assert answer.status_code == 200, answer.text
    return answer.url.path.removesuffix("/columns")


COLUMNS = {
    "own_reference": "Ref", "preferred_name": "First name", "family_name": "Surname", "born_on": "DOB",
    "sex": "Sex", "referred_on": "Referral date", "source": "Referred by", "accepted_on": "Start date",
    "first_contact_on": "First contact", "agreed_on": "Date agreed", "worker": "Worker email",
    "phone": "Mobile",
}  # fmt: skip


def mapped(visit: Visit, run: str) -> None:
    """Say what the columns hold, and what their texts mean."""
    assert visit.post(f"{run}/columns", COLUMNS).url.path == f"{run}/values"
    # Sex is the fifth field, and the source the thirteenth.
    answer = visit.post(f"{run}/values", {"v-5-0": "M", "v-12-0": "ed"})
    assert answer.url.path == f"{run}/check", answer.text

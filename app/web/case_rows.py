"""Rows that hang on the case of the address: another case's row does not exist below this one."""

from typing import Any, TypeVar
from uuid import UUID

from app.database import Database
from app.errors import NotFound, Refused
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.web.forms import Form
from app.web.programme_choices import codes, listed

Row = TypeVar("Row", bound=Any)


def row_of_case(
    database: Database, file: CaseFile, table: type[Row], row_id: UUID, *, lock: bool = False
) -> Row:
    """The row of this id if it hangs on this case. Raises NotFound."""
    row = database.find(table, row_id, lock=lock)
    if row.case_id != file.case.id:
        raise NotFound
    return row


def refuse_closed(file: CaseFile) -> None:
    """Nothing new is added to a closed case. Raises Refused, so that what was typed is kept."""
    if not file.is_live:
        raise Refused("This case is closed. Ask a manager to reopen it before you add to it.")


def check_codes(form: Form[Any], **lists: str) -> None:
    """Refuse an answer that is not in the list of its field; an empty one is for the model to say."""
    for field, name in lists.items():
        given = form.text(field)
        if given and given not in codes(listed(name)):
            form.refuse(field, f"Select from the list: {code_list(name).name.lower()}")

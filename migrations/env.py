"""Run migrations on the connection that `app.operations.migration` hands over."""

from alembic import context
from sqlmodel import SQLModel

import app.models  # noqa: F401 - fills the metadata
from app.models.encrypted import Encrypted

OURS = set(SQLModel.metadata.tables)


def is_ours(
    _object: object, name: str | None, kind: str, _reflected: object, _other: object
) -> bool:
    """Leave the job library's own tables alone."""
    return kind != "table" or name in OURS


def render(kind: str, thing: object, _context: object) -> str | bool:
    """Write encrypted columns as what they are in the database."""
    return "sa.LargeBinary()" if kind == "type" and isinstance(thing, Encrypted) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    include_object=is_ours,
    render_item=render,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

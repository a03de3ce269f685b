"""Who sees which rows (row-level security), and which role may do what.

`rows/` is the one table that makes the policies and grants of the database; `policies.py` writes
them and compares; `permissions.py` says what a role may do with what it sees.
"""

from app.access.conditions import DatabaseRole, Rows
from app.access.permissions import DATABASE_ROLE, MAY, Permission, may
from app.access.policies import apply, differences, make_roles, role_name
from app.access.rows import RECORDED, ROWS

__all__ = [
    "DATABASE_ROLE",
    "MAY",
    "RECORDED",
    "ROWS",
    "DatabaseRole",
    "Permission",
    "Rows",
    "apply",
    "differences",
    "make_roles",
    "may",
    "role_name",
]

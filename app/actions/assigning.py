"""Changing a row: only what differs is set, and the event names the fields."""

from collections.abc import Mapping
from typing import Any


def assign(row: Any, columns: Mapping[str, Any]) -> list[str]:
    """Set what differs; returns the names of the fields that changed, in the order of `columns`."""
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    return changed

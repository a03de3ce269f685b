from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import settings


@pytest.fixture(autouse=True)
def _own_keys(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Pages need the keys for their forms, and no database."""
    folder = tmp_path_factory.mktemp("var")
    monkeypatch.setenv("THROUGHLINE_VAR", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()

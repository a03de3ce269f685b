"""What the environment must say, and the keys that live beside the data.

Nothing else in the house reads environment variables. Without `DATABASE_URL` the embedded server of
`app/operations/embedded.py` is used; the command line then fills the addresses in before serving.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32  # 256 bits, for AES-256-GCM and HMAC-SHA-256 alike
PURPOSES = ("field", "index", "seal", "login")


@dataclass(frozen=True, repr=False)
class Keys:
    """The secret keys of one installation. They are kept outside the database and never logged.

    `version` names the key that new values are written under; `older` still opens older values.
    """

    version: int
    field: bytes  # encrypts addresses, safe contact and the like
    index: bytes  # blinds what must be found exactly without being readable
    seal: bytes  # chains the events
    login: bytes  # the passwords of the database logins are derived from it
    older: dict[int, bytes]  # version -> former field key

    def field_at(self, version: int) -> bytes:
        """Return the field key of a version. Raises KeyError for one that never was."""
        return self.field if version == self.version else self.older[version]

    def password(self, login: str) -> str:
        """Return the password of the database login of this name (embedded server, new roles)."""
        digest = hmac.new(self.login, login.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Settings(BaseSettings):
    """Everything an installation can set; each field says its variable and its unit."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True, env_ignore_empty=True)

    # The address the web processes connect with; its user has no rights of its own.
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    # The owner of the tables: migrate and backup only, never serves.
    database_owner_url: str | None = Field(default=None, validation_alias="DATABASE_OWNER_URL")
    # Public pages and emailed links have logins of their own; derived from DATABASE_URL when absent.
    database_publishing_url: str | None = Field(
        default=None, validation_alias="DATABASE_PUBLISHING_URL"
    )
    database_guest_url: str | None = Field(default=None, validation_alias="DATABASE_GUEST_URL")
    # A read replica for figures and public pages; the main server when absent.
    database_replica_url: str | None = Field(default=None, validation_alias="DATABASE_REPLICA_URL")

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    # Where the embedded server, the keys and the logs are kept.
    var: Path = Field(default=PROJECT / "var", validation_alias="THROUGHLINE_VAR")
    # The address people see in mails: without it, the loopback address and port.
    public_url: str | None = Field(default=None, validation_alias="THROUGHLINE_PUBLIC_URL")
    # smtp://user:password@host:port or smtps://…; without it mails are only kept as rows.
    smtp_url: str | None = Field(default=None, validation_alias="THROUGHLINE_SMTP_URL")
    mail_from: str = Field(
        default="throughline@example.org", validation_alias="THROUGHLINE_MAIL_FROM"
    )
    # Serve the demo. It works only on a database that is itself marked demo.
    demo: bool = Field(default=False, validation_alias="THROUGHLINE_DEMO")

    # Limits of a sign-in (ASVS 5.0, 7.3): without a click, and altogether.
    session_idle_minutes: int = Field(
        default=30, ge=1, validation_alias="THROUGHLINE_SESSION_IDLE_MINUTES"
    )
    session_absolute_hours: int = Field(
        default=12, ge=1, validation_alias="THROUGHLINE_SESSION_ABSOLUTE_HOURS"
    )

    @field_validator(
        "database_url", "database_owner_url", "database_publishing_url", "database_guest_url",
        "database_replica_url",
    )  # fmt: skip
    @classmethod
    def _plain(cls, url: str | None) -> str | None:
        """Take every usual way to write a PostgreSQL address; `postgresql://` leaves."""
        return url and re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)

    @property
    def idle(self) -> timedelta:
        """How long a sign-in lasts without a click."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def absolute(self) -> timedelta:
        """How long a sign-in lasts at most."""
        return timedelta(hours=self.session_absolute_hours)

    @property
    def address(self) -> str:
        """The address people reach this installation at, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def keys_file(self) -> Path:
        """Where the keys are kept (mode 600)."""
        return self.var / "keys.json"

    def keys(self) -> Keys:
        """Return the keys, making them on first use. Raises OSError where they cannot be kept."""
        return _read_keys(self.keys_file)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process; `settings.cache_clear()` reads the environment again."""
    return Settings()


@lru_cache(maxsize=4)
def _read_keys(path: Path) -> Keys:
    if not path.exists():
        _make_keys(path)
    kept = json.loads(path.read_text())
    versions: dict[str, dict[str, str]] = kept["versions"]
    current: int = kept["current"]
    newest = {name: base64.b64decode(text) for name, text in versions[str(current)].items()}
    older = {
        int(version): base64.b64decode(of["field"])
        for version, of in versions.items()
        if int(version) != current
    }
    return Keys(version=current, older=older, **newest)


def _make_keys(path: Path) -> None:
    """Write new keys whole or not at all: two processes starting together end with one set."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = {name: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() for name in PURPOSES}
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"current": 1, "versions": {"1": fresh}}, file, indent=1)
    try:
        os.link(draft, path)  # unlike a rename, this never replaces somebody else's keys
    except FileExistsError:
        pass
    finally:
        draft.unlink()

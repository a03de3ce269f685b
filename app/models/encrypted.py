"""Columns that are unreadable without the keys, which live outside the database.

AES-256-GCM; the first byte is the version of the key; the table and column are authenticated, so a
value cannot be moved to another column. `blind` makes the keyed code by which a value is found again.
"""

import hmac
import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from app.settings import settings


class Encrypted(TypeDecorator[Any]):
    """Any JSON value, stored as version byte + nonce + ciphertext. `place` is 'table.column'."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Encrypt what is about to be stored."""
        if value is None:
            return None
        keys, nonce = settings().keys(), os.urandom(12)
        version = bytes([keys.version])
        plain = json.dumps(value, ensure_ascii=False).encode()
        sealed = AESGCM(keys.field).encrypt(nonce, plain, version + self.place.encode())
        return version + nonce + sealed

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Decrypt what was stored. Raises InvalidTag if anybody changed or moved it."""
        if value is None:
            return None
        key = AESGCM(settings().keys().field_at(value[0]))
        plain = key.decrypt(value[1:13], value[13:], value[:1] + self.place.encode())
        return json.loads(plain)


class EncryptedBytes(Encrypted):
    """The content of a file, stored in the same way."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Encrypt what is about to be stored."""
        if value is None:
            return None
        keys, nonce = settings().keys(), os.urandom(12)
        version = bytes([keys.version])
        sealed = AESGCM(keys.field).encrypt(nonce, bytes(value), version + self.place.encode())
        return version + nonce + sealed

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Decrypt what was stored. Raises InvalidTag if anybody changed or moved it."""
        if value is None:
            return None
        key = AESGCM(settings().keys().field_at(value[0]))
        return key.decrypt(value[1:13], value[13:], value[:1] + self.place.encode())


def blind(place: str, value: str) -> str:
    """A keyed code by which an exact value can be found without being readable (hex, 32 letters)."""
    return hmac.new(settings().keys().index, f"{place}\0{value}".encode(), sha256).hexdigest()[:32]

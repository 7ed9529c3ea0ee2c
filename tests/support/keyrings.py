"""A keyring that lives as long as a test, in the place of the operating system's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import keyring
import keyring.backend
import pytest
from keyring.errors import PasswordDeleteError


class InMemory(keyring.backend.KeyringBackend):
    """Keeps what it is given and gives it back."""

    priority = -1  # type: ignore[assignment]  # below any other: it is only ever chosen by name

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError()


InMemory.__module__ = "keyring.backends.SecretService"  # one of those that the product may use


@contextlib.contextmanager
def in_memory() -> Iterator[InMemory]:
    """Hold a keyring of one's own."""
    before, own = keyring.get_keyring(), InMemory()
    keyring.set_keyring(own)
    try:
        yield own
    finally:
        keyring.set_keyring(before)


@pytest.fixture
def own_keyring() -> Iterator[InMemory]:
    """A keyring of the test's own."""
    with in_memory() as own:
        yield own

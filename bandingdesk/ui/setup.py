"""How a store is found, made and opened from the screen. First run and the opening page ask here; both run it in jobs.

Everything heavy is imported inside: the window is painted before any of it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk import places
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.seams import Clock, Ids

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk


class PlaceTakenError(InvalidError):
    """There is a file at PATH already."""

    code = "UI-05"
    message = QT_TRANSLATE_NOOP("errors", "There is a file at {path} already.")
    kept = QT_TRANSLATE_NOOP("errors", "It was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another place or another name.")


class Keyring(NamedTuple):
    """Whether the system's keyring can hold the key, and in a sentence why or why not."""

    is_usable: bool
    words: str


class Created(NamedTuple):
    """A new store's desk, with nobody at it yet, and the recovery key to be written down: shown once, kept nowhere."""

    desk: Desk
    recovery_key: str


class Found(NamedTuple):
    """The desk of a store that was opened, and whether nobody is in its record: it was made to join, and has not."""

    desk: Desk
    is_empty: bool

    @classmethod
    def of(cls, desk: Desk) -> Found:
        """Return DESK as it was found. Off the UI thread."""
        from bandingdesk.desk import joining

        return cls(desk, joining.is_empty(desk))


class Setup:
    """The ways to a desk: open what is there, make a new store, look around with demo data."""

    def __init__(
        self,
        clock: Clock,
        ids: Ids,
        *,
        place: Path | None = None,
        passphrase: str | None = None,
        is_demo: bool = False,
        demo: Callable[[Callable[[str], None]], Desk] | None = None,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._place = place
        self._passphrase = passphrase
        self._demo = demo
        self._is_demo = is_demo  # a store made here holds invented data only, and says so everywhere

    @property
    def place(self) -> Path:
        """Return where the store is, or would be."""
        return self._place or places.usual_store()

    @property
    def offers_demo(self) -> bool:
        """Return whether the demo can be started."""
        return self._demo is not None

    def exists(self) -> bool:
        """Return whether there is a store to open."""
        return self.place.exists()

    def wants_passphrase(self) -> bool:
        """Return whether a person has to type the passphrase: it was not given, and no keyring holds the key."""
        from bandingdesk.store import keys

        if self._passphrase is not None or not keys.file_of(self.place).exists():
            return False
        return keys.has_passphrase(self.place) and not keys.keyring_state().ok

    def open(self, passphrase: str | None = None, recovery: str | None = None) -> Desk:
        """Return the desk on the store. Raises WrongPassphraseError, NoKeyringError, StoreError."""
        from bandingdesk import bootstrap
        from bandingdesk.store import keys

        key = None
        if keys.file_of(self.place).exists():
            key = keys.unlock(self.place, passphrase=passphrase or self._passphrase, recovery=recovery)
        return bootstrap.open_desk(self.place, key, clock=self._clock, ids=self._ids, plain=key is None)

    def find(self, passphrase: str | None = None) -> Found:
        """Return the desk on the store as it was found; raises as `open` does."""
        return Found.of(self.open(passphrase))

    def check_place(self, path: Path) -> None:
        """Check that a store can live at PATH. Raises UnsafeDriveError, PlaceTakenError."""
        from bandingdesk.store import drives

        drives.check(path)
        if path.exists():
            raise PlaceTakenError(path=str(path))

    def keyring(self) -> Keyring:
        """Return whether the keyring can hold the key."""
        from bandingdesk.store import keys

        state = keys.keyring_state()
        return Keyring(state.ok, state.sentence)

    def create(self, path: Path, passphrase: str | None = None) -> Created:
        """Make a store at PATH, its key in the keyring, or wrapped by PASSPHRASE.

        Raises UnsafeDriveError, PlaceTakenError, NoKeyringError, ShortPassphraseError, KeyFileStandsError.
        """
        from bandingdesk import bootstrap
        from bandingdesk.store import keys

        self.check_place(path)
        new = keys.make(path, passphrase=passphrase)
        made = False
        try:
            desk = bootstrap.create_desk(path, new.key, clock=self._clock, ids=self._ids, is_demo=self._is_demo)
            made = True
        finally:
            if not made:  # a key file without its store would bar the next try
                keys.file_of(path).unlink()
        self._place = path
        return Created(desk, new.recovery)

    def start_demo(self, progress: Callable[[str], None]) -> Desk:
        """Return the desk on the demo store, built first where there is none; PROGRESS hears what is being made.

        Raises RuntimeError in a window that was given no demo: ask `offers_demo` first.
        """
        if self._demo is None:
            raise RuntimeError("this window was given no demo")
        return self._demo(progress)

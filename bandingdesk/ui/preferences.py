"""The preferences of this person, as the window holds them: what the first paint needs without loading the whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from bandingdesk import places
from bandingdesk.ui.theme.theme import Choice

if TYPE_CHECKING:
    from bandingdesk.settings import Settings


class Look(NamedTuple):
    """What the first paint needs."""

    theme: Choice = "system"
    text_size: int = 100
    typeface: str = "inter"
    reduced_motion: bool = False
    single_keys: bool = True


def glance(path: Path) -> Look:
    """Return the look in the settings file at PATH; what is missing or does not fit is as usual there.

    `settings.read` checks the whole file later, off the first paint, and tells what is wrong with it.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Look()
    usual = Look()
    fits = {
        "theme": raw.get("theme") in ("system", "light", "dark", "contrast"),
        "text_size": type(raw.get("text_size")) is int and 100 <= raw["text_size"] <= 175,
        "typeface": raw.get("typeface") in ("inter", "hyperlegible"),
        "reduced_motion": type(raw.get("reduced_motion")) is bool,
        "single_keys": type(raw.get("single_keys")) is bool,
    }
    return usual._replace(**{name: raw[name] for name, good in fits.items() if good})


class Preferences(QObject):
    """Reads the settings file when first asked and writes it with each change. `changed` comes after that."""

    changed = Signal()

    def __init__(self, path: Path | None = None, *, look: Look | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path or places.settings_file()
        self.look = look or glance(self._path)
        self._given = look
        self._settings: Settings | None = None

    def now(self) -> Settings:
        """Return the preferences as they are. Raises settings.SettingsFileError."""
        from bandingdesk import settings

        if self._settings is None:
            found = settings.read(self._path)
            self._settings = found if self._given is None else settings.change(found, **self._given._asdict())
        return self._settings

    def change(self, **fields: object) -> None:
        """Change FIELDS, write the file, and tell. Raises settings.SettingsFileError for a value that does not fit."""
        from bandingdesk import settings

        changed = settings.change(self.now(), **fields)
        settings.write(changed, self._path)
        self._settings = changed
        self.changed.emit()

"""Preferences: what suits one person on one computer, in one TOML file. What changes an outcome is never here."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bandingdesk import places
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class SettingsFileError(InvalidError):
    """The settings file can't be read: FIELD and REASON name the first thing that does not fit."""

    code = "BD-10"
    message = QT_TRANSLATE_NOOP("errors", "The settings file {file} does not fit at {field}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was left as it is, and your records were not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Correct the file, or move it away to start with the usual settings.")


class Settings(BaseModel):
    """One person's preferences. The preferences page is drawn from the titles and descriptions of the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: str = Field(
        "",
        title="Where your records are",
        description="The file that holds the records. Leave it empty for the usual place on this computer.",
    )
    theme: Literal["system", "light", "dark", "contrast"] = Field(
        "system",
        title="Theme",
        description="Light, dark or high contrast. System follows what your computer uses.",
    )
    text_size: int = Field(
        100,
        ge=100,
        le=175,
        title="Text size",
        description="How large the text is, in per cent of the usual size, from 100 to 175.",
    )
    typeface: Literal["inter", "hyperlegible"] = Field(
        "inter",
        title="Typeface",
        description="Inter, or Atkinson Hyperlegible Next, which keeps letters that look alike further apart.",
    )
    density: Literal["comfortable", "compact"] = Field(
        "comfortable",
        title="Row height in lists",
        description="Compact shows more cases on one screen.",
    )
    reduced_motion: bool = Field(
        False,
        title="Less movement",
        description="Panels and strips appear at once instead of sliding in.",
    )
    single_keys: bool = Field(
        True,
        title="Single-letter keys",
        description="Keys such as J and K act without Ctrl. Turn them off if you use speech input.",
    )
    hide_names: bool = Field(
        False,
        title="Hide names",
        description="At a meeting, case numbers stand in place of names and schools. Ctrl Shift H does it too.",
    )
    lock_minutes: int = Field(
        10,
        ge=1,
        le=60,
        title="Lock after",
        description="Minutes without a key or the mouse after which the window locks. Your council may ask for fewer.",
    )
    last_workspace: str = Field(
        "today",
        title="Open where you left off",
        description="The workspace that opens first.",
    )


def store_place(settings: Settings) -> str:
    """Return the store that SETTINGS name: a path or an address."""
    return settings.store or str(places.usual_store())


def read(path: Path | None = None) -> Settings:
    """Return the preferences in the file at PATH, or the usual ones where there is no file yet.

    Raises SettingsFileError; a file that can't be read is never overwritten by `read`.
    """
    place = path or places.settings_file()
    try:
        raw = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsFileError(where=Where(file=str(place)), file=place, field="the text", reason=str(fault)) from None
    try:
        return Settings.model_validate(raw)
    except ValidationError as fault:
        field, reason = _first_fault(fault.errors()[0])
        raise SettingsFileError(
            where=Where(file=str(place), field=field), file=place, field=field, reason=reason
        ) from None


def write(settings: Settings, path: Path | None = None) -> None:
    """Write SETTINGS to PATH: beside its place, flushed, then renamed, so that a power cut leaves the old or the new.

    Fields at their usual value are left out, so that a later version may improve what is usual.
    """
    import tomli_w

    place = path or places.settings_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}.new")
    chosen: dict[str, Any] = settings.model_dump(exclude_defaults=True)
    with beside.open("wb") as stream:
        stream.write(tomli_w.dumps(chosen).encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(place)


def change(settings: Settings, **fields: object) -> Settings:
    """Return SETTINGS with FIELDS changed and checked. Raises SettingsFileError naming the field."""
    try:
        return Settings.model_validate({**settings.model_dump(), **fields})
    except ValidationError as fault:
        field, reason = _first_fault(fault.errors()[0])
        raise SettingsFileError(
            where=Where(field=field), file=places.settings_file().name, field=field, reason=reason
        ) from None


def _first_fault(detail: ErrorDetails) -> tuple[str, str]:
    """Return (field, reason) of one finding of pydantic, in plain words."""
    field = ".".join(str(part) for part in detail["loc"]) or "the text"
    if detail["type"] == "extra_forbidden":
        return field, "there is no such setting"
    reason = detail["msg"]
    return field, reason[:1].lower() + reason[1:]

"""Opens shipped files: `shipped("letters/en/l7.md")`. No other file builds a path to a resource."""

from __future__ import annotations

from pathlib import Path

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")  # the wheel or installer first, then the checkout


class ResourceMissingError(MissingError):
    """A shipped file NAME is not there: the installation is incomplete."""

    code = "BD-02"
    message = QT_TRANSLATE_NOOP("errors", "A file that belongs to the program is missing: {name}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your records were not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again, then start it.")


def shipped(name: str) -> Path:
    """Return the path of the shipped file or folder NAME. Raises ResourceMissingError."""
    for root in _ROOTS:
        path = root / name
        if path.exists():
            return path
    raise ResourceMissingError(name=name)


def text(name: str) -> str:
    """Return the shipped UTF-8 text NAME."""
    return shipped(name).read_text(encoding="utf-8")

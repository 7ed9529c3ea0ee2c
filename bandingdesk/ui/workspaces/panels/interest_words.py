"""The kinds of interest that are declared, in words: those that the shipped panel types name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.panel import shipped


def kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds that can be declared, with their words."""
    return tuple((one.kind, _tr(one.title)) for one in shipped.book().interests)


def kind(code: str) -> str:
    """Return a kind in words; one that this version does not know as it was recorded."""
    return dict(kinds()).get(code, code)


def _tr(words: str) -> str:
    return QCoreApplication.translate("interests", words)

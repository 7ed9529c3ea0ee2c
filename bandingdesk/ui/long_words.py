"""Texts that are 40 % longer, to see whether the screen still holds in a language with longer words than English.

Only what is translated grows: names, numbers and dates of the record stay, as they would in another language.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator

from bandingdesk.ui import plurals

_NAME = "long_words"
_MORE = 40  # per cent; German and Welsh run about a third longer than English
_FILLER = "aeno"


def lengthen(text: str) -> str:
    """Return TEXT with letters added at its end until it is 40 % longer, rounded up; fields and `%n` stay as they are.

    >>> lengthen("Lock my scores")
    'Lock my scores aenoa'
    >>> lengthen("Save")
    'Save a'
    >>> lengthen("")
    ''
    """
    body = text.rstrip()
    more = -(-len(body) * _MORE // 100)
    if not more:
        return text
    end = body[-1] if body[-1] in ".:?…" else ""
    letters = (_FILLER * more)[: max(1, more - 1)]
    return f"{body[: len(body) - len(end)]} {letters}{end}{text[len(body) :]}"


class LongWords(QTranslator):
    """Answers for every text, counted ones with their plural first."""

    def translate(self, context: str, source: str, _about: str | None = None, n: int = -1) -> str:
        return lengthen(source if n < 0 else plurals.agree(source, n))

    def isEmpty(self) -> bool:
        return False


def install(app: QCoreApplication) -> None:
    """Make all translated texts of APP longer, once. Windows made before keep their words."""
    if app.findChild(QObject, _NAME, Qt.FindChildOption.FindDirectChildrenOnly) is None:
        made = LongWords(app)
        made.setObjectName(_NAME)
        app.installTranslator(made)


def remove(app: QCoreApplication) -> None:
    """Give APP its own texts back."""
    made = app.findChild(QTranslator, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    if made is not None:
        app.removeTranslator(made)
        made.setParent(None)

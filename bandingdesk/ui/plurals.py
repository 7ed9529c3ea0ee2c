"""One and many in English: "1 page", "2 pages", from texts written with `%n pages` or `%n page(s)`.

Qt takes the plural from a catalogue. English needs none but for this; another language brings its own and this one is
not installed.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator

_NAME = "plurals"
_MANY = re.compile(r"(%n (?:(?:legal|strand|more|urgent|ready|things?) )?)([a-z]+?)s\b")
# After one thing the verb of its sentence changes too.
_VERBS = {
    "are": "is",
    "were": "was",
    "have": "has",
    "wait": "waits",
    "fall": "falls",
    "miss": "misses",
    "need": "needs",
    "seem": "seems",
    "match": "matches",
    "differ": "differs",
}
_VERB = re.compile(rf"\b({'|'.join(_VERBS)})\b")


def agree(text: str, count: int) -> str:
    """Return TEXT as it reads for COUNT; `%n` stays for Qt to fill.

    >>> agree("%n case(s) wait for your answer", 1)
    '%n case waits for your answer'
    >>> agree("%n case(s) wait for your answer", 2)
    '%n cases wait for your answer'
    >>> agree("%n legal dates are past.", 1)
    '%n legal date is past.'
    """
    if count != 1:
        return text.replace("(s)", "s")
    one = text.replace("(s)", "") if "(s)" in text else _MANY.sub(_singular, text, count=1)
    if one == text:
        return text
    at = one.index("%n")
    end = one.find(".", at) if "." in one[at:] else len(one)
    return one[:at] + _VERB.sub(lambda found: _VERBS[found.group()], one[at:end], count=1) + one[end:]


def _singular(found: re.Match[str]) -> str:
    word = found.group(2)
    return found.group(1) + (f"{word[:-2]}y" if word.endswith("ie") else word)


class Plurals(QTranslator):
    """Answers only for texts with a count; all others stay as they are written."""

    def translate(self, context: str, source: str, _about: str | None = None, n: int = -1) -> str:
        # The text itself, not "": Qt takes an empty answer for an empty translation.
        return source if n < 0 else agree(source, n)

    def isEmpty(self) -> bool:
        return False


def install(app: QCoreApplication) -> None:
    """Give APP the English plurals, once."""
    if app.findChild(QObject, _NAME, Qt.FindChildOption.FindDirectChildrenOnly) is None:
        made = Plurals(app)
        made.setObjectName(_NAME)
        app.installTranslator(made)

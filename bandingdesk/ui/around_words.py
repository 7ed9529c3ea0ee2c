"""The people around a child in words: relations, reasons, wishes about letters, identifiers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.addressee import Why
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui import text

_CONTEXT = "around"
RESPONSIBILITY = {
    "yes": QT_TRANSLATE_NOOP("around", "Holds parental responsibility"),
    "no": QT_TRANSLATE_NOOP("around", "No parental responsibility"),
    "not_known": QT_TRANSLATE_NOOP("around", "Parental responsibility not known"),
}
LETTERS_WHY = {
    "young_person_agreed": QT_TRANSLATE_NOOP("around", "The young person agreed to a copy"),
    "has_care": QT_TRANSLATE_NOOP("around", "Has care of the child (Education Act 1996, s576)"),
    "court_allows": QT_TRANSLATE_NOOP("around", "The court’s order allows it"),
    "asked_not_to": QT_TRANSLATE_NOOP("around", "Asked for no letters"),
    "agreement_ended": QT_TRANSLATE_NOOP("around", "The young person took the agreement back"),
    "other": QT_TRANSLATE_NOOP("around", "Another reason"),
}
IDENTIFIERS = {
    "upn": QT_TRANSLATE_NOOP("around", "UPN"),
    "nhs_number": QT_TRANSLATE_NOOP("around", "NHS number"),
    "uln": QT_TRANSLATE_NOOP("around", "ULN"),
    "postcode": QT_TRANSLATE_NOOP("around", "Postcode"),
    "urn": QT_TRANSLATE_NOOP("around", "Setting’s URN"),
    "name": QT_TRANSLATE_NOOP("around", "name and date of birth"),
}
DOUBTS = {
    "upn": QT_TRANSLATE_NOOP("around", "Its length or check letter is wrong. You can keep it as it is, with a reason."),
    "nhs_number": QT_TRANSLATE_NOOP(
        "around", "It is not ten digits, or its last digit does not fit. You can keep it as it is, with a reason."
    ),
    "uln": QT_TRANSLATE_NOOP(
        "around", "It is not ten digits, or its last digit does not fit. You can keep it as it is, with a reason."
    ),
    "postcode": QT_TRANSLATE_NOOP(
        "around", "It does not have the form of a postcode. You can keep it as it is, with a reason."
    ),
    "urn": QT_TRANSLATE_NOOP("around", "A URN has six digits. You can keep it as it is, with a reason."),
}


def say(words: str) -> str:
    """Return marked words of this part as they are shown."""
    return QCoreApplication.translate(_CONTEXT, words)


def why(reason: Why) -> str:
    """Return why somebody gets a letter or not, as a sentence."""
    day = text.day(reason.day) if reason.day is not None else ""
    return say(reason.sentence).replace("{day}", day).replace("{words}", reason.words)


def wishes(format_: str, large_print: int | None, language: str, interpreter: bool) -> str:
    """Return how somebody wants their letters, "" where nothing but post was said."""
    known = lists.format_(format_)
    said = []
    if known.is_sized and large_print:
        points = QCoreApplication.translate("around", "%n points", "", large_print)
        said.append(f"{known.title}, {points}")
    elif format_ != "post":
        said.append(known.title)
    if not known.is_made_here:
        said.append(QCoreApplication.translate("around", "made by hand from this letter"))
    if language:
        said.append(language)
    if interpreter:
        said.append(QCoreApplication.translate("around", "with an interpreter"))
    return ", ".join(said)


def doubt(field: str) -> str:
    """Return what is wrong with an identifier, and that it may stay."""
    return say(DOUBTS[field])


def doubts(doubted: Mapping[str, str]) -> list[str]:
    """Return a line for each identifier whose check fails, with why it is kept."""
    kept = QCoreApplication.translate("around", "{0}: its check fails. Kept because: {1}")
    bare = QCoreApplication.translate("around", "{0}: its check fails. Nobody said yet why it is kept.")
    return [
        (kept if reason else bare).replace("{0}", say(IDENTIFIERS[name])).replace("{1}", reason)
        for name, reason in doubted.items()
    ]

"""Codes of a case in words, as its strip over the scoring page says them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP

# The thirteen codes of the SEN2 return (DfE, SENtype), in the words of the SEND code of practice.
NEEDS = {
    "SPLD": QT_TRANSLATE_NOOP("words", "Specific learning difficulty"),
    "MLD": QT_TRANSLATE_NOOP("words", "Moderate learning difficulty"),
    "SLD": QT_TRANSLATE_NOOP("words", "Severe learning difficulty"),
    "PMLD": QT_TRANSLATE_NOOP("words", "Profound and multiple learning difficulty"),
    "SEMH": QT_TRANSLATE_NOOP("words", "Social, emotional and mental health"),
    "SLCN": QT_TRANSLATE_NOOP("words", "Speech, language and communication"),
    "HI": QT_TRANSLATE_NOOP("words", "Hearing impairment"),
    "VI": QT_TRANSLATE_NOOP("words", "Vision impairment"),
    "MSI": QT_TRANSLATE_NOOP("words", "Multi-sensory impairment"),
    "PD": QT_TRANSLATE_NOOP("words", "Physical disability"),
    "ASD": QT_TRANSLATE_NOOP("words", "Autism"),
    "DS": QT_TRANSLATE_NOOP("words", "Down syndrome"),
    "OTH": QT_TRANSLATE_NOOP("words", "Another need"),
}
SETTINGS = {
    "main": QT_TRANSLATE_NOOP("words", "Mainstream school"),
    "base": QT_TRANSLATE_NOOP("words", "Resourced base"),
    "special": QT_TRANSLATE_NOOP("words", "Special school"),
    "other": QT_TRANSLATE_NOOP("words", "Other setting"),
}
KINDS = {
    "annual_review": QT_TRANSLATE_NOOP("words", "Annual review"),
    "request": QT_TRANSLATE_NOOP("words", "Request for an assessment"),
    "top_up": QT_TRANSLATE_NOOP("words", "Top-up, no plan"),
    "plan": QT_TRANSLATE_NOOP("words", "Plan in force"),
}


def say(words: dict[str, str], code: str) -> str:
    """Return CODE in words; a code that a council made up is shown as it is."""
    return QCoreApplication.translate("words", words[code]) if code in words else code


def year_and_age(group: str, born: date, today: date) -> str:
    """Return "Year 4, age 8"; a group that is no number is said as it is."""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if group == "R":
        return QCoreApplication.translate("words", "Reception, age {0}").replace("{0}", str(age))
    said = QCoreApplication.translate("words", "Year {0}, age {1}").replace("{1}", str(age))
    return said.replace("{0}", group)

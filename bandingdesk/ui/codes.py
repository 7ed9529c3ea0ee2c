"""Codes of the record in words: needs, settings, kinds of case, kinds of paper, steps of a decision.

The needs are the thirteen codes of the SEN2 return (DfE, SENtype), in the words of the SEND code of practice.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.panel import outcomes

NEEDS = {
    "SPLD": QT_TRANSLATE_NOOP("codes", "Specific learning difficulty"),
    "MLD": QT_TRANSLATE_NOOP("codes", "Moderate learning difficulty"),
    "SLD": QT_TRANSLATE_NOOP("codes", "Severe learning difficulty"),
    "PMLD": QT_TRANSLATE_NOOP("codes", "Profound and multiple learning difficulty"),
    "SEMH": QT_TRANSLATE_NOOP("codes", "Social, emotional and mental health"),
    "SLCN": QT_TRANSLATE_NOOP("codes", "Speech, language and communication"),
    "HI": QT_TRANSLATE_NOOP("codes", "Hearing impairment"),
    "VI": QT_TRANSLATE_NOOP("codes", "Vision impairment"),
    "MSI": QT_TRANSLATE_NOOP("codes", "Multi-sensory impairment"),
    "PD": QT_TRANSLATE_NOOP("codes", "Physical disability"),
    "ASD": QT_TRANSLATE_NOOP("codes", "Autism"),
    "DS": QT_TRANSLATE_NOOP("codes", "Down syndrome"),
    "OTH": QT_TRANSLATE_NOOP("codes", "Another need"),
}
SETTINGS = {
    "main": QT_TRANSLATE_NOOP("codes", "Mainstream school"),
    "base": QT_TRANSLATE_NOOP("codes", "Resourced base"),
    "special": QT_TRANSLATE_NOOP("codes", "Special school"),
    "other": QT_TRANSLATE_NOOP("codes", "Other setting"),
}
KINDS = {
    "annual_review": QT_TRANSLATE_NOOP("codes", "Annual review"),
    "plan": QT_TRANSLATE_NOOP("codes", "Plan in force"),
    "request": QT_TRANSLATE_NOOP("codes", "Request for an assessment"),
    "top_up": QT_TRANSLATE_NOOP("codes", "Top-up without a plan"),
}
PAPERS = {
    "advice": QT_TRANSLATE_NOOP("codes", "Professional advice"),
    "views": QT_TRANSLATE_NOOP("codes", "Views of the family"),
    "setting": QT_TRANSLATE_NOOP("codes", "From the setting"),
    "medical": QT_TRANSLATE_NOOP("codes", "Health report"),
    "plan": QT_TRANSLATE_NOOP("codes", "The plan"),
    "other": QT_TRANSLATE_NOOP("codes", "Another paper"),
}
SENDERS = {
    "family": QT_TRANSLATE_NOOP("codes", "The family"),
    "professional": QT_TRANSLATE_NOOP("codes", "A professional"),
    "setting": QT_TRANSLATE_NOOP("codes", "The setting"),
    "council": QT_TRANSLATE_NOOP("codes", "The council itself"),
    "unknown": QT_TRANSLATE_NOOP("codes", "Not said"),
}
RELIANCE = {
    "relied": QT_TRANSLATE_NOOP("codes", "Relied on"),
    "partly": QT_TRANSLATE_NOOP("codes", "Relied on in part"),
    "not": QT_TRANSLATE_NOOP("codes", "Not relied on"),
}
STATES = {
    "": "",
    "review_held": QT_TRANSLATE_NOOP("codes", "Review held"),
    "on_agenda": QT_TRANSLATE_NOOP("codes", "On a panel"),
    "recommended": QT_TRANSLATE_NOOP("codes", "Recommended"),
    "signed": QT_TRANSLATE_NOOP("codes", "Decided"),
}
STEPS = {
    "proposed": QT_TRANSLATE_NOOP("codes", "Band agreed by the panel"),
    "second_signature": QT_TRANSLATE_NOOP("codes", "Waits for a second signature"),
    "section_f_checked": QT_TRANSLATE_NOOP("codes", "Section F checked"),
    "money_shown": QT_TRANSLATE_NOOP("codes", "Amount shown"),
    "recommended": QT_TRANSLATE_NOOP("codes", "Recommended, waits for signature"),
    "signed": QT_TRANSLATE_NOOP("codes", "Decided and signed"),
    "returned": QT_TRANSLATE_NOOP("codes", "Returned to the panel"),
    "reopened": QT_TRANSLATE_NOOP("codes", "Back to the panel with new evidence"),
    "corrected": QT_TRANSLATE_NOOP("codes", "Corrected by a further record"),
}
PARTIES = {
    "setting": QT_TRANSLATE_NOOP("codes", "Setting"),
    "officer": QT_TRANSLATE_NOOP("codes", "Officer"),
    "panel": QT_TRANSLATE_NOOP("codes", "Panel"),
}
YEARS = {
    "N1": QT_TRANSLATE_NOOP("codes", "Nursery 1"),
    "N2": QT_TRANSLATE_NOOP("codes", "Nursery 2"),
    "R": QT_TRANSLATE_NOOP("codes", "Reception"),
}


def say(table: dict[str, str], code: str) -> str:
    """Return CODE in words; a code that a council made up is shown as it is."""
    return QCoreApplication.translate("codes", table[code]) if table.get(code) else code


def outcome(code: str) -> str:
    """Return an outcome of a panel in words: "Amend the plan"."""
    return QCoreApplication.translate("outcomes", outcomes.book().title(code))


def year(group: str) -> str:
    """Return a year group in words: "Year 6", "Reception"."""
    if group in YEARS or not group:
        return say(YEARS, group)
    return QCoreApplication.translate("codes", "Year {0}").replace("{0}", group)


def age(born: date, today: date) -> int:
    """Return the age in years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def year_and_age(group: str, born: date, today: date) -> str:
    """Return "Year 4, age 8"."""
    words = QCoreApplication.translate("codes", "{year}, age {age}")
    return words.replace("{age}", str(age(born, today))).replace("{year}", year(group))

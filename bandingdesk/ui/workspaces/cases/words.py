"""Codes of the record in words: needs, settings, kinds of case, outcomes, kinds of paper, steps of a decision.

The needs are the thirteen codes of the SEN2 return (DfE, SENtype), in the words of the SEND code of practice.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP

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
    "plan": QT_TRANSLATE_NOOP("words", "Plan in force"),
    "request": QT_TRANSLATE_NOOP("words", "Request for an assessment"),
    "top_up": QT_TRANSLATE_NOOP("words", "Top-up without a plan"),
}
OUTCOMES = {
    "keep": QT_TRANSLATE_NOOP("words", "Keep the plan as it is"),
    "amend": QT_TRANSLATE_NOOP("words", "Amend the plan"),
    "cease": QT_TRANSLATE_NOOP("words", "End the plan"),
}
PAPERS = {
    "advice": QT_TRANSLATE_NOOP("words", "Professional advice"),
    "views": QT_TRANSLATE_NOOP("words", "Views of the family"),
    "setting": QT_TRANSLATE_NOOP("words", "From the setting"),
    "medical": QT_TRANSLATE_NOOP("words", "Health report"),
    "plan": QT_TRANSLATE_NOOP("words", "The plan"),
    "other": QT_TRANSLATE_NOOP("words", "Another paper"),
}
STATES = {
    "": "",
    "review_held": QT_TRANSLATE_NOOP("words", "Review held"),
    "on_agenda": QT_TRANSLATE_NOOP("words", "On a panel"),
    "recommended": QT_TRANSLATE_NOOP("words", "Recommended"),
    "signed": QT_TRANSLATE_NOOP("words", "Decided"),
}
STEPS = {
    "proposed": QT_TRANSLATE_NOOP("words", "Band agreed by the panel"),
    "second_signature": QT_TRANSLATE_NOOP("words", "Waits for a second signature"),
    "section_f_checked": QT_TRANSLATE_NOOP("words", "Section F checked"),
    "money_shown": QT_TRANSLATE_NOOP("words", "Amount shown"),
    "recommended": QT_TRANSLATE_NOOP("words", "Recommended, waits for signature"),
    "signed": QT_TRANSLATE_NOOP("words", "Decided and signed"),
    "returned": QT_TRANSLATE_NOOP("words", "Returned to the panel"),
}
PARTIES = {
    "setting": QT_TRANSLATE_NOOP("words", "Setting"),
    "officer": QT_TRANSLATE_NOOP("words", "Officer"),
    "panel": QT_TRANSLATE_NOOP("words", "Panel"),
}
YEARS = {
    "N1": QT_TRANSLATE_NOOP("words", "Nursery 1"),
    "N2": QT_TRANSLATE_NOOP("words", "Nursery 2"),
    "R": QT_TRANSLATE_NOOP("words", "Reception"),
}


def say(words: dict[str, str], code: str) -> str:
    """Return CODE in words; a code that a council made up is shown as it is."""
    return QCoreApplication.translate("words", words[code]) if words.get(code) else code


def year(group: str) -> str:
    """Return a year group in words: "Year 6", "Reception"."""
    if group in YEARS or not group:
        return say(YEARS, group)
    return QCoreApplication.translate("words", "Year {0}").replace("{0}", group)


def age(born: date, today: date) -> int:
    """Return the age in years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

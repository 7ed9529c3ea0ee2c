"""Words of the import: kinds of lists, what a row of them is, our fields, and values as they are shown."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.columns import Form
from bandingdesk.casework.lists import forms
from bandingdesk.casework.lists.sen2 import EntryRead
from bandingdesk.ui import text


def in_words(source: str, context: str = "problems") -> str:
    """Return a text of casework in the language of the screen."""
    return QCoreApplication.translate(context, source)


def field_label(form: Form, name: str) -> str:
    """Return our word for a field, as the start of a sentence."""
    if not form.holds(name):  # what a module of the return holds beneath a person
        return QCoreApplication.translate("ImportPane", "Entries of the register")
    said = in_words(form.field(name).label, "fields")
    return said[:1].upper() + said[1:]


def value_in_words(name: str, value: object) -> str:
    """Return a value of a list as it is shown."""
    if name.endswith("_pence") and isinstance(value, int):
        return text.money(value)
    if isinstance(value, date):
        return text.day_bare(value)
    if isinstance(value, bool):
        return in_words("yes", "fields") if value else in_words("no", "fields")
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, tuple):
        parts = [one.type if isinstance(one, EntryRead) else str(one) for one in value]
        return ", ".join(f"{count} × {part}" if count > 1 else part for part, count in Counter(parts).items())
    return str(value)


def kinds_in_words() -> list[tuple[object, str]]:
    """Return the kinds of lists with their words."""
    tr = partial(QCoreApplication.translate, "ImportPane")
    words = {
        "caseload": tr("Plans: your caseload"),
        "settings": tr("Settings: schools, colleges and others"),
        "placements": tr("Placements: who is where, from when"),
        "term-dates": tr("Term dates: when settings are closed"),
        "sen2": tr("SEN2: the modules of the return, as a start"),
    }
    return [(kind, words[kind]) for kind in forms.FORMS]


def what_it_needs(kind: str) -> str:
    """Return what a row of such a list is, in words."""
    tr = partial(QCoreApplication.translate, "ImportPane")
    said = {
        "caseload": tr("A row for each plan: the child's name and date of birth, and when the plan began."),
        "settings": tr("A row for each setting: its name, and its numbers, address and e-mail where you have them."),
        "placements": tr(
            "A row for each placement: the child by UPN, your reference, or name and date of birth; the setting; "
            "the first day, and the last where it has ended."
        ),
        "term-dates": tr(
            "A row for each holiday: the first day closed and the day of reopening. Or a row for each term. Without a "
            "setting it holds for all of them."
        ),
        "sen2": tr(
            "The CSV files of the return. Choose any one of them: those beside it are read too. What is on record "
            "already stays as it is."
        ),
    }
    files = tr("Excel, OpenDocument or CSV; you can also drop the file here.")
    return f"{said[kind]} {files}"

"""The words of forms and returns: kinds, states and doubts as the screen says them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.returns.found import SENTENCES
from bandingdesk.casework.returns.ops import Doubt, FormKind
from bandingdesk.store.queries.returns import FormRow, ReturnRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row

KINDS: tuple[FormKind, ...] = ("setting_profile", "parent_views", "young_person_views", "child_views", "advice")


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("returns", words, "", count)


def kind(of: FormKind) -> str:
    """Return a kind of form in words."""
    return {
        "setting_profile": _tr("Profile from the setting"),
        "parent_views": _tr("Views of a parent or carer"),
        "young_person_views": _tr("Views of the young person"),
        "child_views": _tr("Views of the child"),
        "advice": _tr("Advice from a professional"),
    }[of]


def person(name: str, role: str) -> str:
    """Return somebody with what they are to the child."""
    return ", ".join(filter(None, (name, role)))


def form_row(row: FormRow, today: date) -> Row:
    """Return a form that was sent out as a row of the list."""
    title, who = kind(row.kind), person(row.to_name, row.to_role)
    due = text.day_short(row.due) if row.due is not None else ""
    icon, tone, right = {
        "not_written": ("file-plus", "warn", _tr("Not saved yet")),
        "waiting": ("hourglass", "text2", _tr("Wanted by {0}").replace("{0}", due) if due else _tr("Sent out")),
        "late": ("clock-alert", "danger", _tr("Was wanted by {0}").replace("{0}", due)),
        "came": ("circle-check", "ok", _tr("Came back")),
        "replaced": ("history", "text2", _tr("A newer one is out")),
        "withdrawn": ("ban", "text2", _tr("Withdrawn")),
    }[row.state]
    return Row(f"form:{row.id}", title, who, icon, tone, right, tone if tone == "danger" else "text2")


def return_row(row: ReturnRow) -> Row:
    """Return something that came back as a row of the list."""
    who = person(row.to_name, row.to_role)
    line = f"{who} · {text.day_bare(row.on)}" if who else text.day_bare(row.on)
    if row.state == "taken":
        icon, tone, right = "circle-check", "ok", _tr("Taken over")
    elif row.state == "aside":
        icon, tone, right = "ban", "text2", _tr("Set aside")
    elif row.doubts:
        icon, tone, right = "circle-help", "warn", _tr("%n doubts", len(row.doubts))
    else:
        icon, tone, right = "inbox", "accent", _tr("To take over")
    return Row(f"return:{row.id}", kind(row.kind), line, icon, tone, right, tone if row.state == "open" else "text2")


def doubt(one: Doubt) -> str:
    """Return a doubt as a sentence, with its place where the sentence does not name it."""
    said = _tr(SENTENCES.get(one.code, one.code)).replace("{found}", _tr(one.found) if one.found else "")
    said = said.replace("{expected}", _tr(one.expected) if one.expected else "")
    return f"{said} ({one.place})" if one.place else said


def to_sender(row: ReturnRow) -> str:
    """Return a letter to the sender to begin with: every doubted question, in words that can be sent as they are."""
    asked = []
    for answer in row.answers:
        if row.of(answer.key):
            label = answer.label if not answer.key.startswith("outside") else _tr("What you wrote beside the boxes")
            asked.append(f"- {label}")
    lines = [_tr("Thank you for the form. We want to be sure that we read these answers as you meant them:")]
    return "\n".join([*lines, *dict.fromkeys(asked)])

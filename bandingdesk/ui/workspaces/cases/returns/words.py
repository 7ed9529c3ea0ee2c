"""The words of forms and returns: kinds, states and doubts as the screen says them."""

from __future__ import annotations

import unicodedata
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.returns.found import BLIND, SENTENCES
from bandingdesk.casework.returns.ops import Doubt, FormKind
from bandingdesk.store.queries.returns import HIDDEN, FormRow, ReturnRow
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


def short_kind(of: FormKind) -> str:
    """Return a kind of form as a list names it."""
    return {
        "setting_profile": _tr("Setting’s profile"),
        "parent_views": _tr("Parent’s views"),
        "young_person_views": _tr("Young person’s views"),
        "child_views": _tr("Child’s views"),
        "advice": _tr("Advice"),
    }[of]


def person(name: str, role: str) -> str:
    """Return somebody with what they are to the child."""
    return ", ".join(filter(None, (name, role)))


def form_row(row: FormRow, today: date) -> Row:
    """Return a form that was sent out as a row of the list."""
    title, who = short_kind(row.kind), person(row.to_name, row.to_role)
    late = text.days_left(row.due, today) if row.due is not None else ""
    due = _tr("by {0}").replace("{0}", text.day_short(row.due)) if row.due is not None else _tr("Sent out")
    icon, tone, right = {
        "not_written": ("file-plus", "warn", _tr("Not saved yet")),
        "waiting": ("hourglass", "text2", due),
        "late": ("clock-alert", "danger", late),
        "came": ("circle-check", "ok", _tr("Came back")),
        "replaced": ("history", "text2", _tr("A newer one is out")),
        "withdrawn": ("ban", "text2", _tr("Withdrawn")),
    }[row.state]
    return Row(f"form:{row.id}", title, who, icon, tone, right, tone if tone == "danger" else "text2")


def return_row(row: ReturnRow) -> Row:
    """Return something that came back as a row of the list."""
    who = person(row.to_name, row.to_role)
    on = text.day_short(row.on)
    if row.state == "taken":
        icon, tone, right = "circle-check", "ok", _tr("Taken over")
    elif row.state == "aside":
        icon, tone, right = "ban", "text2", _tr("Set aside")
    elif row.doubts:
        icon, tone, right = "circle-help", "warn", _tr("%n doubts", len(row.doubts))
    else:
        icon, tone, right = "inbox", "accent", _tr("To take over")
    ink = tone if row.state == "open" else "text2"
    return Row(f"return:{row.id}", short_kind(row.kind), who, icon, tone, right, ink, right_line=on)


def doubt(one: Doubt) -> str:
    """Return a doubt as a sentence, with its place where the sentence does not name it."""
    is_blind = one.found == HIDDEN and one.code in BLIND
    said = _tr(BLIND[one.code] if is_blind else SENTENCES.get(one.code, one.code)).replace(
        "{found}", _tr(one.found) if one.found else ""
    )
    said = said.replace("{expected}", _tr(one.expected) if one.expected else "")
    return f"{said} ({one.place})" if one.place else said


def by_direction(said: str) -> list[list[str]]:
    """Return the lines of SAID in groups of one direction: a label takes the direction of its first line."""
    groups: list[tuple[bool | None, list[str]]] = []
    for line in said.split("\n"):
        strong = next((kind for letter in line if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL")), "")
        from_right = None if not strong else strong != "L"
        if groups and (from_right is None or groups[-1][0] in (None, from_right)):
            groups[-1] = (groups[-1][0] if from_right is None else from_right, [*groups[-1][1], line])
        else:
            groups.append((from_right, [line]))
    return [lines for _, lines in groups]


def to_sender(row: ReturnRow) -> str:
    """Return a letter to the sender to begin with: every doubted question, in words that can be sent as they are."""
    asked = []
    for answer in row.answers:
        if row.of(answer.key):
            label = answer.label if not answer.key.startswith("outside") else _tr("What you wrote beside the boxes")
            asked.append(f"- {label}")
    lines = [_tr("Thank you for the form. We want to be sure that we read these answers as you meant them:")]
    return "\n".join([*lines, *dict.fromkeys(asked)])

"""The sentences of what follows a decision: states, days, what came back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.panel.after import lists
from bandingdesk.store.queries.after import ActionRow, MinutesRow, OutsideRow
from bandingdesk.store.queries.came_back import BackRow
from bandingdesk.store.queries.casework import LetterRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.register import ClockLine
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets.chip import Fact

ROUTES = {
    "officer": QT_TRANSLATE_NOOP("after", "By the delegated officer"),
    "emergency": QT_TRANSLATE_NOOP("after", "In an emergency"),
}
FINDINGS = {
    "noted": QT_TRANSLATE_NOOP("after", "Take note of it"),
    "review": QT_TRANSLATE_NOOP("after", "Ask the decision maker to look again"),
}
_BACK = {
    "ordered": QT_TRANSLATE_NOOP("after", "The Tribunal ordered: {0}"),
    "conceded": QT_TRANSLATE_NOOP("after", "The council conceded: {0}"),
    "agreed": QT_TRANSLATE_NOOP("after", "Mediation ended in an agreement"),
    "withdrawn": QT_TRANSLATE_NOOP("after", "The appeal was withdrawn"),
}


def say(words: str) -> str:
    """Return WORDS of this part in the language of the screen."""
    return QCoreApplication.translate("after", words)


def outside_state(row: OutsideRow) -> Fact:
    """Return how far a decision out of panel has come, as a chip."""
    match row.state:
        case "asked":
            return Fact(say(QT_TRANSLATE_NOOP("after", "Waits for the officer")), "warn", "hourglass")
        case "decided" if row.waits_for_panel:
            return Fact(say(QT_TRANSLATE_NOOP("after", "Waits for a panel to take note")), "info", "clock")
        case "review":
            return Fact(say(QT_TRANSLATE_NOOP("after", "A panel asks to look again")), "warn", "undo-2")
        case "noted":
            return Fact(say(QT_TRANSLATE_NOOP("after", "Taken note of")), "ok", "circle-check")
        case "reviewed":
            return Fact(say(QT_TRANSLATE_NOOP("after", "Looked at again")), "ok", "circle-check")
    return Fact(say(QT_TRANSLATE_NOOP("after", "Decided")), "ok", "circle-check")


def action_line(row: ActionRow, today: date) -> str:
    """Return who does an action by when, or what became of it."""
    if row.state == "done":
        return say(QT_TRANSLATE_NOOP("after", "Done by {0}: {1}")).format(row.ended_by, row.ended_words)
    if row.state == "dropped":
        return say(QT_TRANSLATE_NOOP("after", "Dropped by {0}: {1}")).format(row.ended_by, row.ended_words)
    said = f"{row.owner_name} · {text.day(row.due)} · {text.days_left(row.due, today)}"
    if row.moves:
        last = row.moves[-1]
        moved = say(QT_TRANSLATE_NOOP("after", "Moved from {0} by {1}: {2}"))
        said += " · " + moved.format(text.day_short(last.due), last.by, last.reason)
    return said


def minutes_title(row: MinutesRow) -> str:
    """Return which meeting minutes are of."""
    return say(QT_TRANSLATE_NOOP("after", "{0}, {1}")).format(row.type_name, text.day(row.on))


def minutes_state(row: MinutesRow) -> str:
    """Return how far minutes have come: a draft, frozen, approved, corrected."""
    if not row.is_frozen:
        return say(QT_TRANSLATE_NOOP("after", "A draft: nothing is frozen yet"))
    said = []
    if row.made_at is not None:
        said.append(say(QT_TRANSLATE_NOOP("after", "Frozen {0}")).format(text.moment(row.made_at)))
    if row.approved_on is not None:
        said.append(say(QT_TRANSLATE_NOOP("after", "approved {0}")).format(text.day(row.approved_on)))
    if row.corrections:
        said.append(say(QT_TRANSLATE_NOOP("after", "corrected {0}")).format(text.day(row.corrections[-1].at.date())))
    return " · ".join(said)


def back_title(row: BackRow) -> str:
    """Return what came back, on which day."""
    return f"{say(_BACK[row.back.what]).replace('{0}', row.says)} · {text.day(row.back.on)}"


def back_clock(line: ClockLine, today: date) -> str:
    """Return one day that an order or an agreement sets, with its law."""
    day = f"{text.day(line.law_day)}, {text.days_left(line.law_day, today)}" if line.law_day else ""
    if line.stopped_on is not None:
        day = say(QT_TRANSLATE_NOOP("after", "done {0}")).format(text.day(line.stopped_on))
    step = line.step[:1].upper() + line.step[1:]
    return f"{step}: {day} ({line.provision})"


def theme(code: str) -> str:
    """Return a learning theme in words."""
    return lists.themes().get(code, code)


def decision_title(row: DecisionRow) -> str:
    """Return which decision this is."""
    day = row.signed.at.date() if row.signed is not None else row.proposed.at.date()
    return say(QT_TRANSLATE_NOOP("after", "Decision of {0}")).format(text.day(day))


def outcome(code: str, more: str) -> str:
    """Return an outcome with what was said beside it."""
    return f"{codes.outcome(code)}: {more}" if more else codes.outcome(code)


def letter_days(row: LetterRow) -> str:
    """Return the three days of a letter: dated, sent, counted as served. Limits run from different ones of them."""
    days = [say(QT_TRANSLATE_NOOP("after", "Dated {0}")).format(text.day(row.dated))]
    sent = say(QT_TRANSLATE_NOOP("after", "Sent {0}")) if row.sent_on else say(QT_TRANSLATE_NOOP("after", "Not sent"))
    days.append(sent.format(text.day(row.sent_on)) if row.sent_on else sent)
    if row.served is not None:
        days.append(say(QT_TRANSLATE_NOOP("after", "Counts as served {0}")).format(text.day(row.served)))
    return " · ".join(days)

"""What the papers say, in whole sentences: what a paper is, doubts, advice, closures."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.papers import doubts, looking
from bandingdesk.casework.papers.advice import ClosureNote
from bandingdesk.casework.papers.doubts import Doubt
from bandingdesk.statute import advice as bodies
from bandingdesk.store.queries.advice import AdviceRow
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.ui import codes, text

MARKS = {
    "highlight": ("pen-line", "warn"),
    "question": ("circle-help", "info"),
    "panel": ("users-round", "accent"),
}


def tr(words: str) -> str:
    """Return WORDS in the language of the screen."""
    return QCoreApplication.translate("papers", words)


def doubt(one: Doubt) -> tuple[str, str, str]:
    """Return the three sentences of a doubt: what is so, what is safe, what to do."""
    known = doubts.WORDS[one.code]
    said = [QCoreApplication.translate("errors", sentence) for sentence in known]
    for name, value in one.fields:
        said = [sentence.replace("{" + name + "}", value) for sentence in said]
    return said[0], said[1], said[2]


def found(row: EvidenceRow) -> list[str]:
    """Return what was named when a paper was added, in a word or two each."""
    known = {
        "not_its_ending": tr("Not what its ending says"),
        "locked": tr("Under a password"),
        "many_pages": tr("Many pages"),
        "active": tr("Carries something that would run"),
        "macros": tr("Carries macros"),
        "outside": tr("Fetches parts from elsewhere"),
        "inside": tr("Has files inside"),
        "not_shown": tr("Can't be shown here"),
        "damaged": tr("Damaged"),
    }
    is_mail = row.mime == looking.EML  # what is attached to a mail is listed in the reader
    return [known[code] for code in row.found if code in known and not (is_mail and code == "inside")]


def meta(row: EvidenceRow) -> str:
    """Return who wrote a paper, when, and how long it is."""
    pages = QCoreApplication.translate("papers", "%n pages", "", row.pages)
    said = tr("{author}, {role}. Dated {day}. Sent by: {sender}. {pages}.")
    for name, value in (
        ("author", row.author),
        ("role", row.author_role),
        ("day", text.day_bare(row.dated)),
        ("sender", codes.say(codes.SENDERS, row.sender).lower()),
        ("pages", pages),
    ):
        said = said.replace("{" + name + "}", value)
    return said


def citation(row: EvidenceRow, page: int) -> str:
    """Return a page of a paper as it is cited: "Speech report, A. Writer, 12 Oct 2026, p. 3"."""
    place = tr("p. {0}").replace("{0}", str(page))
    return f"{row.title}, {row.author}, {text.day_bare(row.dated)}, {place}"


def quotation(row: EvidenceRow, page: int, words: str) -> str:
    """Return a passage as it is quoted, with its page."""
    return f"“{words}” ({citation(row, page)})"


def answered(row: EvidenceRow, people: dict[str, str]) -> str:
    """Return what was made of a paper, by whom and when, "" while nobody has answered it."""
    if row.reliance is None:
        return ""
    said = tr("Recorded by {who} on {day}: {answer}.")
    who, day = people.get(row.answered_by or "", ""), text.day_bare(date.fromisoformat((row.answered_at or "")[:10]))
    said = said.replace("{who}", who).replace("{day}", day)
    return said.replace("{answer}", codes.say(codes.RELIANCE, row.reliance).lower())


def state(row: AdviceRow, today: date) -> tuple[str, str, str]:
    """Return how a request stands: words, icon and tone."""
    if row.state == "withdrawn":
        return tr("Withdrawn"), "circle-minus", "text2"
    if row.state == "came":
        assert row.came is not None
        late = row.is_late(today)
        words = tr("Came {day}, late") if late else tr("Came {day}")
        return words.replace("{day}", text.day_bare(row.came)), "circle-check", "warn" if late else "ok"
    if row.due is None:
        return tr("Asked"), "circle", "text2"
    if row.due < today:
        words = QCoreApplication.translate("papers", "%n days late", "", (today - row.due).days)
        return words, "circle-alert", "danger"
    return QCoreApplication.translate("papers", "%n days left", "", (row.due - today).days), "circle-dot", "text2"


def due(row: AdviceRow) -> str:
    """Return when advice is due and how that is counted."""
    if row.due is None:
        return tr("The last day is not known: the law's table does not reach so far.")
    if row.there is None:
        words = tr("Due {day} if they received it on the day it was sent. The six weeks run from their own day.")
        return words.replace("{day}", text.day(row.due))
    words = tr("Due {day}: six weeks after {there}, when they received it ({law}).")
    words = words.replace("{day}", text.day(row.due)).replace("{there}", text.day_bare(row.there))
    return words.replace("{law}", row.provision)


def closure(note: ClosureNote) -> str:
    """Return what a closure of the school means for the council's own limits, "" where none is asked about."""
    if note.state == "unknown":
        return tr("No term dates of this setting are on record, so we can't say whether it was asked in a closure.")
    if note.closure is None or note.first is None or note.last is None:
        return ""
    if note.state == "short":
        return tr("Asked round a closure of less than four weeks: that excuses nothing.")
    words = tr(
        "Asked in the window round the closure from {closes} ({first} to {last}). This may excuse a late step of the"
        " council (reg 5(4)(a), 10(4)(a)). No date moves: record it as an exception of the request."
    )
    for name, day in (("closes", note.closure.closes), ("first", note.first), ("last", note.last)):
        words = words.replace("{" + name + "}", text.day_bare(day))
    return words


def excused(head: str) -> str:
    """Return a head of reg 8(2) in words."""
    known = bodies.book().heads.get(head)
    return f"{known.title} ({known.provision})" if known is not None else head

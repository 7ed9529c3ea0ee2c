"""New papers: the files that were chosen or dropped, what each was found to be, and what a person says of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, line
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.workspaces.cases.papers import words
from bandingdesk.ui.workspaces.cases.papers.adding import Entry
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel

_SHOWN_AFTER_MS = 500


class EntryCard(card.Card):
    """One file: its doubts first, then the form."""

    def __init__(self, seen: PapersViewModel, at: int, entry: Entry, known: list[EvidenceRow]) -> None:
        super().__init__("")
        self._seen, self._at = seen, at
        head = QHBoxLayout()
        head.addWidget(labels.Icon("file-text", "text2", 18), 0)
        head.addWidget(labels.Label(entry.source.name, "body_strong", wrap=True), 1)
        self.out = LinkButton("")
        self.out.clicked.connect(self._on_out)
        head.addWidget(self.out)
        self.add(head)
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(6)
        self.add(self._doubts)
        self._form = QWidget()
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        self.title, self.author, self.role = line(entry.title), line(entry.author), line(entry.author_role)
        day = date.fromisoformat(entry.dated)
        self.dated = DayField(QDate(day.year, day.month, day.day))
        self.kind = Choice([(key, codes.say(codes.PAPERS, key)) for key in codes.PAPERS], entry.kind or None)
        asked = [key for key in codes.SENDERS if key != "unknown"]
        self.sent_by = Choice([(key, codes.say(codes.SENDERS, key)) for key in asked], entry.sender or None)
        versions = [("", self.tr("A paper of its own")), *((row.id, _named(row)) for row in known)]
        self.replaces = Choice(versions, entry.replaces)
        self.fields = {
            "title": FormField(self.tr("Title"), self.title),
            "author": FormField(self.tr("Who wrote it"), self.author),
            "author_role": FormField(self.tr("In what role"), self.role),
            "dated": FormField(self.tr("Dated"), self.dated),
            "kind": FormField(self.tr("Kind of paper"), self.kind),
            "sender": FormField(self.tr("Who sent it"), self.sent_by),
        }
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, place // 3, place % 3)
        self._version = FormField(self.tr("A new version of"), self.replaces)
        self._version.setVisible(bool(known))
        grid.addWidget(self._version, 2, 0, 1, 3)
        self.add(self._form)
        self._wire()
        self._shown: tuple[object, ...] = ()
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Show what was found; what a person types is left alone."""
        key = (entry.looked, entry.fault, entry.is_out)
        if key != self._shown:
            self._shown = key
            self._show_doubts(entry)
            self._form.setVisible(not entry.is_out)
            self.out.setText(self.tr("Add it after all") if entry.is_out else self.tr("Leave it out"))
            self.out.setVisible(entry.fault is None and not (entry.looked and entry.looked.same_as))
        if entry.sender and self.sent_by.value != entry.sender:
            self.sent_by.set_value(entry.sender)

    def show_missing(self, entry: Entry) -> None:
        """Say at each field whether it is still to fill in."""
        for name, field in self.fields.items():
            field.set_error(self.tr("Fill this in.") if name in entry.missing else "")

    def _wire(self) -> None:
        typed = {"title": self.title, "author": self.author, "author_role": self.role}
        for name, field in typed.items():
            field.textChanged.connect(lambda said, name=name: self._type(**{name: said}))
        choices: dict[str, Choice] = {"kind": self.kind, "sender": self.sent_by, "replaces": self.replaces}
        for name, choice in choices.items():
            choice.chosen.connect(lambda value, name=name: self._type(**{name: str(value or "")}))
        self.dated.dateChanged.connect(lambda day: self._type(dated=day.toString(Qt.DateFormat.ISODate)))

    def _type(self, **values: Any) -> None:
        self._seen.type_entry(self._at, **values)

    def _on_out(self) -> None:
        self._type(is_out=not self._seen.entries[self._at].is_out)

    def _show_doubts(self, entry: Entry) -> None:
        card.clear(self._doubts)
        if entry.fault is not None:
            self._say("circle-x", "danger", *messages.error_text(entry.fault), code=entry.fault.code)
        elif entry.looked is None:
            self._doubts.addWidget(labels.Label(self.tr("Looking at it"), "second", "text2"))
        for one in entry.looked.doubts if entry.looked is not None else ():
            self._say("triangle-alert", "warn", *words.doubt(one))

    def _say(self, icon: str, tone: str, happened: str, kept: str, do: str, code: str = "") -> None:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(labels.Label(happened, "second_strong", tone, wrap=True))
        said.addWidget(labels.Label(f"{kept} {do}" + (f" ({code})" if code else ""), "second", "text2", wrap=True))
        row.addLayout(said, 1)
        self._doubts.addWidget(held)


class AddingPart(card.Column):
    """All files of one adding, and the way to choose more."""

    def __init__(self, seen: PapersViewModel) -> None:
        super().__init__(margins=(16, 14, 16, 14), spacing=12)
        self._seen = seen
        self.add(labels.Label(self.tr("Add papers"), "card_title"))
        hint = self.tr("Drop files anywhere here: PDF, Word, pictures, emails or plain text. Each is looked at first.")
        self.add(labels.Label(hint, "second", "text2", wrap=True))
        row = QHBoxLayout()
        self.choose = QuietButton(self.tr("Choose files"), icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        self.back = QuietButton(self.tr("Back to the papers"), icon="arrow-left")
        self.back.clicked.connect(seen.leave)
        row.addWidget(self.choose)
        row.addWidget(self.back)
        row.addStretch(1)
        self.add(row)
        self._wrong = Banner("", tone="danger", closable=False)
        self.add(self._wrong)
        self.progress = ProgressLine(self.tr("Adding papers"))
        self.progress.stopped.connect(self._stop)
        self.progress.hide()
        self.add(self.progress)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SHOWN_AFTER_MS)
        self._wait.timeout.connect(self.show_progress)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self.add(self._cards)
        self.body.addStretch(1)
        self.cards: list[EntryCard] = []
        self._of: tuple[object, ...] = ()

    def show_entries(self) -> None:
        """Show the files as they are now."""
        seen = self._seen
        key = tuple(id(entry.source) for entry in seen.entries)
        if key != self._of:
            self._of = key
            card.clear(self._cards)
            known = [row for row in seen.seen.papers if row.replaced_by is None] if seen.seen else []
            self.cards = [EntryCard(seen, at, entry, known) for at, entry in enumerate(seen.entries)]
            for one in self.cards:
                self._cards.addWidget(one)
        for one, entry in zip(self.cards, seen.entries, strict=True):
            one.show_entry(entry)
        self._wrong.setVisible(seen.error is not None)
        if seen.error is not None:
            self._wrong.say(*messages.error_text(seen.error), code=seen.error.code, tone="danger")
        if seen.job is None:
            self._wait.stop()
            self.progress.hide()
        elif self.progress.isHidden() and not self._wait.isActive():
            self._wait.start()
        else:
            self.show_progress()

    def show_progress(self) -> None:
        """Say how much is added, once it has taken longer than a moment."""
        job = self._seen.job
        if job is None or (self._wait.isActive() and self.progress.isHidden()):
            return
        said = self.tr("{0} of {1} MB").replace("{0}", f"{job.count / 1e6:.0f}")
        self.progress.say(job.count, job.total, said.replace("{1}", f"{job.total / 1e6:.0f}"))
        self.progress.show()

    def _stop(self) -> None:
        if self._seen.job is not None:
            self._seen.job.cancel()

    def show_missing(self) -> bool:
        """Say what is still to fill in; return whether anything is."""
        lacking = False
        for one, entry in zip(self.cards, self._seen.entries, strict=True):
            one.show_missing(entry)
            if entry.missing and not lacking:
                lacking = True
                one.fields[entry.missing[0]].field.setFocus(Qt.FocusReason.OtherFocusReason)
        return lacking

    def focus_first(self) -> None:
        """Put the focus on the first field, or on the way to choose files."""
        first = next((one for one in self.cards if not self._seen.entries[self.cards.index(one)].is_out), None)
        (first.author if first is not None else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose papers"), "", self.tr("All files (*)"))
        if names:
            self._seen.begin_adding([Path(name) for name in names])


def _named(row: EvidenceRow) -> str:
    return f"{row.title}, {text.day_bare(row.dated)}"

"""The lists taken in before, each with its way back; what stops it stands below in words."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.lists.undo import Use
from bandingdesk.store.queries.lists import ImportRow
from bandingdesk.ui import messages, record_words, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.workspaces.cases.earlier_view_model import Asked, EarlierViewModel
from bandingdesk.ui.workspaces.cases.import_words import kinds_in_words

_NAMED = 6  # of what stops it
_DETAIL = re.compile(r"(?: (?:of|for|about|to|until|from))? \{\w+\}")  # what a sentence of the record tells besides


class EarlierCard(card.Card):
    """The last lists; hidden while there are none."""

    def __init__(self, seen: EarlierViewModel, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("EarlierCard", "Lists taken in"), parent=parent)
        self._seen = seen
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.add(self._grid)
        self.banner = Banner("", tone="warn", closable=False)
        self.add(self.banner)
        self._stops = labels.Label("", "second", wrap=True)
        self.add(self._stops)
        self._question = QWidget()
        answers = QVBoxLayout(self._question)
        answers.setContentsMargins(0, 0, 0, 0)
        self._words = labels.Label("", "body", wrap=True)
        answers.addWidget(self._words)
        row = QHBoxLayout()
        self.leave = QuietButton(self.tr("Leave it"))
        self.leave.clicked.connect(seen.leave)
        self.confirm = PrimaryButton(self.tr("Take it back"), icon="undo-2")
        self.confirm.clicked.connect(seen.take_back)
        row.addWidget(self.leave)
        row.addWidget(self.confirm)
        row.addStretch(1)
        answers.addLayout(row)
        self.add(self._question)
        seen.changed.connect(self.show_rows)
        self.show_rows()

    def show_rows(self) -> None:
        """Show the last lists, and what was asked about one of them."""
        seen = self._seen
        self.setVisible(bool(seen.rows))
        card.clear(self._grid)
        for place, row in enumerate(seen.rows):
            self._add_row(place, row)
        asked, error = seen.asked, seen.error
        self._question.setVisible(asked is not None)
        self._words.setVisible(bool(asked and not asked.uses))
        self.confirm.setVisible(bool(asked and not asked.uses))
        self.banner.setVisible(error is not None or bool(asked and asked.uses))
        self._stops.setVisible(bool(asked and asked.uses))
        if error is not None:
            happened, kept, do = messages.error_text(error)
            self.banner.say(happened, kept, do, code=error.code, tone="danger")
        elif asked is not None:
            self._show_asked(asked)

    def _add_row(self, place: int, row: ImportRow) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        kinds = dict(kinds_in_words())
        name = labels.Label(row.file, "body_strong", parent=self)
        name.setToolTip(str(kinds.get(row.what, row.what)))
        counts = self.tr("{new} new, {changed} changed").format(
            new=text.count(row.new), changed=text.count(row.changed)
        )
        who = self._seen.names.get(row.by, "")
        line = self.tr("{counts} · {day} · {who}").format(counts=counts, day=text.day(row.at.date()), who=who)
        self._grid.addWidget(name, place, 0, middle)
        self._grid.addWidget(labels.Label(line, "second", "text2", wrap=True, parent=self), place, 1, middle)
        if row.undone is not None:
            self._grid.addWidget(labels.Label(self.tr("taken back"), "second_strong", "text2", parent=self), place, 2)
            return
        button = QuietButton(self.tr("Take back"), icon="undo-2")
        button.setAccessibleName(self.tr("Take back {0}").replace("{0}", row.file))
        button.clicked.connect(partial(self._seen.ask, row))
        self._grid.addWidget(button, place, 2, middle)

    def _show_asked(self, asked: Asked) -> None:
        row, uses = asked
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)  # the safe choice, and it brings the answer into view
        if not uses:
            new = self.tr("%n rows that it added are out of use", "", row.new).replace(
                str(row.new), text.count(row.new)
            )
            changed = self.tr("%n rows that it changed are put back", "", row.changed)
            changed = changed.replace(str(row.changed), text.count(row.changed))
            said = self.tr("Taking {file} back: {new}, {changed}. Nothing is erased.")
            self._words.setText(said.format(file=row.file, new=new, changed=changed))
            return
        first = {use.subject: use for use in reversed(uses)}  # the first use of each row
        count = len(first)
        happened = self.tr("%n rows have been used since.", "", count)
        kept = self.tr("{0} stays as it was taken in.").replace("{0}", row.file)
        do = self.tr("Correct single rows in their cases, or import a corrected list.")
        self.banner.say(happened, kept, do, code="IM-70", tone="warn")
        lines = [self._stop(use) for use in list(reversed(first.values()))[:_NAMED]]
        if count > _NAMED:
            lines.append(self.tr("and {0} more").replace("{0}", text.count(count - _NAMED)))
        self._stops.setText("\n".join(lines))

    def _stop(self, use: Use) -> str:
        words = record_words.SENTENCES.get(use.kind)
        said = QCoreApplication.translate("record", words) if words else self.tr("{who} recorded something more")
        who = self._seen.names.get(use.by, self.tr("Somebody"))
        done = _DETAIL.sub("", said.split(":")[0].replace("{who}", who))
        return self.tr("{name}: {done}, {day}").format(name=use.subject, done=done, day=text.day(use.at.date()))

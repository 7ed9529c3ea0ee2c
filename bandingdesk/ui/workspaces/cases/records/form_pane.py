"""What the forms of the records share: a title with the way back, what stands in the way, and a step when typed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import Button, QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel

WIDTH = 860  # px


class FormPane(card.Column):
    """A form of the records, with the way back; what was typed stays kept."""

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=12)
        self._seen = seen
        self.tried = False  # to record it: from then on empty fields say that they are needed
        self._stale = Banner("", tone="warn", closable=False)
        self.go_on = self._stale.add(QuietButton(self.tr("Go on with mine")))
        self.go_on.clicked.connect(seen.accept_newer)
        self._wrong = Banner("", tone="danger", closable=False)
        self._title = labels.Label("", "sentence", wrap=True)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self.back = QuietButton(self.tr("Back to the records"), icon="arrow-left", key="Esc")
        self.back.clicked.connect(seen.leave)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._line)
        tools = QWidget()
        self._tools = Flow(tools, across=8)
        self.add_tool(self.back)
        for part in (self._stale, self._wrong, head, tools):
            part.setMaximumWidth(WIDTH)
            self.add(part)

    def add_tool(self, button: Button) -> None:
        """Put a quiet button below the title."""
        self._tools.addWidget(button)

    def say(self, title: str, line: str) -> None:
        """Say what the form is for."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def show_faults(self) -> None:
        """Say what was refused, and that somebody else was first where it was that."""
        fault = self._seen.error
        self._stale.setVisible(fault is not None and self._seen.is_stale)
        self._wrong.setVisible(fault is not None and not self._seen.is_stale)
        if fault is None:
            return
        happened, kept, do = messages.error_text(fault)
        if self._seen.is_stale:
            self._stale.say(
                self.tr("Somebody else has changed this entry."),
                self.tr("What you typed is kept here."),
                self.tr("Look at what came in between under Records, then go on."),
                code=fault.code,
                tone="warn",
            )
        else:
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
